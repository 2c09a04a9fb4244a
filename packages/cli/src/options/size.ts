import { UsageError } from '../usage_error.ts';

const units: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['K', 2 ** 10],
  ['M', 2 ** 20],
  ['G', 2 ** 30],
  ['T', 2 ** 40],
]);

/** Bytes of `2G`, `512M`, `100000`. */
export function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([KMGT]?)(?:i?B)?$/iu.exec(text.trim());
  const unit = units.get((match?.[2] ?? '').toUpperCase());
  if (match === null || unit === undefined) throw new UsageError(`${JSON.stringify(text)} is not a size; write 512M or 2G.`);
  return Math.floor(Number(match[1]) * unit);
}
