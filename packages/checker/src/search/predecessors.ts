import type { TransitionSystem } from '@mmspec/system';
import type { Codec } from '../store/codec.ts';
import type { DepthStack } from '../store/depth_stack.ts';
import type { Canonical } from '../reductions/symmetry/canonical.ts';
import { blockStates, type StateStore } from '../store/state_store.ts';
import { hashOf } from '../store/table.ts';

/** Where a state was found first. */
export interface Predecessor {
  readonly parent: Int32Array;
  readonly action: number;
}

/** Where a state of a level was found first; null for an initial one. */
export type Predecessors = (state: Int32Array, level: number) => Predecessor | null;

/**
 * The predecessors of states that are all in memory, from the marks.
 * The search expands states in the order of their numbers and numbers them as it finds them, so parents are in order too,
 * and the store keeps only how many states there were when each block of them began to be expanded.
 * The steps of one block are taken again here, in the same order, until one leads to the state.
 * Where states are reduced before they are kept, each state that a step leads to is.
 */
export function predecessorsByMarks(system: TransitionSystem, store: StateStore, codec: Codec, canonical: Canonical | null): Predecessors {
  const { wordCount } = codec.layout;
  const sought = new Uint32Array(wordCount);
  const stepBack = stepBackOf(system, codec, canonical);
  return (state) => {
    codec.pack(state, sought);
    const number = store.find(sought, 0, hashOf(sought, 0, wordCount));
    if (number < 0) throw new Error('a state of a trace was not kept');
    if (number < store.marks[0]!) return null;
    const block = blockOf(number, store.marks, store.blocks);
    const end = Math.min((block + 1) * blockStates, store.count);
    return stepBack(sought, store.words, block * blockStates, end) ?? nowhere(number);
  };
}

/** The first step out of the states `first` to `last - 1` of `words` that leads to the one whose words are `sought`. */
export type StepBack = (sought: Uint32Array, words: Uint32Array, first: number, last: number) => Predecessor | null;

function stepBackOf(system: TransitionSystem, codec: Codec, canonical: Canonical | null): StepBack {
  const { wordCount } = codec.layout;
  const before = new Int32Array(system.slots.length);
  const next = new Int32Array(system.slots.length);
  const candidate = new Uint32Array(wordCount);
  const representative = canonical === null ? next : new Int32Array(system.slots.length);
  return (sought, words, first, last) => {
    let found: Predecessor | null = null;
    for (let parent = first; parent < last && found === null; parent++) {
      codec.unpack(words, parent * wordCount, before);
      system.successors(
        before,
        next,
        (action) => {
          if (found !== null) return;
          if (canonical !== null) {
            representative.set(next);
            canonical.reduce(representative);
          }
          codec.pack(representative, candidate);
          if (candidate.every((word, at) => word === sought[at])) found = { parent: before.slice(), action };
        },
        () => undefined,
      );
    }
    return found;
  };
}

function nowhere(number: number): never {
  throw new Error(`no step leads to state ${number}`);
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

/** The predecessors of states whose parents are kept. */
export function predecessorsByParents(system: TransitionSystem, store: StateStore, stack: DepthStack, codec: Codec, canonical: Canonical | null): Predecessors {
  const { wordCount } = codec.layout;
  const sought = new Uint32Array(wordCount);
  const stepBack = stepBackOf(system, codec, canonical);
  return (state) => {
    codec.pack(state, sought);
    const number = store.find(sought, 0, hashOf(sought, 0, wordCount));
    const parent = stack.parentOf(number);
    return parent < 0 ? null : (stepBack(sought, store.words, parent, parent + 1) ?? nowhere(number));
  };
}

/** States in order of discovery, a part at a time: those from `first` on, at most up to `last - 1`. */
export interface StateBlocks {
  block(first: number, last: number): Uint32Array;
}

/** The predecessors of states of which only levels are known. `levels` has the number of the first state of each level, and where the last one ends. */
export function predecessorsByLevels(
  system: TransitionSystem,
  states: StateBlocks,
  levels: readonly number[],
  codec: Codec,
  canonical: Canonical | null,
): Predecessors {
  const { wordCount } = codec.layout;
  const sought = new Uint32Array(wordCount);
  const stepBack = stepBackOf(system, codec, canonical);
  return (state, level) => {
    if (level === 0) return null;
    codec.pack(state, sought);
    const end = levels[level]!;
    for (let first = levels[level - 1]!; first < end;) {
      const block = states.block(first, end);
      const predecessor = stepBack(sought, block, 0, block.length / wordCount);
      if (predecessor !== null) return predecessor;
      first += block.length / wordCount;
    }
    throw new Error(`no step leads to a state of level ${level}`);
  };
}
