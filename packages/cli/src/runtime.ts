import { parseArgs } from 'node:util';
import {
  isNote,
  noteSteps,
  runScenarios,
  runSystems,
  selectedPlain,
  tracerOf,
  vacuity,
  type RunOf,
  type RunOptions,
  type StepNotes,
  type SystemOf,
} from '@mmspec/analysis';
import { compile } from '@mmspec/compiler';
import { analyse, boundOfPlanned, isMemoryMode, memoryModes, resolverOf, type Model, type SpecTexts } from '@mmspec/semantics';
import { oneLine } from '@mmspec/source';
import { diagnosticJson, pathWord, plainPaint, renderDiagnostic, type JsonDiagnostic } from '@mmspec/report';
import { propertyText, type Mode, type PlannedCheck, type SettingInfo, type Settings, type TransitionSystem } from '@mmspec/system';
import { commandOf, type RanCheck } from './check_output.ts';
import { failure, reportFault, type Fault } from './failure.ts';
import { codeOf, codeOfScenario, combine, exitCodes, type ExitCode } from './exit_code.ts';
import { interruptible } from './interruption.ts';
import { defaultMemory } from './options/default_memory.ts';
import { parseSetting, resolveSettings } from './options/setting.ts';
import { parseWindow } from './options/window.ts';
import { codeAfterOutput, printedSoFar, printError, printLine } from './output.ts';
import { asksForJson, printProblem } from './problem_json.ts';
import { racesShown, type RacesMode } from './races_shown.ts';
import { reporterFor } from './reporters/reporter_for.ts';
import { checkNames, refuseChecks } from './unknown_names.ts';
import { UsageError } from './usage_error.ts';

/*
 * The runtime of compiled specs: checker and text report, and the compiler for settings that no check has.
 * `mmspec compile` copies its bundle beside the compiled module.
 * It runs on Node 20 and newer, and needs nothing else.
 */

export { windows, type WindowMode } from '@mmspec/analysis';
export type { SpecTexts } from '@mmspec/semantics';
export type { PlannedCheck, SettingInfo, Settings, TransitionSystem, WindowSystem } from '@mmspec/system';

/** What a compiled module exports. */
export interface CompiledSpec {
  readonly settings: readonly SettingInfo[];
  readonly checks: readonly PlannedCheck[];
  /** Null for settings that no check has. */
  readonly system: (settings: Settings) => TransitionSystem | null;
  /** Of a module that has checks under tso and weak: what they are searched by. */
  readonly texts?: SpecTexts;
}

/** What the runner knows beyond the module: the spec's path, warnings, and all texts. */
export interface SpecSource {
  readonly path: string;
  readonly diagnostics: readonly JsonDiagnostic[];
  /** Null: the module has them. */
  readonly texts: SpecTexts | null;
  /** Names of its scenarios. */
  readonly scenarios: readonly string[];
  /** What becomes here of each check for any number, with the names of the checks in its place. */
  readonly open: readonly { readonly checks: readonly string[]; readonly sentence: string }[];
}

const usage = `Usage: node NAME.check.js [options]

  --check <name>      only this check, or all cells of this matrix
  --set <name=value>  override a constant or variant in every check; expectations are then not judged
  --memory <model>    run every check under sc, tso or weak; expectations are then not judged
  --window <count>    accesses of one actor that may be under way at a time under tso and weak; default: 2, then 3, then 4
  --no-reduction      explore the full state space
  --races <which>     draw one race in all (first), those that are not expected (unexpected), or one of each violated property (all)
  --notes             say all that there is to say about the spec, not one line a kind
  --json              the result as JSON
  --help              this text`;

/** Runs the checks of a compiled spec like `mmspec check`, and returns the exit code. */
export async function main(spec: CompiledSpec, source: SpecSource, args: readonly string[]): Promise<ExitCode> {
  return codeAfterOutput(await codeOfRun(spec, source, args));
}

async function codeOfRun(spec: CompiledSpec, source: SpecSource, args: readonly string[]): Promise<ExitCode> {
  const before = printedSoFar();
  try {
    return await run(spec, source, args);
  } catch (error) {
    if (error instanceof UsageError || (error instanceof TypeError && 'code' in error)) {
      printError(`${oneLine(error.message)}\n\n${usage}`);
      if (asksForJson(args, false) && printedSoFar() === before) printProblem(oneLine(error.message));
      return exitCodes.badInput;
    }
    return failure(error);
  }
}

