/**
 * A half-open range of UTF-16 offsets in one file of a project.
 * `file` is the index of the file in the project's list of files.
 */
export interface Span {
  readonly file: number;
  readonly start: number;
  readonly end: number;
}

/** The span of trees that were built without any source text. */
export const noSpan: Span = { file: -1, start: 0, end: 0 };

/** The smallest span that covers both; both must lie in the same file. */
export function cover(first: Span, last: Span): Span {
  return { file: first.file, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}
