import { breakpointAt } from './breakpoints.ts';
import { brokenNow, docOf } from './breaking.ts';
import { output, type DebugMessage } from './messages.ts';
import { moverOf } from './reached.ts';
import type { Running } from './running.ts';

/*
 * What is noticed where a step has led: logpoints, breakpoints, properties that it has broken.
 */

/** Why a run stops. */
export interface Stop {
  readonly reason: 'breakpoint' | 'exception';
  readonly description?: string;
  readonly text?: string;
}

export interface Arrival {
  readonly told: readonly DebugMessage[];
  /** Null: nothing asks for it. */
  readonly stop: Stop | null;
}

/** What is noticed of the step that was just taken. */
export function arrival(run: Running): Arrival {
  const { step = null } = run.path.at(-1) ?? {};
  if (step === null) return { told: [], stop: null };
  const { told, why } = breakpointAt(run, step.actor);
  const broken = brokenNow(run);
  if (broken.length > 0) return { told, stop: atBreaking(run, broken, moverOf(step)) };
  if (why === null) return { told, stop: null };
  if (why === '') return { told, stop: { reason: 'breakpoint' } };
  return { told: [...told, output('important', why)], stop: { reason: 'breakpoint', description: 'Paused on a condition that cannot be judged', text: why } };
}

function atBreaking(run: Running, broken: readonly string[], mover: string): Stop {
  const says = broken.map((name) => [name, ...docOf(run, name)].join(': '));
  return {
    reason: 'exception',
    description: `${broken.join(', ')} ${broken.length === 1 ? 'breaks' : 'break'}`,
    text: `${says.join('; ')} (by a step of ${mover})`,
  };
}
