import { jsonVersion, type DiffJson } from '@mmspec/api';
import { compare, type CompareOptions } from '@mmspec/analysis';
import { comparisonText, isDifferent, overlayLines, pathWord, shellCommand, shellWord, type TraceForm } from '@mmspec/report';
import { settingsOf, type Model } from '@mmspec/semantics';
import { oneLine } from '@mmspec/source';
import type { Comparison } from '@mmspec/system';
import { Option, type Command } from 'commander';
import type { TextStyle } from '../check_output.ts';
import { paintsOf } from '../colours.ts';
import { checked, collect, type Ended } from '../command_line.ts';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { interruptible, turn, type Interruption } from '../interruption.ts';
import { oneSpec } from '../one_spec.ts';
import { orErrors } from '../or_errors.ts';
import { defaultMemory } from '../options/default_memory.ts';
import { parseCount } from '../options/count.ts';
import { parseDuration } from '../options/duration.ts';
import { resolveSettings } from '../options/setting.ts';
import { parseSize } from '../options/size.ts';
import { printLine } from '../output.ts';
import { Remarks } from '../remarks.ts';
import { statusLine } from '../progress.ts';
import { UsageError } from '../usage_error.ts';

interface DiffOptions {
  readonly variant?: VariantPair[];
  readonly with?: string;
  readonly check?: string[];
  readonly exitCode?: boolean;
  readonly runs: boolean;
  readonly trace: TraceForm;
  readonly json?: boolean;
  readonly graphMax?: number;
  readonly statesMax?: number;
  readonly memoryMax?: number;
  readonly timeMax?: number;
}

/** `mmspec diff`: its options, and the call that they make. */
export function add(root: Command, ended: Ended): void {
  root
    .command('diff')
    .description('what is different between two designs: verdicts, behaviours with the shortest run of each, references')
    .argument('<old>', 'the spec as it was')
    .argument('[new]', 'the spec as it is; left out with --variant and --with')
    .option('--variant <name=old,new>', 'compare a spec with itself, with another value of a constant or variant', collect(parseVariant))
    .option('--with <overlay>', 'compare a spec with itself, with the declarations of this file laid over it')
    .option('--check <name>', 'only this check, or all cells of this matrix', collect(String))
    .option('--exit-code', 'end with 1 where something is different')
    .option('--no-runs', 'the differences alone, without drawings')
    .addOption(new Option('--trace <form>', 'form of the runs').choices(['changelog', 'comment', 'markdown', 'full']).default('changelog'))
    .option('--json', 'the result as JSON')
    .option('--graph-max <count>', 'compare behaviours of graphs of at most so many states (default: 20000)', checked(parseCount))
    .option('--states-max <count>', 'stop each search after so many states, unfinished', checked(parseCount))
    .option('--memory-max <size>', 'stop each search at so much memory for states (2G; default: 60 % of what is available)', checked(parseSize))
    .option('--time-max <time>', 'stop each search after so long (30s)', checked(parseDuration))
    .addHelpText(
      'after',
      '\nExit codes: 0 all was compared, 1 with --exit-code where something is different, 2 errors in a spec or the call, 3 not all was compared.\n\nExample:\n  mmspec diff old.mmspec new.mmspec\n  mmspec diff specs/mremap_race.mmspec --variant check_again=false,true --check before',
    )
    .action(async (before: string, after: string | undefined, options: DiffOptions, command: Command) => {
      if ([after, options.variant, options.with].filter((each) => each !== undefined).length !== 1)
        throw new UsageError('give two specs, or one with --variant NAME=OLD,NEW or with --with OVERLAY.');
      const style = { ...paintsOf(command), form: options.trace, numbered: false };
      const { diff } = await import('./diff.ts');
      ended(await interruptible((interruption) => diff({ before, after: after ?? before, options, style, interruption })));
    });
}

/** `--variant NAME=OLD,NEW` as written. */
interface VariantPair {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

function parseVariant(text: string): VariantPair {
  const [, name, before, after] = /^([A-Za-z_]\w*)=([^,]+),([^,]+)$/u.exec(text) ?? [];
  if (name === undefined || before === undefined || after === undefined) throw new UsageError(`--variant ${text}: write --variant NAME=OLD,NEW.`);
  return { name, before: before.trim(), after: after.trim() };
}

interface DiffCall {
  readonly before: string;
  readonly after: string;
  readonly options: DiffOptions;
  readonly style: TextStyle;
  readonly interruption: Interruption;
}

export async function diff({ before, after, options, style, interruption }: DiffCall): Promise<ExitCode> {
  const { signal, listen, letGo } = interruption;
  const remarks = new Remarks(style.errorPaint, options.json);
  const old = await oneSpec(before, remarks, { signal });
  const isSame = before === after && options.with === undefined;
  const now = old === null || isSame ? old : await oneSpec(after, remarks, { signal, over: options.with });
  if (old === null || now === null) return remarks.refused();
  const progress = statusLine();
  const given: CompareOptions = {
    checks: options.check,
    set: settingsOfPairs(options.variant, old.model, now.model),
    graphMax: options.graphMax,
    statesMax: options.statesMax,
    memoryMax: options.memoryMax ?? defaultMemory(),
    timeMax: options.timeMax,
    signal,
    onPause: listen,
    onCompile: letGo,
    onCheck: (done, count, check) => progress.show(() => `behaviours of ${oneLine(check)}, ${done + 1} of ${count}`),
  };
  const found = await orErrors(() => compare(old.model, now.model, given), remarks, progress.clear);
  if (found === null) return remarks.refused();
  progress.clear();
  await turn();
  letGo();
  const overlay = now.overlay === null ? {} : { overlay: now.overlay };
  const json: DiffJson = { version: jsonVersion, old: before, new: after, ...overlay, ...found };
  const laid = overlayLines(now.overlay ?? undefined, 100);
  const text = [...(laid.length === 0 ? [] : [laid.join('\n')]), textOf(found, { before, after, options, style })].join('\n\n');
  printLine(options.json === true ? JSON.stringify(json, null, 2) : text);
  if (options.exitCode === true && isDifferent(found)) return exitCodes.notMet;
  const verdicts = [...found.verdicts.flatMap((each) => [each.before, each.after]), ...[...found.added, ...found.removed].map(({ verdict }) => verdict)];
  return found.undecided.length === 0 && !verdicts.includes('unfinished') ? exitCodes.met : exitCodes.unfinished;
}

function settingsOfPairs(pairs: readonly VariantPair[] | undefined, before: Model, after: Model): CompareOptions['set'] {
  if (pairs === undefined) return undefined;
  return {
    before: resolveSettings(
      pairs.map((pair) => ({ name: pair.name, value: pair.before })),
      settingsOf(before),
    ),
    after: resolveSettings(
      pairs.map((pair) => ({ name: pair.name, value: pair.after })),
      settingsOf(after),
    ),
  };
}

function textOf(found: Comparison, { before, after, options, style }: Omit<DiffCall, 'interruption'>): string {
  const { form, numbered, paint } = style;
  const pairs = (options.variant ?? []).flatMap((pair) => ['--variant', shellWord(`${pair.name}=${pair.before},${pair.after}`)]);
  const laid = options.with === undefined ? [] : ['--with', pathWord(options.with)];
  const command = shellCommand(['mmspec', 'diff', pathWord(before), ...(before === after ? [] : [pathWord(after)]), ...pairs, ...laid]);
  const shown = options.runs ? found : { ...found, behaviours: found.behaviours.map((each) => ({ ...each, run: null })) };
  return comparisonText(shown, command, { form, numbered }, paint);
}
