import { textOf, type Piece, type SourceFile } from '@mmspec/source';
import type { Item, Module } from '@mmspec/syntax';

/*
 * Parts of the text of a module, of which another text is put together.
 */

/** What tells a declaration from others of a module. */
export function keyOf(item: Item): string {
  return `${item.kind}${item.kind === 'operation' && item.placed ? ' on cpu' : ''} ${item.name.text}`;
}

/** The name of a module or import. */
export function dotted(path: Module['name']): string {
  return path.map(({ text }) => text).join('.');
}

/** A declaration in one line: two with the same are the same, but for their layout. */
export function words(file: SourceFile, { span }: Item): string {
  return textOf(file, span).replaceAll(/\s+/gu, ' ');
}

/** The head of a module: its name and its imports, with all above them. */
export function headOf(file: SourceFile, { name, imports }: Module): Piece {
  return { file, start: 0, end: Math.max(0, ...[...name, ...imports].map(({ span }) => span.end)) };
}

/** Where the comment `///` above an offset begins, which belongs to what stands there. */
export function withDoc({ text }: SourceFile, offset: number): number {
  const [above = ''] = /(?<![^\n])(?:[ \t]*\/\/\/[^\n]*\n)*[ \t]*$/u.exec(text.slice(0, offset)) ?? [];
  return offset - above.length;
}
