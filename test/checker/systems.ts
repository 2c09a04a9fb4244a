import type { Action, Property, PropertyKind, Slot, TransitionSystem } from '@mmspec/system';

/*
 * Systems made by hand, without any language: what the checker finds in them is known by a formula.
 */

/** A rule says where a state may go; each way has the number of its action. */
export interface Rules {
  readonly slots: readonly Slot[];
  readonly initial: readonly (readonly number[])[];
  /** Number of actions; each is named after its number. */
  readonly actionCount?: number;
  readonly moves: (state: readonly number[]) => readonly Move[];
  readonly properties?: readonly Named[];
  readonly isQuiescent?: (state: readonly number[]) => boolean;
}

export interface Move {
  readonly to: readonly number[] | null;
  readonly action?: number;
  readonly flags?: number;
  /** Index of the property that the move violates; it has no successor then. */
  readonly fault?: number;
}

export interface Named {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly inState?: (state: readonly number[]) => boolean;
  readonly onStep?: (before: readonly number[], after: readonly number[], action: number) => boolean;
  readonly expectViolated?: boolean;
}

export const slot = (name: string, min: number, max: number): Slot => ({ name, min, max });

function actionNamed(name: string): Action {
  return {
    actor: 0,
    environment: null,
    label: name,
    operations: [],
    path: [name],
    executed: [[name]],
    span: { file: 0, start: 0, end: 0 },
    reads: [],
    writes: [],
  };
}

export function system(rules: Rules): TransitionSystem {
  const properties = (rules.properties ?? []).map(({ name, kind, expectViolated }): Property => ({
    name,
    kind,
    text: '',
    span: null,
    expectViolated: expectViolated ?? false,
  }));
  const ruleOf = (index: number): Named => rules.properties?.[index] ?? { name: '?', kind: 'state' };
  return {
    name: 'by hand',
    slots: rules.slots,
    actors: [{ name: 'a', kind: 'a' }],
    actions: Array.from({ length: rules.actionCount ?? 1 }, (_, index) => actionNamed(String(index))),
    properties,
    initial: (next, emit) => {
      for (const state of rules.initial) {
        next.set(state);
        emit(-1, 0);
      }
    },
    successors: (state, next, emit, fault) => {
      for (const move of rules.moves([...state])) {
        if (move.to === null) fault(move.action ?? 0, move.fault ?? 0);
        else {
          next.set(move.to);
          emit(move.action ?? 0, move.flags ?? 0);
        }
      }
    },
    holdsInState: (property, state) => ruleOf(property).inState?.([...state]) ?? true,
    holdsOnStep: (property, before, after, action) => ruleOf(property).onStep?.([...before], [...after], action) ?? true,
    isQuiescent: (state) => rules.isQuiescent?.([...state]) ?? false,
    describe: (state) => rules.slots.map(({ name }, index) => ({ name, value: state[index] ?? 0 })),
  };
}

/** Counters that each count up to their end: (n + 1)^k states, and a deadlock in the far corner. */
export function grid(sizes: readonly number[], properties: readonly Named[] = []): Rules {
  return {
    slots: sizes.map((size, axis) => slot(`x${axis}`, 0, size)),
    initial: [sizes.map(() => 0)],
    actionCount: sizes.length,
    moves: (state) => sizes.flatMap((size, axis) => (state[axis]! < size ? [{ to: state.with(axis, state[axis]! + 1), action: axis }] : [])),
    properties,
  };
}

/** One counter that goes round. */
export function ring(size: number, properties: readonly Named[] = []): Rules {
  return { slots: [slot('x', 0, size - 1)], initial: [[0]], moves: ([x]) => [{ to: [(x! + 1) % size] }], properties };
}

/** An arbitrary graph; node 0 is initial. `edges[i]` lists the targets of node i, repetitions count. */
export function graph(edges: readonly (readonly number[])[], properties: readonly Named[] = []): Rules {
  return {
    slots: [slot('node', 0, Math.max(1, edges.length - 1))],
    initial: [[0]],
    actionCount: Math.max(1, ...edges.map((targets) => targets.length)),
    moves: ([node]) => edges[node!]!.map((to, action) => ({ to: [to], action })),
    properties,
  };
}
