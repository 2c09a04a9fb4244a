import type { Expr } from '@mmspec/compiler';

/*
 * What values depend on, put together.
 */

/** What the value of an expression depends on. */
export interface Dependence {
  /** Instances that are read by their number. */
  readonly loose: ReadonlySet<number>;
  /** Instances that are read by a name, one for each text of a name. */
  readonly named: ReadonlySet<string>;
  /** Binders over all: how many witnesses each has. */
  readonly binders: ReadonlyMap<object, number>;
}

export const nothing: Dependence = { loose: new Set(), named: new Set(), binders: new Map() };

export function union(all: readonly Dependence[]): Dependence {
  const some = all.filter((each) => each !== nothing);
  if (some.length < 2) return some[0] ?? nothing;
  return {
    loose: new Set(some.flatMap(({ loose }) => [...loose])),
    named: new Set(some.flatMap(({ named }) => [...named])),
    binders: new Map(some.flatMap(({ binders }) => [...binders])),
  };
}

export function sizeOf({ loose, named, binders }: Dependence): number {
  return loose.size + named.size + [...binders.values()].reduce((sum, each) => sum + each, 0);
}

/**
 * One of several: all of what they depend on where that is no more than one of them does, else as many witnesses as the most that one has.
 * Which one has the most may depend on what is read anyway, so none of them can be chosen.
 */
export function oneOf(all: readonly Dependence[]): Dependence {
  const together = union(all);
  const most = Math.max(0, ...all.map(sizeOf));
  return sizeOf(together) === most ? together : { ...nothing, binders: new Map([[{}, most]]) };
}

/** The parts of a chain of one connective, with negations moved inside. */
export function chainOf(expr: Expr, operator: 'and' | 'or', negated: boolean): readonly Expr[] {
  if (expr.kind === 'not') return chainOf(expr.operand, operator, !negated);
  const own = negated ? (operator === 'and' ? 'or' : 'and') : operator;
  if (expr.kind === own) return [...chainOf(expr.left, operator, negated), ...chainOf(expr.right, operator, negated)];
  return [expr];
}

/** Whether every instance, or every tuple of some number of them, has as many parts as every other. */
export function isOverAll(parts: readonly Dependence[], size: number): boolean {
  const counts = new Map<string, number>();
  const sizes = new Set<number>();
  for (const { loose } of parts) {
    const key = [...loose].toSorted((one, other) => one - other).join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
    sizes.add(loose.size);
  }
  return [...sizes].every((tuple) => {
    const of = [...counts].filter(([key]) => key.split(',').length === tuple);
    return tuple < size && of.length === binomial(size, tuple) && new Set(of.map(([, count]) => count)).size === 1;
  });
}

function binomial(size: number, taken: number): number {
  let result = 1;
  for (let at = 0; at < taken; at++) result = (result * (size - at)) / (at + 1);
  return Math.round(result);
}
