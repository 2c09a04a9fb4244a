import type { DefineDeclaration, Expression, Node } from '@mmspec/syntax';
import { walk } from './tree_walk.ts';

/** What only a property about steps may mention: a state alone does not have it. */
export const stepAtoms: ReadonlySet<Node['kind']> = new Set<Node['kind']>(['prime', 'step_is', 'mover', 'new_refs']);

/** What only properties may mention: locations, references, steps. */
export const propertyAtoms: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  ...stepAtoms, 'at', 'holds', 'refs', 'holders', 'enabled', 'quiescent', 'temporal_expression',
]);

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
