import { isAboutGraph, wantsOneState } from '@mmspec/system';
import type { DeadSlots, TransitionSystem } from '@mmspec/system';
import { Search } from './search.ts';
import { DepthStack } from './store/depth_stack.ts';
import { DiskFailure } from './disk/disk.ts';
import type { Disk } from './disk/disk.ts';
import { Journal } from './disk/journal.ts';
import type { Resumed } from './disk/journal.ts';
import { keyOf } from './disk/key.ts';
import type { Reductions } from './disk/key.ts';
import { CheckpointRefused } from './disk/refused.ts';
import { resetOf, withReset } from './reductions/dead_values/reset.ts';
import { pathTo, verdicts } from './findings.ts';
import { readableVerdicts } from './readable.ts';
import type { Evidence } from './findings.ts';
import { Forecast } from './forecast.ts';
import { now, turn } from './store/host.ts';
import type { ExploreOptions, Path, PropertyVerdict, SearchResult } from './options.ts';
import { searchTogether } from './parallel/coordinate.ts';
import type { Together } from './parallel/coordinate.ts';
import { orderedSystem } from './reductions/order/ordered_system.ts';
import { usableOrder } from './reductions/order/usable.ts';
import { realLasso, realPath } from './reductions/symmetry/real_path.ts';
import type { Ending } from './reductions/symmetry/real_path.ts';
import { spreadTaken, usableFamilies } from './reductions/symmetry/usable.ts';
import { GraphRecorder } from './temporal/graph.ts';
import type { Unpack } from './temporal/letters.ts';
import { pausing, untilInterrupted } from './temporal/pause.ts';
import { recordAgain } from './temporal/record_again.ts';
import { Room } from './temporal/room.ts';
import { livenessVerdicts } from './temporal/verdicts.ts';

/** Milliseconds of work between two turns of the event loop. */
const sliceMilliseconds = 100;
/** States from which on it is worth while to start threads. */
const togetherFrom = 500_000;

/**
 * Explores all states breadth-first and judges every property in one search.
 * States and steps that violate something are explored like any other, so counts do not depend on properties;
 * each property keeps the first, and so shortest, path that decides it.
 * Throws where the system breaks its word, such as by a value outside the range of its slot, and `CheckpointRefused`
 * where a checkpoint to go on from is damaged, or larger than the limits.
 */
