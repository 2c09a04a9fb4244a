import { CheckpointRefused, explore, now, turn } from '@mmspec/checker';
import type { ExploreOptions, FairnessOverride, Progress, PropertyVerdict, SearchResult } from '@mmspec/checker';
import type { Model } from '@mmspec/semantics';
import type { CheckResult, Mode, Planned, PlannedCheck, Settings, TransitionSystem } from '@mmspec/system';
import { CompileError } from './compile_error.ts';
import type { Tracer } from './drawing/tracing.ts';
import { exploredWindows } from './explored_windows.ts';
import type { FoundCheck } from './found_check.ts';
import { InAdvance } from './in_advance.ts';
import { LimitReached } from './limited.ts';
import type { Compiled, CompileLimits, TimedBudget } from './limited.ts';
import { questionOf } from './question.ts';
import type { Question } from './question.ts';
import { checkResult, chosenRaces } from './result.ts';
import type { ChooseRaces, SearchedWindow } from './result.ts';
import { settingsKey } from './settings_key.ts';
import { unfinishedResult } from './unfinished.ts';
import { byWindows, cutShort, isDecided, isWindowed, unusedOf, withoutReductions } from './windows.ts';

/** The system under settings, in order, within the bound of the check where one is given. Throws a `CompileError` where there is none, and `OverBudget`. */
export type SystemOf = (settings: Settings, budget?: TimedBudget, run?: RunOf) => TransitionSystem;

/** What is run, beside its settings. */
export type RunOf = Pick<PlannedCheck, 'name' | 'matrix' | 'bound'> & Mode;

export interface RunOptions extends Omit<ExploreOptions, 'onProgress' | 'properties' | 'until'>, CompileLimits {
  /** Names of properties: a search ends, unfinished, once one of them is violated. */
  readonly until?: readonly string[] | undefined;
  readonly onProgress?: ((planned: PlannedCheck, progress: Progress) => void) | undefined;
  /** Called as soon as a check has been run, in order; without a system where a limit was reached before there was one. */
  readonly onResult?: ((result: CheckResult, system: TransitionSystem | null) => void) | undefined;
  /** Which violated properties get a race; all where it is left out. */
  readonly races?: ChooseRaces | undefined;
  /** Called in place of `onResult` with what somebody else has found of a check. */
  readonly onFound?: ((found: FoundCheck) => void) | undefined;
  /** Called before each search in order: which reductions it uses, in place of those that are named here. */
  readonly reductions?: (() => Promise<Pick<ExploreOptions, 'symmetry' | 'deadValues'>>) | undefined;
  /** Called before each search. */
  readonly onBegin?: (() => void) | undefined;
  /** Called with each system that is to be searched: it may have been made long before. */
  readonly onSystem?: ((system: TransitionSystem, settings: Settings) => void) | undefined;
  /** Called once for each search. */
  readonly onSearch?: ((system: TransitionSystem, search: SearchResult) => void) | undefined;
  /** Called with what was thrown in a check or scenario, or around all of them (null): the others go on. Without it, it is thrown. */
  readonly onFault?: ((name: string | null, error: unknown) => void) | undefined;
}

/** A system that was searched. */
interface Searched {
  readonly system: TransitionSystem;
  readonly search: SearchResult;
  /** Of a check under `tso` or `weak`. */
  readonly window: SearchedWindow | null;
  /** What the checks that share it ask. */
  readonly questions: ReadonlyMap<PlannedCheck, Question>;
  readonly overrides: readonly FairnessOverride[];
  /** Results of checks that were told, by what these ask. */
  readonly answers: Map<string, CheckResult>;
}

/** A check that was run; without a system where a limit was reached before there was one. */
export interface RanCheck {
  readonly result: CheckResult;
  readonly system: TransitionSystem | null;
  /** Somebody else has run it. */
  readonly found?: FoundCheck;
}

/** Runs checks one after the other. Checks with the same settings and bounds share one search. */
export async function runSystems(checks: readonly PlannedCheck[], systemOf: SystemOf, tracer: Tracer, options: RunOptions): Promise<CheckResult[]> {
  return runEach(checks, options, searching(checks, systemOf, tracer, options));
}

/** Runs checks one after the other, each by itself, and tells what came of it. */
export async function runEach<T extends Planned>(checks: readonly T[], options: RunOptions, run: (planned: T) => Promise<RanCheck>): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const pause = pausing(options);
  for (const planned of checks) {
    await pause();
    // A cancelled run ends with what it has; the check that was cancelled is the last one.
    if (options.signal?.aborted === true && results.length > 0) break;
    const outcome = await isolated(planned.name, options, () => run(planned));
    await pause();
    if (outcome === null) continue;
    results.push(outcome.result);
    if (outcome.found === undefined) options.onResult?.(outcome.result, outcome.system);
    else options.onFound?.(outcome.found);
  }
  return results;
}

