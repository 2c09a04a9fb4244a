import type { Candidate } from './candidate.ts';
import type { Outcome } from './judge.ts';

/*
 * Changes that are not enough alone, and that a second one is tried after: there are too many pairs for all of them.
 */

/** How far a change leads. */
type Class = 'mends' | 'excludes' | 'delays';

/** A change that is not enough. */
export interface Forward {
  readonly candidate: Candidate;
  readonly text: string;
  readonly class: Class;
  /** Steps by which the race is longer. */
  readonly gain: number;
}

/** What a change leads to that is not enough; null: to nothing. `first` is the race that was to be mended, of `depth` steps. */
export function forwardOf(candidate: Candidate, text: string, outcome: Outcome, first: string, depth: number): Forward | null {
  if (outcome.kind === 'spoilt') return { candidate, text, class: 'mends', gain: 0 };
  if (outcome.kind !== 'violated') return null;
  if (outcome.property !== first) return { candidate, text, class: 'mends', gain: 0 };
  const gain = (outcome.depth ?? 0) - depth;
  // Whoever excludes others needs others who do so too.
  if (candidate.operator === 'lock' || candidate.operator === 'together') return { candidate, text, class: 'excludes', gain };
  return gain > 0 ? { candidate, text, class: 'delays', gain } : null;
}

/** Those that are followed: of each class the best. */
export function followed(all: readonly Forward[]): Forward[] {
  const best = (wanted: Class, count: number): Forward[] =>
    all
      .filter((each) => each.class === wanted)
      .toSorted((a, b) => (wanted === 'delays' ? b.gain - a.gain : 0) || a.candidate.cost - b.candidate.cost)
      .slice(0, count);
  return [...best('mends', 5), ...best('excludes', 6), ...best('delays', 3)];
}

/** Whether a second change may make good what a first one lacks. */
export function mayFollow({ candidate, class: how }: Forward, second: Candidate): boolean {
  return how !== 'excludes' || (second.operator === candidate.operator && second.owner !== candidate.owner);
}
