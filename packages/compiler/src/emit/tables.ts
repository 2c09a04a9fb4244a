import { accessOf } from '../ir/access.ts';
import type { Format, Program, Row, StepProgram } from '../ir/ir.ts';
import { staticSlot } from '../ir/cells.ts';
import { instanceBounds } from '../lower/instances.ts';
import { stringLiteral } from './names.ts';
import { leafBase } from '../ir/numbering.ts';
import type { Numbering } from '../ir/numbering.ts';

/*
 * What people see of a system, as tables of numbers and one table of strings.
 */

/** The strings of a module, each once. */
export class Texts {
  readonly #numbers = new Map<string, number>();

  /** The number of a text in the table. */
  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const next = this.#numbers.size;
    this.#numbers.set(text, next);
    return next;
  }

  print(): readonly string[] {
    return [...this.#numbers.keys()].map((text) => `  ${stringLiteral(text)},`);
  }
}

/** Lists of numbers, each once. */
class Lists {
  readonly #numbers = new Map<string, number>();
  of(printed: string): number {
    const known = this.#numbers.get(printed);
    if (known !== undefined) return known;
    const next = this.#numbers.size;
    this.#numbers.set(printed, next);
    return next;
  }
  print(): readonly string[] {
    return [...this.#numbers.keys()].map((printed) => `  ${printed},`);
  }
}

function list(values: readonly (number | string)[]): string {
  return `[${values.join(', ')}]`;
}

export function slotTable(program: Program, texts: Texts): readonly string[] {
  const lines: string[] = [];
  program.cells.forEach((cell, index) => {
    if (program.slotOf.has(index)) lines.push(`  [${texts.of(cell.name)}, ${cell.min}, ${cell.max}],`);
  });
  return lines;
}

/** Paths and steps, for the list of actions. */
export function stepTables(program: Program, texts: Texts): { readonly paths: readonly string[]; readonly steps: readonly string[] } {
  const paths = new Lists();
  const pathOf = (path: readonly string[]): number => paths.of(list(path.map((part) => texts.of(part))));
  const steps = program.steps.map((step) => {
    const leaves = step.leaves.map((leaf) => `[${list(leaf.executed.map(pathOf))}, ${list(leaf.marks.map(pathOf))}]`);
    const { reads, writes } = slotsOfStep(program, step);
    return `  [${[
      step.kind,
      step.environment === null ? -1 : texts.of(step.environment),
      step.label === null ? -1 : texts.of(step.label),
      list(step.operations.map((name) => texts.of(name))),
      pathOf(step.path),
      list([step.span.file, step.span.start, step.span.end]),
      list(leaves),
      list(reads.map(list)),
      list(writes.map(list)),
    ].join(', ')}],`;
  });
  return { paths: paths.print(), steps };
}

/** The slots that a step may read and write, by instance. The location is read to find the step. */
function slotsOfStep(program: Program, step: StepProgram): { readonly reads: readonly (readonly number[])[]; readonly writes: readonly (readonly number[])[] } {
  const kind = program.kinds[step.kind];
  const instances = Array.from({ length: kind?.count ?? 1 }, (_, me) => {
    const access = accessOf(step.body, me);
    const location = kind === undefined ? [] : accessOf([{ kind: 'store', cell: kind.locationCell, value: { kind: 'number', value: 0 } }], me).writes;
    return { reads: slots(program, [...access.reads, ...location]), writes: slots(program, [...access.writes]) };
  });
  return { reads: instances.map((each) => each.reads), writes: instances.map((each) => each.writes) };
}

function slots(program: Program, cells: readonly number[]): readonly number[] {
  return [...new Set(cells.flatMap((cell) => program.slotOf.get(cell) ?? []))].sort((a, b) => a - b);
}

/** What people see of states, and of the instances of actions. */
export function rowTables(
  program: Program,
  texts: Texts,
  numbering: Numbering,
): { readonly formats: readonly string[]; readonly rows: readonly string[]; readonly parameters: readonly string[] } {
  const formats = new Lists();
  const rows = program.rows.flatMap((row) => printRow(program, texts, formats, row));
  const parameters = program.steps
    .filter((step) => step.parameters.length > 0)
    .map((step) => {
      const first = (numbering.base.at(-1) ?? 0) + (numbering.stepBase[step.id] ?? 0);
      const own = step.parameters.map((row) => list([texts.of(row.name), formats.of(printFormat(texts, row.format)), row.first, row.length]));
      const ranges = instanceBounds(step.body).map(({ min, max }) => list([min, max - min + 1]));
      return `  ${list([first, first + leafBase(step, step.leaves.length), list(own), list(ranges)])},`;
    });
  return { formats: formats.print(), rows, parameters };
}

function printRow(program: Program, texts: Texts, formats: Lists, row: Row): readonly string[] {
  const never = row.when.some(({ cell, values }) => !program.slotOf.has(cell) && !values.includes(program.constants.get(cell) ?? 0));
  if (never) return [];
  const unset = row.unset === null ? null : staticSlot(program, row.unset.cell);
  if (unset?.kind === 'constant' && unset.value === row.unset?.value) return [];
  const length = row.format.kind === 'seq' ? 1 + row.format.capacity * row.format.size : 1;
  const places = Array.from({ length }, (_, at) => {
    if (row.cell === null) return `[-1, ${row.constant}]`;
    const slot = program.slotOf.get(row.cell + at);
    return slot === undefined ? `[-1, ${program.constants.get(row.cell + at) ?? 0}]` : `[${slot}, 0]`;
  });
  const whenText = `[${row.when.flatMap(({ cell, values }) => (program.slotOf.has(cell) ? [`[${program.slotOf.get(cell)}, ${list(values)}]`] : [])).join(', ')}]`;
  const unsetText = row.unset !== null && unset?.kind === 'slot' ? list([program.slotOf.get(row.unset.cell) ?? 0, row.unset.value]) : 'null';
  return [`  [${texts.of(row.name)}, ${formats.of(printFormat(texts, row.format))}, ${list(places)}, ${whenText}, ${unsetText}],`];
}

function printFormat(texts: Texts, format: Format): string {
  switch (format.kind) {
    case 'bool':
      return '[0]';
    case 'int':
      return format.forever === null ? `[1, -2147483648, 0]` : `[1, ${format.forever}, ${texts.of('forever')}]`;
    case 'texts':
      return `[2, ${format.min}, ${list(format.texts.map((text) => texts.of(text)))}]`;
    case 'option':
      return `[3, ${format.min}, ${printFormat(texts, format.inner)}, ${texts.of('none')}]`;
    case 'set':
      return `[4, ${list(format.texts.map((text) => texts.of(text)))}]`;
    case 'seq':
      return `[5, ${printFormat(texts, format.inner)}, ${format.size}]`;
    case 'maybe':
      return `[6, ${printFormat(texts, format.inner)}, ${texts.of('none')}]`;
    case 'record': {
      const fields = format.fields.map((field) => `[${texts.of(`${field.name}: `)}, ${printFormat(texts, field.format)}, ${field.size}]`);
      return `[7, ${texts.of(format.name)}, ${list(fields)}]`;
    }
  }
}
