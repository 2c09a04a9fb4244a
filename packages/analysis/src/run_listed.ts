import type { Model } from '@mmspec/semantics';
import { isOpenCheck } from '@mmspec/system';
import type { Planned, PlannedCheck } from '@mmspec/system';
import type { Tracer } from './drawing/tracing.ts';
import type { CheckHelpers } from './found_check.ts';
import { runOpen, searchesOf } from './open_check.ts';
import type { AllCandidates } from './open_check.ts';
import type { ChooseRaces } from './result.ts';
import { runEach, searching } from './run_systems.ts';
import type { RanCheck, RunOptions, SystemOf } from './run_systems.ts';
import { foundBy, unitsOf } from './units.ts';

/**
 * Runs what a spec lists, in order; checks with the same settings share one search, those of the numbers of open checks too.
 * Gives the checks that were searched: of an open one those of its numbers.
 */
export async function runListed(
  model: Model,
  listed: readonly Planned[],
  known: AllCandidates,
  systemOf: SystemOf,
  tracer: Tracer,
  { helpers, ...options }: RunOptions & { readonly helpers?: CheckHelpers | undefined },
): Promise<readonly PlannedCheck[]> {
  const candidates = new Map(listed.filter(isOpenCheck).map((check) => [check, known.get(check)!]));
  const violated = new Map<PlannedCheck, Set<string>>();
  for (const numbers of candidates.values()) {
    const ofAll = new Set<string>();
    for (const planned of numbers.values()) violated.set(planned, ofAll);
  }
  const races: ChooseRaces = (planned, found) => {
    // A property has one race: that of the smallest number that violates it.
    const fresh = found.filter(({ property }) => violated.get(planned)?.has(property) !== true);
    return options.races === undefined ? fresh.map(({ property }) => property) : options.races(planned, fresh);
  };
  const closed = listed.filter((check): check is PlannedCheck => !isOpenCheck(check));
  const search = searching(searchesOf(listed, candidates), systemOf, tracer, { ...options, races }, closed);
  const searched: PlannedCheck[] = [];
  const run = async (planned: PlannedCheck): Promise<RanCheck> => {
    searched.push(planned);
    const ran = await search(planned);
    for (const { property, verdict } of ran.result.results) if (verdict === 'violated') violated.get(planned)?.add(property);
    return ran;
  };
  const others = helpers === undefined ? null : foundBy(helpers, unitsOf(listed, candidates));
  const begun = new Set<Planned>();
  await runEach(listed, options, async (planned) => {
    begun.add(planned);
    const found = (await others?.of(planned)) ?? null;
    if (found === null) return isOpenCheck(planned) ? runOpen(model, planned, candidates.get(planned)!, run, options) : run(planned);
    searched.push(...found.searched);
    return { result: found.result, system: null, found };
  });
  // An interruption ends the run before all were begun here; what others have found of the rest is told.
  for (const planned of options.signal?.aborted === true ? listed.filter((each) => !begun.has(each)) : []) {
    const found = (await others?.left(planned)) ?? null;
    if (found !== null) options.onFound?.(found);
  }
  return searched;
}
