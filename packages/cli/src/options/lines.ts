import { UsageError } from '../usage_error.ts';

/** Lines of a text, both counted from 1. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** A range of lines such as `10-20`, or one line. */
export function parseLines(text: string): LineRange {
  const match = /^(\d+)(?:-(\d+))?$/u.exec(text.trim());
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  if (match === null || first < 1 || last < first) throw new UsageError(`${JSON.stringify(text)} are no lines; write 10-20, or 10.`);
  return { first, last };
}
