import type { Edges, IsDead } from './product.ts';
import type { Rows } from './rows.ts';
import type { OpenSteps, Steps } from './steps.ts';
import type { Transitions } from './valuations.ts';

/** Where a search for cycles in a product begins. */
export interface Roots {
  /** The next product state; -1 where none is left, -2 where it is to be asked again after a look at the clock. */
  readonly next: () => number;
}

export const noRoot = -1;
export const rootsLater = -2;

interface Beginning {
  readonly steps: Steps;
  readonly opened: OpenSteps;
  readonly rows: Rows;
  readonly transitions: Transitions;
  readonly isDead: IsDead;
  /** Opens a state in a state of the automaton that has no row. */
  readonly leave: (automatonState: number, state: number) => void;
  readonly edges: Edges;
}

/** Product states that are reached, and from which all others are reached that may lie on cycles which count. */
export function rootsOf(beginning: Beginning): Roots {
  const { steps, rows } = beginning;
  const { stateCount, initialCount } = steps;
  if (rows.reached === 'initial') return counted(initialCount, (state) => rows.ofState[0]! * stateCount + state);
  return rows.ofState[0]! < 0 ? leaving(beginning) : everywhere(beginning);
}

function counted(count: number, rootOf: (index: number) => number): Roots {
  let index = 0;
  return { next: () => (index < count ? rootOf(index++) : noRoot) };
}

/** Blocks of states whose valuations are asked for together. */
function valuationsInBlocks({ steps: { expanded, perPause }, opened }: Beginning, look: (state: number, valuation: number) => void): () => boolean {
  const block = new Uint32Array(perPause);
  let state = 0;
  return () => {
    if (state >= expanded) return false;
    const end = Math.min(state + block.length, expanded);
    opened.valuationsOf(state, end, block);
    for (let at = state; at < end; at++) look(at, block[at - state]!);
    state = end;
    return true;
  };
}

/** Queues roots a block at a time. */
function queued(fill: () => boolean, queue: number[]): Roots {
  let at = 0;
  return {
    next: () => {
      if (at < queue.length) return queue[at++]!;
      at = queue.length = 0;
      return fill() ? rootsLater : noRoot;
    },
  };
}

/** All states, with the initial state of the automaton. */
function everywhere(beginning: Beginning): Roots {
  const { steps, rows, isDead } = beginning;
  const base = rows.ofState[0]! * steps.stateCount;
  const queue: number[] = [];
  const fill = valuationsInBlocks(beginning, (state, valuation) => {
    if (!isDead(0, valuation)) queue.push(base + state);
  });
  return queued(fill, queue);
}

/** Where the automaton leaves its initial state, which has no row. */
function leaving(beginning: Beginning): Roots {
  const { steps, rows, isDead, leave, edges, transitions } = beginning;
  const { stateCount } = steps;
  const queue: number[] = [];
  const known: (readonly number[] | null)[] = [];
  /** Rows in which the state itself is as good a root as what its steps lead to; null where it is not. */
  const directRows = (valuation: number): readonly number[] | null => {
    const out = transitions.allowed(0, valuation).filter(({ target }) => rows.ofState[target]! >= 0);
    const isDirect = out.every((transition) => transitions.allowsAnyStep(transition) && isTrap(beginning, transition.target, valuation));
    return isDirect
      ? [...new Set(out.map(({ target }) => target))].filter((target) => !isDead(target, valuation)).map((target) => rows.ofState[target]!)
      : null;
  };
  const fill = valuationsInBlocks(beginning, (state, valuation) => {
    const direct = known[valuation] === undefined ? (known[valuation] = directRows(valuation)) : known[valuation];
    if (direct !== null) {
      for (const row of direct) queue.push(row * stateCount + state);
      return;
    }
    leave(0, state);
    for (let edge = 0; edge < edges.count; edge++) queue.push(edges.targets[edge]!);
  });
  return queued(fill, queue);
}

/**
 * A state of the automaton that only leads to itself: what it reaches in one step from a state of the system is what the initial one
 * reaches when it leaves there, whatever the step is, so beginning at it reaches no other cycles.
 */
function isTrap({ transitions }: Beginning, automatonState: number, valuation: number): boolean {
  return transitions.allowed(automatonState, valuation).every(({ target }) => target === automatonState);
}
