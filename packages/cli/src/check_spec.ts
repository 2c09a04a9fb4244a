import { completeSettings, settingsOf, type Model, type Plan } from '@mmspec/semantics';
import {
  anchorRows,
  heldReferences,
  isNote,
  LimitReached,
  runAll,
  withLines,
  type CheckHelpers,
  type ReadSource,
  type RunOptions,
  type Selection,
} from '@mmspec/analysis';
import type { SearchResult } from '@mmspec/checker';
import { diagnosticJson, pageScenario, pathWord, type Note, type PageRace } from '@mmspec/report';
import { hasErrors, type SourceFile } from '@mmspec/source';
import { propertyText, type CheckResult, type Mode, type PropertyText } from '@mmspec/system';
import { checkRaces, commandsOf, type FileResult, type RanCheck } from './check_output.ts';
import { codeOf, codeOfScenario, combine, exitCodes, type ExitCode } from './exit_code.ts';
import { endsAll, reportFault, type Fault } from './failure.ts';
import type { Interruption } from './interruption.ts';
import type { LoadedSpec } from './load_spec.ts';
import { resolveSettings, type GivenSetting } from './options/setting.ts';
import { allowOptimizing } from './optimizing.ts';
import type { ProgressLine } from './progress.ts';
import { racesShown, type RacesMode, type RacesShown } from './races_shown.ts';
import type { Reporter } from './reporters/reporter.ts';
import { isNamed } from './unknown_names.ts';

/** What a call asks of each spec. */
export interface SpecQuestion {
  readonly checks: readonly string[];
  readonly properties: readonly string[];
  readonly set: readonly GivenSetting[];
  /** The memory model and the window of every check; those of the specs where they are left out. */
  readonly memory?: Mode['memory'] | undefined;
  readonly window?: number | undefined;
  /** Which races are drawn; left out: it depends on what is asked for. */
  readonly races?: RacesMode | undefined;
  /** All notes about the specs, in place of one line a kind. */
  readonly notes: boolean;
  /** The tree of sources in which races find the lines of anchors. */
  readonly kernel?: string | undefined;
  /** Races are kept for a page. */
  readonly hasPage: boolean;
}

/** The same with whoever hears of it. */
export interface SpecCall extends SpecQuestion {
  /** The tree of sources that `kernel` names. */
  readonly tree?: ReadSource | undefined;
  readonly reporter: Reporter;
  readonly limits: Pick<RunOptions, 'statesMax' | 'memoryMax' | 'timeMax' | 'reduction' | 'symmetry' | 'deadValues' | 'order' | 'search' | 'workers'>;
  readonly interruption: Interruption;
  readonly progress: ProgressLine;
}

/** What came of a file. */
export interface FileOutcome extends FileResult {
  readonly code: ExitCode;
  readonly races?: readonly PageRace[];
  readonly notes?: readonly Note[];
  readonly files?: readonly SourceFile[];
}

/** A spec without errors, and what it wants to be run. */
export interface ReadySpec {
  readonly loaded: LoadedSpec;
  readonly plan: Plan;
}

/** How a search ended. */
export type Ended = Pick<SearchResult, 'finished' | 'isKept' | 'isLate'>;

/** The folders that a search may use. */
export type Disks = Pick<RunOptions, 'spill' | 'checkpoint'>;

/** All races where one thing is asked for, or the only spec has one check; else those that nobody expected. */
export function racesOf(
  { plan: { checks }, loaded: { model } }: ReadySpec,
  { races, checks: asked }: Pick<SpecCall, 'races' | 'checks'>,
  specs: number,
): RacesMode {
  const names = new Set(checks.map(({ name, matrix }) => matrix ?? name));
  return races ?? (asked.length === 1 || (asked.length === 0 && specs === 1 && names.size + model.scenarios.length === 1) ? 'all' : 'unexpected');
}

/** What the work on a file gives. A fault in it, or a limit, is its outcome: the other files go on. */
export async function guarded<T>(
  path: string,
  { reporter, limits }: Pick<SpecCall, 'reporter' | 'limits'>,
  work: () => T | Promise<T>,
): Promise<T | FileOutcome> {
  const nothing = { path, diagnostics: [], results: [], scenarios: [] };
  try {
    return await work();
  } catch (error) {
    if (endsAll(error)) throw error;
    if (!(error instanceof LimitReached)) return { ...nothing, faults: [reportFault(path, null, error)], code: exitCodes.internal };
    reporter.unread(path, `unfinished: ${error.message} while the spec was read (--time-max ${limits.timeMax}).`);
    return { ...nothing, unfinished: error.message, code: exitCodes.unfinished };
  }
}

/** How the results of a spec are shown. */
export interface Display {
  readonly name: string;
  readonly isBrief: boolean;
  readonly mode: RacesMode;
}

