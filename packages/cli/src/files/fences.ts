/*
 * Specs inside other texts: fenced `mmspec` blocks of Markdown, mails and patches.
 * A block becomes a text in which the lines before it are empty, and marks of quotation are blank,
 * so that every line and column of a message is that of the file.
 */

const fence = /^(?<quote>(?:[>+ \t]|\|)*)(?<mark>`{3,}|~{3,})[ \t]*(?<language>[\w-]*)/u;

export const blocksMax = 1000;
/** Lines of all blocks together, with the empty ones. */
const linesMax = 16_000_000;

/** The blocks of a text, each after as many empty lines as stand before it; null if there are too many. */
export function fencedSpecs(text: string): string[] | null {
  const lines = text.split(/(?<=\n)/u);
  const blocks: string[] = [];
  let lineCount = 0;
  for (let index = 0; index < lines.length; index++) {
    const opening = fence.exec(lines[index] ?? '')?.groups;
    if (opening === undefined) continue;
    const end = closing(lines, index + 1, opening.mark ?? '```');
    if (opening.language === 'mmspec') {
      lineCount += end;
      if (blocks.length === blocksMax || lineCount > linesMax) return null;
      blocks.push(only(lines, index + 1, end, opening.quote ?? ''));
    }
    index = end;
  }
  return blocks;
}

/** The index of the line that closes a block; an open block ends with the text. */
function closing(lines: readonly string[], from: number, mark: string): number {
  for (let index = from; index < lines.length; index++) {
    const found = fence.exec(lines[index] ?? '')?.groups;
    if (found !== undefined && found.language === '' && (found.mark ?? '').startsWith(mark)) return index;
  }
  return lines.length;
}

function only(lines: readonly string[], from: number, to: number, quote: string): string {
  const own = lines.slice(from, to).map((line) => {
    const marked = quote.length > 0 && line.startsWith(quote.trimEnd()) ? quote.length : 0;
    return blank(line.slice(0, marked)) + line.slice(marked);
  });
  return '\n'.repeat(from) + own.join('');
}

const blank = (text: string): string => text.replace(/[^\r\n]/gu, (character) => ' '.repeat(character.length));
