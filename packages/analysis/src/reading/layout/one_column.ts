import { isCpuName, namesIn } from './header.ts';
import { cellsOf, isRule } from './lines.ts';
import type { TextLine } from './lines.ts';
import { isProse } from './prose.ts';

/** An event with who takes it in front. */
export interface NamedLine {
  readonly line: TextLine;
  /** Index of the name; of a line that goes on with the event above, -1. */
  readonly who: number;
  readonly text: string;
  readonly start: number;
}

export interface NamedLines {
  readonly names: readonly { readonly header: string; readonly names: readonly string[] }[];
  readonly lines: readonly NamedLine[];
  readonly isOwn: boolean;
  /** Indices of lines of the text that are part of it. */
  readonly used: ReadonlySet<number>;
}

/** One column with names in front: `Thread A: lock(x)`, or that of mmspec for more than three actors. Null where it is neither. */
export function namedLines(lines: readonly TextLine[]): NamedLines | null {
  return stackedOwn(lines) ?? prefixed(lines) ?? tabled(lines);
}

/** `CPU0 (a), CPU1 (b), …` over a rule; then the names stand in front. */
function stackedOwn(lines: readonly TextLine[]): NamedLines | null {
  const from = lines.findIndex(({ text }) => /^\s*CPU0 \(.*\),?\s*(?:CPU1 \(.*)?$/u.test(text) && /\),(?:\s|$)/u.test(text));
  if (from < 0) return null;
  const to = lines.findIndex(({ text }, index) => index > from && isRule(text));
  if (to < 0) return null;
  const said = lines
    .slice(from, to)
    .map(({ text }) => text.trim())
    .join(' ');
  const names = [...said.matchAll(/CPU\d+ \(((?:[^()]|\([^()]*\))*)\)/gu)].map((match) => ({ header: match[0], names: [match[1] ?? ''] }));
  const width = Math.min(24, Math.max(...names.map(({ names: [name = ''] }) => name.length)) + 3);
  const begin = lines[from]!.text.search(/\S/u);
  const found: NamedLine[] = [];
  const used = new Set(lines.slice(from, to + 1).map(({ number }) => number));
  for (const line of lines.slice(to + 1)) {
    if (line.text.trim() === '') continue;
    const front = line.text.slice(begin, begin + width).trim();
    const text = line.text.slice(begin + width);
    const start = begin + width + Math.max(0, text.search(/\S/u));
    const who = front === '' ? -1 : names.findIndex(({ header, names: [name = ''] }) => name.slice(0, width - 1) === front || header.startsWith(`${front} (`));
    if (front !== '' && who < 0) continue;
    if (text.trim() === '') continue;
    found.push({ line, who, text: text.trim(), start });
    used.add(line.number);
  }
  return { names, lines: found, isOwn: true, used };
}

