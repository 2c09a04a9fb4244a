import type { TransitionSystem } from '@mmspec/system';
import type { Canonical } from '../reductions/symmetry/canonical.ts';
import type { Codec } from '../store/codec.ts';
import type { StateStore } from '../store/state_store.ts';
import { hashOf } from '../store/table.ts';
import type { MoveNumbers } from './moves.ts';
import { formulasPerPause } from './pause.ts';
import { plainStep } from './valuations.ts';
import type { Valuations } from './valuations.ts';

/*
 * The steps out of a state that was found. Nobody keeps them: they are taken again each time they are needed, and the states
 * that they lead to are looked up in the store.
 */

/** In place of the number of the state that a step leads to: it ends in a fault, */
export const faulty = 0xffff_ffff;
/** nobody wants to know it, */
export const unwanted = 0xffff_fffe;
/** or it is not known. */
export const sought = 0xffff_fffd;

/** The states of a search, and their steps. */
export interface Steps {
  /** Numbers of states, in the order of discovery, breadth first. */
  readonly stateCount: number;
  /** States 0 .. expanded - 1 have all their steps; the others have none here. */
  readonly expanded: number;
  /** States 0 .. initialCount - 1 are initial. */
  readonly initialCount: number;
  /** States that may be opened between two looks at the clock. */
  readonly perPause: number;
  /** Reads states and steps by some atoms. `isUnwanted`: the number of a state with this valuation is not needed. */
  readonly read: (valuations: Valuations, isUnwanted: ((valuation: number) => boolean) | null) => OpenSteps;
  /** Whether a property over states holds in the states from `first` to `last - 1`. */
  readonly holding: (property: number, first: number, last: number, flags: Uint8Array) => void;
  /** Values of a state. */
  readonly unpack: (state: number, buffer: Int32Array) => void;
}

/** A state that is open, with its steps; opening another one changes all of it. */
export interface OpenSteps {
  /** Takes all steps out of a state that was expanded, those that end in faults included, in the order of the search. */
  readonly open: (state: number) => void;
  /** Valuations of the states from `first` to `last - 1`. */
  readonly valuationsOf: (first: number, last: number, into: Uint32Array) => void;
  /** The valuation of the state. */
  valuation: number;
  /** How many steps there are. */
  count: number;
  /** By step: the number of the state that it leads to, `faulty` or `unwanted`. */
  targets: Uint32Array;
  /** By step: its move. */
  moves: Uint32Array;
  /** By step: its valuation. */
  valuations: Uint32Array;
}

/** What a search has kept. */
export interface KeptStates {
  readonly system: TransitionSystem;
  readonly store: StateStore;
  readonly codec: Codec;
  /** What reduces states before they are kept; null: nothing does. */
  readonly canonical: Pick<Canonical, 'reduce'> | null;
  readonly stateCount: number;
  readonly expanded: number;
  readonly initialCount: number;
}

/** The steps that `successors` takes. `moves` tells the values of parameters apart; null: an action is a move. */
export function plainSteps(kept: KeptStates, moves: MoveNumbers | null): Steps {
  const { system, store, codec, stateCount, expanded, initialCount } = kept;
  const { wordCount } = codec.layout;
  const buffer = new Int32Array(system.slots.length);
  const unpack = (state: number, into: Int32Array): void => codec.unpack(store.words, state * wordCount, into);
  return {
    stateCount,
    expanded,
    initialCount,
    perPause: formulasPerPause,
    unpack,
    read: (valuations) => plainOpenSteps(kept, moves, valuations),
    holding: (property, first, last, flags) => {
      for (let state = first; state < last; state++) {
        unpack(state, buffer);
        flags[state - first] = system.holdsInState(property, buffer) ? 1 : 0;
      }
    },
  };
}

function plainOpenSteps({ system, store, codec, canonical }: KeptStates, moves: MoveNumbers | null, { states, steps }: Valuations): OpenSteps {
  const { wordCount } = codec.layout;
  const before = new Int32Array(system.slots.length);
  const next = new Int32Array(system.slots.length);
  const kept = canonical === null ? next : new Int32Array(system.slots.length);
  const words = new Uint32Array(wordCount);
  const holds = system.atomHolds?.bind(system) ?? ((): boolean => false);
  const hasStepAtoms = steps.atoms.length > 0;
  const valuationOf = (): number => states.numberOf((atom) => holds(atom, before, before, -1));
  const note = (target: number, action: number, instance: number | undefined): void => {
    if (opened.count === opened.targets.length) enlarge(opened);
    const at = opened.count++;
    opened.targets[at] = target;
    opened.moves[at] = moves === null || instance === undefined ? action : moves.numberOf(action, instance);
    opened.valuations[at] = hasStepAtoms && target !== faulty ? 1 + steps.numberOf((atom) => holds(atom, before, kept, action)) : plainStep;
  };
  const emit = (action: number, _: number, instance?: number): void => {
    if (canonical !== null) {
      kept.set(next);
      canonical.reduce(kept);
    }
    codec.pack(kept, words);
    const target = store.find(words, 0, hashOf(words, 0, wordCount));
    if (target < 0) lost();
    note(target, action, instance);
  };
  const fault = (action: number, _: number, __?: number, instance?: number): void => note(faulty, action, instance);
  const opened: OpenSteps = {
    valuation: 0,
    ...roomForSteps(16),
    open: (state) => {
      codec.unpack(store.words, state * wordCount, before);
      opened.count = 0;
      opened.valuation = valuationOf();
      system.successors(before, next, emit, fault);
      // They lead nowhere, as faults do, and can be taken all the same.
      for (const action of system.offered?.(before) ?? []) note(faulty, action, undefined);
    },
    valuationsOf: (first, last, into) => {
      for (let state = first; state < last; state++) {
        codec.unpack(store.words, state * wordCount, before);
        into[state - first] = valuationOf();
      }
    },
  };
  return opened;
}

/** The search has found everything that the states it expanded lead to. */
export function lost(): never {
  throw new Error('a step leads to a state that the search has not found');
}

function roomForSteps(length: number): Pick<OpenSteps, 'count' | 'moves' | 'targets' | 'valuations'> {
  return { count: 0, targets: new Uint32Array(length), moves: new Uint32Array(length), valuations: new Uint32Array(length) };
}

function enlarge(opened: OpenSteps): void {
  const { targets, moves, valuations } = opened;
  Object.assign(opened, roomForSteps(2 * targets.length), { count: opened.count });
  opened.targets.set(targets);
  opened.moves.set(moves);
  opened.valuations.set(valuations);
}
