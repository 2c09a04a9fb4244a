import type { Path } from '@mmspec/checker';
import type { Machine, MachineState, Outcome } from '@mmspec/interpreter';
import type { Action, TransitionSystem } from '@mmspec/system';
import { isWindowSystem } from '../windows.ts';

/** A path as the interpreter has taken it. */
export interface Retraced {
  /** Null where the path is a fault of the beginning. */
  readonly first: MachineState | null;
  readonly taken: readonly Outcome[];
}

/**
 * Takes the steps of a path in the interpreter, and notes what they do. `violated` is the property that the path
 * is about: a last step is a fault of it, or has its flag, where one is. Where several outcomes lead to the same state, the first that executes the same labels is taken.
 * Throws where a step cannot be taken: then the two engines do not agree.
 */
export function retrace(machine: Machine, system: TransitionSystem, path: Path, violated: string | null): Retraced {
  const [first] = path.states;
  if (first === undefined) return { first: null, taken: [] };
  const start = beginning(machine, system, first);
  const again = statesAgain(machine, system);
  let current = again(start, stateText(machine, system, first));
  const taken = path.actions.map((number, index): Outcome => {
    const action = system.actions[number];
    if (action === undefined) throw new Error(`a path takes action ${number}, which does not exist`);
    const after = path.states[index + 1];
    const wanted = after === undefined ? null : stateText(machine, system, after);
    const isLast = index === path.actions.length - 1;
    const outcome =
      isLast || wanted === null
        ? outcomeLike(machine, system, current, action, wanted, isLast ? violated : null)
        : stepTo(machine, system, current, action, wanted);
    if (outcome.next !== null) current = wanted === null ? outcome.next : again(outcome.next, wanted);
    return outcome;
  });
  return { first: start, taken };
}

/** A state that a path has come to, with its key once somebody has asked for it. */
interface Visited {
  readonly state: MachineState;
  key: string | null;
}

/** Gives for a state of a path, of this text, the equal one that the path was in before: its steps are known. A scenario may go round thousands of times. */
function statesAgain(machine: Machine, system: TransitionSystem): (state: MachineState, text: string) => MachineState {
  if (isNumbered(machine, system)) return (state) => state;
  const visited = new Map<string, Visited[]>();
  return (state, text) => {
    const alike = visited.get(text);
    if (alike === undefined) {
      visited.set(text, [{ state, key: null }]);
      return state;
    }
    const key = machine.key(state);
    const known = alike.find((each) => each.state === state || (each.key ??= machine.key(each.state)) === key);
    if (known !== undefined) return known.state;
    alike.push({ state, key });
    return state;
  };
}

/*
 * The shortest paths of one search share their beginnings: each state and step of those is looked for once.
 */

const beginnings = new WeakMap<Machine, Map<string, MachineState>>();

function beginning(machine: Machine, system: TransitionSystem, first: Int32Array): MachineState {
  const known = beginnings.get(machine) ?? new Map<string, MachineState>();
  beginnings.set(machine, known);
  const wanted = stateText(machine, system, first);
  const found = known.get(wanted) ?? initialLike(machine, system, wanted);
  known.set(wanted, found);
  return found;
}

const stepsFrom = new WeakMap<MachineState, Map<Action, Map<string, Outcome>>>();

function stepTo(machine: Machine, system: TransitionSystem, state: MachineState, action: Action, wanted: string): Outcome {
  const known = stepsFrom.get(state) ?? new Map<Action, Map<string, Outcome>>();
  stepsFrom.set(state, known);
  const ofAction = known.get(action) ?? new Map<string, Outcome>();
  known.set(action, ofAction);
  const found = ofAction.get(wanted) ?? outcomeLike(machine, system, state, action, wanted, null);
  ofAction.set(wanted, found);
  return found;
}

/** A state as a text: that of its rows, or its number where the states of a system are those of the machine. Under tso and weak several have the same rows. */
export function stateText(machine: Machine, system: TransitionSystem, state: Int32Array): string {
  return isNumbered(machine, system) ? String(state[0]) : rowsText(system.describe(state));
}

/** The same of a state of the machine. */
function textIn(machine: Machine, system: TransitionSystem, state: MachineState): string {
  return isNumbered(machine, system) ? machine.key(state) : rowsText(machine.describe(state));
}

function isNumbered(machine: Machine, system: TransitionSystem): boolean {
  return isWindowSystem(system) && system.machine === machine;
}

/** The state in which a run begins that has this text. */
export function initialLike(machine: Machine, system: TransitionSystem, wanted: string): MachineState {
  for (const { next } of machine.initial()) if (next !== null && textIn(machine, system, next) === wanted) return next;
  throw new Error('a path begins in a state that the interpreter does not begin in');
}

/** The outcome of an action that leads to a state of this text (`stateText`); null: to a fault. */
export function outcomeLike(
  machine: Machine,
  system: TransitionSystem,
  state: MachineState,
  action: Action,
  wanted: string | null,
  violated: string | null,
): Outcome {
  const mover = { actor: action.actor < 0 ? null : (system.actors[action.actor]?.name ?? null), environment: action.environment };
  const outcomes = machine.outcomesOf(state, mover).filter((outcome) => outcome.path.join('.') === action.path.join('.'));
  const leads = outcomes.filter((outcome) =>
    outcome.next === null
      ? wanted === null && (violated === null || outcome.fault === violated || outcome.flags.includes(violated))
      : textIn(machine, system, outcome.next) === wanted,
  );
  // A search that counts the steps of a scenario keeps the state in which a fault happens.
  const fits = leads.length > 0 ? leads : outcomes.filter((outcome) => outcome.next === null && wanted === textIn(machine, system, state));
  const executed = pathsText(action.executed);
  const flagged = violated === null ? [] : fits.filter((outcome) => outcome.flags.includes(violated));
  const [found] = [...flagged, ...fits.filter((outcome) => pathsText(outcome.executed) === executed), ...fits];
  if (found === undefined) throw new Error(`the interpreter cannot take ${mover.actor ?? mover.environment ?? 'nobody'} ${action.path.join('.')}`);
  return found;
}

function pathsText(paths: readonly (readonly string[])[]): string {
  return [...new Set(paths.map((path) => path.join('.')))].sort().join(' ');
}

/** Equal for equal tables, in whatever order. */
function rowsText(rows: readonly { readonly name: string; readonly value: unknown }[]): string {
  return rows
    .map((row) => `${row.name}=${String(row.value)}`)
    .sort()
    .join('\n');
}
