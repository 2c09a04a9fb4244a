import type { LeftOut, Settled } from '../window/machine.ts';
import type { Growing } from './growing.ts';
import type { PackedStates } from './packed_states.ts';
import type { Parts } from './parts.ts';
import type { Step } from './steps.ts';

/** All states of a machine that were found, with the steps between them. */
export interface Explored {
  readonly parts: Parts;
  readonly states: PackedStates;
  /** Outcomes, by their numbers. */
  readonly steps: readonly Step[];
  /** Of the states that were expanded: where their steps begin. The one behind the last begins where the steps end. */
  readonly first: Growing;
  /** By step: the number of its outcome, and of the state that it leads to; -1: it is a fault. */
  readonly outcomes: Growing;
  readonly targets: Growing;
  /** The same of the beginning. */
  readonly initial: readonly Edge[];
  readonly isFinished: boolean;
  readonly leftOut: readonly LeftOut[];
  /** Whether what has led to a state has happened, of all actors but one. */
  readonly settled: (state: number, but?: string | null) => Settled;
}

/** A step between two states. */
export interface Edge {
  /** The number of the outcome. */
  readonly step: number;
  /** The number of a state; -1: it is a fault. */
  readonly to: number;
}

/** How many states were expanded; those behind them were not. */
export const expandedIn = ({ first }: Explored): number => first.length - 1;
