import { jsonVersion, type FencesJson } from '@mmspec/api';
import { fences as fencesOf, type FencesOptions as FencesLimits } from '@mmspec/analysis';
import { fencesRaces, fencesText, pathWord, shellCommand, shellWord, weakIsNoModel, type TraceForm } from '@mmspec/report';
import { plan, withOneNumber } from '@mmspec/semantics';
import { oneLine } from '@mmspec/source';
import type { Fences, MemoryMode, Planned } from '@mmspec/system';
import { Option, type Command } from 'commander';
import { paintsOf } from '../colours.ts';
import { checked, type Ended } from '../command_line.ts';
import type { TextStyle } from '../check_output.ts';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { interruptible, turn, type Interruption } from '../interruption.ts';
import { oneSpec } from '../one_spec.ts';
import { orErrors } from '../or_errors.ts';
import { parseCount } from '../options/count.ts';
import { defaultMemory } from '../options/default_memory.ts';
import { parseDuration } from '../options/duration.ts';
import { parseSize } from '../options/size.ts';
import { parseWindow } from '../options/window.ts';
import { printLine } from '../output.ts';
import { Remarks } from '../remarks.ts';
import { statusLine } from '../progress.ts';
import { checkNames, isNamed, refuseChecks } from '../unknown_names.ts';
import { UsageError } from '../usage_error.ts';

interface FencesOptions {
  readonly check: string;
  readonly memory: 'tso' | 'weak';
  readonly window?: number;
  readonly races: boolean;
  readonly trace: TraceForm;
  readonly setsMax?: number;
  readonly triesMax?: number;
  readonly json?: boolean;
  readonly statesMax?: number;
  readonly memoryMax?: number;
  readonly timeMax?: number;
}

/** `mmspec fences`: its options, and the call that they make. */
export function add(root: Command, ended: Ended): void {
  root
    .command('fences')
    .description('which barriers, acquires and releases a design needs: of those that are there, and which sets are enough')
    .argument('<file>', 'the spec')
    .requiredOption('--check <name>', 'what is to hold: a check, or a cell of a matrix')
    .addOption(new Option('--memory <model>', 'the memory model under which it is to hold').choices(['tso', 'weak']).default('weak'))
    .option('--window <count>', 'so many accesses of an actor may be under way (default: 2, then 3 and 4)', checked(parseWindow))
    .option('--no-races', 'the tables alone')
    .addOption(new Option('--trace <form>', 'form of the races').choices(['changelog', 'comment', 'markdown', 'full', 'brief']).default('changelog'))
    .option('--sets-max <count>', 'list at most so many sets (default: 6)', checked(parseCount))
    .option('--tries-max <count>', 'search at most so many sets (default: 200)', checked(parseCount))
    .option('--json', 'the result as JSON')
    .option('--states-max <count>', 'stop each search after so many states: what it was for is not known', checked(parseCount))
    .option('--memory-max <size>', 'stop each search at so much memory for states (2G; default: 60 % of what is available)', checked(parseSize))
    .option('--time-max <time>', 'stop each search after so long (30s)', checked(parseDuration))
    .addHelpText(
      'after',
      '\nExit codes: 0 there is an answer, 2 errors in the spec or the call, 3 not all was tried or decided.\n\nExample:\n  mmspec fences specs/memory/waitqueue_active.mmspec --check without_mb --memory weak',
    )
    .action(async (path: string, options: FencesOptions, command: Command) => {
      const style = { ...paintsOf(command), form: options.trace, numbered: false };
      const { fences } = await import('./fences.ts');
      ended(await interruptible((interruption) => fences({ path, options, style, interruption })));
    });
}

interface FencesCall {
  readonly path: string;
  readonly options: FencesOptions;
  readonly style: TextStyle;
  readonly interruption: Interruption;
}

export async function fences(call: FencesCall): Promise<ExitCode> {
  const { path, options, style, interruption } = call;
  const { signal, letGo, listen } = interruption;
  const remarks = new Remarks(style.errorPaint, options.json);
  const spec = await oneSpec(path, remarks, { signal });
  if (spec === null) return remarks.refused();
  const planned = withOneNumber(spec.model, askedCheck(plan(spec.model).checks, options.check, options.memory), options.check);
  const progress = statusLine();
  const given: FencesLimits = {
    statesMax: options.statesMax,
    memoryMax: options.memoryMax ?? defaultMemory(),
    timeMax: options.timeMax,
    signal,
    onPause: listen,
    onCompile: letGo,
    window: options.window ?? planned.window,
    setsMax: options.setsMax,
    triesMax: options.triesMax,
    onTry: (done, text) => progress.show(() => `${done + 1}: ${oneLine(text)}`),
  };
  const found = await orErrors(() => fencesOf(spec.model.files[0]!, spec.resolve, planned, options.memory, given), remarks, progress.clear);
  if (found === null) return remarks.refused();
  progress.clear();
  await turn();
  letGo();
  const json: FencesJson = { version: jsonVersion, ...found, path };
  printLine(options.json === true ? JSON.stringify(json, null, 2) : textOf(found, call));
  return isAnswered(found) ? exitCodes.met : exitCodes.unfinished;
}

/** The check of that name; of a matrix that has several memory models and nothing else the cell of this one. */
function askedCheck(checks: readonly Planned[], name: string, memory: MemoryMode): Planned {
  refuseChecks([name], checks.flatMap(checkNames));
  const found = checks.filter((check) => isNamed(check, name));
  const own = found.filter((check) => check.memory === memory);
  const [first, ...more] = own.length > 0 ? own : found;
  if (first === undefined || more.length > 0)
    throw new UsageError(`--check ${name} is ${found.length} checks: name one of them, such as ${(first ?? found[0])?.name ?? name}.`);
  return first;
}

function textOf(found: Fences, { path, options, style }: FencesCall): string {
  const { form, numbered, paint } = style;
  const command = shellCommand(['mmspec', 'fences', pathWord(path), '--check', shellWord(found.check), '--memory', found.memory]);
  const races = options.races ? fencesRaces(found, { form, numbered }, command) : [];
  const said = found.memory === 'weak' || found.present.length > 0 ? [paint('dim', weakIsNoModel)] : [];
  return [fencesText(found, paint), ...races, ...said].join('\n\n');
}

/** All was tried, and everything is decided. */
function isAnswered({ complete, present, asIs, sets }: Fences): boolean {
  const isKnown = asIs.verdict !== 'open' && present.every(({ needs }) => needs.every(({ verdict }) => verdict !== 'open'));
  return isKnown && (complete || sets.length > 0);
}
