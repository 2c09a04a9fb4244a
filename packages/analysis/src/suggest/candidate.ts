import type { SuggestedOperator } from '@mmspec/system';
import type { TextChange } from '../text_change.ts';

/*
 * A change of a design that may be what is missing: an edit of its text, and what it costs.
 */

/** One application of an operator. */
export interface Candidate {
  readonly operator: SuggestedOperator;
  /** The actor or operation whose text is changed. */
  readonly owner: string;
  /** What is done, and where: `order zap: late before un`. */
  readonly name: string;
  /** Candidates of one group are the same change at different places. */
  readonly group: string;
  readonly cost: number;
  /** What is done at another place, or once more, as text: more than one change in an owner that does it is one too many. */
  readonly does?: string;
  /** Where it begins. */
  readonly offset: number;
  readonly changes: readonly TextChange[];
  /** Properties that ask for places which it takes away, and say with it that nobody is there. */
  readonly unasked?: readonly string[];
}

/**
 * What a change costs, as a reviewer would rank it: an order costs nothing at run time, a wait delays who is slow already,
 * and a lock where there was none is paid by everybody, so it comes last.
 */
export const costs = {
  order: 1,
  /** For each step more that a step is moved, and each `and` and `or` of a condition. */
  further: 0.1,
  instead: 1.5,
  wayOut: 0.5,
  check: 2,
  /** More for a condition that only others ask. */
  foreign: 2,
  /** Of accesses to one location, for which there are instructions; of others it takes a lock, whichever that is. */
  together: 2.5,
  togetherUnderLock: 4,
  /** For each step more that becomes part of one. */
  more: 1,
  wait: 3,
  section: 3,
  freeze: 3.5,
  hold: 3.5,
  lockOrder: 3.5,
  /** More for a wait of somebody who takes no locks, and so is in a hurry. */
  hurry: 1,
  /** By somebody who takes locks already, and by somebody who takes none. */
  lock: 5,
  fastPathLock: 8,
} as const;

/** Whether one that was found does the same as a candidate by a move, so that to do it once more is no change of its own. */
export function isCovered(candidate: Candidate, found: Candidate): boolean {
  const { does, owner } = candidate;
  return does !== undefined && found.operator === 'order' && found.owner === owner && found.does?.includes(does) === true;
}
