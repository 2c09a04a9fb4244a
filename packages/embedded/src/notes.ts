import type { Diagnostic, Severity, SourceFile } from '@mmspec/source';
import { fileOf, type TextLine } from './text_line.ts';

/*
 * What is said of a text that is read in spite of something: nothing is left out of an answer, or read in some other way than it looks, in silence.
 */

/** Something that a reader of the answer has to know, at a line of the file. */
export interface Note {
  readonly code: string;
  readonly severity: Severity;
  readonly at: TextLine;
  readonly message: string;
  readonly why: string;
  readonly help: string;
}

/** A note as it is shown. */
export function noteIn(path: string, { at, ...note }: Note): { readonly file: SourceFile; readonly diagnostic: Diagnostic } {
  const file = fileOf(path, [at]);
  return { file, diagnostic: { ...note, span: { file: 0, start: 0, end: at.text.length }, related: [], fixes: [] } };
}

/** `12, 14 to 16` */
function ranges(lines: readonly number[]): string {
  const found: [number, number][] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last !== undefined && last[1] + 1 === line) last[1] = line;
    else found.push([line, line]);
  }
  const shown = found.slice(0, 10).map(([first, last]) => (first === last ? String(first) : `${first} to ${last}`));
  return `${shown.join(', ')}${found.length > shown.length ? ', …' : ''}`;
}

export function leftOut(opening: TextLine, asides: readonly TextLine[]): Note {
  const [at = opening] = asides;
  return {
    code: 'MM0004',
    severity: 'information',
    at,
    message: `${asides.length === 1 ? 'Line' : 'Lines'} ${ranges(asides.map(({ line }) => line))} ${asides.length === 1 ? 'is' : 'are'} left out of the spec that begins below line ${opening.line}.`,
    why: 'They are not quoted as the lines of the spec are, so they are an answer to it, and not of it.',
    help: 'Quote them like the others if they belong to it.',
  };
}

/** A spec of which only a part is there. */
export const partCode = 'MM0005';

export function notWhole(at: TextLine, message: string): Note {
  return {
    code: partCode,
    severity: 'warning',
    at,
    message,
    why: 'What is missing may change the answer, so a part is not checked.',
    help: 'Apply the patch, or take the whole text, and check the file.',
  };
}

export function lessIndented(at: TextLine, opening: TextLine): Note {
  return {
    code: 'MM0006',
    severity: 'information',
    at,
    message: `The content is less indented than the fence in line ${opening.line}; it is read as it stands.`,
    why: 'In Markdown such a line may end a list, and the block with it.',
    help: 'Indent the content as far as its fence.',
  };
}

export function notClosed(opening: TextLine): Note {
  return {
    code: 'MM0007',
    severity: 'information',
    at: opening,
    message: 'The block is not closed; it is read to the end of the text.',
    why: 'A block ends with a line of as many backquotes as it begins with.',
    help: 'Write ``` below its last line.',
  };
}

export function decodedFrom(at: TextLine, encoding: string, line: number): Note {
  return {
    code: 'MM0009',
    severity: 'information',
    at,
    message: `This is ${encoding}: lines and columns are those of the encoded text; the spec begins in line ${line} of what it means.`,
    why: 'Every line and column of a message is that of the file.',
    help: '',
  };
}

export function notRead(at: TextLine, message: string, why: string): Note {
  return { code: 'MM0010', severity: 'warning', at, message, why, help: 'Save the part as a file of its own, and check that.' };
}
