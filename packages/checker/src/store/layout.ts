import type { Slot } from '@mmspec/system';

/*
 * How a state is packed.
 * A slot takes the bits that its range needs, less its minimum; one with a single value takes none.
 * Slots are placed widest first, each in the first word with room, and never lie across two words:
 * taking one out is a shift and a mask. See README.md.
 */

/** The bits of the packed words in which a slot lies. */
export interface BitField {
  /** Index of the slot in the system. */
  readonly slot: number;
  readonly word: number;
  readonly shift: number;
  /** Bits; 0 for a slot that has one value only. */
  readonly width: number;
}

export interface Layout {
  /** In order of slots. */
  readonly bitFields: readonly BitField[];
  /** 32-bit words of a packed state; at least 1. */
  readonly wordCount: number;
  /** Bits that are used. */
  readonly bitCount: number;
}

/** Bits that the values of a slot need. */
function widthOf(slot: Slot): number {
  const values = slot.max - slot.min + 1;
  if (!Number.isInteger(slot.min) || !Number.isInteger(slot.max) || values < 1 || values > 2 ** 32) {
    throw new Error(`slot ${slot.name} has the impossible range ${slot.min}..${slot.max}`);
  }
  return Math.ceil(Math.log2(values));
}

/** Places every slot. */
export function layoutOf(slots: readonly Slot[]): Layout {
  const widths = slots.map(widthOf);
  const order = slots.map((_, slot) => slot).sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0) || a - b);
  const used: number[] = [];
  const bitFields: BitField[] = [];
  // Words in which a slot found no room have none for the next one of the same width.
  let [from, widthBefore] = [0, -1];
  for (const slot of order) {
    const width = widths[slot] ?? 0;
    if (width !== widthBefore) [from, widthBefore] = [0, width];
    while ((used[from] ?? 0) + width > 32) from++;
    const word = from;
    const shift = used[word] ?? 0;
    bitFields.push({ slot, word, shift: shift & 31, width });
    used[word] = shift + width;
  }
  bitFields.sort((a, b) => a.slot - b.slot);
  return { bitFields, wordCount: Math.max(1, used.length), bitCount: widths.reduce((sum, width) => sum + width, 0) };
}
