import type { ExplainedSeveral, ExplainedViews } from './certificate.ts';
import type { Settings, Trace } from './check.ts';

/*
 * What a check says of every number of instances of a family.
 */

/** What is known of a property for every number that a constant can have. */
export interface PropertyForAny {
  readonly property: string;
  /**
   * `proved`: it holds for every number. `violated`: by some number. `checked`: it holds for the numbers that were searched, and
   * the method says nothing of others. `undecided`: neither proved nor refuted.
   */
  readonly answer: 'proved' | 'violated' | 'checked' | 'undecided';
  /** Why it is `checked` or `undecided`; empty otherwise. */
  readonly reason: string;
  /** Of a violated one: the smallest number that violates it, in so many steps, and whether the check expects it. */
  readonly number?: number;
  readonly depth?: number | null;
  readonly expected?: boolean;
  readonly trace?: Trace | null;
  /** Of an undecided one: steps of a way through views that could not be refuted, none of which is a run; left out where there is none. */
  readonly way?: readonly string[];
}

/** The answer of a check for every number, as `mmspec check --any` prints it with `--json`. */
export interface AnyNumberResult {
  /** The check, or the cell of a matrix. */
  readonly name: string;
  /** Without the constant. */
  readonly settings: Settings;
  readonly constant: string;
  /** The actors of which there are so many; empty where they are not known. */
  readonly family: string;
  /** What is proved by views is proved for this number and all above; 0: nothing is. */
  readonly from: number;
  /** Views, and the shared states that they have; 0 where nothing was proved. */
  readonly views: number;
  readonly sharedStates: number;
  /** Instances in a view; 0 where nothing was proved. */
  readonly viewSize: 0 | 1 | 2;
  /** The numbers that were searched to the end. */
  readonly searched: readonly number[];
  readonly properties: readonly PropertyForAny[];
  /** Whether it says what the check expects: null where it expects nothing. */
  readonly met: boolean | null;
  /** Seconds of the searches, and of the views. */
  readonly searchSeconds: number;
  readonly viewSeconds: number;
  /** The views by which something is proved, for people; left out where nobody asked. */
  readonly explained?: readonly ExplainedViews[];
}

/** What is known of a property for all numbers that several constants can have. */
export interface PropertyForSeveral extends Omit<PropertyForAny, 'number' | 'trace'> {
  /** Of a violated one: the smallest numbers that violate it, in the order of the constants. */
  readonly numbers?: readonly number[];
}

/** Views of several families at once, or of some where so many of others are fixed. */
export interface ViewsOfSeveral {
  /** The numbers of those constants that are fixed. */
  readonly fixed: Readonly<Record<string, number>>;
  /** Of all others: they speak of this number and all above. */
  readonly from: Readonly<Record<string, number>>;
  readonly views: number;
  readonly sharedStates: number;
  /** Instances in a view; 0: there are no views, since nothing is left to prove. */
  readonly viewSize: 0 | 1 | 2;
}

/** The answer of a check for all numbers of several families, as `mmspec check --any A --any B` prints it with `--json`. */
export interface SeveralNumbersResult {
  readonly name: string;
  /** Without the constants. */
  readonly settings: Settings;
  readonly constants: readonly string[];
  /** The actors of which there are so many, in the order of the constants; empty where they are not known. */
  readonly families: readonly string[];
  /** The first are of all families at once, those behind of what is below; empty where nothing was proved. */
  readonly views: readonly ViewsOfSeveral[];
  /** The numbers that were searched to the end, each in the order of the constants. */
  readonly searched: readonly (readonly number[])[];
  readonly properties: readonly PropertyForSeveral[];
  /** Whether it says what the check expects: null where it expects nothing. */
  readonly met: boolean | null;
  /** Seconds of the searches, and of the views. */
  readonly searchSeconds: number;
  readonly viewSeconds: number;
  /** The views by which something is proved, for people; left out where nobody asked. */
  readonly explained?: readonly ExplainedSeveral[];
}

/** What came of it: something undecided is as a search that did not finish. */
export function outcomeForAny({ met, properties }: Pick<AnyNumberResult | SeveralNumbersResult, 'met' | 'properties'>): 'met' | 'not met' | 'unfinished' {
  if (met === false) return 'not met';
  return properties.some(({ answer }) => answer === 'undecided') ? 'unfinished' : 'met';
}
