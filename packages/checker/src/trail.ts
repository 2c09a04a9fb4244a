import type { TransitionSystem } from '@mmspec/system';
import type { Codec } from './codec.ts';
import type { Canonical } from './symmetry/canonical.ts';
import { blockStates, type StateStore } from './state_store.ts';

/** How a state was found first. */
export interface Origin {
  readonly parent: number;
  readonly action: number;
}

/**
 * Where a state was found first; null for an initial one.
 * The search expands states in the order of their numbers and numbers them as it finds them, so parents are in order too,
 * and the store keeps only how many states there were when each block of them began to be expanded.
 * The steps of one block are taken again here, in the same order, until one leads to the state.
 * Where only representatives are kept, each state that a step leads to is made one.
 */
export function originOf(state: number, system: TransitionSystem, store: StateStore, codec: Codec, canonical: Canonical | null): Origin | null {
  const { marks, words } = store;
  const { wordCount } = codec.layout;
  if (state < marks[0]!) return null;
  const block = blockOf(state, marks, store.blocks);
  const sought = words.slice(state * wordCount, (state + 1) * wordCount);
  const before = new Int32Array(system.slots.length);
  const next = new Int32Array(system.slots.length);
  const candidate = new Uint32Array(wordCount);
  const representative = canonical === null ? next : new Int32Array(system.slots.length);
  let found: Origin | null = null;
  const end = Math.min((block + 1) * blockStates, store.count);
  for (let parent = block * blockStates; parent < end && found === null; parent++) {
    codec.unpack(words, parent * wordCount, before);
    system.successors(before, next, (action) => {
      if (found !== null) return;
      if (canonical !== null) {
        representative.set(next);
        canonical.reduce(representative);
      }
      codec.pack(representative, candidate);
      if (candidate.every((word, at) => word === sought[at])) found = { parent, action };
    }, () => undefined);
  }
  if (found === null) throw new Error(`no step leads to state ${state}`);
  return found;
}

/** The block in which the state was found: the last one that began when there were at most `state` states. */
function blockOf(state: number, marks: Uint32Array, blocks: number): number {
  let [low, high] = [0, blocks];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (marks[middle]! <= state) low = middle;
    else high = middle;
  }
  return low;
}
