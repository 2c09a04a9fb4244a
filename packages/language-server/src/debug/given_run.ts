import type { Machine, MachineState, Outcome } from '@mmspec/interpreter';
import type { Trace } from '@mmspec/system';
import type { Reached } from './reached.ts';

/** A run that was found, and is stepped as it is: the race of a property, or the interleaving of a scenario. */
export interface GivenRun {
  /** From the initial state, with the steps as the interpreter has them. */
  readonly path: readonly Reached[];
  /** By step. */
  readonly movers: readonly string[];
  /** Index of the step that begins the loop. */
  readonly loop: number | null;
  /** What the last step violates where it is a fault, which leads to no state. */
  readonly fault: string | null;
  /** By step: what it is in the scenario. */
  readonly marks: ReadonlyMap<number, string>;
  /** What is said of the end. */
  readonly end: string;
}

/** Takes the steps of a trace with the interpreter, whose states have the same rows; `property`: what the trace violates, perhaps with a fault. */
export function retaken(machine: Machine, { initial, steps, loop }: Trace, property: string | null, about: Pick<GivenRun, 'marks' | 'end'>): GivenRun {
  const isAt = (state: MachineState, rows: Trace['initial']): boolean => machine.describe(state).every(({ name, value }) => rows[name] === value);
  const first = machine.initial().find(({ next }) => next !== null && isAt(next, initial))?.next;
  if (first === undefined || first === null) throw new Error('the interpreter has no such initial state');
  const path: Reached[] = [{ state: first, step: null }];
  let fault: string | null = null;
  for (const [index, step] of steps.entries()) {
    const outcomes = machine.successors((path.at(-1) as Reached).state).filter((outcome) => outcome.actor === step.actor);
    const leads = outcomes.find((outcome) => outcome.next !== null && isAt(outcome.next, step.state));
    const isFailing = (outcome: Outcome): boolean => outcome.next === null && (property === null ? leads === undefined : outcome.fault === property);
    const failing = index === steps.length - 1 ? outcomes.find(isFailing) : undefined;
    if (failing !== undefined) fault = failing.fault;
    else if (leads === undefined || leads.next === null) throw new Error(`the interpreter cannot take step ${index + 1} of the run`);
    else path.push({ state: leads.next, step: leads });
  }
  return { ...about, path, movers: steps.map(({ actor, action }) => actor ?? action ?? ''), loop, fault };
}
