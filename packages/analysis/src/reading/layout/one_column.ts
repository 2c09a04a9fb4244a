import { isCpuName, namesIn } from './header.ts';
import { cellsOf, isRule } from './lines.ts';
import type { TextLine } from './lines.ts';

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
  return stackedOwn(lines) ?? prefixed(lines);
}

/** `CPU0 (a), CPU1 (b), …` over a rule; then the names stand in front. */
function stackedOwn(lines: readonly TextLine[]): NamedLines | null {
  const from = lines.findIndex(({ text }) => /^\s*CPU0 \(.*\),?\s*(?:CPU1 \(.*)?$/u.test(text) && /\),(?:\s|$)/u.test(text));
  if (from < 0) return null;
  const to = lines.findIndex(({ text }, index) => index > from && isRule(text));
  if (to < 0) return null;
  const said = lines.slice(from, to).map(({ text }) => text.trim()).join(' ');
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

const front = /^\s*(?:\[([^\]]+)\]|<([^>]+)>|([A-Za-z][\w#.\-[\]]*(?: [\w#]+)?(?: ?\([^()]*\))?))\s*(?::|>|\|)\s+(\S.*)$/u;

/** Most lines have a name and a colon in front, and there are two names or more. */
function prefixed(lines: readonly TextLine[]): NamedLines | null {
  const matches = lines.map((line) => ({ line, match: front.exec(line.text) ?? /^\s*\[([^\]]+)\]()()\s+(\S.*)$/u.exec(line.text) }));
  const nameIn = (match: RegExpExecArray): string => (match[1] ?? match[2] ?? match[3] ?? '').trim();
  const counts = new Map<string, number>();
  for (const { match } of matches) if (match !== null) counts.set(nameIn(match).toLowerCase(), (counts.get(nameIn(match).toLowerCase()) ?? 0) + 1);
  const isName = (name: string): boolean => isCpuName(name) || /^(?:cpu|thread|task|process|t|p)[\s#]*\w{1,2}\s*\(/iu.test(name) || /^(?:irq|softirq|hardirq|nmi)$/iu.test(name);
  const named = matches.filter(({ match }) => match !== null && isName(nameIn(match)));
  const plain = matches.filter(({ match }) => match !== null);
  const written = lines.filter(({ text }) => text.trim() !== '' && cellsOf(text).length > 0);
  const chosen = named.length >= 2 && new Set(named.map(({ match }) => nameIn(match!).toLowerCase())).size >= 2
    ? named
    : plain.length >= 3 && plain.length === written.length && counts.size >= 2 && [...counts.values()].some((count) => count > 1) ? plain : [];
  if (chosen.length === 0) return null;
  const names = [...new Map(chosen.map(({ match }) => [nameIn(match!).toLowerCase(), nameIn(match!)])).values()];
  return {
    names: names.map((header) => ({ header, names: namesIn(header) })),
    lines: chosen.map(({ line, match }) => ({
      line,
      who: names.findIndex((name) => name.toLowerCase() === nameIn(match!).toLowerCase()),
      text: match![4] ?? '',
      start: line.text.length - (match![4] ?? '').length,
    })),
    isOwn: false,
    used: new Set(chosen.map(({ line }) => line.number)),
  };
}
