import { DiskFailure } from './disk/disk.ts';
import { pathTo, verdicts } from './findings.ts';
import type { Evidence } from './findings.ts';
import type { Path, PropertyVerdict } from './options.ts';
import type { Plan } from './plan.ts';
import { readableVerdicts } from './readable.ts';
import { realLasso, realPath } from './reductions/symmetry/real_path.ts';
import type { Ending } from './reductions/symmetry/real_path.ts';
import type { Watch } from './run.ts';
import type { Search } from './search/search.ts';
import { pausing } from './temporal/pause.ts';
import type { Bench } from './temporal/liveness.ts';
import { Room } from './temporal/room.ts';
import { plainSteps } from './temporal/steps.ts';
import { livenessVerdicts } from './temporal/verdicts.ts';

/** The verdicts of a search on the properties that it judged. */
export interface Verdicts {
  readonly results: readonly PropertyVerdict[];
  /** Why not everything is decided, or the empty text. */
  readonly reason: string;
  /** Bytes that judging the graph took. */
  readonly judgingBytes: number;
}

/** The verdicts on all properties, with their paths; `reason` says why the search is not finished, where it is not. */
export async function verdictsOf(search: Search, plan: Plan, watch: Watch, reason: string): Promise<Verdicts> {
  const { system, isOnGraph, options, canonical } = plan;
  const { judging } = search.expansion;
  const pathOf = (property: number, evidence: Evidence): Path | null => {
    if (options.paths === 'last' && property !== judging.found.findLastIndex((each) => each !== null)) return null;
    const path = onFailure(() => pathTo(evidence, search.frontier.predecessors), null);
    return canonical === null || path === null ? path : realPath(system, canonical, path, endingOf(property, evidence));
  };
  const results = verdicts(system, judging.all, judging.found, reason === '', options.paths === 'none' ? () => null : pathOf);
  if (!isOnGraph) return { results, reason, judgingBytes: 0 };
  return search.isEnough && reason !== ''
    ? { results: withOpen(plan, results), reason, judgingBytes: 0 }
    : withGraph(search, plan, watch, { pathOf, results, reason });
}

interface Judged {
  readonly pathOf: (property: number, evidence: Evidence) => Path | null;
  /** The verdicts on what is not about the graph. */
  readonly results: readonly PropertyVerdict[];
  readonly reason: string;
}

/** The verdicts with those on properties about the whole graph, which nobody looked at. */
function withOpen({ onGraph, overrides }: Plan, results: readonly PropertyVerdict[]): PropertyVerdict[] {
  const open = (property: number, override: number | null): PropertyVerdict => ({ property, verdict: 'unfinished', depth: null, path: null, override });
  const own = onGraph.map((property) => open(property, null));
  return [...[...results, ...own].sort((a, b) => a.property - b.property), ...overrides.map(({ property }, index) => open(property, index))];
}

/** The verdicts with those on properties about the whole graph. */
async function withGraph(search: Search, plan: Plan, watch: Watch, { pathOf, results, reason: before }: Judged): Promise<Verdicts> {
  const { system, options, canonical, order, onGraph, overrides } = plan;
  let reason = before;
  const isOver = (): boolean => {
    const over = watch.cancelled() || watch.late();
    reason ||= over;
    return over !== '';
  };
  const isFull = (): void => {
    reason ||= search.fullText(false);
  };
  const lassoOf = (path: Path): Path => (canonical === null ? path : realLasso(system, canonical, path));
  const pause = pausing(isOver, options.onPause);
  const room = new Room((options.memoryMax ?? Infinity) - search.memoryBytes);
  const { kept } = search;
  const bench: Bench = {
    system,
    steps: search.steps(plainSteps(kept, null)),
    stepsWith: (moves) => plainSteps(kept, moves),
    finished: before === '',
    isShortest: options.shortest === true,
    isTooLong: (property, steps) =>
      options.shortest === true && (options.bounded?.some((bound) => bound.property === property && bound.within < steps) ?? true),
    isReduced: options.reduction !== false,
    takesAllSteps: order?.order == null,
    keptMax: options.keptProductMax,
    keptFirst: options.keptProductFirst,
    room,
    pause,
  };
  const { own, overridden } = await livenessVerdicts(system, bench, onGraph, overrides, { isOver, isFull }, pathOf, lassoOf);
  return { results: [...[...results, ...own].sort((a, b) => a.property - b.property), ...overridden], reason, judgingBytes: room.most };
}

/** The verdicts, those that the options want to be readable with the path that is read most easily. */
export function readableOf(search: Search, plan: Plan, results: readonly PropertyVerdict[]): readonly PropertyVerdict[] {
  const { system, options, reduced, canonical, symmetry, reset, order } = plan;
  const readable = new Set(options.readable?.(results));
  if (readable.size === 0) return results;
  const { store, codec } = search.expansion;
  const isKept = symmetry?.canonical == null && search.frontier.isWhole;
  const kept = {
    system: reduced,
    store,
    codec,
    levels: search.levels.bounds,
    reduce: reset === null ? null : reset.apply,
  };
  return readableVerdicts(system, results, readable, { kept: isKept ? kept : null, isExact: isKept && reset === null && order?.order == null, canonical });
}

/** The outcome of what touches a disk, or another one where that fails. */
export function onFailure<T>(action: () => T, otherwise: T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof DiskFailure) return otherwise;
    throw error;
  }
}

function endingOf(property: number, { step }: Evidence): Ending {
  if (step === null) return { kind: 'state' };
  return step.after === null ? { kind: 'fault', property } : { kind: 'step', property, after: step.after };
}
