import { cellsOf, isRule } from './lines.ts';
import { isProse } from './prose.ts';
import type { Cell, TextLine } from './lines.ts';

/** What stands above the columns. */
export interface Header {
  /** Index of its first line, and of the line behind it. */
  readonly from: number;
  readonly to: number;
  readonly cells: readonly Cell[];
  /** By cell: names besides those in its text, of a line of roles below. */
  readonly roles: readonly (readonly string[])[];
  /** Drawn by mmspec: one event a line, none beside another. */
  readonly isOwn: boolean;
}

const word = String.raw`(?:v?cpu|thread|task|process|proc|context|core|worker|writer|reader|t|p|a|b)`;
const cpuName = new RegExp(String.raw`^(?:${word}[\s#_\-]*\[?[\dA-Za-z]?\d*\]?|#\d{1,2}):?$`, 'iu');
const role = String.raw`(?:\s*\([^()]*(?:\([^()]*\)[^()]*)*\)|\s*\[[^\]]*\]|\s*<[^>]*>|\s*[-:\u2013]\s*\S.*)?:?`;
const cpuCell = new RegExp(String.raw`^(?:${word}[\s#_\-]*\[?(?:\d+|[A-Za-z])\]?${role}|#\d{1,2}(?:\s*\([^()]*\))?:?)$`, 'iu');
/** Names with numbers one blank apart on one line. */
const cpuPiece = /(?:v?cpu|thread|task|process)[\s#]*(?:\d+|[A-Z])(?![A-Za-z])(?:\s*\([^)]*\))?:?/giu;

export function isCpuName(text: string): boolean {
  return cpuName.test(text.trim()) || cpuCell.test(text.trim());
}

/** The header of a drawing: a line that names CPUs, threads or processes, or names over a rule. */
export function headerOf(lines: readonly TextLine[]): Header | null {
  const firstWritten = lines.findIndex(({ text }) => text.trim() !== '' && (cellsOf(text).length > 1 || !(isProse(text) || /[:.]$/u.test(text.trim()))));
  for (let at = 0; at < lines.length; at++) {
    const text = lines[at]!.text;
    const cells =
      cpuCells(text) ?? (at === firstWritten ? rowOfNames(text) : null) ?? onlyOwn(text, lines[at + 1]?.text ?? '') ?? onlyCpu(text, lines[at + 1]?.text ?? '');
    if (cells !== null) return finished(lines, at, at + 1, cells);
    const under = groupsOf(lines[at + 1]?.text ?? '');
    if (under.length >= 2 && text.trim() !== '' && !isRule(text)) {
      const named = namesOver(text, under);
      if (named !== null) return finished(lines, at, at + 1, named);
    }
  }
  return null;
}

/** A CPU before or behind a role. */
const cpuBeside = /^\w[\w ]*[\s(,@]+(?:v?cpu|thread|task|process)[\s#]*(?:\d+|[A-Z])\)?:?$|^(?:v?cpu|thread|task|process)[\s#]*(?:\d+|[A-Z])\s*,\s*\w[\w ]*$/iu;

/** The cells of a line in which every cell names a CPU; null for other lines. */
function cpuCells(text: string): readonly Cell[] | null {
  if (text.includes('|')) return null;
  const cells = cellsOf(text);
  if (cells.length >= 2 && cells.every((cell) => cpuCell.test(cell.text))) return cells;
  const pieces = [...text.matchAll(cpuPiece)].map((match) => ({ start: match.index, text: match[0] }));
  return pieces.length >= 2 && text.replace(cpuPiece, '').trim() === '' ? pieces : null;
}

/** Letters that follow each other, names in brackets, or roles beside CPUs or behind words: `[cpu 0] reader`, `reader on CPU0`, `page fault (fault)`. In the first line only. */
function rowOfNames(text: string): readonly Cell[] | null {
  const cells = cellsOf(text);
  if (cells.length < 2) return null;
  const isLetters = cells.every(
    (cell, index) => /^[A-Z]:?$/u.test(cell.text) && (index === 0 || cell.text.charCodeAt(0) === cells[index - 1]!.text.charCodeAt(0) + 1),
  );
  const isBracketed = cells.every(
    (cell) =>
      /^(?:\[[\w #()-]*[A-Za-z][\w #()-]*\]|\([\w #-]*[A-Za-z][\w #-]*\))$/u.test(cell.text) || isCpuName(/^\[([^\]]+)\]\s\S/u.exec(cell.text)?.[1] ?? ''),
  );
  const isBeside = cells.every((cell) => cpuBeside.test(cell.text) && !/[=;{}]|\w\(/u.test(cell.text));
  const isRoles =
    cells.every((cell) => /^[A-Za-z][\w.-]*(?: [\w.-]+)* \([A-Za-z]\w*(?:\[\d+\])?\)$/u.test(cell.text)) &&
    cells.some((cell) => /^[\w.-]+ \w/u.test(cell.text));
  return isLetters || isBracketed || isBeside || isRoles || areWho(cells.map((cell) => cell.text)) ? cells : null;
}

const kind = String.raw`(?:thread|task|process|context|(?:soft|hard)?irq|nmi|interrupt|worker|kthread|daemon|path|side)`;
/** `reader thread`, `IRQ handler`, `other CPU`: somebody, and nothing that happens. */
const who = new RegExp(
  String.raw`^(?:(?:\w+(?:er|or|ing|d)|user|other|first|second|one|main|kernel|(?:soft|hard)?irq|nmi|timer|process|slow|fast|fault|zap|gup|rcu) )?(?:${kind}|cpu)(?: handler| context| [A-Z]| \d+)?$`,
  'iu',
);

/** Words for somebody: `task` beside `IRQ handler`, `fault A` beside `fault B`. */
function areWho(texts: readonly string[]): boolean {
  if (texts.every((text) => who.test(text) || /^[a-z]\w*$/u.test(text)) && texts.some((text) => who.test(text))) return true;
  const numbered = texts.map((text) => /^([A-Za-z]\w*) #?([A-Z]|\d)$/u.exec(text));
  return numbered.every((match) => match !== null && match[1] === numbered[0]![1]) && new Set(numbered.map((match) => match![2])).size === texts.length;
}

/** One column as mmspec draws it, over a rule of its width. */
function onlyOwn(text: string, below: string): readonly Cell[] | null {
  const [cell, ...others] = cellsOf(text);
  const isOne = cell !== undefined && others.length === 0 && /^CPU\d+ \(.+\)$/u.test(cell.text);
  return isOne && below.trimEnd() === ' '.repeat(cell.start) + '-'.repeat(cell.text.length) ? [cell] : null;
}

/** One CPU over a rule. */
function onlyCpu(text: string, below: string): readonly Cell[] | null {
  const [cell, ...others] = cellsOf(text);
  return cell !== undefined && others.length === 0 && isCpuName(cell.text) && isRule(below) ? [cell] : null;
}

/** The groups of dashes of a rule. */
function groupsOf(text: string): readonly { readonly start: number; readonly end: number }[] {
  if (!isRule(text) || text.includes('|') || text.includes('+')) return [];
  return [...text.matchAll(/\S+/gu)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** Names over a rule: the words above each group of dashes. */
function namesOver(text: string, groups: readonly { readonly start: number; readonly end: number }[]): readonly Cell[] | null {
  const cells = cellsOf(text);
  if (cells.length === groups.length) return cells;
  const cuts = groups.map(({ start }, index) => (index === 0 ? 0 : Math.max(0, text.lastIndexOf(' ', start) + 1)));
  const named = cuts.map((start, index) => {
    const piece = text.slice(start, cuts[index + 1] ?? text.length);
    return { start: start + piece.search(/\S|$/u), text: piece.trim() };
  });
  return named.every((cell) => cell.text !== '') ? named : null;
}

function finished(lines: readonly TextLine[], from: number, after: number, cells: readonly Cell[]): Header {
  let to = after;
  const roles: string[][] = cells.map(() => []);
  let groups = groupsOf(lines[to]?.text ?? '');
  const under = groups;
  if (isRule(lines[to]?.text ?? '')) to++;
  const below = cellsOf(lines[to]?.text ?? '');
  const isRoles =
    below.length > 0 &&
    below.length <= cells.length &&
    below.every((cell) => /^(?:\([^()]+\)|\[[^[\]]+\]|<[^<>]+>)$/u.test(cell.text)) &&
    !below.some((cell) => /irq|nmi/iu.test(cell.text));
  if (isRoles) {
    below.forEach((cell, index) => roles[below.length === cells.length ? index : nearest(cells, cell.start)]!.push(cell.text.slice(1, -1).trim()));
    to++;
    groups = groupsOf(lines[to]?.text ?? '');
    if (groups.length >= 2) to++;
  }
  const isOwn =
    cells.every(
      (cell, index) => /^CPU\d+ \(.+\)$/u.test(cell.text) && under[index]?.start === cell.start && under[index].end === cell.start + cell.text.length,
    ) && under.length === cells.length;
  return { from, to, cells, roles, isOwn };
}

function nearest(cells: readonly Cell[], start: number): number {
  let best = 0;
  cells.forEach((cell, index) => {
    if (Math.abs(cell.start - start) < Math.abs(cells[best]!.start - start)) best = index;
  });
  return best;
}

/** What a header says about who it is: what stands in brackets or behind a dash, then the name itself. */
export function namesIn(header: string): string[] {
  const inBrackets = [...header.matchAll(/\(((?:[^()]|\([^()]*\))*)\)|\[([^\]]*[A-Za-z][^\]]*)\]|<([^>]*)>/gu)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
  const plain = header
    .replace(/\((?:[^()]|\([^()]*\))*\)|(?<=\s)\[[^\]]*\]|^\s*\[[^\]]*\](?=\s)|<[^>]*>/gu, ' ')
    .replace(/:\s*$/u, '')
    .trim();
  const [, name = plain, behind = ''] = /^(.*?\S)\s*(?:\s[-\u2013@]\s|[:,]\s|\son\s)\s*(.*)$/u.exec(plain) ?? [];
  return [...inBrackets, behind, name, header.trim()]
    .map((text) => text.trim().replace(/\(\)$/u, ''))
    .filter((text, index, all) => text !== '' && all.indexOf(text) === index);
}
