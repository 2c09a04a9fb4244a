import { dropped, type TextLine } from './text_line.ts';

/** How the lines of a mail are quoted: the marks, each `>` or `|`, and whether a blank follows the last one. */
export interface Quote {
  readonly marks: string;
  readonly isBlank: boolean;
}

const unquoted: Quote = { marks: '', isBlank: false };

/** Blanks that may stand before a mark. */
const blanksMax = 3;

/** The quotation at the beginning of a line, and how many characters it has. */
export function quoteOf(text: string): { readonly quote: Quote; readonly length: number } {
  const found: string[] = [];
  let length = 0;
  for (let at = markAt(text, 0); at >= 0; at = markAt(text, length)) {
    found.push(text[at] ?? '');
    length = at + 1;
  }
  if (length === 0) return { quote: unquoted, length };
  const isBlank = text[length] === ' ';
  return { quote: { marks: found.join(''), isBlank }, length: isBlank ? length + 1 : length };
}

/** The line without this quotation, and nothing more; null if it is quoted less. */
export function withoutQuote(line: TextLine, { marks, isBlank }: Quote): TextLine | null {
  if (marks === '') return line;
  const { text } = line;
  let length = 0;
  for (const mark of marks) {
    const at = markAt(text, length);
    if (at < 0 || text[at] !== mark) return null;
    length = at + 1;
  }
  return dropped(line, isBlank && text[length] === ' ' ? length + 1 : length);
}

/** Where the next mark stands; -1 if something else does. */
function markAt(text: string, from: number): number {
  let at = from;
  while (at - from < blanksMax && text[at] === ' ') at++;
  return text[at] === '>' || text[at] === '|' ? at : -1;
}
