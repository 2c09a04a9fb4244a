/*
 * A race drawing as text: columns of events, time going down. What is here knows nothing of a spec.
 */

/** A column: who takes its steps. */
export interface DrawingColumn {
  /** As written, or empty where it has no header. */
  readonly header: string;
  /** Words that may name its actor: a role in brackets or below, the header itself, the kind of an interrupt. */
  readonly names: readonly string[];
  /** Index of the column that it is drawn inside of, as an interrupt; null: a column of its own. */
  readonly inside: number | null;
}

/** One thing that happens. */
export interface DrawingEvent {
  /** Index of its column. */
  readonly column: number;
  /** Without remarks, marks and numbers. */
  readonly text: string;
  /** What the remarks on it say. */
  readonly remarks: readonly string[];
  /** Where it begins in its line. */
  readonly indent: number;
  /** Line of the text it stands on, from 1. */
  readonly line: number;
  /** Offsets of the text in its line, from and to. */
  readonly span: readonly [from: number, to: number];
}

export interface Drawing {
  readonly columns: readonly DrawingColumn[];
  /** From top to bottom, and on one line from left to right; what stands on one line has no order. */
  readonly events: readonly DrawingEvent[];
  /** The same drawing with other branches of its `if … else …`, of which a run can take one only, of its marks of interrupts, and with statements of one line apart. */
  readonly others: readonly OtherReading[];
  /** The line that says that it ends in a deadlock; null: it does not. */
  readonly deadlock: number | null;
  /** It says that its end is repeated for ever. */
  readonly endless: boolean;
  /** Numbers say the order of all events, also of those on one line. */
  readonly isNumbered: boolean;
  /** Its heading stands once more: the line of another drawing, which is not read, and the answer says so. Null where there is one only. */
  readonly another: number | null;
  /** Lines that are no part of the drawing, such as sentences before and after it. */
  readonly prose: readonly string[];
}

/** Another reading of a drawing. */
export interface OtherReading extends Pick<Drawing, 'columns' | 'events'> {
  /** It is that reading, of the drawing itself (0) and the others, with statements that stand on one line as steps of their own. */
  readonly apartFrom?: number;
}
