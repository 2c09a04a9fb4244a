import type { SourceSpan } from '@mmspec/system';
import { blockText, stepText } from './step_text.ts';
import type { StaticCondition, Taken, TextPart } from './step_text.ts';

/** A statement as a trace names it. */
export interface StepPlace {
  readonly path: string;
  /** From 1, as `column`. */
  readonly line: number;
  readonly column: number;
  /** The statement on one line, as it was executed. */
  text(taken: Taken): string;
}

/** Finds the place of a step. */
export type PlaceOf = (span: SourceSpan) => StepPlace;

/** A statement; a list of parts is a block that is executed in one step. */
export interface PlaceRow {
  readonly file: number;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly text: TextPart | readonly TextPart[];
}

/** The places of all statements of a spec, as plain data: a compiled spec carries them. */
export interface PlaceTable {
  readonly paths: readonly string[];
  readonly rows: readonly PlaceRow[];
  readonly conditions: readonly StaticCondition[];
}

/** Places from the table of a spec. */
export function placesOfTable({ paths, rows, conditions }: PlaceTable): PlaceOf {
  const table = new Map(rows.map((row) => [placeKey(row), row]));
  return (span) => placeOfRow(paths[span.file] ?? '', table.get(placeKey(span)), conditions);
}

/** The place of a row of a file; the beginning of the file where there is none. */
export function placeOfRow(path: string, row: PlaceRow | undefined, conditions: readonly StaticCondition[]): StepPlace {
  if (row === undefined) return { path, line: 1, column: 1, text: () => '' };
  const { line, column, text } = row;
  return { path, line, column, text: (taken) => (isBlock(text) ? blockText(text, taken, conditions) : stepText(text, taken)) };
}

export function placeKey({ file, start, end }: SourceSpan): string {
  return `${file}:${start}:${end}`;
}

function isBlock(text: PlaceRow['text']): text is readonly TextPart[] {
  return Array.isArray(text);
}
