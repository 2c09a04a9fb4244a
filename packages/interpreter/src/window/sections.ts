import type { Value } from '../value.ts';
import type { Access } from './accesses.ts';
import { cellValue } from './cells.ts';
import type { Item } from './state.ts';
import type { Spot } from './walked.ts';

/** A mark of a section, with what is known of those around it: they are entered in memory, or will be when marks before it are performed. */
export function nestedIn(access: Access, memory: ReadonlyMap<string, Value>, spots: readonly Spot[], items: readonly Item[]): Access {
  const counts = [...access.marks].filter(([, place]) => typeof cellValue(memory, place) === 'number');
  const least = access.kind === 'enter' ? 1 : 2;
  const isInner = counts.length > 0 && counts.every(([cell, place]) => Number(cellValue(memory, place)) + entered(cell, spots, items) >= least);
  return isInner ? { ...access, isInner } : access;
}

/** How much deeper the marks that wait will bring their actor. */
function entered(cell: string, spots: readonly Spot[], items: readonly Item[]): number {
  return spots.reduce((depth, { access }, at) => {
    if (access?.marks.has(cell) !== true || items[at]!.phase === 'performed') return depth;
    return depth + (access.kind === 'enter' ? 1 : -1);
  }, 0);
}
