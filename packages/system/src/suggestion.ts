/*
 * What is missing in a design: changes of its text under which what is violated holds.
 */

/** What is done to a design. */
export type SuggestedOperator = 'order' | 'together' | 'wait' | 'instead' | 'check' | 'freeze' | 'lock' | 'section' | 'hold' | 'lock order' | 'barrier';

/** One change, as part of a suggestion. */
export interface SuggestedChange {
  readonly operator: SuggestedOperator;
  /** The actor or operation whose text is changed. */
  readonly owner: string;
  /** The change in a few words: `order zap: late before un`. */
  readonly name: string;
  /** The file that it begins in, and the line there. */
  readonly path: string;
  readonly line: number;
  /** The same change at other places of the text, under which all holds too. */
  readonly also: readonly string[];
}

/** Lines of a file of the spec that others take the place of; `from` and `to` count from 1, and `to` is the first that stays. */
export interface SuggestedEdit {
  readonly path: string;
  readonly from: number;
  readonly to: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** Where nothing is removed: the line above what is added; left out at the beginning of a file. */
  readonly behind?: string;
}

/** A set of changes under which everything holds. */
export interface Suggestion {
  readonly changes: readonly SuggestedChange[];
  /** Its rank: changes of order cost least, a lock on a path without one most. */
  readonly cost: number;
  readonly edits: readonly SuggestedEdit[];
  /** States of the check with the changes. */
  readonly states: number;
  /** Ways out that were taken before, and are never taken any more. */
  readonly untaken: readonly string[];
  /** Properties that ask whether somebody is at a place which the changes make part of a step: they say that nobody is there. */
  readonly unasked: readonly string[];
}

/** What was found for one check. */
export interface SuggestionsOfCheck {
  readonly check: string;
  /** Properties that are to hold, and those that stay violated, since nobody asked for them. */
  readonly wanted: readonly string[];
  readonly left: readonly string[];
  readonly suggestions: readonly Suggestion[];
  /** How many sets of changes were tried, and how many the language refuses, or are the same program as another one. */
  readonly tried: number;
  readonly refused: number;
  /** Of how many a limit ended the search of their states. */
  readonly undecided: number;
  /** False: a limit ended the search for changes before all were tried. */
  readonly complete: boolean;
  /** Why nothing was looked for; empty otherwise. */
  readonly reason: string;
}

/** The answer to what is missing. */
export interface Suggestions {
  readonly checks: readonly SuggestionsOfCheck[];
  readonly states: number;
  readonly seconds: number;
}
