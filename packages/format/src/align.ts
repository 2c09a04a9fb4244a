/** A line of the result before its blanks are settled. */
export interface Line {
  indent: number;
  /** Without indentation and comment; empty for a line of its own comment and for an empty line. */
  code: string;
  /** With its slashes; empty where there is none. */
  comment: string;
  /** Where the type of a declaration begins in `code`, or -1; and what stands before its name. */
  typeAt: number;
  typeKey: string;
  /** Where the block of an `if` or a branch begins in `code` that those below follow, or -1. */
  blockAt: number;
  /** True for a branch on a line of its own, below the one before it. */
  follows: boolean;
  /** Indices of the tokens of the line, the last one excluded. */
  first: number;
  last: number;
}

/** Lines longer than the shortest neighbour by so much do not push the comments of the others. */
const commentPushMax = 24;
/** Names longer than this by so much do not push the types of their neighbours. */
const typePushMax = 16;

/** Aligns the types of neighbouring declarations, and the blocks of branches that stand below each other. */
export function alignCode(lines: readonly Line[]): void {
  const isTyped = (line: Line): boolean => line.typeAt >= 0 && line.typeAt < line.code.length;
  const joins = (a: Line, b: Line): boolean => isTyped(a) && isTyped(b) && a.typeKey === b.typeKey && a.indent === b.indent;
  for (const group of groups(lines, joins)) {
    const near = Math.min(...group.map(({ typeAt }) => typeAt)) + typePushMax;
    const column = Math.max(...group.map(({ typeAt }) => (typeAt <= near ? typeAt : 0)));
    for (const line of group) if (isTyped(line)) pad(line, line.typeAt, column - line.typeAt);
  }
  lines.forEach((line, index) => {
    const above = lines[index - 1];
    if (!line.follows || line.blockAt < 0 || above === undefined || above.blockAt < 0) return;
    const missing = above.indent + above.blockAt - line.indent - line.blockAt;
    if (missing <= 0) return;
    pad(line, line.blockAt, missing);
    line.blockAt += missing;
  });
}

/** The texts of lines, with the comments of neighbours below each other. */
export function textsOf(lines: readonly Line[]): string[] {
  const columns = new Map<Line, number>();
  // What is left alone may be several lines.
  const width = ({ indent, code }: Line): number => (code.includes('\n') ? code.length - code.lastIndexOf('\n') - 1 : indent + code.length);
  const trails = (line: Line): boolean => line.code !== '' && line.comment !== '';
  for (const group of groups(lines, (a, b) => trails(a) && trails(b))) {
    const near = Math.min(...group.map(width)) + commentPushMax;
    const column = Math.max(...group.map((line) => (width(line) <= near ? width(line) : 0)));
    for (const line of group) columns.set(line, column);
  }
  return lines.map((line) => {
    const code = line.code === '' && line.comment === '' ? '' : ' '.repeat(line.indent) + line.code;
    if (line.comment === '') return code;
    return line.code === '' ? code + line.comment : `${code}${' '.repeat(Math.max(0, (columns.get(line) ?? 0) - width(line)))} ${line.comment}`;
  });
}

function pad(line: Line, at: number, count: number): void {
  line.code = line.code.slice(0, at) + ' '.repeat(Math.max(0, count)) + line.code.slice(at);
}

/** Runs of neighbours that belong together. */
function groups(lines: readonly Line[], joins: (a: Line, b: Line) => boolean): Line[][] {
  const found: Line[][] = [];
  for (const line of lines) {
    const group = found.at(-1);
    const above = group?.at(-1);
    if (group !== undefined && above !== undefined && joins(above, line)) group.push(line);
    else found.push([line]);
  }
  return found;
}
