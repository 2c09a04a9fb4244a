import { children, isStatement } from '@mmspec/syntax';
import type { Module, Node, Setting } from '@mmspec/syntax';

/*
 * What the layout needs from the tree: which token begins something that wants a line of its own.
 */

/** `loose` parts (settings, members of an enum, steps of a scenario) may share a line. */
export type Role = 'item' | 'member' | 'statement' | 'label' | 'loose';

/** What begins at an offset. */
export interface Start {
  readonly role: Role;
  /** Where the name of a variable ends whose type is aligned with those of its neighbours, or -1. */
  readonly nameEnd: number;
  /** Where it ends. */
  readonly end: number;
}

/** The beginnings of all items, members, statements and loose parts, by offset. */
export function startsOf(module: Module): ReadonlyMap<number, Start> {
  const starts = new Map<number, Start>();
  const set = (node: Node, role: Role, nameEnd: number): void => {
    const { start, end } = node.span;
    starts.set(start, { role, nameEnd, end: Math.max(end, starts.get(start)?.end ?? 0) });
  };
  const visit = (node: Node, parent: Node | null): void => {
    const role = parent === null ? 'item' : roleOf(node, parent);
    if (role !== null) set(node, role, nameEndOf(node));
    for (const below of children(node)) visit(below, node);
  };
  for (const imported of module.imports) set(imported, 'item', -1);
  for (const item of module.items) visit(item, null);
  return starts;
}

function nameEndOf(node: Node): number {
  const isTyped = node.kind === 'const' || node.kind === 'variant' || node.kind === 'variable' || node.kind === 'record_field' || node.kind === 'local';
  return isTyped ? node.name.span.end : -1;
}

function roleOf(node: Node, parent: Node): Role | null {
  if (parent.kind === 'object' || parent.kind === 'record') return node.kind === 'name' ? null : 'member';
  if (parent.kind === 'enum' || looseParts.has(node.kind)) return 'loose';
  if (node.kind === 'operation') return 'member';
  if (node.kind === 'label') return 'label';
  // Above the statement that the label names.
  if (node.kind === 'anchor') return parent.kind === 'label' ? 'statement' : null;
  // `else if` begins no line.
  if (parent.kind === 'if' && parent.alternative === node) return null;
  return isStatement(node) && node.kind !== 'error_statement' ? 'statement' : null;
}

/** Parts of checks and scenarios that may stand on lines of their own. */
const looseParts: ReadonlySet<Node['kind']> = new Set<Setting['kind'] | 'scenario_step'>([
  'value_setting',
  'memory_setting',
  'window_setting',
  'ignore_setting',
  'bound_setting',
  'scenario_step',
]);
