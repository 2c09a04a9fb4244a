import type { Renaming, Slot } from '@mmspec/system';
import type { Layout } from '../../store/layout.ts';

/*
 * Where the values of a state are, for code that is written out: in an array with a number for each slot, or in packed words. Values
 * count from the minimum of their slot, so the same code over either compares and changes the same numbers.
 */

/** Text that takes and changes values of a state `s`, between `begin` and `end`. */
export interface Form {
  /** Numbers of a state. */
  readonly size: number;
  /** Lines before values are taken, and after they were changed. */
  readonly begin: string;
  readonly end: string;
  /** The value of a slot less its minimum, as an expression without a sign. */
  readonly load: (slot: number) => string;
  /** Makes it the value of this expression. */
  readonly store: (slot: number, value: string) => string;
  /** Lines that do so with many slots at once. */
  readonly storeAll: (stores: readonly (readonly [slot: number, value: string])[]) => readonly string[];
  /** Lines by which slots of the same range change places, pair by pair. */
  readonly interchange: (pairs: readonly (readonly [number, number])[]) => readonly string[];
}

/** A number for each slot. */
export function plainForm(slots: readonly Slot[]): Form {
  const minOf = (slot: number): number => slots[slot]?.min ?? 0;
  const store = (slot: number, value: string): string => `s[${slot}] = (${value})${minOf(slot) === 0 ? '' : ` + (${minOf(slot)})`};`;
  return {
    size: slots.length,
    begin: '',
    end: '',
    load: (slot) => (minOf(slot) === 0 ? `s[${slot}]` : `(s[${slot}] - (${minOf(slot)}))`),
    store,
    storeAll: (stores) => stores.map(([slot, value]) => store(slot, value)),
    interchange: (pairs) => pairs.map(([one, other]) => `{ const x = s[${one}]; s[${one}] = s[${other}]; s[${other}] = x; }`),
  };
}

/** Packed words, each in a variable of its own meanwhile. */
export function packedForm({ bitFields, wordCount }: Layout): Form {
  const words = Array.from({ length: wordCount }, (_, word) => word);
  return {
    size: wordCount,
    begin: `let ${words.map((word) => `s${word} = s[${word}]`).join(', ')};`,
    end: words.map((word) => `s[${word}] = s${word};`).join(' '),
    load: (slot) => {
      const { word, shift, width } = bitFields[slot]!;
      if (width === 0) return '0';
      return width === 32 ? `(s${word} >>> 0)` : `(s${word} >>> ${shift} & ${2 ** width - 1})`;
    },
    store: (slot, value) => {
      const { word, shift, width } = bitFields[slot]!;
      if (width === 0) return '';
      return width === 32 ? `s${word} = ${value} | 0;` : `s${word} = s${word} & ${~maskOf(shift, width)} | (${value}) << ${shift};`;
    },
    storeAll: (stores) =>
      words.flatMap((word) => {
        const here = stores.filter(([slot]) => bitFields[slot]!.word === word && bitFields[slot]!.width > 0);
        const mask = here.reduce((bits, [slot]) => bits | maskOf(bitFields[slot]!.shift, bitFields[slot]!.width), 0);
        return here.length === 0
          ? []
          : [`s${word} = s${word} & ${~mask} | ${here.map(([slot, value]) => `(${value}) << ${bitFields[slot]!.shift}`).join(' | ')};`];
      }),
    interchange: (pairs) => interchangeBits(pairs, bitFields),
  };
}

function maskOf(shift: number, width: number): number {
  return width === 32 ? -1 : (2 ** width - 1) << shift;
}

/** Bits that lie equally far from those that they change places with do so at once. */
function interchangeBits(pairs: readonly (readonly [number, number])[], bitFields: Layout['bitFields']): readonly string[] {
  /** By the word of the bits that move up, or stay where they are, that of the others, and how far up: those of the first. */
  const groups = new Map<string, { readonly low: number; readonly high: number; readonly up: number; mask: number }>();
  for (const [one, other] of pairs) {
    const [a, b] = [bitFields[one]!, bitFields[other]!];
    if (a.width === 0) continue;
    const [low, high] = a.shift <= b.shift ? [a, b] : [b, a];
    const up = high.shift - low.shift;
    const key = `${low.word} ${high.word} ${up}`;
    const group = groups.get(key) ?? { low: low.word, high: high.word, up, mask: 0 };
    group.mask |= maskOf(low.shift, low.width);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ low, high, up, mask }) => {
    const [moved, back] = up === 0 ? [`s${high}`, 'x'] : [`s${high} >>> ${up}`, `x << ${up}`];
    const changes = low === high ? `s${low} ^= x | ${back};` : `s${low} ^= x; s${high} ^= ${back};`;
    return `{ const x = (s${low} ^ ${moved}) & ${mask}; ${changes} }`;
  });
}

/** The condition under which the value of a slot means something, in front of what is done with it then. */
export function scopeText({ when }: Renaming, slots: readonly Slot[], form: Form): string {
  if (when === null) return '';
  const { min } = slots[when.slot]!;
  const loaded = form.load(when.slot);
  return `if (${when.values.length === 0 ? 'false' : when.values.map((value) => `${loaded} === ${value - min}`).join(' || ')}) `;
}
