import { walk } from '@mmspec/syntax';
import type { DefineDeclaration, Expression, Node } from '@mmspec/syntax';

/** What an expression is about: values, which code has too, or what only properties may mention: locations and references, steps, or whole behaviours. */
type Subject = 'value' | 'state' | 'step' | 'behaviour';

const subjects: Readonly<Record<Expression['kind'], Subject>> = {
  number: 'value',
  boolean: 'value',
  none: 'value',
  forever: 'value',
  self: 'value',
  name_expression: 'value',
  field: 'value',
  index: 'value',
  call: 'value',
  unary: 'value',
  binary: 'value',
  conditional: 'value',
  range: 'value',
  set: 'value',
  comprehension: 'value',
  quantifier: 'value',
  count: 'value',
  size: 'value',
  sum: 'value',
  error_expression: 'value',
  at: 'state',
  holds: 'state',
  refs: 'state',
  holders: 'state',
  enabled: 'state',
  quiescent: 'state',
  prime: 'step',
  step_is: 'step',
  mover: 'step',
  new_refs: 'step',
  temporal_expression: 'behaviour',
};

function kindsAbout(...wanted: readonly Subject[]): ReadonlySet<Node['kind']> {
  return new Set((Object.keys(subjects) as Expression['kind'][]).filter((kind) => wanted.includes(subjects[kind])));
}

/** What only a property about steps may mention: a state alone does not have it. */
export const stepAtoms: ReadonlySet<Node['kind']> = kindsAbout('step');

/** What is about a step itself, and neither about the state before it nor about that after it. */
export const momentAtoms: ReadonlySet<Node['kind']> = new Set([...stepAtoms].filter((kind) => kind !== 'prime'));

/** What only `temporal` may mention. */
export const temporalAtoms: ReadonlySet<Node['kind']> = kindsAbout('behaviour');

/** What only properties may mention: locations, references, steps. */
export const propertyAtoms: ReadonlySet<Node['kind']> = kindsAbout('state', 'step', 'behaviour');

/** The first node of one of the kinds, also inside the defines that an expression uses. */
export function findAtom(expression: Expression, kinds: ReadonlySet<Node['kind']>, defines: ReadonlyMap<string, DefineDeclaration>): Node | null {
  const seen = new Set<string>();
  const pending: Expression[] = [expression];
  let found: Node | null = null;
  for (let next = pending.pop(); next !== undefined && found === null; next = pending.pop()) {
    walk(next, (node) => {
      if (found !== null) return false;
      if (kinds.has(node.kind)) found = node;
      const name = node.kind === 'name_expression' ? node.name.text : node.kind === 'call' ? node.callee.text : null;
      const define = name === null ? undefined : defines.get(name);
      if (name !== null && define !== undefined && !seen.has(name)) {
        seen.add(name);
        pending.push(define.body);
      }
      return found === null;
    });
  }
  return found;
}

/** True for a formula about steps: it mentions one, perhaps through a define. */
export function isOverSteps(expression: Expression, defines: ReadonlyMap<string, DefineDeclaration>): boolean {
  return findAtom(expression, stepAtoms, defines) !== null;
}
