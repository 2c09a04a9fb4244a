import { children, isExpression, parse, type Node } from '@mmspec/syntax';

/** Declarations whose names can be asked. */
const asked: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'variable',
  'local',
  'parameter',
  'binder',
  'define',
  'const',
  'variant',
  'actor',
  'invariant',
  'reachable',
  'possible',
]);

/** What a debugger asks when somebody points at a place of a text: the innermost expression there, or the name that is declared; null where there is neither. */
export function expressionAt(text: string, offset: number): { readonly start: number; readonly end: number } | null {
  const contains = ({ span: { start, end } }: Node): boolean => offset >= start && offset < end;
  let found: { readonly start: number; readonly end: number } | null = null;
  let parent: Node = parse({ path: '', text }, 0).module;
  for (let node = children(parent).find(contains); node !== undefined; node = children(parent).find(contains)) {
    // A field has no value without its object.
    if (node.kind === 'object') return null;
    if (node.kind === 'name' && asked.has(parent.kind)) return node.span;
    if (isExpression(node) && node.kind !== 'error_expression') found = node.span;
    parent = node;
  }
  return found;
}
