import { UsageError } from '../usage_error.ts';

/** A count such as `100000`, `100_000`, `2M`. */
export function parseCount(text: string): number {
  const match = /^(\d[\d_]*)([kM]?)$/u.exec(text.trim());
  if (match === null) throw new UsageError(`${JSON.stringify(text)} is not a count; write 100000 or 2M.`);
  return Number(match[1]?.replaceAll('_', '')) * (match[2] === 'M' ? 1_000_000 : match[2] === 'k' ? 1000 : 1);
}
