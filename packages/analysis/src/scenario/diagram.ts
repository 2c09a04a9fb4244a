/*
 * Race diagrams as people paste them: columns of events, one for each CPU, time going down.
 * The layouts are those of kernel comments and changelogs: a header line or none, columns made with blanks or tabs,
 * rules of `-` or `=`, remarks behind `//`, `<-` or `--`, and marks such as `[BUG: …]` or `*** DEADLOCK ***`.
 */

/** A column: what its header says. */
export interface DiagramColumn {
  /** As written, or empty without a header. */
  readonly header: string;
  /** Words that may name its actor: in brackets behind the CPU, or the header itself. */
  readonly names: readonly string[];
}

/** One thing that happens. */
export interface DiagramEvent {
  /** Index of its column. */
  readonly column: number;
  /** Without remarks and marks. */
  readonly text: string;
  /** Line of the text it stands on, from 1. */
  readonly line: number;
}

export interface Diagram {
  readonly columns: readonly DiagramColumn[];
  /** From top to bottom; on one line from left to right. */
  readonly events: readonly DiagramEvent[];
}

interface Cell {
  readonly start: number;
  readonly text: string;
}

const tabWidth = 8;

/** Reads a diagram; any text gives one, perhaps without events. */
export function readDiagram(text: string): Diagram {
  const lines = text.split(/\r\n?|\n/u).map((line) => withoutPrefix(expandTabs(line)));
  const at = lines.findIndex(isHeader);
  const header = at < 0 ? [] : cellsOf(lines[at] ?? '');
  const starts = at < 0 ? startsWithoutHeader(lines) : header.map(({ start }) => start);
  const columns = starts.map((_, column) => columnOf(header[column]?.text ?? ''));
  const events = lines.flatMap((line, index) => {
    if (index <= at || isRule(line)) return [];
    return cellsOf(withoutRemark(line)).flatMap((cell): DiagramEvent[] => {
      const event = eventText(cell.text);
      return event === '' ? [] : [{ column: columnAt(starts, cell.start), text: event, line: index + 1 }];
    });
  });
  return { columns, events };
}

function expandTabs(line: string): string {
  let out = '';
  for (const character of line) out += character === '\t' ? ' '.repeat(tabWidth - (out.length % tabWidth)) : character;
  return out;
}

/** Comment and quotation marks become blanks, so that columns stay where they are. */
function withoutPrefix(line: string): string {
  return line.replace(/\*\/\s*$/u, '').replace(/^\s*(?:(?:>\s?)+|\/\*+|\*(?!\*)|\/\/|#)?/u, (prefix) => ' '.repeat(prefix.length));
}

/** Pieces of a line with two blanks or more between them. */
function cellsOf(line: string): readonly Cell[] {
  return [...line.matchAll(/\S+(?: \S+)*/gu)].map((match) => ({ start: match.index, text: match[0] }));
}

const cpu = /^(?:cpu|thread|task|process|vcpu|t|p)\s*#?[\dA-Z]?\d*:?(?:\s*\(.*\))?:?$/iu;

/** Two cells or more that name CPUs, threads or processes. */
function isHeader(line: string): boolean {
  const cells = cellsOf(line);
  return cells.length >= 2 && cells.every(({ text }) => cpu.test(text));
}

function columnOf(header: string): DiagramColumn {
  const role = /\(([^)]*)\)/u.exec(header)?.[1]?.trim() ?? '';
  const name = header.replace(/\(.*\)/u, '').replace(/:\s*$/u, '').trim();
  return { header, names: [role, name].filter((text) => text !== '') };
}

function isRule(line: string): boolean {
  return /^[\s\-=_+|]*$/u.test(line) || /^\s*\*{2,}.*\*{2,}\s*$/u.test(line);
}

/** Remarks of a line, which reach to its end. */
function withoutRemark(line: string): string {
  return line.replace(/(?:\s|^)(?:\/\/|<-+|--\s|\/\*).*$/u, '');
}

/** The event without number in front and marks behind. */
function eventText(text: string): string {
  return text.replace(/^(?:\(\w{1,3}\)|\d+(?:\.\d+)*[.)]?)\s+/u, '').replace(/\s*\[[^\]]*\]\s*$/u, '').replace(/^\.\.\.$|^:$/u, '').trim();
}

/** Without a header the columns are where most lines begin: the leftmost place, and the first one far to the right of it. */
function startsWithoutHeader(lines: readonly string[]): readonly number[] {
  const starts = lines.filter((line) => !isRule(line)).flatMap((line) => cellsOf(withoutRemark(line)).map(({ start }) => start)).sort((a, b) => a - b);
  const [first] = starts;
  if (first === undefined) return [];
  const second = starts.find((start, index) => start - (starts[index - 1] ?? start) >= tabWidth);
  return second === undefined ? [first] : [first, second];
}

/** The last column that begins at a place or left of it; a line may begin a little to the left of its header. */
function columnAt(starts: readonly number[], place: number): number {
  const slack = 2;
  const found = starts.findLastIndex((start) => start <= place + slack);
  return Math.max(0, found);
}
