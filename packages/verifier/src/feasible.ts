import { Unverified } from './unverified.ts';

/**
 * Whether there are numbers x >= 0, not all of them whole ones, with `c + a·x >= 0` for each row `[c, ...a]`: the first phase of the
 * simplex method with Bland's rule, in whole numbers. Throws an `Unverified` where these get too large to be exact.
 */
export function feasible(constraints: readonly (readonly number[])[]): boolean {
  const least = constraints.reduce((low, row, at) => (row[0]! < constraints[low]![0]! ? at : low), 0);
  if (constraints.length === 0 || constraints[least]![0]! >= 0) return true;
  // One more unknown makes up for what is missing; how little of it is enough is the question.
  let rows: (readonly number[])[] = constraints.map((row) => [...row, 1]);
  const width = rows[0]!.length;
  const outside = Array.from({ length: width }, (_, at) => at);
  const inside = rows.map((_, at) => width + at);
  const spare = width - 1;
  let scale = 1;
  const pivot = (at: number, column: number): void => {
    const [from, by] = [rows[at]!, rows[at]![column]!];
    const sign = by < 0 ? -1 : 1;
    rows = rows.map((row, each) =>
      row.map((entry, other) => {
        if (each === at) return sign * (other === column ? scale : -entry);
        const made = other === column ? sign * entry : (sign * (entry * by - row[column]! * from[other]!)) / scale;
        if (!Number.isSafeInteger(made) || !Number.isSafeInteger(entry * by)) throw new Unverified('its numbers are too large to be compared exactly');
        return made;
      }),
    );
    scale = sign * by;
    [outside[column], inside[at]] = [inside[at]!, outside[column]!];
  };
  pivot(least, spare);
  for (;;) {
    const objective = inside.indexOf(spare);
    if (objective < 0) return true;
    const able = outside.map((_, column) => column).filter((column) => column > 0 && rows[objective]![column]! < 0);
    if (able.length === 0 || rows[objective]![0] === 0) return rows[objective]![0] === 0;
    const column = able.reduce((best, each) => (outside[each]! < outside[best]! ? each : best));
    const limits = inside.map((_, at) => at).filter((at) => rows[at]![column]! < 0);
    pivot(
      limits.reduce((best, at) => {
        const difference = rows[at]![0]! * rows[best]![column]! - rows[best]![0]! * rows[at]![column]!;
        return difference > 0 || (difference === 0 && inside[at]! < inside[best]!) ? at : best;
      }),
      column,
    );
  }
}
