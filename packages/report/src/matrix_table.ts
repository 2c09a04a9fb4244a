import type { CheckResult, PropertyResult } from '@mmspec/system';
import { checkMark, marginText, widthMax } from './check_table.ts';
import { plainPaint, type Paint } from './colour.ts';
import { memoryLines } from './memory_text.ts';
import { numberText, openTexts, settingText } from './open_text.ts';
import { counted, plainBlanks, unbroken, wrap } from './wrap.ts';

/**
 * The cells of a matrix as one table: a row for each, a column for each property that is violated in one of them, and in it
 * the steps of the shortest race; `-` where it holds, `- w4` where a window of 4 was full somewhere, `?` where the search did not finish, `never` for what is not reached.
 */
export function renderMatrix(name: string, cells: readonly CheckResult[], paint: Paint = plainPaint): string {
  const axes = axesOf(cells);
  const properties = [...new Set(cells.flatMap(({ results }) => results.filter((each) => !isFine(each)).map(({ property }) => property)))];
  const outcomes = (cell: CheckResult): string[] =>
    properties.length === 0
      ? [outcomeText({ property: '', verdict: 'holds', depth: null, trace: null }, cell.bounded)]
      : properties.map((property) =>
          outcomeText(
            cell.results.find((result) => result.property === property),
            cell.bounded,
          ),
        );
  const rows = cells.map((cell) => [...axes.map((axis) => axisText(cell, axis)), ...outcomes(cell)]);
  const { heads, legend } = headsOf(axes, properties.length === 0 ? ['violated'] : properties, rows);
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    headLine(name, cells, paint),
    `${marginText('')}${paint('dim', line(heads))}`,
    ...cells.flatMap((cell, index) => {
      const { mark, role } = checkMark(cell);
      const isPlain = cell.met && role !== 'warning';
      const row = `${isPlain ? marginText('') : paint(role, marginText(mark))}${line(rows[index] ?? [])}`;
      return [
        row,
        ...(cell.reason === ''
          ? []
          : wrap(cell.reason, widthMax - marginText('').length).map((text) => `${marginText('')}${paint(cell.met ? 'dim' : role, text)}`)),
      ];
    }),
    ...openNotes(cells)
      .flatMap((text) => wrap(text, widthMax - marginText('').length, '  '))
      .map((text) => marginText('') + paint('dim', text)),
    ...memoryNotes(cells)
      .flatMap((text) => wrap(text, widthMax - marginText('').length, '  '))
      .map((text) => marginText('') + paint('dim', text)),
    ...legend.flatMap((text) => wrap(text, widthMax - marginText('').length, '  ')).map((text) => marginText('') + paint('dim', text)),
  ].join('\n');
}

function headLine(name: string, cells: readonly CheckResult[], paint: Paint): string {
  const worst = cells.map(checkMark).reduce((one, other) => (other.rank > one.rank ? other : one));
  const unmet = cells.filter(({ met }) => !met).length;
  const isQuestion = cells.every(({ expectation }) => expectation === null);
  const what = isQuestion ? '' : unmet === 0 ? ', as expected' : `, ${unmet} not as expected`;
  const sum = (number: (cell: CheckResult) => number): number => cells.reduce((total, cell) => total + number(cell), 0);
  return `${paint(worst.role, marginText(worst.mark))}${paint('strong', name)}  ${counted(cells.length, 'cell')}${what}  ${paint(
    'dim',
    `(${counted(
      sum(({ states }) => states),
      'state',
    )}, ${sum(({ seconds }) => seconds).toFixed(2)} s)`,
  )}`;
}

/** The names that the cells differ by, as their names say them. */
function axesOf(cells: readonly CheckResult[]): string[] {
  return [...new Set(cells.flatMap(({ name }) => [...name.matchAll(/(?<=[[,])(\w+)=/gu)].map(([, axis = '']) => axis)))];
}

/** The value that a cell has on an axis, as its name says it. */
function axisText({ settings, memory, name }: CheckResult, axis: string): string {
  const value = Object.hasOwn(settings, axis) ? settings[axis] : axis === 'memory' ? memory : new RegExp(`[[,]${axis}=([^,\\]]*)`, 'u').exec(name)?.[1];
  return value === undefined ? '' : settingText(value);
}

/** What cells for any number say of it, each text once, with the axes of the cells that say it. */
function openNotes(cells: readonly CheckResult[]): string[] {
  const axesOfText = new Map<string, string[]>();
  for (const cell of cells) {
    const axes = /\[(.*)\]$/u.exec(cell.name)?.[1] ?? cell.name;
    for (const said of openTexts(cell)) axesOfText.set(said, [...(axesOfText.get(said) ?? []), axes]);
  }
  return [...axesOfText].map(([said, axes]) => `${axes.length === cells.length ? 'all' : axes.join('; ')}: ${said}`);
}

/** What the cells have assumed that are not searched under sc: each once. */
function memoryNotes(cells: readonly CheckResult[]): string[] {
  const notes = cells.flatMap((cell) =>
    memoryLines(cell).map(([label, text]) => (label.startsWith('bounded') ? `w: ${cell.name}: ${text}` : `${label.trim()} ${text}`)),
  );
  return [...new Set(notes)];
}

/** It holds, or views say nothing about it and it holds for small numbers: what is said below the table. */
function isFine({ verdict, anyNumber }: PropertyResult): boolean {
  return verdict === 'holds' || anyNumber === 'checked';
}

function outcomeText(result: PropertyResult | undefined, bounded?: CheckResult['bounded']): string {
  if (result === undefined) return '';
  if (result.verdict === 'unfinished') return '?';
  if (result.anyNumber === 'undecided') return 'undecided';
  if (isFine(result)) return typeof bounded === 'object' ? `- w${bounded.window}` : '-';
  return plainBlanks(`${result.depth === null ? 'never' : String(result.depth)}${numberText(result)}`);
}

/** The heads of the columns; where they are too wide, properties are letters, and a legend says which. */
function headsOf(
  axes: readonly string[],
  properties: readonly string[],
  rows: readonly (readonly string[])[],
): { readonly heads: readonly string[]; readonly legend: readonly string[] } {
  const heads = [...axes, ...properties];
  const width = heads.reduce((sum, head, column) => sum + 2 + Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)), 0);
  if (width <= widthMax - marginText('').length) return { heads, legend: [] };
  const letters = properties.map((_, index) => `p${index + 1}`);
  return { heads: [...axes, ...letters], legend: [properties.map((property, index) => unbroken(`p${index + 1}: ${property}`)).join(', ')] };
}
