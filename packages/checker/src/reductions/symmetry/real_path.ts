import { isFlag, judgedOn } from '@mmspec/system';
import type { TransitionSystem } from '@mmspec/system';
import type { Path } from '../../options.ts';
import type { Canonical } from './canonical.ts';
import type { Transposition as Swap } from './member_code.ts';

/** What a path ends in, beside its last state. */
export type Ending =
  | { readonly kind: 'state' }
  | { readonly kind: 'fault'; readonly property: number }
  /** The last step violates the property, in the state after it as it was found. */
  | { readonly kind: 'step'; readonly property: number; readonly after: Int32Array };

/**
 * A run of the system itself along a chain of states as they are kept. Each state after the first is the successor that was
 * found, before it was made a representative, renamed as everything before it was; its dead values are those that the run
 * gives it. Throws where that is no run: a family was taken for interchangeable that is not, or a value for dead.
 */
export function realPath(system: TransitionSystem, canonical: Canonical, chain: Path, ending: Ending): Path {
  const [first] = chain.states;
  if (first === undefined) return chain;
  const states: Int32Array[] = [initialLike(system, canonical, first)];
  const actions: number[] = [];
  /** Makes of the representative what stands in the run; done in order. */
  let names: readonly Swap[] = [];
  chain.actions.forEach((action, index) => {
    const representative = chain.states[index]!;
    const current = states.at(-1)!;
    const isLast = index === chain.actions.length - 1;
    const target = chain.states[index + 1];
    if (target === undefined) {
      const property = ending.kind === 'fault' ? ending.property : -1;
      actions.push(
        likeliest(
          system,
          action,
          successorsOf(system, current).filter(
            (successor) => successor.next === null && (successor.fault === property || isFlagged(system, property, successor.flags)),
          ),
        ).action,
      );
      return;
    }
    const found = isLast && ending.kind === 'step' ? ending.after : foundBefore(system, canonical, representative, action, target);
    const next = afterReset(canonical, renamed(canonical, found, names));
    const fits = successorsOf(system, current).filter(
      (successor): successor is SuccessorState => successor.next !== null && isEqual(afterReset(canonical, successor.next), next),
    );
    const violating = isLast && ending.kind === 'step' ? fits.filter((successor) => violates(system, ending.property, current, successor)) : fits;
    const step = likeliest(system, action, violating);
    actions.push(step.action);
    states.push(step.next);
    const steps = canonical.reduceNoting(found.slice());
    names = [...steps.toReversed(), ...names];
  });
  return { states, actions };
}

/** Rounds that may pass until a loop of kept states is one of the run. */
const roundsMax = 4;

/**
 * The same for a lasso. Where the run comes back with other dead values than it left with, the loop is taken once more:
 * what is stored on it then depends on nothing else, so the round after the first ends as it began.
 */
export function realLasso(system: TransitionSystem, canonical: Canonical, lasso: Path): Path {
  const { states, actions, loop = actions.length } = lasso;
  const around = { states: states.slice(loop + 1), actions: actions.slice(loop) };
  let chain: Path = { states, actions };
  for (let round = 1; round <= roundsMax; round++) {
    const run = realPath(system, canonical, chain, { kind: 'state' });
    const start = run.actions.length - around.actions.length;
    if (isEqual(run.states[start]!, run.states.at(-1)!)) return { ...run, loop: start };
    chain = { states: [...chain.states, ...around.states], actions: [...chain.actions, ...around.actions] };
  }
  throw new Error('a loop of kept states does not close');
}

interface Successor {
  readonly action: number;
  readonly flags: number;
  readonly next: Int32Array | null;
  /** -1: none. */
  readonly fault: number;
}

interface SuccessorState extends Successor {
  readonly next: Int32Array;
}

function successorsOf(system: TransitionSystem, state: Int32Array): readonly Successor[] {
  const next = new Int32Array(system.slots.length);
  const successors: Successor[] = [];
  system.successors(
    state,
    next,
    (action, flags) => successors.push({ action, flags, next: next.slice(), fault: -1 }),
    (action, fault, flags = 0) => successors.push({ action, flags, next: null, fault }),
  );
  return successors;
}

/** The successor by an action that has a representative. */
function foundBefore(system: TransitionSystem, canonical: Canonical, state: Int32Array, action: number, representative: Int32Array): Int32Array {
  for (const successor of successorsOf(system, state)) {
    if (successor.action !== action || successor.next === null) continue;
    const reduced = successor.next.slice();
    canonical.reduce(reduced);
    if (isEqual(reduced, representative)) return successor.next;
  }
  throw new Error(`no step by action ${action} leads to the representative that follows`);
}

/** The initial state that is kept as the given one. */
function initialLike(system: TransitionSystem, canonical: Canonical, kept: Int32Array): Int32Array {
  const next = new Int32Array(system.slots.length);
  let found: Int32Array | null = null;
  const emit = (): void => {
    if (found === null && isEqual(afterReset(canonical, next), kept)) found = next.slice();
  };
  system.initial(next, emit, () => undefined);
  if (found === null) throw new Error('no initial state is kept as the first one of a trace');
  return found;
}

function afterReset(canonical: Canonical, state: Int32Array): Int32Array {
  const result = state.slice();
  canonical.reset(result);
  return result;
}

function renamed(canonical: Canonical, state: Int32Array, names: readonly Swap[]): Int32Array {
  const result = state.slice();
  for (const step of names) canonical.interchange(result, step);
  return result;
}

function violates(system: TransitionSystem, property: number, before: Int32Array, { action, flags, next }: SuccessorState): boolean {
  if (judgedOn(system.properties[property]!.kind) === 'step') return !system.holdsOnStep(property, before, next, action);
  return isFlagged(system, property, flags);
}

function isFlagged({ properties }: TransitionSystem, property: number, flags: number): boolean {
  const bit = [...properties.keys()].filter((index) => isFlag(properties[index]!.kind)).indexOf(property);
  return bit >= 0 && ((flags >>> bit) & 1) === 1;
}

/** Of several successors one with the same statement. */
function likeliest<Fitting extends Successor>(system: TransitionSystem, action: number, successors: readonly Fitting[]): Fitting {
  const { span, environment } = system.actions[action]!;
  const isLike = (other: number): boolean => {
    const candidate = system.actions[other]!;
    return candidate.environment === environment && candidate.span.file === span.file && candidate.span.start === span.start;
  };
  const successor = successors.find((each) => each.action === action) ?? successors.find((each) => isLike(each.action)) ?? successors[0];
  if (successor === undefined)
    throw new Error('a trace of kept states is no run: members that were interchanged are not alike, or a value that was reset is not dead');
  return successor;
}

export function isEqual(a: Int32Array, b: Int32Array): boolean {
  return a.every((value, slot) => value === b[slot]);
}
