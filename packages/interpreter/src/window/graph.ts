import type { LeftOut, WindowMachine, WindowOutcome } from './machine.ts';
import type { WindowState } from './state.ts';

/*
 * All states of a window machine, and which of them are alive: the definition.
 */

export interface WindowLimits {
  /** The search stops once more states than these are found. */
  readonly statesMax: number;
}

/** A step between two states. */
export interface Edge {
  readonly outcome: WindowOutcome;
  /** -1: a fault. */
  readonly to: number;
}

export interface WindowGraph {
  readonly states: readonly WindowState[];
  /** By state; null: it was not expanded. */
  readonly edges: readonly (readonly Edge[] | null)[];
  readonly initial: readonly Edge[];
  /** By state: equal for states that look the same to everybody but the machine. */
  readonly seenKeys: readonly string[];
  /** By state: a path leads from it to one where nothing is assumed any more. */
  readonly isAlive: readonly boolean[];
  readonly isFinished: boolean;
  /** The first of what was left out, of each kind. */
  readonly leftOut: readonly LeftOut[];
}

/** Explores a machine, breadth first, up to a limit, state by state: what `tables/` does is measured by it. */
export function explore(machine: WindowMachine, { statesMax }: WindowLimits): WindowGraph {
  const numbers = new Map<string, number>();
  const states: WindowState[] = [];
  const seenKeys: string[] = [];
  const edges: (readonly Edge[] | null)[] = [];
  const edgeOf = (outcome: WindowOutcome): Edge => {
    const { next } = outcome;
    if (next === null) return { outcome, to: -1 };
    const key = machine.windows.keyOf(next);
    const known = numbers.get(key);
    if (known !== undefined) return { outcome, to: known };
    numbers.set(key, states.length);
    edges.push(null);
    seenKeys.push(machine.windows.seenKeyOf(next));
    return { outcome, to: states.push(next) - 1 };
  };
  const initial = [...machine.initial()].map(edgeOf);
  let at = 0;
  for (; at < states.length && states.length <= statesMax; at++) edges[at] = machine.successors(states[at]!).map(edgeOf);
  return {
    states,
    edges,
    initial,
    seenKeys,
    isAlive: aliveStates(machine, states, edges),
    isFinished: at === states.length,
    leftOut: machine.leftOut,
  };
}

/** Backwards from the states that are settled, and from those in which nothing but waiting is left. */
function aliveStates(machine: WindowMachine, states: readonly WindowState[], edges: WindowGraph['edges']): boolean[] {
  const settled = states.map((state) => machine.settled(state));
  const before: number[][] = states.map(() => []);
  for (const [from, out] of edges.entries()) for (const { to } of out ?? []) if (to >= 0) before[to]!.push(from);
  const isAlive = states.map(() => false);
  const spread = (begin: readonly number[]): void => {
    const open = [...begin];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (isAlive[next] === true) continue;
      isAlive[next] = true;
      open.push(...before[next]!);
    }
  };
  const hasFault = (at: number): boolean => edges[at]?.some(({ to, outcome }) => to < 0 && machine.settled(states[at]!, outcome.actor) === 'yes') ?? false;
  spread(settled.flatMap((how, at) => (how === 'yes' || hasFault(at) ? [at] : [])));
  spread(waitingForEver(settled, edges, isAlive));
  return isAlive;
}

/** States that are not alive and lead to nothing but states in which something waits: what they assume is never found out. */
function waitingForEver(settled: readonly ('yes' | 'waits' | 'no')[], edges: WindowGraph['edges'], isAlive: readonly boolean[]): number[] {
  const isOpen = settled.map((how, at) => how === 'waits' && isAlive[at] !== true);
  for (let changed = true; changed;) {
    changed = false;
    for (const [at, out] of edges.entries()) {
      if (isOpen[at] !== true || (out !== null && out.every(({ to }) => to >= 0 && isOpen[to] === true))) continue;
      isOpen[at] = false;
      changed = true;
    }
  }
  return isOpen.flatMap((open, at) => (open ? [at] : []));
}
