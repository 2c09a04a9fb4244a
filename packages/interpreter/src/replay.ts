import type { Described } from '@mmspec/system';
import type { Machine } from './machine.ts';
import type { DescribedStep, DescribedTrace } from './search.ts';
import type { MachineState } from './state.ts';
import type { Outcome } from './step.ts';

/** What is wrong with a trace; `step` counts from 1, 0 is the initial state. */
export interface ReplayFailure {
  readonly step: number;
  readonly reason: string;
}

/**
 * Takes the steps of a trace one by one: by the actor that takes it, the path of the step and the state that follows.
 * All steps that look alike are followed. Null: the trace is a run of the machine.
 */
export function replay(machine: Machine, trace: DescribedTrace): ReplayFailure | null {
  let states = nextOf(machine.initial()).filter((state) => sameRows(machine.describe(state), trace.initial));
  if (states.length === 0) return { step: 0, reason: 'no initial state looks like this' };
  for (const [index, step] of trace.steps.entries()) {
    const fitting = states.flatMap((state) => machine.successors(state)).filter((outcome) => fits(machine, outcome, step));
    if (fitting.length === 0)
      return { step: index + 1, reason: `${step.actor ?? step.environment ?? 'nobody'} cannot take ${step.path.join('.')} to this state` };
    states = nextOf(fitting);
  }
  return null;
}

function nextOf(outcomes: readonly Outcome[]): MachineState[] {
  return outcomes.flatMap((outcome) => (outcome.next === null ? [] : [outcome.next]));
}

function fits(machine: Machine, outcome: Outcome, step: DescribedStep): boolean {
  if (outcome.actor !== step.actor || outcome.environment !== step.environment || outcome.path.join('.') !== step.path.join('.')) return false;
  if (outcome.next === null || step.state === null) return outcome.next === null && step.state === null;
  return sameRows(machine.describe(outcome.next), step.state);
}

/** Equal as tables, in whatever order. */
function sameRows(a: readonly Described[], b: readonly Described[]): boolean {
  const text = (rows: readonly Described[]): string =>
    rows
      .map((row) => `${row.name}=${String(row.value)}`)
      .sort()
      .join('\n');
  return text(a) === text(b);
}
