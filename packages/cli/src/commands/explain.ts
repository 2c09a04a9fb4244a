import { allCodes } from '../codes.ts';
import { suggest } from '@mmspec/source';
import { UsageError } from '../usage_error.ts';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { printLine } from '../output.ts';
import type { Command } from 'commander';
import type { Ended } from '../command_line.ts';

/** `mmspec explain`. */
export function add(root: Command, ended: Ended): void {
  root
    .command('explain')
    .description('the long text of a diagnostic, with an example and the fix')
    .argument('<code>', 'such as MM0203')
    .addHelpText('after', '\nExample:\n  mmspec explain MM0203')
    .action(async (code: string) => ended((await import('./explain.ts')).explain(code)));
}

/** The long text of a diagnostic, with an example and the fix. */
export function explain(code: string): ExitCode {
  const wanted = code.toUpperCase();
  const description = allCodes.find((candidate) => candidate.code === wanted);
  if (description === undefined) {
    const [near] = suggest(
      wanted,
      allCodes.map((candidate) => candidate.code),
    );
    throw new UsageError(`there is no diagnostic ${code}${near === undefined ? '; codes look like MM0203' : `; did you mean ${near}?`}`);
  }
  const { severity, title, text, example, fix } = description;
  printLine(`${description.code} (${severity}): ${title}\n`);
  printLine(`${text.trim()}\n`);
  printLine(`An example:\n\n${indented(example)}\n`);
  printLine(`The fix:\n\n${indented(fix)}`);
  return exitCodes.met;
}

const indented = (spec: string): string =>
  spec
    .trim()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line.length <= lineMax ? line : `${line.slice(0, lineMax)}… and so on`}`))
    .join('\n');

/** Columns of an example: what goes on beyond them is long, which is all that matters there. */
const lineMax = 100;
