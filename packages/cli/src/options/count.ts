import { UsageError } from '../usage_error.ts';

/** A count of threads. */
export function parseThreads(text: string): number {
  const count = parseCount(text);
  if (count === 0) throw new UsageError('a search has at least one thread; write 1 or more.');
  return count;
}

/** A count such as `100000`, `100_000`, `50k`, `2M`, in letters of either case. */
export function parseCount(text: string): number {
  const match = /^(\d[\d_]*)([kM]?)$/iu.exec(text.trim());
  if (match === null) throw new UsageError(`${JSON.stringify(text)} is not a count; write 100000, 50k or 2M.`);
  return Number(match[1]?.replaceAll('_', '')) * (match[2]?.toUpperCase() === 'M' ? 1_000_000 : match[2]?.toUpperCase() === 'K' ? 1000 : 1);
}
