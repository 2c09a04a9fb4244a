import type { Leaf, StepProgram } from './ir.ts';

/*
 * Actions are numbered kind after kind, instance after instance, step after step, leaf after leaf; a leaf with marks has
 * one number for every set of them.
 */

export interface NumberedAction {
  readonly step: StepProgram;
  readonly instance: number;
  readonly executed: readonly (readonly string[])[];
}

/** Numbers that a leaf takes up. */
export function leafSize(leaf: Leaf): number {
  return 2 ** leaf.marks.length;
}

/** Where the numbers of each kind begin, how many each instance has, and where in them each step begins. */
export interface Numbering {
  /** By kind; the environment is the last. */
  readonly base: readonly number[];
  readonly perInstance: readonly number[];
  /** By step. */
  readonly stepBase: readonly number[];
  readonly count: number;
}

export function numberingOf(steps: readonly StepProgram[], counts: readonly number[]): Numbering {
  const perInstance = [...counts.map(() => 0), 0];
  const stepBase: number[] = [];
  for (const step of steps) {
    const kind = step.kind < 0 ? counts.length : step.kind;
    stepBase.push(perInstance[kind] ?? 0);
    perInstance[kind] = (perInstance[kind] ?? 0) + step.leaves.reduce((sum, leaf) => sum + leafSize(leaf), 0);
  }
  const base: number[] = [];
  let count = 0;
  perInstance.forEach((size, kind) => {
    base.push(count);
    count += size * (counts[kind] ?? 1);
  });
  return { base, perInstance, stepBase, count };
}

/** The number of a leaf within its step. */
export function leafBase(step: StepProgram, leaf: number): number {
  return step.leaves.slice(0, leaf).reduce((sum, each) => sum + leafSize(each), 0);
}

/** All actions in order. */
export function actionsOf(steps: readonly StepProgram[], counts: readonly number[]): readonly NumberedAction[] {
  const found: NumberedAction[] = [];
  const add = (kind: number, instance: number): void => {
    for (const step of steps) {
      if (step.kind !== kind) continue;
      for (const leaf of step.leaves) {
        for (let marks = 0; marks < leafSize(leaf); marks++) {
          const more = leaf.marks.filter((path, bit) => ((marks >> bit) & 1) === 1 && !leaf.executed.some((known) => known.join('\n') === path.join('\n')));
          found.push({ step, instance, executed: [...leaf.executed, ...more] });
        }
      }
    }
  };
  counts.forEach((count, kind) => {
    for (let instance = 0; instance < count; instance++) add(kind, instance);
  });
  add(-1, 0);
  return found;
}
