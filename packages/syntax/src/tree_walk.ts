import type { Node } from './tree.ts';

const leavesOut = new Set(['span', 'kind', 'comments', 'doc', 'text']);

/** Kinds of nodes with nothing below them; half of all nodes are names. */
const leaves: ReadonlySet<string> = new Set([
  'name',
  'anchor',
  'number',
  'boolean',
  'none',
  'self',
  'forever',
  'skip',
  'break',
  'continue',
  'bool_type',
] satisfies Node['kind'][]);

const nothing: readonly Node[] = [];

let childrenOf = new WeakMap<Node, readonly Node[]>();

/** Trees that were walked are forgotten, with the table that grew with them: it never shrinks, and a snapshot of the heap would carry it. */
export function forgetTrees(): void {
  childrenOf = new WeakMap();
}

/** The nodes right under a node, in the order of its fields, which is that of the text. Every check walks the same trees, which never change. */
export function children(node: Node): readonly Node[] {
  if (leaves.has(node.kind)) return nothing;
  const known = childrenOf.get(node);
  if (known !== undefined) return known;
  const found: Node[] = [];
  // Nodes are plain data, and this loop is what editors wait for: no list of entries is made.
  for (const key in node) {
    if (leavesOut.has(key)) continue;
    const value: unknown = (node as unknown as Readonly<Record<string, unknown>>)[key];
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const element of value as unknown[]) if (isNode(element)) found.push(element);
    } else if (isNode(value)) found.push(value);
  }
  childrenOf.set(node, found);
  return found;
}

/** Calls `visit` on a node and everything under it, outside in; a visit that returns `false` spares what is below. */
export function walk(node: Node, visit: (node: Node) => boolean | void): void {
  const pending = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (visit(next) === false) continue;
    const below = children(next);
    for (let index = below.length - 1; index >= 0; index--) pending.push(below[index] as Node);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
