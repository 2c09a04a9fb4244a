import type { Deed, StepRecord } from '@mmspec/system';

/** The shared cells that a step stored into. */
export function changedCells({ deeds, after }: StepRecord): ReadonlySet<string> {
  const cells = new Set<string>();
  const visit = ({ stores, inside }: Deed): void => {
    for (const { cell, local } of stores) if (local === null) cells.add(cell);
    inside.forEach(visit);
  };
  [...deeds, ...after].forEach(visit);
  return cells;
}
