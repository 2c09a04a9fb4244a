import type { Module } from '@mmspec/syntax';

/*
 * What the tree tells the layout: which token begins something that wants a line of its own.
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

const statements: ReadonlySet<string> = new Set([
  'local', 'assign', 'call_statement', 'if', 'while', 'repeat', 'either', 'choose', 'await', 'atomic', 'for', 'assert', 'break', 'continue',
  'goto', 'return', 'skip',
]);

interface Some {
  readonly kind: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly name?: Some;
}

/** The beginnings of all items, members, statements and loose parts, by offset. */
export function startsOf(module: Module): ReadonlyMap<number, Start> {
  const starts = new Map<number, Start>();
  const set = ({ span: { start, end } }: Some, role: Role, nameEnd: number = -1): void => void starts.set(start, { role, nameEnd, end: Math.max(end, starts.get(start)?.end ?? 0) });
  const named = (node: Some): number => node.name?.span.end ?? -1;

  const visit = (value: unknown, parent: string): void => {
    if (Array.isArray(value)) for (const element of value) visit(element, parent);
    if (!isNode(value)) return;
    const role = roleOf(value, parent);
    if (role !== null) set(value, role, isTyped(value.kind) ? named(value) : -1);
    for (const [key, below] of Object.entries(value)) {
      if (key === 'span' || key === 'comments' || key === 'doc') continue;
      visit(below, key === 'alternative' ? 'alternative' : value.kind);
    }
  };
  for (const imported of module.imports) set(imported, 'item');
  visit(module.items, 'module');
  return starts;
}

const isTyped = (kind: string): boolean => ['const', 'variant', 'variable', 'record_field', 'local'].includes(kind);

function roleOf({ kind }: Some, parent: string): Role | null {
  if (parent === 'module') return 'item';
  if (parent === 'object' || parent === 'record') return kind === 'name' ? null : 'member';
  if (parent === 'enum') return 'loose';
  if (kind === 'operation') return 'member';
  if (kind === 'label') return 'label';
  // `else if` begins no line.
  if (parent === 'alternative') return null;
  if (statements.has(kind)) return 'statement';
  return kind.endsWith('_setting') || kind === 'scenario_step' ? 'loose' : null;
}

function isNode(value: unknown): value is Some {
  return typeof value === 'object' && value !== null && 'kind' in value && 'span' in value;
}
