import type { WindowBound } from './check.ts';
import type { SourceSpan, TransitionSystem } from './transition_system.ts';

/**
 * A system under `memory tso` or `memory weak`: actors have windows of accesses that are under way, and performing one is a step.
 * Its states were found before it was made, so one slot has the number of a state.
 */
export interface WindowSystem extends TransitionSystem {
  /** Accesses of one actor that may be under way at a time. */
  readonly window: number;
  /** Where something was not done early that could have been; null where nothing was. */
  readonly bounded: WindowBound | null;
  /** Steps over several shared locations that it performs as one. */
  readonly indivisible: readonly SourceSpan[];
  /** Why there are more states than were looked at: what holds in these may not hold in those. Empty: there are none. */
  readonly cut: string;
}
