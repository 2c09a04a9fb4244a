import type { LeftOut, WindowMachine, WindowOutcome } from './machine.ts';
import type { WindowState } from './state.ts';

/*
 * All states of a window machine, and which of them are alive.
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

/** Explores a machine, breadth first, up to a limit. */
export function explore(machine: WindowMachine, { statesMax }: WindowLimits): WindowGraph {
  const exploration = new Exploration(machine);
  while (exploration.states <= statesMax && exploration.expandSome(1));
  return exploration.graph();
}

/** A search of all states of a machine, breadth first, that goes on as far as it is asked to. */
export class Exploration {
  readonly #machine: WindowMachine;
  readonly #numbers = new Map<string, number>();
  readonly #seenKeys: string[] = [];
  readonly #states: WindowState[] = [];
  readonly #edges: (readonly Edge[] | null)[] = [];
  readonly #depths: number[] = [];
  readonly #initial: Edge[] = [];
  /** Initial states that nobody has asked for yet. */
  readonly #beginnings: Iterator<WindowOutcome>;
  #hasBegun = false;
  /** Where it is false nothing happens that counts. */
  readonly #isWithin: (state: WindowState) => boolean;
  /** The state that is expanded next. */
  #at = 0;
  #transitions = 0;

  constructor(machine: WindowMachine, isWithin: (state: WindowState) => boolean = () => true) {
    this.#machine = machine;
    this.#isWithin = isWithin;
    this.#beginnings = machine.initial();
  }

  /** States that were found, also those that only a wrong guess leads to. */
  get states(): number {
    return this.#states.length;
  }

  /** States that were found and not expanded. */
  get waiting(): number {
    return this.#states.length - this.#at;
  }

  get transitions(): number {
    return this.#transitions;
  }

  /** Steps to the state that was found last. */
  get depth(): number {
    return this.#depths.at(-1) ?? 0;
  }

  /** Finds so many initial states, or expands so many states once all of those are found; false where none is left. */
  expandSome(count: number): boolean {
    for (let left = count; left > 0 && !this.#hasBegun; left--) {
      const { value, done } = this.#beginnings.next();
      if (done === true) this.#hasBegun = true;
      else this.#initial.push(this.#edgeOf(value, 0));
    }
    if (!this.#hasBegun) return true;
    for (const end = Math.min(this.#at + count, this.#states.length); this.#at < end; this.#at++) {
      const depth = this.#depths[this.#at]! + 1;
      const out = this.#outcomesOf(this.#states[this.#at]!).map((outcome) => this.#edgeOf(outcome, depth));
      this.#edges[this.#at] = out;
      this.#transitions += out.length;
    }
    return this.#at < this.#states.length;
  }

  /** Beyond the bound only what is assumed is still found out, for that says which states there are. */
  #outcomesOf(state: WindowState): readonly WindowOutcome[] {
    if (!this.#isWithin(state) && this.#machine.settled(state) === 'yes') return [];
    return this.#machine.successors(state);
  }

  /** What was found so far. */
  graph(): WindowGraph {
    const [states, edges] = [this.#states, this.#edges];
    return {
      states,
      edges,
      initial: this.#initial,
      seenKeys: this.#seenKeys,
      isAlive: aliveStates(this.#machine, states, edges),
      isFinished: this.#hasBegun && this.#at === states.length,
      leftOut: this.#machine.leftOut,
    };
  }

  #edgeOf(outcome: WindowOutcome, depth: number): Edge {
    const { next } = outcome;
    if (next === null) return { outcome, to: -1 };
    const key = this.#machine.windows.keyOf(next);
    const known = this.#numbers.get(key);
    if (known !== undefined) return { outcome, to: known };
    this.#numbers.set(key, this.#states.length);
    this.#edges.push(null);
    this.#seenKeys.push(this.#machine.windows.seenKeyOf(next));
    this.#depths.push(depth);
    return { outcome, to: this.#states.push(next) - 1 };
  }
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
