import { Option, type Command } from 'commander';
import { audited } from '../auditing/audited.ts';
import type { AuditCall, AuditCommandOptions } from '../auditing/audit_call.ts';
import { covered } from '../auditing/covered.ts';
import { splitted } from '../auditing/splitted.ts';
import { suggested } from '../auditing/suggested.ts';
import { paintsOf } from '../colours.ts';
import { checked, collect, type Ended } from '../command_line.ts';
import type { ExitCode } from '../exit_code.ts';
import { interruptible } from '../interruption.ts';
import { parseCount } from '../options/count.ts';
import { parseDuration } from '../options/duration.ts';
import { parseSize } from '../options/size.ts';
import { UsageError } from '../usage_error.ts';

/** `mmspec audit`: its options, and the call that they make. */
export function add(root: Command, ended: Ended): void {
  root
    .command('audit')
    .description('which lock, recheck, wait, retry or order is needed, with the race that appears without it, and which is superfluous')
    .argument('<file>', 'the spec')
    .option('--check <name>', 'only what holds in this check, or in all cells of this matrix', collect(String))
    .option('--with <overlay>', 'lay the declarations of this file over the spec')
    .option('--part <line>', 'only the parts that begin in this line', collect(parseCount))
    .option('--parts-max <count>', 'try at most so many parts', checked(parseCount))
    .option('--pairs-max <count>', 'try at most so many pairs of those that are superfluous alone (default: 100)', checked(parseCount))
    .option('--no-races', 'the table alone')
    .addOption(new Option('--trace <form>', 'form of the races').choices(['changelog', 'comment', 'markdown', 'full', 'brief']).default('changelog'))
    .option('--suggest', 'what is missing: the smallest changes under which what is violated holds, and everything else as before')
    .option('--split', 'what it matters that something is one step: each is taken as its parts')
    .option('--coverage', 'what all checks together exercise: steps with how often they are taken, left sides, values')
    .option('--property <name>', 'with --suggest: only this property is to hold', collect(String))
    .option('--suggestions-max <count>', 'with --suggest: look for so many (default: 3)', checked(parseCount))
    .option('--tries-max <count>', 'with --suggest: try at most so many changes for each check (default: 2000, and 200 sets of barriers)', checked(parseCount))
    .option('--json', 'the result as JSON')
    .option('--states-max <count>', 'stop each search after so many states: what it was for is not decided', checked(parseCount))
    .option('--memory-max <size>', 'stop each search at so much memory for states (2G; default: 60 % of what is available)', checked(parseSize))
    .option('--time-max <time>', 'stop each search after so long (30s)', checked(parseDuration))
    .addHelpText(
      'after',
      '\nExit codes: 0 all was tried and decided, 2 errors in the spec or the call, 3 not all was tried or decided.\n\nExample:\n  mmspec audit specs/secure_page.mmspec\n  mmspec audit --suggest specs/bugs/tlb_dirty.mmspec',
    )
    .action(async (path: string, options: AuditCommandOptions, command: Command) => {
      const style = { ...paintsOf(command), form: options.trace, numbered: false };
      const { answer } = await import('./audit.ts');
      ended(await interruptible((interruption) => answer({ path, options, style, interruption })));
    });
}

/** One of the questions that the command answers. */
export function answer(call: AuditCall): Promise<ExitCode> {
  const { options } = call;
  const { suggest = false, split = false, coverage = false } = options;
  if ([suggest, split, coverage].filter(Boolean).length > 1)
    throw new UsageError('--suggest, --split and --coverage are several questions: ask them one after the other.');
  if (!suggest) refuseOptions(options, ['property', 'suggestionsMax', 'triesMax'], 'is for --suggest.');
  if (suggest || coverage) refuseOptions(options, ['part', 'partsMax'], `says what is taken out; with --${suggest ? 'suggest' : 'coverage'} nothing is.`);
  if (suggest || split || coverage) refuseOptions(options, ['pairsMax'], 'is about parts that are taken out.');
  if (suggest) return suggested(call);
  if (coverage) return covered(call);
  return split ? splitted(call) : audited(call);
}

/** Refuses what says nothing about the question. */
function refuseOptions(options: AuditCommandOptions, names: readonly (keyof AuditCommandOptions)[], why: string): void {
  const odd = names.find((name) => options[name] !== undefined);
  if (odd !== undefined) throw new UsageError(`--${odd.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)} ${why}`);
}