const front = /^\s*(?:\[([^\]]+)\]|<([^>]+)>|([A-Za-z][\w#.\-[\]]*(?: [\w#]+)?(?: ?\([^()]*\))?|#\d{1,2}))\s*(?::|>|\|)\s+(\S.*)$/u;
/** `[CPU0] lock(x)` */
const bracketed = /^\s*\[([^\]]+)\]()()\s+(\S.*)$/u;
/** An entry of a list with a name, and that it does what follows: of names that stand before colons on other lines. */
const doing = /^\s*()()([A-Za-z][\w#.\-[\]]*(?: \d+)?) (?:calls|runs|executes|does|takes|enters) (\S.*)$/u;
/** A number or a mark of a list in front of the name. */
const counted = /^\s*(?:\((?:\d{1,3}|[a-z])\)|[a-z]\)|\[\d{1,3}\]|#?\d{1,3}[.):]?|(?:step|[Tt])\s?\d{1,3}[.):]?|[-*+\u2022])\s+(?=\S)/u;

/** A line with what stands in front of its event. */
interface Front {
  readonly line: TextLine;
  readonly match: RegExpExecArray | null;
  /** It is counted, or marked as an entry of a list. */
  readonly isEntry: boolean;
  readonly count: Pick<TextLine, 'count'>;
}

/** Most lines have a name and a colon in front, and there are two names or more. */
function prefixed(lines: readonly TextLine[]): NamedLines | null {
  return namedBy(lines, chosenOf);
}

/** The entries of a list, each with another name in front: actors that take one step each, or labels. */
export function namedOnce(lines: readonly TextLine[]): NamedLines | null {
  return namedBy(lines, (matches, counts) => {
    const entries = matches.filter(({ isEntry }) => isEntry);
    return entries.length >= 2 && counts.size === entries.length && entries.every(({ match }) => match !== null) ? entries : [];
  });
}

/** Lines with names in front; `choose`: which of them are meant. */
function namedBy(lines: readonly TextLine[], choose: (matches: readonly Front[], counts: ReadonlyMap<string, number>) => readonly Front[]): NamedLines | null {
  const found = lines.map(frontOf);
  const counts = new Map<string, number>();
  for (const { match } of found) if (match !== null) counts.set(keyOf(match), (counts.get(keyOf(match)) ?? 0) + 1);
  const matches = found.map((each): Front => {
    const match = each.match ?? (each.isEntry && !isProse(each.line.text) ? doing.exec(uncounted(each.line.text)) : null);
    return match !== null && counts.has(keyOf(match)) ? { ...each, match } : { ...each, match: null };
  });
  const chosen = choose(matches, counts);
  if (chosen.length === 0 || areHeadings(chosen, matches)) return null;
  const names = [...new Map(chosen.map(({ match }) => [keyOf(match!), nameIn(match!)])).values()];
  const events: NamedLine[] = [];
  const isChosen = new Set(chosen);
  for (const each of matches) {
    const above = events.at(-1);
    if (isChosen.has(each)) events.push(eventOf(each, names));
    else if (above !== undefined && isBelow(each.line, above))
      events.push({ ...above, line: each.line, text: each.line.text.trim(), start: each.line.text.search(/\S/u) });
  }
  return {
    names: names.map((header) => ({ header, names: namesIn(header) })),
    lines: events,
    isOwn: false,
    used: new Set(events.map(({ line }) => line.number)),
  };
}

/** `CPU0: reader` above what it does: the same word behind a name each time, and deeper lines below it. */
function areHeadings(chosen: readonly Front[], all: readonly Front[]): boolean {
  const said = new Map(chosen.map(({ match }) => [keyOf(match!), match![4]!.trim()]));
  return chosen.every((each) => {
    const text = each.match![4]!.trim();
    const below = all[all.indexOf(each) + 1];
    return (
      /^\w+(?:\(\))?:?$/u.test(text) &&
      said.get(keyOf(each.match!)) === text &&
      below !== undefined &&
      below.match === null &&
      below.line.text.search(/\S/u) > each.line.text.search(/\S/u)
    );
  });
}

function eventOf({ line, match, count }: Front, names: readonly string[]): NamedLine {
  const text = match?.[4] ?? '';
  return {
    line: { ...line, ...count },
    who: names.findIndex((name) => match !== null && name.toLowerCase() === keyOf(match)),
    text,
    start: line.text.length - text.length,
  };
}

/** It stands at or right of the event in the line before, without a name: its actor goes on. */
function isBelow({ text, number }: TextLine, above: NamedLine): boolean {
  return text.trim() !== '' && number === above.line.number + 1 && text.search(/\S/u) >= above.start - 1 && !isProse(text);
}

/** Every line has the name of a CPU in front, two blanks or more apart. */
function tabled(lines: readonly TextLine[]): NamedLines | null {
  const written = lines.filter(({ text }) => text.trim() !== '');
  const matches = written.map((line) => ({ line, match: /^\s*(\S+(?: \S+)?)\s{2,}(\S.*)$/u.exec(line.text) }));
  if (!matches.every(({ match }) => match !== null && isCpuName(match[1]!) && cellsOf(match[2]!).every(({ text }) => !isCpuName(text)))) return null;
  const names = [...new Map(matches.map(({ match }) => [match![1]!.toLowerCase(), match![1]!])).values()];
  if (names.length < 2 || names.length === matches.length) return null;
  return {
    names: names.map((header) => ({ header, names: namesIn(header) })),
    lines: matches.map(({ line, match }) => ({
      line,
      who: names.findIndex((name) => name.toLowerCase() === match![1]!.toLowerCase()),
      text: match![2]!,
      start: line.text.length - match![2]!.length,
    })),
    isOwn: false,
    used: new Set(written.map(({ number }) => number)),
  };
}

/** Without a number or a mark of a list in front. */
export function uncounted(text: string): string {
  return text.replace(counted, (number) => ' '.repeat(number.length));
}

function frontOf(line: TextLine): Front {
  const plain = uncounted(line.text);
  const behind = plain === line.text ? null : (front.exec(plain) ?? bracketed.exec(plain));
  const match = behind ?? front.exec(line.text) ?? bracketed.exec(line.text);
  const isEntry = plain !== line.text && !(match !== null && isNumber(nameIn(match)));
  const number = isEntry ? /\d+/u.exec(line.text.slice(0, plain.search(/\S/u)))?.[0] : undefined;
  return { line, count: number === undefined ? {} : { count: Number(number) }, match, isEntry };
}

/** `#0`: a CPU, or the number of what happens. */
const isNumber = (name: string): boolean => name.startsWith('#');

function nameIn(match: RegExpExecArray): string {
  return (match[1] ?? '').trim() || (match[2] ?? '').trim() || (match[3] ?? '').trim();
}

function keyOf(match: RegExpExecArray): string {
  return nameIn(match).toLowerCase();
}

/** Lines in front of which somebody is named; of names that could be anything, all lines or all entries of a list must have one. */
function chosenOf(matches: readonly Front[], counts: ReadonlyMap<string, number>): readonly Front[] {
  // Numbers that come again are CPUs.
  const areCpus = [...counts].some(([key, count]) => isNumber(key) && count > 1);
  const isName = (name: string): boolean =>
    (isCpuName(name) && (areCpus || !isNumber(name))) ||
    /^(?:cpu|thread|task|process|t|p)[\s#]*\w{1,2}\s*\(/iu.test(name) ||
    /^(?:irq|softirq|hardirq|nmi)$|\bon v?cpu ?#?\d+$/iu.test(name);
  const named = matches.filter(({ match }) => match !== null && isName(nameIn(match)));
  if (named.length >= 2 && new Set(named.map(({ match }) => keyOf(match!))).size >= 2) return named;
  const entries = matches.filter(({ isEntry }) => isEntry);
  const written = entries.length >= 3 ? entries : matches.filter(({ line: { text } }) => text.trim() !== '' && cellsOf(text).length > 0);
  const isWhole = written.length >= 3 && written.every(({ match }) => match !== null);
  return isWhole && counts.size >= 2 && [...counts.values()].some((count) => count > 1) ? written : [];
}
