import type { DeadSlots, TransitionSystem } from '@mmspec/system';
import type { Layout } from '../../store/layout.ts';
import type { Canonical } from '../symmetry/canonical.ts';

/*
 * Numbers that nothing depends on where an actor stands become their minimum, so that states do not differ by them
 * (Bozga, Fernandez and Ghirvu, "State space reduction based on live variables analysis", 1999).
 */

/** What a search resets. */
export interface Reset {
  readonly dead: readonly DeadSlots[];
  /** Slots that are dead somewhere. */
  readonly slotCount: number;
  /** Resets them, in place. */
  readonly apply: (state: Int32Array) => void;
}

/** What can be reset where these properties are judged; null where nothing can. */
export function resetOf(system: TransitionSystem, judged: readonly number[]): Reset | null {
  const { slots } = system;
  const dead = system.deadValues?.(judged) ?? [];
  const slotCount = new Set(dead.flatMap((each) => each.dead.flat())).size;
  if (slotCount === 0) return null;
  const minimum = Int32Array.from(slots, ({ min }) => min);
  return {
    dead,
    slotCount,
    apply: (state) => {
      for (const { location, dead: byLocation } of dead) {
        for (const slot of byLocation[state[location]! - minimum[location]!] ?? []) state[slot] = minimum[slot]!;
      }
    },
  };
}

/** Resets a state and then makes it the representative of its orbit, where there is one. */
export function withReset(canonical: Canonical | null, { dead, apply }: Reset): Canonical {
  return {
    dead,
    families: canonical?.families ?? [],
    reset: apply,
    reduce: (state) => {
      apply(state);
      return canonical?.reduce(state) ?? true;
    },
    reduceNoting: (state) => {
      apply(state);
      return canonical?.reduceNoting(state) ?? [];
    },
    interchange: (state, step) => canonical?.interchange(state, step),
  };
}

/**
 * Lines that reset the packed words `w0`, `w1`, …, and the tables that they use: for each actor and each location the
 * bits that stay. A number is packed less its minimum, so one that is reset has no bits.
 */
export function packedReset(
  dead: readonly DeadSlots[],
  { bitFields, wordCount }: Layout,
): { readonly tables: readonly string[]; readonly lines: readonly string[] } {
  const tables: string[] = [];
  const lines: string[] = [];
  for (const { location, dead: byLocation } of dead) {
    const at = bitFields[location]!;
    const masks = byLocation.map((slots) => masksOf(slots, bitFields, wordCount));
    const changed = Array.from({ length: wordCount }, (_, word) => word).filter((word) => masks.some((mask) => mask[word] !== -1));
    if (changed.length === 0) continue;
    const name = `kept_${tables.length}`;
    tables.push(`const ${name} = Int32Array.of(${masks.flatMap((mask) => changed.map((word) => mask[word])).join(', ')});`);
    const value = `(w${at.word} >>> ${at.shift} & ${2 ** at.width - 1})`;
    // The location itself is live, so the words can be changed one after the other.
    lines.push(
      `{ const at = ${changed.length === 1 ? value : `${value} * ${changed.length}`}; ${changed.map((word, offset) => `w${word} &= ${name}[at${offset === 0 ? '' : ` + ${offset}`}];`).join(' ')} }`,
    );
  }
  return { tables, lines };
}

/** The bits of each word that stay. */
function masksOf(slots: readonly number[], bitFields: Layout['bitFields'], wordCount: number): readonly number[] {
  const masks = Array.from({ length: wordCount }, () => -1);
  for (const slot of slots) {
    const { word, shift, width } = bitFields[slot]!;
    masks[word]! &= ~(width === 32 ? -1 : (2 ** width - 1) << shift);
  }
  return masks;
}
