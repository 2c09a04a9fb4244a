import type { PackedLayout } from '@mmspec/system';
import { slotChoices } from '../../ir/cells.ts';
import { asNumber, numeric, number } from '../../ir/fold.ts';
import type { Cell, Expr, Program } from '../../ir/ir.ts';
import { printExpr } from '../print_expr.ts';
import type { Scope } from '../print_expr.ts';

/*
 * Loads and stores on packed states: the words before the step are the locals `v0`, `v1`, …, those after it `w0`, `w1`, …
 */

type BitField = PackedLayout['bitFields'][number];

/** What printing over packed words needs, for one module. */
export interface PackedWords {
  readonly program: Program;
  readonly bitFields: readonly BitField[];
  readonly wordCount: number;
  /** The word that a cell lies in; undefined for a constant. */
  readonly wordOf: (cell: number) => number | undefined;
  /** Functions that take a number out of one of several places, by their text. */
  readonly picks: Map<string, string>;
  /** A number of the state as an expression of JavaScript; `letter` says before (`v`) or after (`w`). */
  readonly load: (scope: Scope, letter: string, cell: Cell) => string;
}

export function packedWords(program: Program, { bitFields, wordCount }: PackedLayout): PackedWords {
  const wordOf = (cell: number): number | undefined => {
    const slot = program.slotOf.get(cell);
    return slot === undefined ? undefined : bitFields[slot]?.word;
  };
  const packed: PackedWords = {
    program,
    bitFields,
    wordCount,
    wordOf,
    picks: new Map(),
    load: (scope, letter, cell) => packedLoad(scope, packed, letter, cell),
  };
  return packed;
}

/** The words of a state as arguments: `v0, v1`. */
export function wordList({ wordCount }: PackedWords, letter: string): string {
  return Array.from({ length: wordCount }, (_, word) => `${letter}${word}`).join(', ');
}

interface Choices {
  /** A place, or the value of a constant. */
  readonly choices: readonly (BitField | number)[];
  readonly index: Expr;
}

function choicesOf({ program, bitFields }: PackedWords, cell: Cell): Choices {
  const { slots, constants, index } = slotChoices(program, cell);
  return { choices: slots.map((slot, at) => (slot < 0 ? undefined : bitFields[slot]) ?? constants[at] ?? 0), index };
}

function packedLoad(scope: Scope, packed: PackedWords, letter: string, cell: Cell): string {
  const { choices, index } = choicesOf(packed, cell);
  const [first = 0] = choices;
  if (choices.length === 1) return taken(first, letter);
  const row = inOneWord(choices);
  if (row !== null) return fieldAt(`${letter}${row.bitField.word}`, row.bitField, printExpr(scope, shiftOf(row, index), 10));
  if (choices.every((choice) => choice === first)) return taken(first, letter);
  const name = pickNamed(packed, choices);
  return `${name}(${printExpr(scope, index)}, ${wordList(packed, letter)})`;
}

/** The lines that store a number. */
export function packedStore(scope: Scope, packed: PackedWords, cell: Cell, value: Expr): readonly string[] {
  const { choices, index } = choicesOf(packed, cell);
  const [first = 0] = choices;
  if (choices.length === 1) return typeof first === 'number' || first.width === 0 ? [] : [put(scope, first, String(first.shift), value)];
  const row = inOneWord(choices);
  if (row !== null) {
    const shift = `shift_${packed.picks.size}_${scope.temps.size}`;
    return ['{', `  const ${shift} = ${printExpr(scope, shiftOf(row, index))};`, `  ${put(scope, row.bitField, shift, value)}`, '}'];
  }
  return [
    '{',
    `  const put = ${printExpr(scope, value)};`,
    `  switch (${printExpr(scope, index)}) {`,
    ...choices.flatMap((choice, at) =>
      typeof choice === 'number' || choice.width === 0 ? [] : [`    case ${at}: ${putText(choice, String(choice.shift), 'put')} break;`],
    ),
    '  }',
    '}',
  ];
}

const maskOf = ({ width }: BitField): number => (width === 32 ? -1 : 2 ** width - 1);

function taken(choice: BitField | number, letter: string): string {
  if (typeof choice === 'number') return choice < 0 ? `(${choice})` : String(choice);
  if (choice.width === 0) return choice.min < 0 ? `(${choice.min})` : String(choice.min);
  return fieldAt(`${letter}${choice.word}`, choice, String(choice.shift));
}

function fieldAt(word: string, bitField: BitField, shift: string): string {
  const shifted = shift === '0' ? word : `${word} >>> ${shift}`;
  const text = bitField.width === 32 ? `(${word} >>> 0)` : `(${shifted} & ${maskOf(bitField)})`;
  return bitField.min === 0 ? text : `(${text} + ${bitField.min < 0 ? `(${bitField.min})` : bitField.min})`;
}

function put(scope: Scope, bitField: BitField, shift: string, value: Expr): string {
  if (bitField.min === 0 && value.kind === 'number') return putText(bitField, shift, String(value.value));
  return putText(bitField, shift, `(${printExpr(scope, asNumber(value))})`);
}

function putText(bitField: BitField, shift: string, value: string): string {
  const word = `w${bitField.word}`;
  const mask = maskOf(bitField);
  const less = bitField.min === 0 ? value : `(${value} - ${bitField.min < 0 ? `(${bitField.min})` : bitField.min})`;
  if (bitField.width === 32) return `${word} = ${less} | 0;`;
  const fixed = /^\d+$/u.test(shift);
  const hole = fixed ? String(~(mask << Number(shift))) : `~(${mask} << ${shift})`;
  const bits = /^\d+$/u.test(less) && fixed ? String(Number(less) << Number(shift)) : `${less} << ${shift}`;
  return `${word} = ${word} & ${hole} | ${bits};`;
}

interface Row {
  readonly bitField: BitField;
  /** Bits from one place to the next. */
  readonly step: number;
}

/** Places of one word at equal distances, with equal widths. */
function inOneWord(choices: readonly (BitField | number)[]): Row | null {
  const [bitField, second] = choices;
  if (typeof bitField !== 'object' || typeof second !== 'object' || bitField.width === 0 || bitField.width === 32) return null;
  const step = second.shift - bitField.shift;
  const fits = choices.every(
    (choice, at) =>
      typeof choice === 'object' &&
      choice.word === bitField.word &&
      choice.width === bitField.width &&
      choice.min === bitField.min &&
      choice.shift === bitField.shift + at * step,
  );
  return fits ? { bitField, step } : null;
}

function shiftOf({ bitField, step }: Row, index: Expr): Expr {
  return numeric('+', number(bitField.shift), numeric('*', number(step), index));
}

function pickNamed(packed: PackedWords, choices: readonly (BitField | number)[]): string {
  const cases = choices.map((choice, at) => `    ${at === choices.length - 1 ? 'default' : `case ${at}`}: return ${taken(choice, 'v')};`);
  const body = [`(index, ${wordList(packed, 'v')}) {`, '  switch (index) {', ...cases, '  }', '}'].join('\n');
  const known = packed.picks.get(body);
  if (known !== undefined) return known;
  const name = `pick_${packed.picks.size}`;
  packed.picks.set(body, name);
  return name;
}
