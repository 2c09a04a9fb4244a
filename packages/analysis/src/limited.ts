import { now, OutOfTime, sizeText, withinTime } from '@mmspec/checker';
import type { ExploreOptions } from '@mmspec/checker';
import { OverBudget, type Budget } from '@mmspec/compiler';

/** What compiling has to keep to: it is work in one piece, which looks at no signal. */
export interface CompileLimits extends Pick<ExploreOptions, 'timeMax' | 'memoryMax'> {
  /** Called before something is compiled. */
  readonly onCompile?: (() => void) | undefined;
}

/** A limit ended what is no search; the message says which one. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
}

export interface Compiled<T> {
  readonly value: T;
  /** Seconds. */
  readonly spent: number;
}

/** Compiling may always take so many bytes: `--memory-max` is about states. */
const bytesLeast = 2 ** 26;

/** Compiles within the limits of a search, which then has less time. Throws `LimitReached`. */
export function compiled<T>({ timeMax, memoryMax, onCompile }: CompileLimits, work: (budget: Budget) => T): Compiled<T> {
  onCompile?.();
  const start = now();
  const budget: Budget = { bytes: memoryMax === undefined ? Infinity : Math.max(memoryMax, bytesLeast) };
  try {
    const value = timeMax === undefined ? work(budget) : withinTime(timeMax, () => work(budget));
    return { value, spent: (now() - start) / 1000 };
  } catch (error) {
    if (error instanceof OutOfTime) throw new LimitReached(timeText(timeMax));
    if (error instanceof OverBudget) throw new LimitReached(`the limit of ${sizeText(memoryMax ?? 0)} of memory was reached`);
    throw error;
  }
}

/** Does what is neither compiling nor a search within the time of one. Throws `LimitReached`. */
export function inTime<T>(timeMax: number | undefined, work: () => T): T {
  return compiled({ timeMax }, work).value;
}

function timeText(timeMax: number | undefined): string {
  return `the limit of ${timeMax} s was reached`;
}
