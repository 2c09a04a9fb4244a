import { children } from '@mmspec/syntax';
import type { Node } from '@mmspec/syntax';

/** The nodes around an offset, from the outside in; a node that ends there counts. */
export function nodesAt(root: Node, offset: number): Node[] {
  const found: Node[] = [];
  let at: Node | undefined = root;
  while (at !== undefined) {
    found.push(at);
    const below: Node[] = children(at).filter(({ span }) => span.start <= offset && offset <= span.end);
    // Between two that touch, the name, else the one that begins here; the operations of an actor lie within its block.
    at = below.find(({ kind, span }) => kind === 'name' && span.end > span.start) ?? smallest(below.filter(({ span }) => span.end > offset)) ?? below.at(-1);
  }
  return found;
}

function smallest(nodes: readonly Node[]): Node | undefined {
  return nodes.toSorted((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))[0];
}
