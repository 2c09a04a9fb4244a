/*
 * What threads do, as columns: a row for each statement, in its thread's column, with a remark behind it.
 */

export interface Row {
  readonly thread: number;
  readonly text: string;
  /** Empty: none. */
  readonly remark: string;
}

/** The drawing; each row has its number in front, to which remarks refer. */
export function columns(threadCount: number, rows: readonly Row[]): string {
  const cells = rows.map(({ text, remark }) => (remark === '' ? text : `${text}  // ${remark}`));
  const widths = Array.from({ length: threadCount }, (_, thread) =>
    Math.max(2, `P${thread}`.length, ...cells.map((cell, row) => (rows[row]!.thread === thread ? cell.length : 0))),
  );
  const margin = String(rows.length).length;
  const line = (number: string, thread: number, cell: string): string => {
    const before = widths.slice(0, thread).map((width) => ' '.repeat(width + 3));
    return `${number.padStart(margin)}  ${before.join('')}${cell}`.trimEnd();
  };
  const head = widths.map((width, thread) => `P${thread}`.padEnd(width)).join('   ');
  const rule = widths.map((width) => '-'.repeat(width)).join('   ');
  return [
    `${' '.repeat(margin)}  ${head}`.trimEnd(),
    `${' '.repeat(margin)}  ${rule}`,
    ...cells.map((cell, row) => line(String(row + 1), rows[row]!.thread, cell)),
  ].join('\n');
}
