import type { TransitionSystem } from '@mmspec/system';
import { BreadthFirst } from './breadth_first.ts';
import { DiskFailure } from './disk/disk.ts';
import type { Disk } from './disk/disk.ts';
import { Journal } from './disk/journal.ts';
import type { Resumed } from './disk/journal.ts';
import { keyOf } from './disk/key.ts';
import type { Reductions } from './disk/key.ts';
import { resetOf, withReset } from './dead_values/reset.ts';
import { pathTo, verdicts } from './findings.ts';
import type { Evidence } from './findings.ts';
import { now, turn } from './host.ts';
import { isAboutGraph } from './judging.ts';
import type { ExploreOptions, Path, SearchResult } from './options.ts';
import { realLasso, realPath } from './symmetry/real_path.ts';
import type { Ending } from './symmetry/real_path.ts';
import { orderedSystem } from './order/ordered_system.ts';
import { usableOrder } from './order/usable.ts';
import { spreadTaken, usableFamilies } from './symmetry/usable.ts';
import { GraphRecorder } from './temporal/graph.ts';
import { livenessVerdicts } from './temporal/verdicts.ts';

/** A checkpoint cannot be used; the message says why. */
export class CheckpointRefused extends Error {}

/** Milliseconds of work between two turns of the event loop. */
const sliceMilliseconds = 100;

/**
 * Explores all states breadth-first and judges every property in one search.
 * States and steps that violate something are explored like any other, so counts do not depend on properties;
 * each property keeps the first, and so shortest, path that decides it.
 * Throws where the system breaks its word, such as by a value outside the range of its slot, and `CheckpointRefused`
 * where a checkpoint to go on from is damaged.
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
  const { canonical: renaming, interchangeable, reasons } = wanting
    ? usableFamilies(system, judged, reset?.dead ?? [])
    : { canonical: null, interchangeable: [], reasons: [] };
  const canonical = reset === null ? renaming : withReset(renaming, reset);
  const ordering = options.order === true && options.reduction !== false ? usableOrder(system, { judged, shortest: options.shortest === true }) : null;
  const order = ordering?.order ?? null;
  const search = new BreadthFirst(order === null ? system : orderedSystem(system, order), options, canonical, recorder);

  const cancelled = (): string => (options.signal?.aborted === true ? 'it was cancelled' : '');
  const late = (time: number): string => (options.timeMax !== undefined && (time - start) / 1000 > options.timeMax ? `the limit of ${options.timeMax} s was reached` : '');
  let reason = cancelled();
  try {
    await begin(search, system, options, { interchangeable, dead: reset?.dead ?? [], partialOrder: order !== null });
    reason ||= search.stopped;
    let lastTurn = start;
    let lastCheckpoint = start;
    while (reason === '' && search.expandSome()) {
      const time = now();
      reason ||= late(time);
      if (options.checkpoint !== undefined && time - lastCheckpoint >= options.checkpoint.interval * 1000) {
        search.checkpoint();
        lastCheckpoint = now();
      }
      if (time - lastTurn < sliceMilliseconds) continue;
      const { states, transitions, depth, waiting, memoryBytes } = search;
      options.onProgress?.({ states, transitions, depth, waiting, memoryBytes, seconds: (time - start) / 1000 });
      await turn();
      lastTurn = now();
      reason ||= cancelled();
    }
    reason ||= search.stopped;
    // What ended early can be continued, but for a slice that a limit cut off.
    if (search.stopped === '') search.checkpoint();
  } catch (error) {
    if (!(error instanceof DiskFailure)) throw error;
    reason = error.message;
  }

  const pathOf = (property: number, evidence: Evidence): Path => {
    const path = pathTo(evidence, search.trail);
    return canonical === null ? path : realPath(system, canonical, path, endingOf(property, evidence));
  };
  const lassoOf = (path: Path): Path => (canonical === null ? path : realLasso(system, canonical, path));
  const isOver = (): boolean => {
    const over = cancelled() || late(now());
    reason ||= over;
    return over !== '';
  };
  const { states, transitions, depth, memoryBytes, approximate, taken, judging } = search;
  if (canonical !== null) spreadTaken(system, canonical, taken);
  const plain = verdicts(system, judging.all, judging.found, reason === '', pathOf);
  const onPaths = recorder === null ? null : await livenessVerdicts(system, onGraph, overrides, recorder.graph(states, search.stopped === ''), search.store, search.codec, reason === '', isOver, pathOf, lassoOf);
  const results = onPaths === null ? plain : [...[...plain, ...onPaths.own].sort((a, b) => a.property - b.property), ...onPaths.overridden];
  search.end();
  return {
    states, transitions, depth, finished: reason === '', reason, results, taken, memoryBytes,
    reduction: {
      symmetry: canonical?.families.reduce((orders, { size }) => orders * factorial(size), 1) ?? 1,
      partialOrder: order !== null,
      ...(ordering === null ? {} : { orderUnused: ordering.unused }),
      ...(wanting ? { interchangeable, toldApart: reasons, approximate } : {}),
      ...(resetting ? { deadValues: reset?.slotCount ?? 0 } : {}),
    },
    seconds: (now() - start) / 1000,
  };
}

/** Enters the initial states, or goes on from a checkpoint. */
async function begin(search: BreadthFirst, system: TransitionSystem, options: ExploreOptions, reductions: Reductions): Promise<void> {
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

function endingOf(property: number, { step }: Evidence): Ending {
  if (step === null) return { kind: 'state' };
  return step.after === null ? { kind: 'fault', property } : { kind: 'step', property, after: step.after };
}

function factorial(size: number): number {
  return size < 2 ? 1 : size * factorial(size - 1);
}
