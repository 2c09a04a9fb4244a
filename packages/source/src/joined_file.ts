import { pathAt, positionAt, type SourceFile, type TextPart } from './source_file.ts';

/** A part of a text, from one offset up to another. */
export interface Piece {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** Pieces of texts as one that knows where each of them stands; every piece begins a line. `path` is what messages call the whole. */
export function joinedFile(path: string, pieces: readonly Piece[]): SourceFile {
  const parts: TextPart[] = [];
  let text = '';
  for (const { file, start, end } of pieces) {
    const from = text.length;
    const placed = (offset: number): TextPart => {
      const own = pathAt(file, offset);
      return { start: from + offset - start, ...positionAt(file, offset), ...(own === path ? {} : { path: own }) };
    };
    parts.push(placed(start), ...(file.parts ?? []).filter((part) => part.start > start && part.start < end).map((part) => placed(part.start)));
    const piece = file.text.slice(start, end);
    text += piece.endsWith('\n') ? piece : `${piece}\n`;
  }
  return { path, text, parts: parts.length > 0 ? parts : [{ start: 0, line: 1, column: 1 }] };
}
