/*
 * Specs inside other texts: fenced `mmspec` blocks of Markdown, mails and patches.
 * A block becomes a text of the same length in which everything else is blank,
 * so that every line and column of a message is that of the file.
 */

const fence = /^(?<quote>(?:[>+ \t]|\|)*)(?<mark>`{3,}|~{3,})[ \t]*(?<language>[\w-]*)/u;

/** The blocks of a text, each as the whole text with the rest blanked out. */
export function fencedSpecs(text: string): string[] {
  const lines = text.split(/(?<=\n)/u);
  const blocks: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const opening = fence.exec(lines[index] ?? '')?.groups;
    if (opening === undefined) continue;
    const end = closing(lines, index + 1, opening.mark ?? '```');
    if (opening.language === 'mmspec') blocks.push(only(lines, index + 1, end, opening.quote ?? ''));
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
  return lines
    .map((line, index) => {
      if (index < from || index >= to) return blank(line);
      const marked = quote.length > 0 && line.startsWith(quote.trimEnd()) ? quote.length : 0;
      return blank(line.slice(0, marked)) + line.slice(marked);
    })
    .join('');
}

const blank = (text: string): string => text.replace(/[^\r\n]/gu, (character) => ' '.repeat(character.length));
