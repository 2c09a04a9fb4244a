import { oneLine, type Diagnostic, type SourceFile } from '@mmspec/source';
import { placeOf } from './position.ts';

/** Something that the checks of a spec say about its text, with the files that it lies in. */
export interface Note {
  readonly files: readonly SourceFile[];
  readonly diagnostic: Diagnostic;
}

/** One line a kind: the first of it, and how many others there are. */
export function notesText(notes: readonly Note[]): string[] {
  const kinds = new Map<string, Note[]>();
  for (const note of notes) kinds.set(note.diagnostic.code, [...(kinds.get(note.diagnostic.code) ?? []), note]);
  return [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, [first, ...others]]) => {
      if (first === undefined) return '';
      const { files, diagnostic } = first;
      return `${placeOf(files, diagnostic.span)}: information[${code}]: ${oneLine(diagnostic.message)}${others.length === 0 ? ' --notes says more.' : ` ${others.length} more like this; --notes shows them.`}`;
    });
}
