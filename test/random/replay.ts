import type { Machine, Outcome } from '@mmspec/interpreter';
import type { TransitionSystem } from '@mmspec/system';
import { textOf } from './agreement.ts';

type MachineState = NonNullable<Outcome['next']>;

/** A path as the checker reports it; a fault at its end has an action and no state. */
export interface ReportedPath {
  readonly states: readonly Int32Array[];
  readonly actions: readonly number[];
  /** Of a lasso: the index of the action that begins the loop. */
  readonly loop?: number;
}

/**
 * Walks a reported path in the interpreter; returns what is wrong with it, or null.
 * The path must end in the violation of the property that it is reported for.
 */
export function replay(system: TransitionSystem, machine: Machine, property: number, path: ReportedPath): string | null {
  const violated = system.properties[property];
  if (violated === undefined) return `there is no property ${property}`;
  const texts = path.states.map((state) => textOf(system.describe(state)));
  const beginning = machine.initial();
  if (texts.length === 0) return beginning.some((outcome) => outcome.fault === violated.name) ? null : 'a path without states';
  let current: MachineState | null = beginning.find((outcome) => outcome.next !== null && textOf(machine.describe(outcome.next)) === texts[0])?.next ?? null;
  if (current === null) return `no initial state is ${texts[0]}`;
  let last: { readonly before: MachineState; readonly outcome: Outcome } | null = null;
  for (let step = 0; step < path.actions.length; step++) {
    const action = system.actions[path.actions[step] ?? -1];
    if (action === undefined) return `there is no action ${path.actions[step]}`;
    const actor = action.actor < 0 ? null : system.actors[action.actor]?.name;
    const wanted = texts[step + 1];
    const executed = (one: readonly (readonly string[])[]): string => [...new Set(one.map((part) => part.join('.')))].sort().join(' ');
    const fits: readonly Outcome[] = machine
      .successors(current)
      .filter(
        (outcome) =>
          outcome.actor === actor &&
          outcome.path.join('.') === action.path.join('.') &&
          executed(outcome.executed) === executed(action.executed) &&
          (wanted === undefined
            ? outcome.fault === violated.name || (outcome.next === null && outcome.flags.includes(violated.name))
            : outcome.next !== null && textOf(machine.describe(outcome.next)) === wanted),
      );
    const live = fits.find((outcome) => outcome.flags.includes(violated.name));
    const outcome = (step === path.actions.length - 1 ? live : undefined) ?? fits[0];
    if (outcome === undefined) return `step ${step} (${actor} ${action.path.join('.')}) leads nowhere, wanted ${wanted ?? violated.name}`;
    last = { before: current, outcome };
    if (outcome.next === null) return step === path.actions.length - 1 ? null : `step ${step} is a fault, but the path goes on`;
    current = outcome.next;
  }
  const index = machine.properties.findIndex((candidate) => candidate.name === violated.name);
  switch (violated.kind) {
    case 'state':
    case 'lost_reference':
      return machine.holdsInState(index, current) ? `${violated.name} holds at the end` : null;
    case 'reachable':
      return machine.holdsInState(index, current) ? null : `${violated.name} is not reached at the end`;
    case 'step':
      return last !== null && !machine.holdsOnStep(index, last.before, last.outcome) ? null : `${violated.name} holds on the last step`;
    case 'live':
    case 'get_at_zero':
    case 'sleeps_in_atomic':
      return last !== null && last.outcome.flags.includes(violated.name) ? null : `${violated.name} holds on the last step`;
    case 'deadlock':
      return machine.successors(current).length === 0 && !machine.isQuiescent(current) ? null : 'the last state is no deadlock';
    case 'temporal': {
      const { loop } = path;
      if (loop === undefined) return 'a lasso without a loop';
      return textOf(machine.describe(current)) === texts[loop] ? null : 'the loop does not close';
    }
    case 'possible':
      return null;
    case 'assertion':
    case 'null_reference':
    case 'overflow':
    case 'range':
    case 'underflow':
      return `a path of ${violated.kind} ends without a fault`;
  }
}
