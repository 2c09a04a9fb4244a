import type { SearchResult } from '@mmspec/checker';
import { makesCode } from '@mmspec/compiler';
import { plan, type Plan } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import { isOpenCheck, propertyText } from '@mmspec/system';
import type { CheckResult, Planned, PlannedCheck, ScenarioResult } from '@mmspec/system';
import { CompileError } from './compile_error.ts';
import { tracerOf } from './drawing/tracing.ts';
import type { CheckHelpers, FoundCheck } from './found_check.ts';
import { runInterpreted } from './interpreted.ts';
import { candidatesOf, searchesOf } from './open_check.ts';
import type { AllCandidates } from './open_check.ts';
import { runListed } from './run_listed.ts';
import { isolated, runSystems } from './run_systems.ts';
import type { RunOptions } from './run_systems.ts';
import { runScenarios } from './scenario/run_scenarios.ts';
import type { ScenarioOptions } from './scenario/run_scenarios.ts';
import { selected } from './select.ts';
import { say, toldSystems } from './told_systems.ts';
import { unitsOf } from './units.ts';
import { noteStep, noteSteps } from './vacuity/steps.ts';
import type { StepNotes } from './vacuity/steps.ts';
import { vacuity } from './vacuity/vacuity.ts';
import type { Selection } from './select.ts';

/** The results of a spec, in the order of its checks, and what the compiler had to say. */
export interface Run {
  readonly results: readonly CheckResult[];
  /** Those of its scenarios. */
  readonly scenarios: readonly ScenarioResult[];
  readonly diagnostics: readonly Diagnostic[];
  /** All checks were run to their ends as the spec has them, so what is not exercised was looked for. */
  readonly isWhole: boolean;
}

/** Runs one check of a model without errors. Throws a `CompileError` where the compiler finds one under its settings. */
export async function runCheck(model: Model, planned: PlannedCheck, options: RunOptions = {}): Promise<CheckResult> {
  const [result] = await runSystems(
    [planned],
    toldSystems(model, [], [planned]).of,
    tracerOf(() => model),
    options,
  );
  if (result === undefined) throw new Error('a check gave no result');
  return result;
}

export interface RunAllOptions extends RunOptions, Selection {
  /** The plan of the model, where the caller has it already. */
  readonly plan?: Plan | undefined;
  /** Who runs checks beside the caller; left out: nobody. */
  readonly helpers?: CheckHelpers | undefined;
  /** Whether scenarios are run; default true. */
  readonly scenarios?: boolean | undefined;
  readonly onScenario?: ((result: ScenarioResult) => void) | undefined;
  readonly onScenarioProgress?: ScenarioOptions['onProgress'];
}

/** Characters of a text that certainly takes more than a moment to compile. */
const longText = 80_000;

const isLong = ({ files }: Model): boolean => files.some(({ text }) => text.length > longText);

/** Runs all checks of a model without errors, or a selection; stops at the first that does not compile. */
export async function runAll(model: Model, given: RunAllOptions = {}): Promise<Run> {
  const options: RunAllOptions = { isLong: isLong(model), ...given };
  const { checks, diagnostics } = options.plan ?? plan(model);
  if (hasErrors(diagnostics)) return { results: [], scenarios: [], diagnostics, isWhole: false };
  if (!makesCode()) return { ...(await runInterpreted(model, selected(model, checks, options), options)), diagnostics, isWhole: false };
  const said = [...diagnostics];
  const results: CheckResult[] = [];
  const scenarios: ScenarioResult[] = [];
  const onScenario = (result: ScenarioResult): void => {
    scenarios.push(result);
    options.onScenario?.(result);
  };
  const onResult: RunOptions['onResult'] = (result, system) => {
    results.push(result);
    options.onResult?.(result, system);
  };
  const onFound = (found: FoundCheck): void => {
    results.push(found.result);
    for (const step of found.steps) noteStep(notes, step);
    say(said, found.diagnostics);
    options.onFound?.(found);
  };
  let whole = false;
  const ran = (): Run => ({ results, scenarios, diagnostics: said, isWhole: whole });
  const notes: StepNotes = { seen: new Map() };
  const onSearch: RunOptions['onSearch'] = (system, search) => {
    noteSteps(notes, system, search.taken);
    options.onSearch?.(system, search);
  };
  try {
    const { asked, candidates } = askedOf(model, checks, options);
    const systems = toldSystems(model, said, searchesOf(checks, candidates));
    const tracer = tracerOf(() => model);
    const searched = await runListed(model, asked, candidates, systems.of, tracer, { ...options, onResult, onFound, onSystem: systems.tell, onSearch });
    if (options.signal?.aborted === true && results.length > 0) return ran();
    if (isWhole(options, results.length === checks.length)) {
      const found = await isolated(null, options, () => vacuity(model, searched, results, notes, searchOf(options)));
      say(said, found?.diagnostics ?? []);
      whole = found?.isWhole === true;
    }
    // Scenarios judge no property.
    if (options.properties !== undefined || options.scenarios === false) return ran();
    options.onBegin?.();
    await runScenarios(model, systems.told, tracer, {
      ...searchOf(options),
      scenarios: options.checks,
      set: options.set,
      memory: options.memory,
      window: options.window,
      onScenario,
      onProgress: options.onScenarioProgress,
    });
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    say(said, error.diagnostics);
  }
  return ran();
}

