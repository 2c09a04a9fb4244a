import { UsageError } from '../usage_error.ts';

const units: ReadonlyMap<string, number> = new Map([
  ['ms', 0.001],
  ['', 1],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
]);

/** Seconds of `30s`, `500ms`, `5m`, `2h`, or a bare number of seconds. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|)$/u.exec(text.trim());
  const unit = units.get(match?.[2] ?? '');
  if (match === null || unit === undefined) throw new UsageError(`${JSON.stringify(text)} is not a time; write 30s, 500ms or 5m.`);
  return Number(match[1]) * unit;
}