/** How each check of a spec is run, whoever runs it. */
export function optionsOf(
  { loaded: { model }, plan: planned }: ReadySpec,
  call: SpecCall,
  shown: RacesShown,
): RunOptions & Selection & { readonly plan: Plan } {
  const { signal, listen, letGo } = call.interruption;
  return {
    ...call.limits,
    ...(call.checks.length === 0 ? {} : { checks: call.checks }),
    ...(call.properties.length === 0 ? {} : { properties: call.properties }),
    set: call.set.length === 0 ? {} : resolveSettings(call.set, settingsOf(model)),
    memory: call.memory,
    window: call.window,
    plan: planned,
    signal,
    onPause: listen,
    onCompile: letGo,
    onBegin: allowOptimizing,
    onProgress: (running, progress) => call.progress.show(running.name, progress),
    races: !call.hasPage && call.reporter.drawsRaces ? shown.choose : undefined,
  };
}

/** `searches` gets every search that is made here; `helpers` run checks beside. */
export async function checkSpec(
  ready: ReadySpec,
  call: SpecCall,
  disks: Disks,
  searches: Ended[],
  { name, isBrief, mode }: Display,
  helpers?: CheckHelpers,
): Promise<FileOutcome> {
  const { loaded, plan: planned } = ready;
  const { model, path } = loaded;
  call.interruption.listen();
  const hasResults = planned.checks.length + model.scenarios.length > 0;
  if (hasResults) call.reporter.begin(name, isBrief);
  const races: PageRace[] = [];
  const shown = racesShown(mode, call.races !== undefined);
  /** Cells of a matrix are reported together. */
  const cells: RanCheck[] = [];
  const report = (): void => {
    const ran = cells.splice(0);
    if (ran.length > 0) call.reporter.checks(ran, shown);
  };
  const located = locating(call.tree, model);
  const faults: Fault[] = [];
  const reporting = (name: string | null, report: () => void): void => {
    call.progress.clear();
    try {
      report();
    } catch (error) {
      if (endsAll(error)) throw error;
      faults.push(reportFault(path, name, error));
    }
  };
  const commandOf = commandsOf(['mmspec', 'check', pathWord(path)], call);
  const onResult = (result: CheckResult, properties: readonly PropertyText[] | null): void =>
    reporting(result.name, () => {
      const ran = { result: located(result), properties, command: commandOf(result) };
      if (call.hasPage) races.push(...checkRaces(path, ran, (settings) => heldReferences(model, completeSettings(model, settings))));
      if (result.matrix === null || result.matrix !== cells[0]?.result.matrix) report();
      cells.push(ran);
      if (result.matrix === null) report();
    });
  const run = await runAll(model, {
    ...optionsOf(ready, call, shown),
    ...disks,
    helpers,
    onSearch: (_, search) => void searches.push(search),
    onFault: (name, error) =>
      reporting(name, () => {
        throw error;
      }),
    onResult: (result, system) => onResult(result, system?.properties.map(propertyText) ?? null),
    onFound: ({ result, properties }) => onResult(result, properties),
    onScenario: (result) =>
      reporting(result.name, () => {
        const command = commandOf(result);
        const race = !call.hasPage ? null : pageScenario(result, { file: path, command, held: heldReferences(model, result.settings) });
        if (race !== null) races.push(race);
        report();
        call.reporter.scenario(result, command, mode === 'all');
      }),
  });
  reporting(null, report);
  if (hasResults) call.reporter.close(faults.length > 0);
  const late = run.diagnostics.filter((diagnostic) => !loaded.diagnostics.includes(diagnostic));
  const notes = late.filter(isNote);
  call.reporter.diagnostics(model.files, call.notes ? late : late.filter((diagnostic) => !isNote(diagnostic)));
  const notRun = hasErrors(late) ? askedFor(planned, model, call) - run.results.length - run.scenarios.length - faults.length : 0;
  const codes = [...run.results.map(codeOf), ...run.scenarios.map(codeOfScenario), ...faults.map(() => exitCodes.internal)];
  const code = hasErrors(run.diagnostics) ? combine([exitCodes.badInput, ...codes]) : combine(codes);
  return {
    path,
    diagnostics: [...loaded.diagnostics, ...late].map((diagnostic) => diagnosticJson(model.files, diagnostic)),
    results: run.results.map(located),
    scenarios: run.scenarios,
    faults,
    ...(notRun > 0 ? { notRun } : {}),
    code,
    races,
    notes: notes.map((diagnostic) => ({ files: model.files, diagnostic })),
    files: model.files,
  };
}

/** How many checks and scenarios a call asks for. */
export function askedFor({ checks }: Plan, { scenarios }: Model, { checks: names, properties }: SpecQuestion): number {
  const own = checks.filter((check) => names.length === 0 || names.some((name) => isNamed(check, name)));
  return own.length + (properties.length > 0 ? 0 : scenarios.filter(({ name }) => names.length === 0 || names.includes(name.text)).length);
}

/** Gives results the lines of a tree. */
function locating(tree: ReadSource | undefined, model: Model): (result: CheckResult) => CheckResult {
  if (tree === undefined) return (result) => result;
  const rows = anchorRows(model, [tree]);
  return (result) => withLines(result, rows);
}