/** Runs the checks of a spec unit by unit, for whoever has asked `helpers` about them. */
export interface UnitRunner {
  readonly units: number;
  /** Runs a unit; throws what is thrown on the way: who has asked is to find that out for himself. */
  readonly run: (unit: number) => Promise<readonly FoundCheck[]>;
}

/** What runs the units of the checks that `runAll` would run with these options. */
export function unitRunner(model: Model, given: Omit<RunAllOptions, 'helpers' | 'onFault' | 'onResult' | 'onSearch'>): UnitRunner {
  const { checks } = given.plan ?? plan(model);
  const { asked, candidates } = askedOf(model, checks, given);
  const units = unitsOf(asked, candidates);
  const searches = searchesOf(checks, candidates);
  const options: RunOptions = { isLong: isLong(model), ...given };
  const run = async (unit: readonly Planned[]): Promise<readonly FoundCheck[]> => {
    const said: Diagnostic[] = [];
    const found: FoundCheck[] = [];
    let fresh = begun();
    const onSearch: RunOptions['onSearch'] = (system, { taken, finished, isLate }) => {
      noteSteps(fresh.notes, system, taken);
      fresh.searches.push({ finished, isLate });
    };
    const onResult: RunOptions['onResult'] = (result, system) => {
      const { notes, searches: ended } = fresh;
      const properties = system?.properties.map(propertyText) ?? null;
      found.push({ result, properties, searched: [], searches: ended, steps: [...notes.seen.values()], diagnostics: said.splice(0) });
      fresh = begun();
    };
    const tracer = tracerOf(() => model);
    const systems = toldSystems(model, said, searches);
    const searched = await runListed(model, unit, candidates, systems.of, tracer, { ...options, onSystem: systems.tell, onSearch, onResult });
    return found.map((each, index) => (index === 0 ? { ...each, searched } : each));
  };
  return { units: units.length, run: (unit) => run(units[unit] ?? []) };
}

interface Begun {
  readonly notes: StepNotes;
  readonly searches: Pick<SearchResult, 'finished' | 'isLate'>[];
}

const begun = (): Begun => ({ notes: { seen: new Map() }, searches: [] });

interface Asked {
  /** The checks that are run. */
  readonly asked: readonly Planned[];
  /** Of the open ones among them, and among all of the spec. */
  readonly candidates: AllCandidates;
}

function askedOf(model: Model, checks: readonly Planned[], selection: Selection): Asked {
  const asked = selected(model, checks, selection);
  // What was selected may be another object, and then so are its numbers.
  const open = [...new Set([...checks, ...asked])].filter(isOpenCheck);
  return { asked, candidates: new Map(open.map((check) => [check, candidatesOf(model, check)])) };
}

/** Nothing was left out and nothing overridden: what all checks have in common says something about the spec. */
function isWhole({ checks, properties, set = {}, memory, window }: RunAllOptions, hasAll: boolean): boolean {
  return hasAll && checks === undefined && properties === undefined && Object.keys(set).length === 0 && memory === undefined && window === undefined;
}

function searchOf({
  statesMax,
  memoryMax,
  timeMax,
  reduction,
  symmetry,
  deadValues,
  order,
  search,
  workers,
  spill,
  signal,
  onPause,
  onCompile,
  isLong,
  onFault,
}: RunAllOptions): Omit<ScenarioOptions, 'onProgress'> {
  return { statesMax, memoryMax, timeMax, reduction, symmetry, deadValues, order, search, workers, spill, signal, onPause, onCompile, isLong, onFault };
}
