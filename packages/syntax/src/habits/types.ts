/*
 * What people write who come from another language, and the form of this one.
 */

/** Where a habit comes from; `guess` is what somebody writes who has not read the grammar. */
export type Origin = 'TLA+' | 'PlusCal' | 'Promela' | 'C' | 'guess';

/** The form of this language for one of another. */
export interface Form {
  readonly from: Origin;
  /** What is written instead, as code; null where nothing is. */
  readonly instead: string | null;
  /** The same inside of an actor, operation or action, and inside of an object or record, where it differs. */
  readonly inCode?: string;
  readonly inFields?: string;
  /** A sentence on what differs, where the form alone does not tell. */
  readonly note?: string;
}

/** What a line stands in. */
export type Inside = 'nothing' | 'code' | 'fields';

/** A habit that shows in the text of one line. */
export interface TextHabit extends Form {
  readonly pattern: RegExp;
}

/** Where a name stands that means nothing in a spec. */
export type NamePlace = 'value' | 'call' | 'type' | 'field';

/** A habit that is a name. */
export interface NameHabit extends Form {
  readonly place: NamePlace;
  readonly names: readonly string[];
}
