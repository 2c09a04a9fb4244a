import type { Slot } from '@mmspec/system';
import { layoutOf } from './layout.ts';
import type { Layout, BitField } from './layout.ts';

/** Packs and unpacks the states of one system. */
export interface Codec {
  readonly layout: Layout;
  /**
   * Packs `state` into `words` from index 0.
   * A value outside the range of its slot is a fault of the system, and throws.
   */
  readonly pack: (state: Int32Array, words: Uint32Array) => void;
  /** Unpacks the words from index `offset` into `state`. */
  readonly unpack: (words: Uint32Array, offset: number, state: Int32Array) => void;
}

/** Of more slots, straight-line code takes longer to be compiled for speed than it saves. */
const straightMax = 256;

/** The last one that was made: systems of one spec mostly have the same slots. */
let last: { readonly slots: readonly Slot[]; readonly codec: Codec } | null = null;

const isSame = (one: Slot, { name, min, max }: Slot): boolean => one.min === min && one.max === max && one.name === name;

/**
 * Straight-line code for the slots of one system: no loop, no table; for very many slots a loop over tables.
 * The text is made of numbers alone, so nothing of a spec can get into it.
 */
export function codecOf(slots: readonly Slot[]): Codec {
  if (last?.slots.length === slots.length && last.slots.every((slot, at) => isSame(slot, slots[at]!))) return last.codec;
  const codec = madeCodec(slots);
  last = { slots, codec };
  return codec;
}

function madeCodec(slots: readonly Slot[]): Codec {
  const layout = layoutOf(slots);
  const misfit = (slot: number, value: number): never => {
    const { name, min, max } = slots[slot] ?? { name: String(slot), min: 0, max: 0 };
    throw new Error(`slot ${name} has the value ${value}, outside ${min}..${max}`);
  };
  if (slots.length > straightMax) return { layout, ...overTables(slots, layout, misfit) };
  // oxlint-disable-next-line no-implied-eval -- the text is made of numbers alone
  const make = new Function('misfit', `'use strict';\nreturn {\n${packText(slots, layout)},\n${unpackText(slots, layout)} };`) as (
    misfit: (slot: number, value: number) => never,
  ) => Pick<Codec, 'pack' | 'unpack'>;
  return { layout, ...make(misfit) };
}

function overTables(slots: readonly Slot[], { bitFields, wordCount }: Layout, misfit: (slot: number, value: number) => never): Pick<Codec, 'pack' | 'unpack'> {
  const count = bitFields.length;
  const column = (of: (bitField: BitField) => number): Int32Array => Int32Array.from(bitFields, of);
  const [slot, word, shift] = [column((bitField) => bitField.slot), column((bitField) => bitField.word), column((bitField) => bitField.shift)];
  const mins = column((bitField) => slots[bitField.slot]?.min ?? 0);
  const spans = Uint32Array.from(bitFields, (bitField) => (slots[bitField.slot]?.max ?? 0) - (slots[bitField.slot]?.min ?? 0));
  const masks = Uint32Array.from(bitFields, ({ width }) => (width === 0 ? 0 : 2 ** width - 1));
  return {
    pack: (state, words) => {
      words.fill(0, 0, wordCount);
      for (let at = 0; at < count; at++) {
        const value = (state[slot[at]!]! - mins[at]!) >>> 0;
        if (value > spans[at]!) misfit(slot[at]!, state[slot[at]!]!);
        if (masks[at] !== 0) words[word[at]!] = words[word[at]!]! | (value << shift[at]!);
      }
    },
    unpack: (words, offset, state) => {
      for (let at = 0; at < count; at++) state[slot[at]!] = ((words[offset + word[at]!]! >>> shift[at]!) & masks[at]!) + mins[at]!;
    },
  };
}

function packText(slots: readonly Slot[], { bitFields, wordCount }: Layout): string {
  const lines = ['pack(state, words) {'];
  for (let word = 0; word < wordCount; word++) lines.push(`let w${word} = 0;`);
  for (const { slot, word, shift, width } of bitFields) {
    const min = slots[slot]?.min ?? 0;
    const last = (slots[slot]?.max ?? 0) - min;
    lines.push(`{ const v = (state[${slot}] - (${min})) >>> 0; if (v > ${last}) misfit(${slot}, state[${slot}]);`);
    lines.push(width === 0 ? '}' : `w${word} |= v << ${shift}; }`);
  }
  for (let word = 0; word < wordCount; word++) lines.push(`words[${word}] = w${word};`);
  lines.push('}');
  return lines.join('\n');
}

function unpackText(slots: readonly Slot[], { bitFields, wordCount }: Layout): string {
  const lines = ['unpack(words, offset, state) {'];
  for (let word = 0; word < wordCount; word++) {
    lines.push(`{ const w = words[offset + ${word}];`);
    for (const bitField of bitFields.filter((candidate) => candidate.word === word))
      lines.push(`state[${bitField.slot}] = ${takenOut(bitField)} + (${slots[bitField.slot]?.min ?? 0});`);
    lines.push('}');
  }
  lines.push('}');
  return lines.join('\n');
}

function takenOut({ shift, width }: BitField): string {
  if (width === 0) return '0';
  if (width === 32) return 'w';
  return shift === 0 ? `(w & ${2 ** width - 1})` : shift + width === 32 ? `(w >>> ${shift})` : `((w >>> ${shift}) & ${2 ** width - 1})`;
}
