import type { SourceFile } from '@mmspec/source';
import { fenceReader, type Block } from './fences.ts';
import type { Note } from './notes.ts';
import { dropped, fileOf, linesOf, type TextLine } from './text_line.ts';
import { linesWithEnds, withEndsOf } from './line_ends.ts';

export interface FormattedPage {
  readonly formatted: string;
  /** Of blocks that are left as they are. */
  readonly notes: readonly Note[];
  /** Whether a block has mistakes. */
  readonly isWrong: boolean;
}

/** Formats the `mmspec` blocks of Markdown, and nothing else of it; `one` formats a spec, or gives null. */
export function formatBlocks(path: string, text: string, one: (file: SourceFile) => string | null): FormattedPage {
  const reader = fenceReader({ begins: true, ends: true, isMail: false });
  for (const line of linesOf(text)) reader.line(line);
  const { blocks, notes } = reader.end();
  const lines = text.split(/(?<=\n)/u);
  const found: string[] = [];
  const left: Note[] = [...notes];
  let [next, isWrong] = [0, false];
  for (const block of blocks) {
    if (block.end === null || block.opening.line < next || isIgnored(lines, block.opening.line - 1)) continue;
    const raw = lines.slice(block.opening.line, block.end - 1).join('');
    const result = formatBlock(path, block, raw, one);
    if (result === 'left') left.push(leftAlone(block));
    if (result === 'wrong') isWrong = true;
    if (typeof result === 'string') continue;
    found.push(lines.slice(next, block.opening.line).join(''), result.text);
    next = block.end - 1;
  }
  return { formatted: found.join('') + lines.slice(next).join(''), notes: left, isWrong };
}

/** As Prettier reads it: `<!-- prettier-ignore -->` above a fence, or the fence lies between `prettier-ignore-start` and `-end`. */
function isIgnored(lines: readonly string[], fence: number): boolean {
  const above = lines.slice(0, fence);
  const nearest = above.findLast((line) => bare(line) !== '') ?? '';
  const begun = above.findLast((line) => /^<!--\s*prettier-ignore-(?:start|end)\s*-->$/u.test(bare(line))) ?? '';
  return /^<!--\s*prettier-ignore\s*-->$/u.test(bare(nearest)) || bare(begun).includes('prettier-ignore-start');
}

/** A line without the marks of quotations and lists. */
const bare = (line: string): string => line.replace(/^[\s>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*/u, '').trim();

function formatBlock(
  path: string,
  { prefix, lines }: Block,
  raw: string,
  one: (file: SourceFile) => string | null,
): 'same' | 'left' | 'wrong' | { readonly text: string } {
  // An item of a list has its mark above its first line only.
  const before = prefix.replace(/[-*+]|\d+[.)]/gu, (mark) => ' '.repeat(mark.length));
  const isEmpty = (line: string): boolean => line.trim() === '' || line.trimEnd() === before.trimEnd();
  if (linesWithEnds(raw).some((line) => !line.startsWith(before) && !isEmpty(line))) return 'left';
  const indent = before.length - before.trimEnd().length - (before.trimEnd() === '' || !before.endsWith(' ') ? 0 : 1);
  const file = fileOf(
    path,
    lines.map((line) => dropped(line, Math.min(indent, blanks(line)))),
  );
  const formatted = one(file);
  if (formatted === null) return 'wrong';
  if (formatted === file.text) return 'same';
  const quoted = formatted
    .split('\n')
    .map((line, index, all) => (line !== '' ? before + line : index < all.length - 1 ? before.trimEnd() : ''))
    .join('\n');
  return { text: withEndsOf(raw, quoted) };
}

const blanks = ({ text }: TextLine): number => text.length - text.trimStart().length;

function leftAlone({ opening }: Block): Note {
  return {
    code: 'MM0006',
    severity: 'information',
    at: opening,
    message: 'This block is not formatted: its lines do not all begin as its fence does.',
    why: 'In Markdown such a line may end a list or a quotation, and the block with it.',
    help: 'Indent and quote the content like its fence.',
  };
}
