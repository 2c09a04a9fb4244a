import { lineStarts, ownPositionAt, pathAt, positionAt, type SourceFile } from './source_file.ts';

/** Lines that a text for people has at most. */
const linesMax = 200_000;

/**
 * The texts by path, each with its lines and columns where they are in the file; what was not taken out of the file is blank there.
 * Lines very far down are left out.
 */
export function textsInPlace(files: readonly SourceFile[]): Readonly<Record<string, string>> {
  const lines = new Map<string, string[]>();
  const whole = new Map<string, string>();
  for (const file of files) {
    if (file.parts === undefined) whole.set(file.path, file.text);
    else place(file, (path) => lines.get(path) ?? lines.set(path, []).get(path) ?? []);
  }
  return Object.fromEntries([...[...lines].map(([path, found]): [string, string] => [path, Array.from(found).join('\n')]), ...whole]);
}

function place(file: SourceFile, linesOf: (path: string) => string[]): void {
  for (const [index, start] of lineStarts(file).entries()) {
    const { line, column } = positionAt(file, start);
    const end = lineStarts(file)[index + 1] ?? file.text.length;
    const text = file.text.slice(start, end).trimEnd();
    if (text !== '' && line <= linesMax)
      linesOf(pathAt(file, start))[line - 1] = `${' '.repeat(Math.max(0, column - ownPositionAt(file, start).column))}${text}`;
  }
}