export async function explore(system: TransitionSystem, options: ExploreOptions = {}): Promise<SearchResult> {
  const start = now();
  const wanted = (property: number): boolean => options.properties === undefined || options.properties.includes(property);
  const onGraph = [...system.properties.keys()].filter((index) => isAboutGraph(system.properties[index]!.kind) && wanted(index));
  const overrides = options.overrides ?? [];
  const recorder = onGraph.length + overrides.length === 0 ? null : new GraphRecorder();
  const wanting = options.symmetry === true && options.reduction !== false;
  const judged = [...[...system.properties.keys()].filter(wanted), ...overrides.map(({ property }) => property)];
  const resetting = options.deadValues === true && options.reduction !== false;
  const reset = resetting ? resetOf(system, judged) : null;
  const {
    canonical: renaming,
    interchangeable,
    reasons,
  } = wanting ? usableFamilies(system, judged, reset?.dead ?? []) : { canonical: null, interchangeable: [], reasons: [] };
  const canonical = reset === null ? renaming : withReset(renaming, reset);
  const ordering = options.order === true && options.reduction !== false ? usableOrder(system, { judged, shortest: options.shortest === true }) : null;
  const order = ordering?.order ?? null;
  const reduced = order === null ? system : orderedSystem(system, order);
  const stack = options.search === 'depth' && options.shortest !== true && recorder === null && options.checkpoint === undefined ? new DepthStack() : null;
  const search = new Search(reduced, options, canonical, recorder, stack);
  if (recorder === null && renaming === null && stack === null && options.checkpoint === undefined && (options.workers?.count ?? 1) > 1) {
    search.pauseFrom = options.workers?.from ?? togetherFrom;
  }

  const limits: Limits = {
    cancelled: () => (options.signal?.aborted === true ? 'it was cancelled' : ''),
    late: () =>
      options.timeMax !== undefined && (now() - start) / 1000 + (options.spent ?? 0) > options.timeMax ? `the limit of ${options.timeMax} s was reached` : '',
    seconds: () => (now() - start) / 1000,
    forecast: new Forecast(),
  };
  let together: Together | null = null;
  let reason = limits.cancelled();
  try {
    await begin(search, system, options, { interchangeable, dead: reset?.dead ?? [], partialOrder: order !== null });
    reason ||= await runAlone(search, options, limits);
    if (reason === '' && search.isPaused && search.waiting > 0) {
      together = await runTogether(search, reduced, options, reset?.dead ?? [], limits);
      reason = together === null ? await runAlone(search, options, limits) : reasonOf(together, search, limits);
    }
    // What ended early can be continued.
    search.checkpoint();
  } catch (error) {
    if (!(error instanceof DiskFailure)) throw error;
    reason = error.message;
  }

  const pathOf = (property: number, evidence: Evidence): Path | null => {
    if (options.paths === 'last' && property !== search.judging.found.findLastIndex((each) => each !== null)) return null;
    const path = onFailure(() => pathTo(evidence, search.trail), null);
    return canonical === null || path === null ? path : realPath(system, canonical, path, endingOf(property, evidence));
  };
  const lassoOf = (path: Path): Path => (canonical === null ? path : realLasso(system, canonical, path));
  const isOver = (): boolean => {
    const over = limits.cancelled() || limits.late();
    reason ||= over;
    return over !== '';
  };
  const { taken, judging } = search;
  if (canonical !== null) spreadTaken(system, canonical, taken);
  const finished = reason === '';
  let results: readonly PropertyVerdict[] = verdicts(system, judging.all, judging.found, finished, pathOf);
  let judgingBytes = 0;
  if (recorder !== null) {
    const unpack: Unpack = (state, buffer) => search.codec.unpack(search.store.words, state * search.codec.layout.wordCount, buffer);
    const pause = pausing(isOver, options.onPause);
    if (recorder.isCutOff)
      await untilInterrupted(
        () => recordAgain(recorder, reduced, search.store, search.codec, canonical, search.expanded, pause),
        () => recorder.drop(),
      );
    const room = new Room((options.memoryMax ?? Infinity) - search.memoryBytes);
    const graph = recorder.graph(search.states, search.stopped === '');
    const bench = graph === null ? null : { system, graph, finished, unpack, room, pause };
    const isFull = (): void => {
      reason ||= search.fullText(false);
    };
    const { own, overridden } = await livenessVerdicts(system, bench, onGraph, overrides, { isOver, isFull }, pathOf, lassoOf);
    results = [...[...results, ...own].sort((a, b) => a.property - b.property), ...overridden];
    judgingBytes = room.most;
  }
  const readable = new Set(together === null ? options.readable?.(results) : []);
  if (readable.size > 0) {
    const isKept = renaming === null && search.isWhole;
    results = readableVerdicts(system, results, readable, {
      kept: isKept
        ? {
            system: reduced,
            store: search.store,
            codec: search.codec,
            levels: search.levelBounds,
            reduce: reset === null ? null : reset.apply,
            graph: recorder?.graph(search.states, search.stopped === '') ?? null,
          }
        : null,
      isExact: isKept && reset === null && order === null,
      canonical,
    });
  }
  // Files that cannot be cleaned away are no reason to lose what was found.
  onFailure(() => search.end(), undefined);
  if (together !== null) results = await withTraces(results, together, reduced, { ...options, order: false });
  const result: SearchResult = {
    states: Math.max(together?.states ?? 0, search.states),
    transitions: search.transitions + (together?.transitions ?? 0),
    depth: together?.depth ?? search.depth,
    finished: reason === '',
    isKept: search.isKept,
    reason,
    results,
    taken,
    ...(together === null || together.broken === '' ? {} : { broken: together.broken }),
    reduction: {
      symmetry: canonical?.families.reduce((orders, { size }) => orders * factorial(size), 1) ?? 1,
      partialOrder: order !== null,
      ...(ordering === null ? {} : { orderUnused: ordering.unused }),
      ...(wanting ? { interchangeable, toldApart: reasons, approximate: search.approximate } : {}),
      ...(resetting ? { deadValues: reset?.slotCount ?? 0 } : {}),
    },
    search: stack === null ? 'breadth' : 'depth',
    workers: together === null ? 1 : options.workers!.count,
    memoryBytes: together?.memoryBytes ?? search.memoryBytes + judgingBytes,
    seconds: limits.seconds(),
  };
  search.store.release();
  return result;
}

