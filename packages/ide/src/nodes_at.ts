import { children } from '@mmspec/semantics';
import type { Node } from '@mmspec/syntax';

/** The nodes around an offset, from the outside in; a node that ends there counts. */
export function nodesAt(root: Node, offset: number): Node[] {
  const found: Node[] = [];
  let at: Node | undefined = root;
  while (at !== undefined) {
    found.push(at);
    const below: Node[] = children(at).filter(({ span }) => span.start <= offset && offset <= span.end);
    // Between two that touch, the one that begins here.
    at = below.findLast(({ span }) => span.start < offset || span.end > offset) ?? below.at(-1);
    if (below.length > 1) at = below.find(({ kind, span }) => kind === 'name' && span.end > span.start) ?? at;
  }
  return found;
}
