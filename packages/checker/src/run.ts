import { DiskFailure } from './disk/disk.ts';
import type { Disk } from './disk/disk.ts';
import { Journal } from './disk/journal.ts';
import type { Resumed } from './disk/journal.ts';
import { keyOf } from './disk/key.ts';
import { CheckpointRefused } from './disk/refused.ts';
import { Forecast } from './forecast.ts';
import type { ExploreOptions } from './options.ts';
import { searchTogether } from './parallel/coordinate.ts';
import type { Together } from './parallel/coordinate.ts';
import { deadOf } from './plan.ts';
import type { Plan } from './plan.ts';
import type { Search } from './search/search.ts';
import { now, turn } from './store/host.ts';
import { triedFrom, withoutUseless } from './trial.ts';

/** Milliseconds of work between two turns of the event loop. */
const sliceMilliseconds = 100;

/** What may end a search from outside, and how far it is. */
export interface Watch {
  /** Why it is over, or the empty text. */
  readonly cancelled: () => string;
  readonly late: () => string;
  readonly seconds: () => number;
  readonly forecast: Forecast;
}

export function watchOf({ signal, timeMax, spent = 0 }: ExploreOptions): Watch {
  const start = now();
  const seconds = (): number => (now() - start) / 1000;
  return {
    cancelled: () => (signal?.aborted === true ? 'it was cancelled' : ''),
    late: () => (timeMax !== undefined && seconds() + spent > timeMax ? `the limit of ${timeMax} s was reached` : ''),
    seconds,
    forecast: new Forecast(),
  };
}

/** How a search ended. */
export interface Run {
  /** Why it is not finished, or the empty text. */
  readonly reason: string;
  /** The plan by which it has to begin anew, without reductions that do nothing; null: it has not. */
  readonly anew: Plan | null;
  /** What several threads did; null where there were none. */
  readonly together: Together | null;
}

/** Searches until the end or a limit, alone or in several threads; what touches a disk in vain ends it too. */
export async function run(search: Search, plan: Plan, watch: Watch): Promise<Run> {
  let reason = watch.cancelled();
  let together: Together | null = null;
  try {
    await begin(search, plan);
    search.levels.pauseFrom = Math.min(triedFrom(plan), plan.togetherFrom);
    reason ||= await runAlone(search, plan.options, watch);
    if (reason === '' && search.frontier.isPaused && search.levels.pauseFrom < plan.togetherFrom) {
      const anew = withoutUseless(plan, search);
      if (anew !== null) return { reason, together, anew };
      search.levels.pauseFrom = plan.togetherFrom;
      reason = await runAlone(search, plan.options, watch);
    }
    if (reason === '' && search.frontier.size > 0 && search.isEnough) reason = enough;
    if (reason === '' && search.frontier.isPaused && search.frontier.size > 0) {
      together = await runTogether(search, plan, watch);
      reason = together === null ? await runAlone(search, plan.options, watch) : reasonOf(together, search, watch);
    }
    // What ended early can be continued.
    search.checkpoint();
  } catch (error) {
    if (!(error instanceof DiskFailure)) throw error;
    reason = error.message;
  }
  return { reason, together, anew: null };
}

/** Enters the initial states, or goes on from a checkpoint. */
async function begin(search: Search, plan: Plan): Promise<void> {
  const { system, options, symmetry, order } = plan;
  const source = system.source?.();
  if (options.checkpoint === undefined || source === undefined) {
    search.begin(null);
    return;
  }
  const { disk, resume } = options.checkpoint;
  const reductions = { interchangeable: symmetry?.interchangeable ?? [], dead: deadOf(plan), partialOrder: order?.order != null };
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

/** Why a search is not finished that has found what it was for. */
const enough = 'what it was for was found';

/** Of slices of hardly any work, as of levels of one state, so many follow each other, or until they have so many steps, without a look at the clock. */
const [slicesMost, stepsMost] = [16, 64];

/** Searches until the end, a limit, or a pause; gives the reason why it is not finished, or the empty text. */
async function runAlone(search: Search, options: ExploreOptions, watch: Watch): Promise<string> {
  const { expansion } = search;
  const start = now();
  let [lastTurn, lastCheckpoint] = [start, start];
  let reason = expansion.stopped;
  // The first one is followed by a look.
  let [slices, steps] = [slicesMost, 0];
  while (reason === '' && search.expandSome() && !search.frontier.isPaused && !(options.untilDecided === true && search.isDecided) && !search.isEnough) {
    if (++slices < slicesMost && expansion.transitions - steps < stepsMost && options.checkpoint === undefined) continue;
    [slices, steps] = [0, expansion.transitions];
    const time = now();
    reason = watch.late();
    if (options.checkpoint !== undefined && time - lastCheckpoint >= options.checkpoint.interval * 1000) {
      search.checkpoint();
      lastCheckpoint = now();
    }
    if (time - lastTurn < sliceMilliseconds) continue;
    options.onPause?.();
    const { memoryBytes, frontier } = search;
    const { transitions, depth } = expansion;
    const { states, size: waiting } = frontier;
    options.onProgress?.({ states, transitions, depth, waiting, memoryBytes, explored: watch.forecast.fraction(states, waiting), seconds: watch.seconds() });
    await turn();
    lastTurn = now();
    reason ||= watch.cancelled();
  }
  return reason || expansion.stopped;
}

/** Several threads go on where the search has paused; null where they cannot, and then the search no longer pauses. */
async function runTogether(search: Search, plan: Plan, watch: Watch): Promise<Together | null> {
  const { expansion, levels, frontier } = search;
  const { store, judging, transitions, limits } = expansion;
  const { options } = plan;
  const together = await searchTogether(
    plan.reduced,
    expansion.codec,
    options.workers!,
    {
      words: store.words,
      states: frontier.states,
      expanded: frontier.states - frontier.size,
      level: levels.count,
      properties: judging.all.filter((property) => judging.found[property] === null),
      dead: deadOf(plan),
      counts: expansion.counts,
      statesMax: limits.statesMax,
      // The states that were found alone stay where they are.
      memoryMax: limits.memoryMax - search.memoryBytes,
    },
    ({ states, frontier: waiting, transitions: taken, memoryBytes }, depth) => {
      options.onPause?.();
      const explored = watch.forecast.fraction(states, waiting);
      options.onProgress?.({
        states: Math.min(states, limits.statesMax),
        transitions: transitions + taken,
        waiting,
        memoryBytes: search.memoryBytes + memoryBytes,
        depth,
        explored,
        seconds: watch.seconds(),
      });
      return watch.cancelled() !== '' || watch.late() !== '';
    },
  );
  levels.pauseFrom = Infinity;
  for (const taken of together?.taken ?? [])
    taken.forEach((count, action) => {
      expansion.taken[action]! += count;
    });
  return together;
}

function reasonOf({ ended, broken }: Together, search: Search, watch: Watch): string {
  if (broken !== '') return broken;
  if (ended === 'states') return search.fullText(true);
  if (ended === 'memory') return search.fullText(false);
  return ended === 'stopped' ? watch.cancelled() || watch.late() : '';
}
