import type { Model } from '@mmspec/semantics';
import type { CheckResult, TransitionSystem } from '@mmspec/system';

/*
 * How often a search took each step of a spec, beside its verdict.
 */

/** A step of a text, and how often it was taken. */
export interface StepTaken {
  readonly path: string;
  /** Half-open offsets of its statement. */
  readonly start: number;
  readonly end: number;
  /** Labels and operations down to it. */
  readonly name: string;
  readonly count: number;
}

export interface StepsTaken {
  /** The search has seen all states: what it did not take is never taken. */
  readonly isWhole: boolean;
  readonly steps: readonly StepTaken[];
}

/** A result with the steps of the search that gave it; without them where there was none. */
export interface ResultWithSteps extends CheckResult {
  readonly steps?: StepsTaken;
}

/** The steps of a system by their place in the text, with the counts of all actions there. */
export function stepsTaken({ files }: Model, { actions }: TransitionSystem, counts: Float64Array, isWhole: boolean): StepsTaken {
  const steps = new Map<string, StepTaken>();
  for (const [index, { span, path }] of actions.entries()) {
    const key = `${span.file} ${span.start}`;
    const before = steps.get(key);
    const count = (before?.count ?? 0) + (counts[index] ?? 0);
    steps.set(
      key,
      before === undefined ? { path: files[span.file]?.path ?? '', start: span.start, end: span.end, name: path.join('.'), count } : { ...before, count },
    );
  }
  return { isWhole, steps: [...steps.values()] };
}
