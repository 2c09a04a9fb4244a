import type { ViewsOfSeveral } from './any_number.ts';

/** Every number that a constant can have from one on: `VCPUS in 1..`. */
export interface OpenRange {
  readonly name: string;
  readonly from: number;
}

/** An open range, and the actors of which there are so many; empty where they are not known. */
export interface OpenFamily extends OpenRange {
  readonly family: string;
}

/** How an open check was decided. */
export interface OpenAnswer {
  /** In the order of the text. */
  readonly ranges: readonly OpenFamily[];
  /** The first are of all families at once, those behind of what is below; empty where nothing was proved. */
  readonly views: readonly ViewsOfSeveral[];
  /** The numbers that were searched to the end, each in the order of the ranges. */
  readonly searched: readonly (readonly number[])[];
  /** Seconds that the views took. */
  readonly seconds: number;
}

/**
 * The numbers that a name picks of a check for any number, as `row1[VCPUS=3]` does of `row1[VCPUS=1..]`, one for each open range in their order;
 * null: it is no such name.
 */
export function numbersNamed(open: string, name: string): readonly number[] | null {
  // Texts, with the first number of each range between two of them.
  const parts = open.split(/(?<==)(\d+)\.\.(?=[,\]])/u);
  if (parts.length === 1) return null;
  const pattern = parts.map((part, at) => (at % 2 === 1 ? '(\\d{1,9})' : part.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&'))).join('');
  const found = new RegExp(`^${pattern}$`, 'u').exec(name)?.slice(1).map(Number) ?? null;
  return found?.every((number, at) => number >= Number(parts[2 * at + 1])) === true ? found : null;
}
