import { isWindow, windowMost } from '@mmspec/system';
import { UsageError } from '../usage_error.ts';

/** The accesses of one actor that may be under way at a time. */
export function parseWindow(text: string): number {
  const value = /^\d+$/u.test(text) ? Number(text) : 0;
  if (!isWindow(value)) throw new UsageError(`a window has room for 1 to ${windowMost} accesses.`);
  return value;
}
