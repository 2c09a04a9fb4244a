import { now, OutOfTime, sizeText, turn, withinTime } from '@mmspec/checker';
import type { ExploreOptions } from '@mmspec/checker';
import { OverBudget, type Budget } from '@mmspec/compiler';

/** What compiling has to keep to: it is work in one piece, which looks at no signal. */
export interface CompileLimits extends Pick<ExploreOptions, 'timeMax' | 'spent' | 'memoryMax' | 'signal'> {
  /** Called before work in one piece that may take long: nobody can hear of a signal then. Where it is given, such work first has a moment to be over. */
  readonly onCompile?: (() => void) | undefined;
  /** The text is so long that it is not worth while to try for a moment first; default false. */
  readonly isLong?: boolean | undefined;
}

/** A limit ended what is no search; the message says which one. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
  readonly seconds: number;

  constructor(message: string, seconds: number) {
    super(message);
    this.seconds = seconds;
  }
}

export interface Compiled<T> {
  readonly value: T;
  /** Seconds that it took. */
  readonly spent: number;
}

/** What making a system may take; one that has something when its time is over stops in time. */
export interface TimedBudget extends Budget {
  /** Seconds; infinite where it is stopped from outside. */
  readonly seconds: number;
}

/** Compiling may always take so many bytes: `--memory-max` is about states. */
const bytesLeast = 2 ** 24;

/** Seconds for which compiling may keep others from hearing of a signal; it always has as long, whatever the limit of time. */
const moment = 0.5;

/** Seconds that reading always has. */
const readingLeast = 1;

/**
 * Compiles within the limits of a search, which then has less time. Throws `LimitReached`.
 * What is over in a moment is followed by `more`, which is stopped when the moment is over; what it took is not counted.
 */
export async function compiled<T>(
  { timeMax, spent: before = 0, memoryMax, signal, onCompile, isLong = false }: CompileLimits,
  work: (budget: TimedBudget) => T,
  more: (budget: TimedBudget) => void = () => undefined,
): Promise<Compiled<T>> {
  const start = now();
  const time = Math.max((timeMax ?? Infinity) - before, moment);
  const spent = (): number => (now() - start) / 1000;
  const budget = (seconds: number): TimedBudget => ({ seconds, bytes: memoryMax === undefined ? Infinity : Math.max(memoryMax, bytesLeast) });
  const attempt = (seconds: number): Compiled<T> => ({ value: withinTime(seconds, () => work(budget(seconds))), spent: spent() });
  const attemptAtOnce = (): Compiled<T> => {
    let done: Compiled<T> | null = null;
    try {
      withinTime(moment, () => {
        done = { value: work(budget(Infinity)), spent: spent() };
        more(budget(Infinity));
      });
    } catch (error) {
      if (!(error instanceof OutOfTime) || done === null) throw error;
    }
    return done!;
  };
  try {
    if (onCompile === undefined) return attempt(time);
    try {
      if (!isLong) return attemptAtOnce();
    } catch (error) {
      if (!(error instanceof OutOfTime) || time <= moment) throw error;
    }
    // It takes longer: it begins anew, so that a signal in the meantime need not wait for its end.
    await turn();
    if (signal?.aborted === true) throw new LimitReached('it was cancelled', spent());
    onCompile();
    return attempt(time - spent());
  } catch (error) {
    if (error instanceof OutOfTime) throw new LimitReached(timeText(timeMax), spent());
    if (error instanceof OverBudget) throw new LimitReached(`the limit of ${sizeText(memoryMax ?? 0)} of memory was reached`, spent());
    throw error;
  }
}

/** Reads a spec within the time of a search. Throws `LimitReached`. */
export function inTime<T>(timeMax: number | undefined, work: () => T): T {
  try {
    return timeMax === undefined ? work() : withinTime(Math.max(timeMax, readingLeast), work);
  } catch (error) {
    throw error instanceof OutOfTime ? new LimitReached(timeText(timeMax), timeMax ?? 0) : error;
  }
}

function timeText(timeMax: number | undefined): string {
  return `the limit of ${timeMax} s was reached`;
}