interface Limits {
  readonly cancelled: () => string;
  readonly late: () => string;
  readonly seconds: () => number;
  readonly forecast: Forecast;
}

/** Enters the initial states, or goes on from a checkpoint. */
async function begin(search: Search, system: TransitionSystem, options: ExploreOptions, reductions: Reductions): Promise<void> {
  const source = system.source?.();
  if (options.checkpoint === undefined || source === undefined) {
    search.begin(null);
    return;
  }
  const { disk, resume } = options.checkpoint;
  const key = await keyOf(source, system, options, reductions);
  const known = resume ? resumed(disk, key) : null;
  if (known === null) search.begin(Journal.begin(disk, key));
  else search.resume(known.journal, known.moment);
}

function resumed(disk: Disk, key: string): Resumed | null {
  try {
    return Journal.resume(disk, key);
  } catch (error) {
    throw error instanceof DiskFailure ? new CheckpointRefused(error.message) : error;
  }
}

/** Searches until the end, a limit, or a pause; gives the reason why it is not finished, or the empty text. */
async function runAlone(search: Search, options: ExploreOptions, limits: Limits): Promise<string> {
  const start = now();
  let [lastTurn, lastCheckpoint] = [start, start];
  let reason = search.stopped;
  while (reason === '' && search.expandSome() && !search.isPaused && !(options.untilDecided === true && search.isDecided)) {
    const time = now();
    reason = limits.late();
    if (options.checkpoint !== undefined && time - lastCheckpoint >= options.checkpoint.interval * 1000) {
      search.checkpoint();
      lastCheckpoint = now();
    }
    if (time - lastTurn < sliceMilliseconds) continue;
    options.onPause?.();
    const { states, transitions, depth, waiting, memoryBytes } = search;
    options.onProgress?.({ states, transitions, depth, waiting, memoryBytes, explored: limits.forecast.fraction(states, waiting), seconds: limits.seconds() });
    await turn();
    lastTurn = now();
    reason ||= limits.cancelled();
  }
  return reason || search.stopped;
}

/** Several threads go on where the search has paused; null where they cannot, and then the search no longer pauses. */
async function runTogether(
  search: Search,
  system: TransitionSystem,
  options: ExploreOptions,
  dead: readonly DeadSlots[],
  limits: Limits,
): Promise<Together | null> {
  const { store, judging, levels, transitions, states, waiting } = search;
  const together = await searchTogether(
    system,
    search.codec,
    options.workers!,
    {
      words: store.words,
      states,
      expanded: states - waiting,
      level: levels.length,
      properties: judging.all.filter((property) => judging.found[property] === null),
      dead,
      statesMax: options.statesMax ?? Infinity,
      memoryMax: options.memoryMax ?? Infinity,
    },
    (done, depth) => {
      options.onPause?.();
      const explored = limits.forecast.fraction(done.states, done.waiting);
      options.onProgress?.({
        ...done,
        states: Math.min(done.states, options.statesMax ?? Infinity),
        transitions: transitions + done.transitions,
        depth,
        explored,
        seconds: limits.seconds(),
      });
      return limits.cancelled() !== '' || limits.late() !== '';
    },
  );
  search.pauseFrom = Infinity;
  for (const taken of together?.taken ?? [])
    taken.forEach((was, action) => {
      if (was === 1) search.taken[action] = 1;
    });
  return together;
}

function reasonOf({ ended, broken }: Together, search: Search, limits: Limits): string {
  if (broken !== '') return broken;
  if (ended === 'states') return search.fullText(true);
  if (ended === 'memory') return search.fullText(false);
  return ended === 'stopped' ? limits.cancelled() || limits.late() : '';
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

/** The outcome of what touches a disk, or another one where that fails. */
function onFailure<T>(action: () => T, otherwise: T): T {
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

function factorial(size: number): number {
  return size < 2 ? 1 : size * factorial(size - 1);
}
