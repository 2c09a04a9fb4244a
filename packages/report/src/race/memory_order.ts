import type { AccessKind, PassedAccess, Trace, TraceStep } from '@mmspec/system';
import { counted } from '../wrap.ts';

/*
 * What a drawing says of accesses that are performed in another order than that of the text.
 */

/** What stands beside a store that is issued and not performed. */
export function pendingRemark(by: AccessKind | undefined): string {
  return by === 'load' ? 'in the store buffer' : 'not yet visible';
}

/** What stands beside a step: that a store is visible now, or that it came early. `isTold`: it was drawn where it was issued. */
export function orderRemarks({ access, passes = [], half }: TraceStep, isTold: boolean): string[] {
  // A store that is passed is drawn where it is issued, and says it itself.
  const isEarly = passes.some(({ kind }) => kind === 'load');
  return [
    ...(half === undefined ? [] : [`its ${half}`]),
    ...(isTold && half !== 'load' ? ['now visible'] : []),
    ...(isEarly && access !== undefined ? ['performed early'] : []),
  ];
}

/** A load half whose store half follows at once: nothing came between, so they are told as one. */
export function isFirstHalf(steps: readonly TraceStep[], index: number): boolean {
  const [step, next] = [steps[index], steps[index + 1]];
  return step?.half === 'load' && next?.half === 'store' && next.issue === step.issue;
}

/** A store half whose load half came right before. */
export const isSecondHalf = (steps: readonly TraceStep[], index: number): boolean => index > 0 && isFirstHalf(steps, index - 1);

/** One access that was performed before another one. */
interface Passing {
  readonly actor: string;
  readonly earlier: PassedAccess;
  readonly later: string;
  readonly barrier: string;
}

/** Sentences that say which barriers would forbid a run: one for each access that passes another one. */
export function orderWords({ steps }: Pick<Trace, 'steps'>): string[] {
  const found = new Map<string, Passing>();
  for (const { actor, access, passes = [], text, half, path, line, column } of steps) {
    if (actor === null || access === undefined) continue;
    for (const earlier of passes) {
      const passing = { actor, earlier, later: text, barrier: barrierBetween(earlier.kind, access, half) };
      found.set(JSON.stringify([actor, earlier.path, earlier.line, earlier.column, path, line, column, passing.barrier]), passing);
    }
  }
  // Accesses of several places may have one text.
  const all = [
    ...new Set(
      [...found.values()].map(
        ({ actor, earlier, later, barrier }) => `${actor} performs \`${later}\` before \`${earlier.text}\`: ${barrier} between them forbids it.`,
      ),
    ),
  ];
  const shown = all.slice(0, wordsMost);
  return all.length > shown.length ? [...shown, `${counted(all.length - shown.length, 'more pair')} out of order.`] : shown;
}

/** Sentences of one drawing. */
const wordsMost = 6;

/** The weakest barrier of the kernel that keeps the two in order; `half`: what of the later one has come early. */
function barrierBetween(earlier: AccessKind, later: AccessKind, half: TraceStep['half']): string {
  if (earlier === 'atomic') return 'smp_mb__after_atomic()';
  if (later === 'atomic') return 'smp_mb__before_atomic()';
  if (later === 'load') return earlier === 'load' ? 'smp_rmb()' : 'smp_mb()';
  // What a read-modify-write loads comes after a store only behind a full barrier.
  const isStore = later === 'store' || later === 'unlock' || half === 'store';
  return isStore && earlier !== 'load' ? 'smp_wmb()' : 'smp_mb()';
}
