import { UsageError } from '../usage_error.ts';

/** A count of threads. */
export function parseThreads(text: string): number {
  const count = parseCount(text);
  if (count === 0) throw new UsageError('a search has at least one thread; write 1 or more.');
  return count;
}

/** A count such as `100000`, `100_000`, `2M`. */
export function parseCount(text: string): number {
  const match = /^(\d[\d_]*)([kM]?)$/u.exec(text.trim());
  if (match === null) throw new UsageError(`${JSON.stringify(text)} is not a count; write 100000 or 2M.`);
  return Number(match[1]?.replaceAll('_', '')) * (match[2] === 'M' ? 1_000_000 : match[2] === 'k' ? 1000 : 1);
}
