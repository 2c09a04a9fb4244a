import { now, sizeText, turn } from '@mmspec/checker';
import type { ExploreOptions, Progress } from '@mmspec/checker';
import { ResultIsShared, searchWindows } from '@mmspec/interpreter';
import type { LeftOut, WindowSearch } from '@mmspec/interpreter';
import { boundOfPlanned, resultIsStored } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { Property, Settings, WindowBound } from '@mmspec/system';
import { CompileError } from './compile_error.ts';
import type { RunOf } from './run_systems.ts';
import { sourcePosition } from './source_position.ts';
import type { SteppedWindowSystem } from './windows.ts';

/*
 * The states of a spec under tso or weak are found before anything is judged: a search like others,
 * which keeps to the same limits and says how far it is.
 */

/** What such a search keeps to, and whom it tells. */
export interface WindowsLimits extends Pick<ExploreOptions, 'statesMax' | 'memoryMax' | 'timeMax' | 'signal' | 'onPause'> {
  /** Seconds of `timeMax` that are used already. */
  readonly spent: number;
  /** Called once it is seen that the search is no small one. */
  readonly onBegin?: (() => void) | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface Explored {
  readonly system: SteppedWindowSystem;
  readonly seconds: number;
}

/** States that are stored for one window where nothing else is said, and bytes; it takes up to a few minutes for them. */
const statesMost = 1_000_000;
const bytesMost = 2 ** 30;

/** What judging the states that were found is left of the time. */
const judgingShare = 0.3;

/** Milliseconds of work between two turns of the event loop. */
const sliceMilliseconds = 100;

/** States that are expanded between two looks at the limits. */
const stepsAtOnce = 8;

/** The window machine of a model, explored as far as the limits allow. The properties are those of every system of the spec. */
export async function exploredWindows(
  model: Model,
  settings: Settings,
  run: RunOf & { readonly window: number },
  properties: readonly Property[],
  limits: WindowsLimits,
): Promise<Explored> {
  const begin = now();
  const seconds = (): number => (now() - begin) / 1000;
  const search = begun(model, settings, run, properties);
  const reached = reachedBy(limits);
  let cut = '';
  let last = begin;
  const goesOn = (): boolean => saying(model, () => search.expandSome(stepsAtOnce));
  while (cut === '' && goesOn()) {
    cut = reached(search, seconds());
    if (now() - last < sliceMilliseconds) continue;
    limits.onBegin?.();
    limits.onPause?.();
    const { states, transitions, depth, waiting, bytes } = search;
    limits.onProgress?.({ states, transitions, depth, waiting, explored: null, seconds: seconds(), memoryBytes: bytes });
    await turn();
    last = now();
    if (limits.signal?.aborted === true) cut = 'it was cancelled';
  }
  return { system: ended(model, run.window, search, cut), seconds: seconds() };
}

/** The same in one piece, which nobody can interrupt. */
export function exploredAtOnce(
  model: Model,
  settings: Settings,
  run: RunOf & { readonly window: number },
  properties: readonly Property[],
  limits: Pick<WindowsLimits, 'statesMax' | 'memoryMax' | 'timeMax'>,
): SteppedWindowSystem {
  const begin = now();
  const search = begun(model, settings, run, properties);
  const reached = reachedBy({ ...limits, spent: 0 });
  let cut = '';
  while (cut === '' && saying(model, () => search.expandSome(stepsAtOnce))) cut = reached(search, (now() - begin) / 1000);
  return ended(model, run.window, search, cut);
}

function begun(model: Model, settings: Settings, run: RunOf & { readonly window: number }, properties: readonly Property[]): WindowSearch {
  const { memory = 'sc', window } = run;
  return saying(model, () => searchWindows(model, settings, properties, { memory, window, bound: boundOfPlanned(model, run) }));
}

/** What a search has found that ended there, or that something has cut short. */
function ended(model: Model, window: number, search: WindowSearch, cut: string): SteppedWindowSystem {
  const { leftOut, isFinished, indivisible, machine, system } = search.end();
  return { ...system, window, indivisible, machine, cut: isFinished ? '' : cut, bounded: boundBy(model, window, leftOut) };
}

/** Throws a `CompileError` for what the machine has against the spec. */
function saying<T>(model: Model, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof ResultIsShared ? new CompileError([resultIsStored(model, error.statement)], model.files) : error;
  }
}

/** Which limit was reached by a search of so many states; the empty text where none was. */
function reachedBy({
  statesMax = statesMost,
  memoryMax = bytesMost,
  timeMax = Infinity,
  spent,
}: WindowsLimits): (search: WindowSearch, seconds: number) => string {
  return ({ states, bytes }, seconds) => {
    if (states > statesMax) return `the limit of ${statesMax} states was reached`;
    if (bytes > memoryMax) return `the limit of ${sizeText(memoryMax)} of memory was reached`;
    return seconds > (timeMax - spent) * (1 - judgingShare) ? `the limit of ${timeMax} s was reached` : '';
  };
}

/** What a window, or what stops fetching in any window, kept out; null: nothing. */
function boundBy(model: Model, window: number, leftOut: readonly LeftOut[]): WindowBound | null {
  if (leftOut.length === 0) return null;
  const full = leftOut.filter(({ why }) => why === 'full');
  const others = leftOut.filter(({ why }) => why !== 'full');
  return { window, where: [...full, ...others].map((each) => leftOutText(model, each)).join('; '), wider: full.length > 0 };
}

/** What was left out where, as a clause. */
function leftOutText(model: Model, { actor, span, why }: LeftOut): string {
  const { path, line } = sourcePosition(model, span);
  const place = `${path}:${line}`;
  switch (why) {
    case 'full':
      return `the window of ${actor} was full at ${place}`;
    case 'branches':
      return `${actor} begins a branch of the either at ${place} when all before it is done`;
    case 'a way out':
      return `${actor} does nothing early behind the step at ${place}, which may leave elsewhere than at its end`;
    case 'a value':
      return `${actor} does nothing early behind ${place}, which asks for a value that is not loaded yet`;
    case 'one CPU':
      return `${actor} shares its CPU, and does nothing early there: ${place}`;
  }
}
