import type { TransitionSystem } from '@mmspec/system';
import type { Codec } from '../codec.ts';
import { wordList } from '../packed_search.ts';

/*
 * Whose a state is. Any function of the state will do; one that looks only at a few numbers which few steps change sends
 * few states away (Lerda and Sisto, "Distributed-memory model checking with SPIN", SPIN 1999, look at one process), and one
 * that looks at enough of them gives everybody as much. What to look at is chosen from a sample of states and their steps.
 */

/** The bits of each word that decide whose a state is. */
export type OwnerMasks = readonly number[];

/** The owner of the state whose words stand from `offset` on. */
export function ownerOf(words: Uint32Array, offset: number, masks: OwnerMasks, partitions: number): number {
  let mixed = 0;
  for (const [word, mask] of masks.entries()) {
    if (mask === 0) continue;
    mixed = Math.imul(mixed ^ (words[offset + word]! & mask), 0x85eb_ca6b);
    mixed ^= mixed >>> 13;
  }
  return ((Math.imul(mixed, 0x9e37_79b1) >>> 16) * partitions) >>> 16;
}

/** The same as a function of text: `owner(w0, w1, …)`. */
export function ownerText(masks: OwnerMasks, partitions: number): string {
  const lines = masks.flatMap((mask, word) => (mask === 0 ? [] : [`  mixed = Math.imul(mixed ^ (w${word} & ${mask}), 0x85ebca6b);`, '  mixed ^= mixed >>> 13;']));
  return `function owner(${wordList(masks.length, (word) => `w${word}`)}) {
  let mixed = 0;
${lines.join('\n')}
  return ((Math.imul(mixed, 0x9e3779b1) >>> 16) * ${partitions}) >>> 16;
}`;
}

/** States whose steps are looked at. */
const sampleMax = 2_000;
/** Two states agree in what is looked at with at most this probability: then the shares differ by a few per cent. */
const alikeMax = 1 / 256;
/** A change costs at least so much, as a share of all steps. */
const costMin = 0.005;

/** Chooses the bits, from the states `first` to `last - 1`; all of them where the sample tells too little. */
export function ownerMasks(system: TransitionSystem, codec: Codec, words: Uint32Array, first: number, last: number): OwnerMasks {
  const { places, wordCount } = codec.layout;
  const all = Array.from({ length: wordCount }, () => -1);
  const { values, changes, steps } = sampled(system, codec, words, first, last);
  let classes = new Int32Array(values.length);
  let alike = 1;
  const crossing = new Uint8Array(steps);
  const masks = all.map(() => 0);
  const open = new Set(places.filter(({ width }) => width > 0));
  while (alike > alikeMax) {
    let best: { readonly place: (typeof places)[number]; readonly classes: Int32Array<ArrayBuffer>; readonly alike: number; readonly worth: number } | null = null;
    for (const place of open) {
      const refined = refine(classes, values, place.slot);
      if (refined.alike >= alike) continue;
      let more = 0;
      for (let step = 0; step < steps; step++) more += crossing[step] === 0 ? changes[place.slot]![step]! : 0;
      const worth = Math.log(alike / refined.alike) / (more / steps + costMin);
      if (best === null || worth > best.worth) best = { place, ...refined, worth };
    }
    if (best === null) return all;
    const { slot, word, shift, width } = best.place;
    masks[word]! |= width === 32 ? -1 : (2 ** width - 1) << shift;
    changes[slot]!.forEach((changed, step) => (crossing[step]! |= changed));
    open.delete(best.place);
    ({ classes, alike } = best);
  }
  return masks;
}

interface Sample {
  /** Of each state, by slot. */
  readonly values: readonly Int32Array[];
  /** By slot and step: 1 where the step changes it. */
  readonly changes: readonly Uint8Array[];
  readonly steps: number;
}

function sampled(system: TransitionSystem, codec: Codec, words: Uint32Array, first: number, last: number): Sample {
  const count = Math.min(sampleMax, last - first);
  const next = new Int32Array(system.slots.length);
  const values: Int32Array[] = [];
  const after: Int32Array[] = [];
  const from: number[] = [];
  for (let sample = 0; sample < count; sample++) {
    const state = new Int32Array(system.slots.length);
    codec.unpack(words, (first + Math.floor((sample * (last - first)) / count)) * codec.layout.wordCount, state);
    values.push(state);
    system.successors(state, next, () => {
      after.push(next.slice());
      from.push(sample);
    }, () => undefined);
  }
  const changes = system.slots.map((_, slot) => Uint8Array.from(after, (state, step) => (state[slot] === values[from[step]!]![slot] ? 0 : 1)));
  return { values, changes, steps: after.length };
}

/** Classes of states that agree in one more slot, and the probability that two states agree. */
function refine(classes: Int32Array, values: readonly Int32Array[], slot: number): { readonly classes: Int32Array<ArrayBuffer>; readonly alike: number } {
  const known = new Map<string, number>();
  const sizes: number[] = [];
  const refined = new Int32Array(classes.length);
  for (const [index, state] of values.entries()) {
    const key = `${classes[index]} ${state[slot]}`;
    const found = known.get(key) ?? known.size;
    known.set(key, found);
    sizes[found] = (sizes[found] ?? 0) + 1;
    refined[index] = found;
  }
  return { classes: refined, alike: sizes.reduce((sum, size) => sum + (size / values.length) ** 2, 0) };
}