async function run(spec: CompiledSpec, source: SpecSource, args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      check: { type: 'string', multiple: true },
      set: { type: 'string', multiple: true },
      memory: { type: 'string' },
      window: { type: 'string' },
      'no-reduction': { type: 'boolean' },
      races: { type: 'string' },
      notes: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    printLine(usage);
    return exitCodes.met;
  }
  const start = Date.now();
  const texts = source.texts ?? spec.texts;
  if (texts === undefined) throw new Error('a compiled spec without its texts');
  refuseChecks(values.check ?? [], [...spec.checks.flatMap(checkNames), ...source.scenarios]);
  const given = (values.set ?? []).map(parseSetting);
  const asked = modeOf(values);
  const own = { set: given, ...asked };
  const selection = { checks: values.check, set: resolveSettings(given, spec.settings), ...asked };
  const checks = selectedPlain(spec.checks, selection);
  const style = { paint: plainPaint, errorPaint: plainPaint, form: 'changelog', numbered: false } as const;
  const reporter = reporterFor(values.json === true ? 'json' : 'text', style);
  reporter.begin(source.path, false);
  // The module has the systems of all settings, and none that ends at a bound.
  const systemOf: SystemOf = (settings, _, check) =>
    (check?.bound === undefined ? spec.system(settings) : null) ?? compiledLate(modelOf(texts), settings, check);
  const notes: StepNotes = { seen: new Map() };
  const questions = new Set(spec.checks.map(({ name, matrix }) => matrix ?? name)).size + source.scenarios.length;
  const isOne = values.check === undefined ? questions === 1 : values.check.length === 1;
  const mode = racesModeOf(values.races) ?? (isOne ? 'all' : 'unexpected');
  const shown = racesShown(mode, values.races !== undefined);
  const cells: RanCheck[] = [];
  const tell = (): void => {
    const ran = cells.splice(0);
    if (ran.length > 0) reporter.checks(ran, shown);
  };
  const faults: Fault[] = [];
  const onFault = (name: string | null, error: unknown): void => {
    faults.push(reportFault(source.path, name, error));
  };
  const options: RunOptions = {
    reduction: values['no-reduction'] !== true,
    memoryMax: defaultMemory(),
    onSearch: (system, { taken }) => noteSteps(notes, system, taken),
    onResult: (result, system) => {
      if (result.matrix === null || result.matrix !== cells[0]?.result.matrix) tell();
      cells.push({
        result,
        properties: system?.properties.map(propertyText) ?? null,
        command: commandOf(['mmspec', 'check', pathWord(source.path)], result, own),
      });
      if (result.matrix === null) tell();
    },
    races: reporter.drawsRaces ? shown.choose : undefined,
  };
  const tracer = tracerOf(() => modelOf(texts));
  const isWhole = values.check === undefined && given.length === 0 && Object.keys(asked).length === 0;
  const { results, late, scenarios, wasInterrupted } = await interruptible(async (interruption) => {
    const hooks = { signal: interruption.signal, onPause: interruption.listen, onCompile: interruption.letGo, onFault };
    interruption.listen();
    const results = await runSystems(checks, systemOf, tracer, { ...options, ...hooks });
    tell();
    const isRun = isWhole && results.length === checks.length;
    const found = isRun ? await vacuity(modelOf(texts), checks, results, notes, { memoryMax: options.memoryMax, ...hooks }) : null;
    const { signal } = interruption;
    return {
      results,
      late: found?.diagnostics ?? [],
      wasInterrupted: () => signal.aborted,
      scenarios:
        source.scenarios.length === 0
          ? []
          : await runScenarios(modelOf(texts), systemOf, tracer, {
              reduction: options.reduction,
              memoryMax: options.memoryMax,
              ...hooks,
              ...selection,
              scenarios: values.check ?? source.scenarios,
              onScenario: (result) => {
                reporter.scenario(result, commandOf(['mmspec', 'check', pathWord(source.path)], result, own), mode === 'all');
              },
            }),
    };
  });
  const names = new Set(checks.map(({ name }) => name));
  for (const { checks: cells, sentence } of source.open) if (cells.some((cell) => names.has(cell))) printError(sentence);
  if (values.notes === true && late.length > 0) reporter.diagnostics(modelOf(texts).files, late);
  const left = values.notes === true ? [] : late.filter(isNote).map((diagnostic) => ({ files: modelOf(texts).files, diagnostic }));
  const diagnostics = [...source.diagnostics, ...late.map((diagnostic) => diagnosticJson(modelOf(texts).files, diagnostic))];
  const total = checks.length + (values.check ?? source.scenarios).filter((name) => source.scenarios.includes(name)).length;
  reporter.end({
    files: [{ path: source.path, diagnostics, results, scenarios, faults }],
    readings: [],
    notes: left,
    seconds: (Date.now() - start) / 1000,
    notBegun: wasInterrupted() ? Math.max(0, total - results.length - scenarios.length - faults.length) : 0,
  });
  return combine([
    ...results.map(codeOf),
    ...scenarios.map(codeOfScenario),
    ...faults.map(() => exitCodes.internal),
    ...(wasInterrupted() ? [exitCodes.unfinished] : []),
  ]);
}

function racesModeOf(given: string | undefined): RacesMode | undefined {
  if (given === undefined || given === 'first' || given === 'unexpected' || given === 'all') return given;
  throw new UsageError(`--races ${given}: it is first, unexpected or all.`);
}

/** What a call says of the memory model, in place of the checks. */
function modeOf({ memory, window }: { readonly memory?: string | undefined; readonly window?: string | undefined }): Mode {
  if (memory !== undefined && !isMemoryMode(memory)) throw new UsageError(`--memory ${memory}: it is ${memoryModes.join(', ')}.`);
  return { ...(memory === undefined ? {} : { memory }), ...(window === undefined ? {} : { window: parseWindow(window) }) };
}

let late: Model | null = null;

/** The model of the texts, read again as `mmspec check` reads them. */
function modelOf(texts: SpecTexts): Model {
  const [main] = texts.files;
  if (main === undefined) throw new Error('a compiled spec without a text');
  late ??= analyse(main, resolverOf(texts), undefined, true).model;
  return late;
}

/** The system for settings of `--set` or of a scenario that no check has, or within the bound of a check. */
function compiledLate(model: Model, settings: Settings, check?: RunOf): TransitionSystem {
  const { system, diagnostics } = compile(model, settings, undefined, check === undefined ? null : boundOfPlanned(model, check));
  if (system !== null) return system;
  for (const diagnostic of diagnostics) if (diagnostic.severity === 'error') printError(renderDiagnostic(model.files, diagnostic, plainPaint));
  throw new UsageError('the spec has errors under these settings.');
}