/** What runs one of several checks; those with the same settings and bounds share one search. `inOrder`: those that will certainly be run, as they come. */
export function searching(
  checks: readonly PlannedCheck[],
  systemOf: SystemOf,
  tracer: Tracer,
  options: RunOptions,
  inOrder: readonly PlannedCheck[] = checks,
): (planned: PlannedCheck) => Promise<RanCheck> {
  const known = new Map<string, Searched | LimitReached>();
  const sharing = bySettings(checks);
  const firsts = [...(inOrder === checks ? sharing : bySettings(inOrder)).values()].flatMap(([first]) => first ?? []);
  const systems = new InAdvance(firsts);
  const made: Made = async (planned, limits) => {
    const found = await systems.of(planned, limits, (check, budget) => systemOf(check.settings, budget, check));
    options.onSystem?.(found.value, planned.settings);
    return found;
  };
  return async (planned) => {
    const key = searchKey(planned);
    const found = known.get(key) ?? (await search(planned, sharing.get(key) ?? [], made, tracer, options));
    known.set(key, found);
    if (found instanceof LimitReached) return { result: unfinishedResult(planned, found.message, found.seconds), system: null };
    const { system, questions, overrides, answers } = found;
    // Those that ask the same get one answer: where nothing is violated, it is about no race either.
    const asked = JSON.stringify({ ...planned, ...notAsked });
    const before = answers.get(asked);
    if (before !== undefined) return { result: { ...before, ...namedBy(planned) }, system };
    const question = questions.get(planned)!;
    const result = checkResult({
      system,
      question,
      search: found.search,
      overrides,
      window: found.window,
      tracing: () => tracer(planned.settings),
      choose: options.races ?? everyRace,
    });
    if (result.results.every(({ verdict }) => verdict !== 'violated')) answers.set(asked, result);
    return { result, system };
  };
}

/** What a check says that is no part of what it asks of a search; all the rest of it is, whatever there may be. */
const notAsked: Readonly<Record<'name' | 'settings' | 'matrix' | 'span', undefined>> = {
  name: undefined,
  settings: undefined,
  matrix: undefined,
  span: undefined,
};

/** What a result says of the check itself. */
function namedBy({ name, settings, matrix, expectation }: PlannedCheck): Pick<CheckResult, 'name' | 'settings' | 'matrix' | 'expectation'> {
  return { name, settings, matrix, expectation };
}

const everyRace: ChooseRaces = (_, violated) => violated.map(({ property }) => property);

/** Lets signals and timers have their turn: what one meant for the work before is handled before anything is reported. */
export function paused({ onPause }: Pick<RunOptions, 'onPause'>): Promise<void> {
  onPause?.();
  return turn();
}

/** Milliseconds of work that nobody wants to have a turn in: a small check takes a fraction, and a turn a tenth of it. */
const turnLeast = 2;

/** The same between checks, of which many may be over at once. */
export function pausing({ onPause }: Pick<RunOptions, 'onPause'>): () => Promise<void> {
  let last = -Infinity;
  return async () => {
    onPause?.();
    if (now() - last < turnLeast) return;
    await turn();
    last = now();
  };
}

/** What the work gives; null where it ended by a fault that was reported. What says something about the spec or the call is no fault. */
export async function isolated<T>(name: string | null, { onFault }: Pick<RunOptions, 'onFault'>, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (onFault === undefined || error instanceof CompileError || error instanceof CheckpointRefused) throw error;
    onFault(name, error);
    return null;
  }
}

/** Makes the system of a check within limits, perhaps before it is asked for. */
type Made = (planned: PlannedCheck, limits: CompileLimits) => Promise<Compiled<TransitionSystem>>;

async function search(
  planned: PlannedCheck,
  sharing: readonly PlannedCheck[],
  made: Made,
  tracer: Tracer,
  options: RunOptions,
): Promise<Searched | LimitReached> {
  try {
    const found = isWindowed(planned)
      ? await searchWindows(planned, sharing, made, tracer(planned.settings).model, options)
      : { ...(await searchOne(planned, sharing, made, options)), window: null };
    options.onSearch?.(found.system, found.search);
    return found;
  } catch (error) {
    if (error instanceof LimitReached) return error;
    throw error;
  }
}

type SearchedOnce = Omit<Searched, 'window'>;

/** Makes the system of a check and searches it. */
async function searchOne(planned: PlannedCheck, sharing: readonly PlannedCheck[], made: Made, options: RunOptions): Promise<SearchedOnce> {
  const { value: system, spent } = await made(planned, options);
  return searchSystem(planned, sharing, system, { ...options, ...(await options.reductions?.()), spent: spent + (options.spent ?? 0) });
}

