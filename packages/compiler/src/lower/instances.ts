import type { ActionFlow, FlowLocal, World } from '@mmspec/semantics';
import type { ActionDeclaration } from '@mmspec/syntax';
import { eachStmt } from '../ir/access.ts';
import { Unsupported } from './context.ts';
import type { Context } from './context.ts';
import { asNumber, boundsOf, number, numeric } from '../ir/fold.ts';
import type { Bounds } from '../ir/fold.ts';
import type { Expr, ParameterRow, Stmt } from '../ir/ir.ts';
import { formatOf, sizeOf } from './scalars.ts';

/*
 * Instances of an action of the environment: one for each combination of the values of its parameters. An instance is one
 * number, made of the numbers of the values; what these can be is seen in the ends of the paths through the action.
 */

/** The parameters of an action, in order. */
export function parametersOf({ action, locals }: ActionFlow): readonly FlowLocal[] {
  return action.parameters.flatMap((binder) => locals.find((local) => local.node === binder) ?? []);
}

/** The numbers of the parameters where a path ends; null where there are none, or not all have a value. */
export function instanceOf({ parameters = [], locals }: Context): readonly Expr[] | null {
  const values = parameters.map((local) => locals.get(local));
  if (values.length === 0 || values.includes(undefined)) return null;
  return values.flatMap((temps) => (temps ?? []).map((temp): Expr => ({ kind: 'temp', temp })));
}

/** What people see of parameters: a row for each. */
export function parameterRows(world: World, parameters: readonly FlowLocal[]): readonly ParameterRow[] {
  let first = 0;
  return parameters.map(({ name, type }) => {
    const length = sizeOf(world, type);
    first += length;
    return { name, format: formatOf(world, type), first: first - length, length };
  });
}

/** The smallest and largest value of each number of an instance, in any path through the action. */
export function instanceBounds(body: readonly Stmt[]): readonly Bounds[] {
  const found: Bounds[] = [];
  eachStmt(body, (stmt) => {
    if (stmt.kind !== 'leaf' && stmt.kind !== 'fault') return;
    stmt.leaf.instance?.forEach((part, at) => {
      const { min, max } = boundsOf(part);
      const known = found[at] ?? { min, max };
      found[at] = { min: Math.min(known.min, min), max: Math.max(known.max, max) };
    });
  });
  return found;
}

/** Throws where instances cannot be told apart by a number. */
export function checkInstances(body: readonly Stmt[], action: ActionDeclaration | null): void {
  const count = instanceBounds(body).reduce((product, { min, max }) => product * (max - min + 1), 1);
  if (count > Number.MAX_SAFE_INTEGER) throw new Unsupported('the parameters of this action have too many values together', action);
}

/** The number of an instance; the first of its numbers counts least. */
export function instanceNumber(instance: readonly Expr[], bounds: readonly Bounds[]): Expr {
  let weight = 1;
  return instance.reduce<Expr>((sum, part, at) => {
    const { min, max } = bounds[at] ?? { min: 0, max: 0 };
    const added = numeric('*', numeric('-', asNumber(part), number(min)), number(weight));
    weight *= max - min + 1;
    return numeric('+', sum, added);
  }, number(0));
}
