import type { SourceFile } from '@mmspec/source';

/** The text from `start` to `end` becomes `text`; offsets of the text before all changes. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with the changes; they do not overlap. */
export function changed(text: string, changes: readonly TextChange[]): string {
  // Of several at one place those that were given first come first in the text.
  const ordered = changes.map((change, index) => ({ ...change, index })).toSorted((a, b) => b.start - a.start || b.end - a.end || b.index - a.index);
  return ordered.reduce((before, { start, end, text: now }) => before.slice(0, start) + now + before.slice(end), text);
}

/** The file with a change; what stands behind it is known to stand where it did. */
export function changedFile(file: SourceFile, change: TextChange): SourceFile {
  const { start, end, text } = change;
  const moved = text.length - (end - start);
  const parts = file.parts?.map((part) => (part.start >= end ? { ...part, start: part.start + moved } : part));
  return { ...file, text: changed(file.text, [change]), ...(parts === undefined ? {} : { parts }) };
}