async function searchSystem(planned: PlannedCheck, sharing: readonly PlannedCheck[], system: TransitionSystem, options: RunOptions): Promise<SearchedOnce> {
  const questions = new Map(sharing.map((check) => [check, questionOf(check, system.properties)] as const));
  const asked = askedBy([...questions.values()], system);
  options.onBegin?.();
  const readable = (results: readonly PropertyVerdict[]): readonly PropertyVerdict[] =>
    [...questions.values()].flatMap((question) => chosenRaces({ system, question, results, overrides: asked.overrides, choose: options.races ?? everyRace }));
  const until = options.until === undefined ? undefined : system.properties.flatMap(({ name }, index) => (options.until!.includes(name) ? [index] : []));
  const searched = await explore(system, { ...searchOptions(planned, options), ...asked, until, readable });
  const found = cutShort(system, searched);
  if (found.broken !== undefined) options.onFault?.(planned.name, new Error(found.broken));
  return { system, search: found, questions, overrides: asked.overrides, answers: new Map() };
}

/** The same under tso or weak: in narrow windows first. The seconds are those of all of them. */
async function searchWindows(planned: PlannedCheck, sharing: readonly PlannedCheck[], made: Made, model: Model, options: RunOptions): Promise<Searched> {
  const inOrder = await made(planned, options);
  const { properties } = inOrder.value;
  let searching = 0;
  // What is told on the way counts what the result counts: searches of all windows, and no compiling.
  const onProgress = (progress: Progress): void => options.onProgress?.(planned, { ...progress, seconds: progress.seconds + searching });
  // What is violated is told by its path where some states were not looked at.
  const own: RunOptions = { ...options, ...withoutReductions, paths: 'all', onProgress: (_, progress) => onProgress(progress) };
  const spent = (): number => inOrder.spent + (options.spent ?? 0) + searching;
  const { value, window, bounded } = await byWindows(
    planned,
    async (size) => {
      const { system, seconds } = await exploredWindows(model, planned.settings, { ...planned, window: size }, properties, {
        ...options,
        spent: spent(),
        onProgress,
      });
      searching += seconds;
      const found = await searchSystem(planned, sharing, system, { ...own, spent: spent() });
      searching += found.search.seconds;
      const { states, finished } = found.search;
      return { value: found, system, states, finished, isDecided: isDecided(system, found.search) || isEnded(found, options) };
    },
    () => options.signal?.aborted === true || (options.timeMax !== undefined && spent() >= options.timeMax),
  );
  return { ...value, search: { ...value.search, seconds: searching }, window: { window, bounded, unused: unusedOf(options) } };
}

/** Whether a search has found what it was to go on until. */
function isEnded({ system, search: { results } }: SearchedOnce, { until = [] }: RunOptions): boolean {
  return results.some(({ property, verdict, path }) => verdict === 'violated' && path !== null && until.includes(system.properties[property]?.name ?? ''));
}

interface Asked {
  readonly properties: readonly number[];
  readonly overrides: readonly FairnessOverride[];
  readonly shortest: boolean;
  readonly bounded: ExploreOptions['bounded'];
}

/** What one search has to answer for all checks that share it: the properties that one of them judges, and of which one says `within`. */
function askedBy(questions: readonly Question[], { properties: all }: TransitionSystem): Asked {
  const properties = [...all.keys()].filter((index) => questions.some(({ judged, fairness }) => judged.has(index) && !fairness.has(index)));
  const overrides = new Map<string, FairnessOverride>();
  for (const property of all.keys()) {
    for (const { judged, fairness } of questions) {
      const items = judged.has(property) ? fairness.get(property) : undefined;
      if (items !== undefined) overrides.set(JSON.stringify([property, items]), { property, fairness: items });
    }
  }
  const bounded = questions.flatMap(({ expectation }) =>
    (expectation?.violations ?? []).flatMap(({ properties, within }) => (within === null ? [] : properties.map((property) => ({ property, within })))),
  );
  return { properties, overrides: [...overrides.values()], shortest: bounded.length > 0, bounded };
}

function searchOptions(planned: PlannedCheck, options: RunOptions): ExploreOptions {
  const { onProgress, races: _, until: __, reductions: ___, ...rest } = options;
  return { ...rest, onProgress: onProgress === undefined ? undefined : (progress) => onProgress(planned, progress) };
}

/** Equal for checks that one search can answer. */
export function searchKey({ settings, bound = '', memory = 'sc', window }: RunOf & Pick<PlannedCheck, 'settings'>): string {
  return `${settingsKey(settings)} ${memory === 'sc' ? '' : `${memory} ${window ?? ''}`} ${bound}`;
}

/** Checks that one search can answer. */
function bySettings(checks: readonly PlannedCheck[]): ReadonlyMap<string, readonly PlannedCheck[]> {
  const groups = new Map<string, PlannedCheck[]>();
  for (const check of checks) {
    const key = searchKey(check);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [check]);
    else group.push(check);
  }
  return groups;
}
