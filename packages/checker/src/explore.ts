import { wantsOneState } from '@mmspec/system';
import type { TransitionSystem } from '@mmspec/system';
import type { ExploreOptions, PropertyVerdict, SearchResult } from './options.ts';
import { onFailure, verdictsOf, readableOf } from './verdicts.ts';
import type { Together } from './parallel/coordinate.ts';
import { planOf, reductionOf } from './plan.ts';
import { spreadTaken } from './reductions/symmetry/usable.ts';
import { run, watchOf } from './run.ts';
import { Search } from './search/search.ts';

/**
 * Explores all states breadth-first and judges every property in one search.
 * States and steps that violate something are explored like any other, so counts do not depend on properties;
 * each property keeps the first, and so shortest, path that decides it.
 * Throws where the system breaks its word, such as by a value outside the range of its slot, and `CheckpointRefused`
 * where a checkpoint to go on from is damaged, or larger than the limits.
 */
export async function explore(system: TransitionSystem, options: ExploreOptions = {}): Promise<SearchResult> {
  const watch = watchOf(options);
  let plan = planOf(system, options);
  let search = new Search(plan.reduced, options, plan);
  let ran = await run(search, plan, watch);
  if (ran.anew !== null) {
    giveBack(search);
    plan = ran.anew;
    search = new Search(plan.reduced, plan.options, plan);
    ran = await run(search, plan, watch);
  }
  const { reason: ended, together } = ran;

  const { expansion } = search;
  const taken = Uint8Array.from(expansion.taken, (count) => Math.min(count, 1));
  if (plan.canonical !== null) spreadTaken(system, plan.canonical, taken);
  const { results: decided, reason, judgingBytes } = await verdictsOf(search, plan, watch, ended);
  const ofOne = together === null ? readableOf(search, plan, decided) : decided;
  // Files that cannot be cleaned away are no reason to lose what was found.
  onFailure(() => search.end(), undefined);
  const results = together === null ? ofOne : await withTraces(ofOne, together, plan.reduced, { ...plan.options, order: false });
  const result: SearchResult = {
    states: Math.max(together?.states ?? 0, search.frontier.states),
    transitions: expansion.transitions + (together?.transitions ?? 0),
    depth: together?.depth ?? expansion.depth,
    finished: reason === '',
    isKept: search.isKept,
    reason,
    isLate: watch.late() !== '',
    results,
    taken,
    steps: expansion.counts ? expansion.taken : null,
    ...(together === null || together.broken === '' ? {} : { broken: together.broken }),
    reduction: reductionOf(plan, expansion.approximate),
    search: plan.isDepthFirst ? 'depth' : 'breadth',
    workers: together === null ? 1 : options.workers!.count,
    memoryBytes: search.memoryBytes + (together?.memoryBytes ?? judgingBytes),
    seconds: watch.seconds(),
  };
  giveBack(search);
  return result;
}

function giveBack({ expansion, targets }: Search): void {
  expansion.store.release();
  targets?.release();
}

/**
 * The verdicts with what several threads have found. They know how long the shortest path is, but not the path:
 * one thread finds it again in the same steps, and it is the one that it would have found alone.
 */
async function withTraces(
  results: readonly PropertyVerdict[],
  { found, ended, broken }: Together,
  system: TransitionSystem,
  options: ExploreOptions,
): Promise<readonly PropertyVerdict[]> {
  if (found.size === 0) return results;
  const properties = [...found.keys()];
  const { workers: _, checkpoint: __, ...alone } = options;
  const again = ended !== 'stopped' && broken === '' ? await explore(system, { ...alone, properties, untilDecided: true }) : null;
  return results.map((result) => {
    const depth = found.get(result.property);
    if (depth === undefined) return result;
    const traced = again?.results.find(({ property }) => property === result.property);
    if (traced?.depth != null && traced.depth !== depth) throw new Error(`several threads found a path of ${depth} steps, one thread one of ${traced.depth}`);
    return traced?.path != null ? traced : { ...result, verdict: wantsOneState(system.properties[result.property]!.kind) ? 'holds' : 'violated', depth };
  });
}
