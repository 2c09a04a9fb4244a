import { describe, expect, test } from 'vitest';
import { choicesFrom } from '../random/choices.ts';
import { tapeOf } from '../random/specs.ts';
import { canSplit, emptyPlace, enterStates, entryOf, formatOf, hashOf, splitPlaces } from '../../packages/checker/src/store/table.ts';

/*
 * Where a state is found in a table, whoever has made its entries and in whatever order.
 */

/** The number of a state by the table, as the loops look it up; -1 where it is not there. */
function find(table: Uint32Array, words: Uint32Array, sought: number): number {
  const mask = table.length - 1;
  const { tag } = formatOf(Math.log2(table.length));
  const hash = hashOf(Uint32Array.of(sought), 0, 1);
  for (let at = hash & mask; table[at] !== 0; at = (at + 1) & mask) {
    if (((table[at]! ^ hash) & tag) !== 0) continue;
    const index = (table[at]! & mask) - 1;
    if (words[index] === sought) return index;
  }
  return -1;
}

/** Numbers that are all different. */
function statesOf(count: number, number: number): Uint32Array {
  const choices = choicesFrom(tapeOf(number));
  const first = choices.below(1 << 20);
  // Some are dense, as packed states are, and some spread.
  const factor = choices.below(2) === 0 ? 1 : 0x9e37_79b1;
  return Uint32Array.from({ length: count }, (_, index) => Math.imul(first + index, factor));
}

/** A table for states, which the table of half its size is made into, in parts as of several threads. */
function grown(words: Uint32Array, indexBits: number, parts: number): Uint32Array {
  const table = new Uint32Array(2 ** (indexBits + 1));
  const places = 2 ** indexBits;
  enterStates(table.subarray(0, places), words, 1, 0, words.length);
  const begins = Array.from({ length: parts }, (_, part) => emptyPlace(table, Math.floor((places * part) / parts)));
  begins.forEach((first, part) => splitPlaces(table, words, 1, first, begins[part + 1] ?? begins[0]! + places));
  return table;
}

describe.each([1, 2, 3])('a table that was split in %i parts', (parts) => {
  test.each(Array.from({ length: 40 }, (_, number) => number))('finds all states of table %i and no others', (number) => {
    const indexBits = 4 + (number % 9);
    const words = statesOf(Math.floor(0.75 * 2 ** indexBits), number);
    const table = grown(words, indexBits, parts);
    words.forEach((state, index) => expect(find(table, words, state)).toBe(index));
    statesOf(2_000, number + 100).forEach((state) => expect(find(table, words, state)).toBe(words.indexOf(state)));
    expect(table.reduce((count, entry) => (entry === 0 ? count : count + 1), 0)).toBe(words.length);
  });
});

test('entries of a table that was split are those of one that was filled at once, but for their order', () => {
  const words = statesOf(3_000, 7);
  const table = grown(words, 12, 2);
  const other = new Uint32Array(2 ** 13);
  enterStates(other, words, 1, 0, words.length);
  const numbers = (entries: Uint32Array): number[] =>
    [...entries]
      .map((entry) => entry & 8191)
      .filter((entry) => entry !== 0)
      .sort((a, b) => a - b);
  expect(numbers(table)).toEqual(numbers(other));
  const isThere = (entries: Uint32Array): number[] => [...entries].map((entry) => (entry === 0 ? 0 : 1));
  expect(isThere(table)).toEqual(isThere(other));
});

test('number, tag and distance do not meet, and a table that is too large keeps no distance', () => {
  for (let indexBits = 4; indexBits <= 31; indexBits++) {
    const format = formatOf(indexBits);
    const mask = indexBits === 31 ? 2 ** 31 - 1 : 2 ** indexBits - 1;
    const entry = entryOf(-1, mask - 1, 3, mask, format);
    expect(entry & mask).toBe(mask);
    expect(entry & format.tag).toBe(-1 & format.tag);
    expect(format.tag & mask).toBe(0);
    expect(canSplit(2 ** indexBits)).toBe(indexBits < 25);
    if (format.far > 0) expect(entry >>> 29).toBe(Math.min((3 - -1) & mask, format.far));
  }
});

test('a table without an empty place has none', () => {
  expect(emptyPlace(new Uint32Array(16).fill(1, 0, 8), 0)).toBe(-1);
});
