import { ownPositionAt, type SourceFile } from '@mmspec/source';

/*
 * Text that moves to another depth.
 */

/** The blanks in front of what begins at an offset, as far as nothing else stands there. */
export function indentAt({ text }: SourceFile, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[^\S\n]*/u.exec(text.slice(start, offset))?.[0] ?? '';
}

/** The text between two offsets, its lines moved so that they begin at `indent` where they began with the first one. */
export function movedText(file: SourceFile, from: number, to: number, indent: string): string {
  const depth = ownPositionAt(file, from).column - 1;
  return file.text
    .slice(from, to)
    .split('\n')
    .map((line, index) => (index === 0 ? line : line.trim() === '' ? '' : indent + line.slice(Math.min(depth, /^\s*/u.exec(line)?.[0].length ?? 0))))
    .join('\n');
}
