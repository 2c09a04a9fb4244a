import type { ExploreOptions, PropertyVerdict, SearchResult } from '@mmspec/checker';
import type { Machine } from '@mmspec/interpreter';
import type { Mode, TransitionSystem, WindowBound, WindowSystem } from '@mmspec/system';

/*
 * Under `memory tso` and `memory weak` each actor has a window of accesses that are under way. What a wider one allows
 * contains what a narrower one does, so they are searched one after the other, until one is nowhere full.
 */

/** A system whose actors have windows, with the same step by step. */
export interface SteppedWindowSystem extends WindowSystem {
  readonly machine: Machine;
}

/**
 * What a search has found, where some states were not looked at: what a path violates is violated, and everything else is open. A deadlock is one
 * where all steps of its state were looked for. What does not follow, from a state or beside a loop, may be among what was not looked at.
 */
export function cutShort(system: TransitionSystem, found: SearchResult): SearchResult {
  if (!isWindowSystem(system) || system.cut === '') return found;
  const isShown = ({ verdict, path, property }: PropertyVerdict): boolean => {
    const { kind } = system.properties[property]!;
    return verdict === 'violated' && path !== null && kind !== 'possible' && kind !== 'temporal';
  };
  const results = found.results.map((result): PropertyVerdict => (isShown(result) ? result : { ...result, verdict: 'unfinished', path: null, depth: null }));
  return { ...found, results, finished: false, reason: found.reason || system.cut };
}

export function isWindowed({ memory = 'sc' }: Mode): boolean {
  return memory !== 'sc';
}

export const isWindowSystem = (system: TransitionSystem): system is SteppedWindowSystem => 'bounded' in system && 'indivisible' in system;

/** The windows that are tried where a check names none, from narrow to wide. */
const windows: readonly number[] = [2, 3, 4];

/** The windows that are tried, from narrow to wide. */
export const windowsOf = ({ window }: Mode): readonly number[] => (window === undefined ? windows : [window]);

/** Whether a wider window may show more than one whose search came to its end, and is worth its effort. */
export function goesWider(bounded: WindowBound | null, states: number): boolean {
  return bounded?.wider === true && states <= effortMost;
}

/** After a search of more states than these a wider window is not tried unless it is asked for. */
const effortMost = 250_000;

/** What one window gave. */
export interface Windowed<T> {
  readonly value: T;
  readonly system: TransitionSystem;
  readonly window: number;
  readonly bounded: WindowBound | null;
}

/** What one window gave, and whether a wider one may show more. */
export interface Try<T> {
  readonly value: T;
  readonly system: TransitionSystem;
  readonly states: number;
  /** Nothing more can be found. */
  readonly isDecided: boolean;
  /** It came to its end. */
  readonly finished: boolean;
}

/** Tries windows from narrow to wide. One that did not come to its end is left for the one before, unless it found what that did not: `isDecided`. */
export async function byWindows<T>(mode: Mode, work: (window: number) => Promise<Try<T>>, isOver: () => boolean): Promise<Windowed<T>> {
  let best: Windowed<T> | null = null;
  for (const size of windowsOf(mode)) {
    const { value, system, states, isDecided, finished } = await work(size);
    const bounded = isWindowSystem(system) ? system.bounded : null;
    if (best === null || finished || isDecided) best = { value, system, window: size, bounded };
    if (isDecided || !finished || !goesWider(bounded, states) || isOver()) break;
  }
  if (best === null) throw new Error('no window was tried');
  return best;
}

/** Whether a search has shown everything that it judges to be violated: no wider window takes a run away. What is only missing may still come. */
export function isDecided({ properties }: TransitionSystem, { results }: SearchResult): boolean {
  const isShown = ({ verdict, path, property }: PropertyVerdict): boolean =>
    verdict === 'violated' && path !== null && properties[property]?.kind !== 'possible';
  return results.length > 0 && results.every(isShown);
}

type Unused = Pick<ExploreOptions, 'symmetry' | 'deadValues' | 'order' | 'workers' | 'spill' | 'checkpoint'>;

/** What these searches do not use: the checker knows a state by one number, in which there is nothing to cut down, and one thread has what it stands for. */
export const withoutReductions: Unused = {
  symmetry: false,
  deadValues: false,
  order: false,
  workers: undefined,
  spill: undefined,
  checkpoint: undefined,
};

/** What was asked for and is not used, as options; empty where nothing was. */
export function unusedOf({ symmetry, deadValues, order, workers, spill, checkpoint, reduction = true }: Unused & Pick<ExploreOptions, 'reduction'>): string[] {
  const asked: readonly (readonly [string, unknown])[] = [
    ['symmetry', reduction && symmetry],
    ['dead values', reduction && deadValues],
    ['partial order', reduction && order],
    ['threads', workers],
    ['a folder for states', spill],
    ['checkpoints', checkpoint],
  ];
  return asked.flatMap(([name, value]) => (value === undefined || value === false ? [] : [name]));
}
