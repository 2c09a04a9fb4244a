import { explore, turn } from '@mmspec/checker';
import type { ExploreOptions, FairnessOverride, Progress, PropertyVerdict, SearchResult } from '@mmspec/checker';
import type { CheckResult, PlannedCheck, Property, Settings, TransitionSystem } from '@mmspec/system';
import type { Tracer } from './drawing/tracing.ts';
import { checkResult, chosenRaces, isJudged, overrideOf } from './result.ts';
import type { ChooseRaces } from './result.ts';

export interface RunOptions extends Omit<ExploreOptions, 'onProgress' | 'properties'> {
  readonly onProgress?: ((planned: PlannedCheck, progress: Progress) => void) | undefined;
  /** Called as soon as a check has been run, in order. */
  readonly onResult?: ((result: CheckResult, system: TransitionSystem) => void) | undefined;
  /** Which violated properties get a race; all where it is left out. */
  readonly races?: ChooseRaces | undefined;
  /** Called before each search. */
  readonly onBegin?: (() => void) | undefined;
  /** Called once for each search. */
  readonly onSearch?: ((system: TransitionSystem, search: SearchResult) => void) | undefined;
}

/** Runs checks one after the other. Checks with the same settings share one search. */
export async function runSystems(
  checks: readonly PlannedCheck[],
  systemOf: (settings: Settings) => TransitionSystem,
  tracer: Tracer,
  options: RunOptions,
): Promise<CheckResult[]> {
  const known = new Map<string, { readonly system: TransitionSystem; readonly search: SearchResult; readonly overrides: readonly FairnessOverride[] }>();
  const results: CheckResult[] = [];
  const sharing = bySettings(checks);
  for (const planned of checks) {
    await turn();
    // A cancelled run ends with what it has; the check that was cancelled is the last one.
    if (options.signal?.aborted === true && results.length > 0) break;
    const key = settingsKey(planned.settings);
    let entry = known.get(key);
    if (entry === undefined) {
      const system = systemOf(planned.settings);
      const questions = questionsOf(system, sharing.get(key) ?? []);
      options.onBegin?.();
      const readable = (results: readonly PropertyVerdict[]): readonly PropertyVerdict[] =>
        (sharing.get(key) ?? []).flatMap((each) => chosenRaces({ system, planned: each, results, overrides: questions.overrides, choose: options.races ?? everyRace }));
      entry = { system, search: await explore(system, { ...searchOptions(planned, options), ...questions, readable }), overrides: questions.overrides };
      known.set(key, entry);
      options.onSearch?.(system, entry.search);
    }
    const result = checkResult({ ...entry, planned, tracing: () => tracer(planned.settings), choose: options.races ?? everyRace });
    results.push(result);
    options.onResult?.(result, entry.system);
  }
  return results;
}

const everyRace: ChooseRaces = (_, violated) => violated.map(({ property }) => property);

interface Questions {
  readonly properties: readonly number[];
  readonly overrides: readonly FairnessOverride[];
  readonly shortest: boolean;
}

/** What one search has to answer for all checks that share it: the properties that one of them judges, and whether one of them says `within`. */
function questionsOf(system: TransitionSystem, checks: readonly PlannedCheck[]): Questions {
  const isAsked = (property: Property): boolean => checks.some((check) => isJudged(check, property) && overrideOf(check, property) === null);
  const properties = [...system.properties.keys()].filter((index) => {
    const property = system.properties[index];
    return property !== undefined && isAsked(property);
  });
  const overrides = new Map<string, FairnessOverride>();
  system.properties.forEach((property, index) => {
    for (const check of checks) {
      const fairness = isJudged(check, property) ? overrideOf(check, property) : null;
      if (fairness !== null) overrides.set(JSON.stringify([index, fairness]), { property: index, fairness });
    }
  });
  const shortest = checks.some(({ expectation }) => expectation?.items.some(({ within }) => within !== null) === true);
  return { properties, overrides: [...overrides.values()], shortest };
}

function searchOptions(planned: PlannedCheck, options: RunOptions): ExploreOptions {
  const { onProgress, races: _, ...rest } = options;
  return { ...rest, onProgress: onProgress === undefined ? undefined : (progress) => onProgress(planned, progress) };
}

/** Checks by the key of their settings. */
function bySettings(checks: readonly PlannedCheck[]): ReadonlyMap<string, readonly PlannedCheck[]> {
  const groups = new Map<string, PlannedCheck[]>();
  for (const check of checks) {
    const key = settingsKey(check.settings);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [check]);
    else group.push(check);
  }
  return groups;
}

function settingsKey(settings: Settings): string {
  return JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
}
