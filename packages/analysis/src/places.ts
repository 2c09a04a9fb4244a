import type { SourceSpan } from '@mmspec/system';

/** A statement as a trace names it. */
export interface StepPlace {
  readonly path: string;
  /** From 1, as `column`. */
  readonly line: number;
  readonly column: number;
  /** The statement on one line. */
  readonly text: string;
}

/** Finds the place of a step; made from a model, or from the table that a compiled spec carries. */
export type PlaceOf = (span: SourceSpan) => StepPlace;

/** A row of the table that a compiled spec carries. */
export type PlaceRow = readonly [file: number, start: number, end: number, path: string, line: number, column: number, text: string];

const unknown: StepPlace = { path: '', line: 1, column: 1, text: '' };

export function placeKey({ file, start, end }: SourceSpan): string {
  return `${file}:${start}:${end}`;
}

/** Places from the table of a compiled spec. */
export function placesOfRows(rows: readonly PlaceRow[]): PlaceOf {
  const table = new Map(rows.map(([file, start, end, path, line, column, text]) => [placeKey({ file, start, end }), { path, line, column, text }]));
  return (span) => table.get(placeKey(span)) ?? unknown;
}
