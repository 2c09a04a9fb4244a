import { jsonVersion } from '@mmspec/api';
import type { CheckJson } from '@mmspec/api';
import { printLine } from './output.ts';

/*
 * A call that cannot be carried out is said on standard error, for people, and where it asks for JSON as a value too: what
 * `mmspec check --json` prints of no files, with the problem, whichever command it is.
 */

/** Prints the problem of a call. */
export function printProblem(problem: string): void {
  const value: CheckJson = { version: jsonVersion, files: [], problem };
  printLine(JSON.stringify(value, null, 2));
}

/** Whether the words of a call ask for JSON, even where they make no call; `formats`: the command has `--format` too. */
export function asksForJson(args: readonly string[], formats: boolean): boolean {
  const end = args.indexOf('--');
  const words = end < 0 ? args : args.slice(0, end);
  if (words.includes('--json')) return true;
  return formats && (words.includes('--format=json') || words.some((word, at) => word === '--format' && words[at + 1] === 'json'));
}
