import type { AccessKind, PassedAccess, Trace, TraceStep } from '@mmspec/system';
import { counted } from '../wrap.ts';

/*
 * What a drawing says of accesses that are performed in another order than that of the text.
 */

/** What stands beside a store that is issued and not performed. */
export function pendingRemark(by: AccessKind | undefined): string {
  return by === 'load' ? 'in the store buffer' : 'not yet visible';
}

/** What stands beside a step: that a store is visible now, or that it came early. */
export function orderRemarks({ access, passes = [], late, half }: TraceStep, wasIssued: boolean): string[] {
  // A store that is passed is drawn where it is issued, and says it itself.
  const isEarly = passes.some(({ kind }) => kind === 'load');
  return [
    ...(half === undefined ? [] : [`its ${half}`]),
    ...(late === true && wasIssued ? ['now visible'] : []),
    ...(isEarly && access !== undefined ? ['performed early'] : []),
  ];
}

/** A load half whose store half follows at once: nothing came between, so they are told as one. */
export function isFirstHalf(steps: readonly TraceStep[], index: number): boolean {
  const [step, next] = [steps[index], steps[index + 1]];
  return step?.half === 'load' && next?.half === 'store' && next.actor === step.actor && next.text === step.text;
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
  for (const { actor, access, passes = [], text } of steps) {
    if (actor === null || access === undefined) continue;
    for (const earlier of passes) {
      const passing = { actor, earlier, later: text, barrier: barrierBetween(earlier, { kind: access, text }) };
      found.set(JSON.stringify([actor, earlier.line, earlier.text, text]), passing);
    }
  }
  const all = [...found.values()];
  const shown = all
    .slice(0, wordsMost)
    .map(({ actor, earlier, later, barrier }) => `${actor} performs \`${later}\` before \`${earlier.text}\`: ${barrier} between them forbids it.`);
  return all.length > shown.length ? [...shown, `${counted(all.length - shown.length, 'more pair')} out of order.`] : shown;
}

/** Sentences of one drawing. */
const wordsMost = 6;

interface Accessed {
  readonly kind: AccessKind;
  readonly text: string;
}

/** An operation of the kernel, as `atomic_inc(a)`; `a += 1` is a load and a store. */
const isAtomic = ({ kind, text }: Accessed): boolean => kind === 'update' && text.endsWith(')');

/** The weakest barrier of the kernel that keeps the two in order. */
function barrierBetween(earlier: Accessed, later: Accessed): string {
  if (isAtomic(earlier)) return 'smp_mb__after_atomic()';
  if (isAtomic(later)) return 'smp_mb__before_atomic()';
  if (earlier.kind === 'load') return later.kind === 'load' ? 'smp_rmb()' : 'smp_mb()';
  return later.kind === 'load' ? 'smp_mb()' : 'smp_wmb()';
}
