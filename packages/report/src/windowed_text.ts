import { oneLine } from '@mmspec/source';
import { listed, wrap } from './wrap.ts';

/** Checks under tso and weak, of which an answer says nothing; no lines where there are none. */
export function windowedLines(names: readonly string[], width: number): string[] {
  return names.length === 0 ? [] : wrap(`Nothing is said of checks under tso and weak: ${listed(names.map(oneLine))}.`, width);
}
