import type { TracedPath } from '@mmspec/analysis';
import type { Deed } from '@mmspec/system';

/*
 * What a slice of a race must be, found in slow ways.
 */

/** Of all sets of steps that are closed, the least; tried one by one. */
export function leastClosed(on: readonly (readonly number[])[], needed: readonly number[]): number[] {
  let best: number[] | null = null;
  for (let set = 0; set < 2 ** on.length; set++) {
    const has = (step: number): boolean => ((set >>> step) & 1) === 1;
    if (!needed.every(has) || !on.every((earlier, step) => !has(step) || earlier.every(has))) continue;
    const steps = [...on.keys()].filter(has);
    if (best === null || steps.length < best.length) best = steps;
  }
  return best ?? [];
}

/** By step, the last earlier one that stored into each shared cell that it read, from the records that a drawing is made of. */
export function writersOf({ trace }: TracedPath): number[][] {
  const last = new Map<string, number>();
  return trace.steps.map(({ did }, index) => {
    const all = (deeds: readonly Deed[]): Deed[] => deeds.flatMap((deed) => [deed, ...all(deed.inside)]);
    const deeds = all([...did.deeds, ...did.after]);
    const writers = deeds.flatMap(({ loads }) => loads.flatMap(([cell]) => last.get(cell) ?? []));
    for (const { stores } of deeds) for (const { cell, local } of stores) if (local === null) last.set(cell, index);
    return writers;
  });
}
