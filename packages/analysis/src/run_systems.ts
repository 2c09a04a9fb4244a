import { explore } from '@mmspec/checker';
import type { ExploreOptions, Progress, SearchResult } from '@mmspec/checker';
import type { CheckResult, PlannedCheck, Settings, TransitionSystem } from '@mmspec/system';
import type { PlaceOf } from './places.ts';
import { checkResult } from './result.ts';

export interface RunOptions extends Omit<ExploreOptions, 'onProgress' | 'properties'> {
  readonly onProgress?: ((planned: PlannedCheck, progress: Progress) => void) | undefined;
  /** Called as soon as a check has been run, in order. */
  readonly onResult?: ((result: CheckResult, system: TransitionSystem) => void) | undefined;
}

/** Runs checks one after the other. Checks with the same settings share one search. */
export async function runSystems(
  checks: readonly PlannedCheck[],
  systemOf: (settings: Settings) => TransitionSystem,
  placeOf: PlaceOf,
  options: RunOptions,
): Promise<CheckResult[]> {
  const known = new Map<string, { readonly system: TransitionSystem; readonly search: SearchResult }>();
  const results: CheckResult[] = [];
  for (const planned of checks) {
    const key = settingsKey(planned.settings);
    let entry = known.get(key);
    if (entry === undefined) {
      const system = systemOf(planned.settings);
      entry = { system, search: await explore(system, searchOptions(planned, options)) };
      known.set(key, entry);
    }
    const result = checkResult(entry.system, planned, entry.search, placeOf);
    results.push(result);
    options.onResult?.(result, entry.system);
  }
  return results;
}

function searchOptions(planned: PlannedCheck, { onProgress, ...rest }: RunOptions): ExploreOptions {
  return { ...rest, onProgress: onProgress === undefined ? undefined : (progress) => onProgress(planned, progress) };
}

function settingsKey(settings: Settings): string {
  return JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
}
