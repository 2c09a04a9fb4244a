import type { DeadSlots, TransitionSystem } from '@mmspec/system';
import { packedReset } from '../reductions/dead_values/reset.ts';
import type { Layout } from '../store/layout.ts';
import { signed } from '../store/growing.ts';
import {
  attachText,
  batch,
  fetchText,
  gatherText,
  hashText,
  insertText,
  judgedOf,
  judgeText,
  lookUpText,
  packedText,
  putText,
  reportText,
  variablesText,
  wordList,
} from './packed_text.ts';
import type { PackedText } from './packed_text.ts';
import { blockStates } from '../store/state_store.ts';
import type { StateStore } from '../store/state_store.ts';
import { entryText } from '../store/table.ts';

/*
 * The inner loop of the search for systems that can write their steps over packed words: the steps, the visited set and
 * the queue in one piece of generated code, in which a state is a few local variables and nothing is allocated.
 * It finds the same states in the same order as the loop over `successors`, from any state of the queue on.
 */

/** What the inner loop leaves to the search around it. */
export interface PackedHost {
  /** The store is full: makes room, or says that there is none. */
  readonly full: () => boolean;
  /** A block of states is about to be expanded, and so many states are there. */
  readonly mark: (index: number, count: number) => void;
  /** A new state was entered that a property decides, or that has to be judged here. */
  readonly entered: (index: number) => void;
  /** A step was taken to a state, new or known. */
  readonly stepped: (index: number, action: number) => void;
  readonly flagged: (index: number, action: number, flags: number) => void;
  readonly fault: (action: number, property: number, flags: number) => void;
  /** No way leads out of a state. */
  readonly stuck: (index: number) => void;
  /** By action: 1 where it was taken. */
  readonly taken: Uint8Array;
}

/** Which calls the search wants; the others cost nothing. */
export interface PackedWishes {
  /** Properties over states that are still open. */
  readonly onStates: readonly number[];
  readonly stepped: boolean;
}

export interface PackedSearch {
  /** Takes all steps out of the states from `first` to `last - 1`; ends early where `full` said that there is no room. */
  readonly expand: (first: number, last: number) => void;
  /** States are read from `states` from now on, whose first has the number `base`; null: from the store itself. */
  readonly readFrom: (states: Uint32Array | null, base: number) => void;
  /** To be called after the store was changed outside. */
  readonly reattach: () => void;
  /** Steps taken by all calls of `expand` together. */
  readonly transitions: () => number;
  readonly setWishes: (wishes: PackedWishes) => void;
  /** Number of the state being expanded. */
  readonly current: () => number;
}

interface Loop {
  attach(words: Int32Array, table: Int32Array, tag: number, far: number): void;
  /** So many states are there, and for so many there is room. */
  hold(count: number, room: number): void;
  read(states: Int32Array, base: number): void;
  run(first: number, last: number): void;
  count(): number;
  current(): number;
  transitions(): number;
  wish(open: number, judgedByHost: boolean, stepped: boolean): void;
}

/** The inner loop for a system, in which the values in `dead` are reset; null where the system has no packed steps. */
export function packedSearch(system: TransitionSystem, layout: Layout, store: StateStore, dead: readonly DeadSlots[], host: PackedHost): PackedSearch | null {
  const text = packedText(system, layout);
  if (text === null) return null;
  const judged = text.judged.map(({ property }) => property);
  const full = (): boolean => {
    store.count = loop.count();
    if (!host.full()) return false;
    attach();
    return true;
  };
  // oxlint-disable-next-line no-implied-eval -- the text of the steps is made by the compiler from a closed set of shapes
  const make = new Function('host', loopText(layout.wordCount, text, packedReset(dead, layout))) as (host: unknown) => Loop;
  const loop = make({ ...host, full });
  let readsStore = true;
  const attach = (): void => {
    const { words, table, count, room, format } = store;
    const view = signed(words);
    loop.attach(view, signed(table), format.tag, format.far);
    loop.hold(count, room);
    if (readsStore) loop.read(view, 0);
  };
  attach();
  return {
    expand: (first, last) => {
      loop.run(first, last);
      store.count = loop.count();
    },
    readFrom: (states, base) => {
      readsStore = states === null;
      if (states !== null) loop.read(signed(states), base);
      attach();
    },
    reattach: attach,
    transitions: () => loop.transitions(),
    setWishes: ({ onStates, stepped }) => {
      const { open, byHost } = judgedOf(judged, onStates);
      loop.wish(open, byHost, stepped);
    },
    current: () => loop.current(),
  };
}

/** The text of the loop. `insert` is `StateStore.insert` and `hash` is `hashOf`, written out for the number of words. Dead values are reset first. */
function loopText(wordCount: number, { steps, judged }: PackedText, reset: ReturnType<typeof packedReset>): string {
  const list = (text: (word: number) => string): string => wordList(wordCount, text);
  const w = list((word) => `w${word}`);
  return `'use strict';
const taken = host.taken;
${reset.tables.join('\n')}
${hashText(wordCount)}
${variablesText(wordCount)}
let count = 0, room = 0, source, base = 0;
function enter(${w}, action, flags) {
${reset.lines.join('\n')}
  taken[action] = 1;
  moved = true;
  if (onStepped || flags !== 0) {
    flush();
    enterAlone(${w}, action, flags);
    return;
  }
  const at = filled;
  ${putText(wordCount, 'made', 'at')}
  filled = at + ${wordCount};
  if (filled === ${batch * wordCount}) flush();
}
function enterAlone(${w}, action, flags) {
  if (stopped) return;
  const index = insert(${w}, hash(${w}));
  if (stopped) return;
  transitions++;
  if (onStepped) host.stepped(index, action);
  if (flags !== 0) host.flagged(index, action, flags);
}
function flush() {
  const end = filled;
  if (end === 0) return;
  filled = 0;
  if (stopped) return;
  const states = end / ${wordCount};
  if (room - count < states) {
    flushInto(end);
    return;
  }
  transitions += states;
  const kept = gather(end);
  fetch(kept);
  const t = table, ws = words, m = mask;
  let judges = onEntered || open !== 0, next = count, from = 0;
${lookUpText(
  wordCount,
  `        t[at] = ${entryText};
        const offset = next * ${wordCount};
        ${putText(wordCount, 'ws', 'offset')}
        next++;
        if (judges && (onEntered || decides(${w}))) {
          count = next;
          host.entered(next - 1);
          judges = onEntered || open !== 0;
        }
        break;`,
)}
  count = next;
}
// There may not be room for all.
function flushInto(end) {
  for (let at = 0; at < end; at += ${wordCount}) {
    const ${list((word) => `w${word} = made[at + ${word}]`)};
    insert(${w}, hash(${w}));
    if (stopped) return;
    transitions++;
  }
}
${gatherText(wordCount)}
${fetchText(wordCount)}
${insertText(wordCount)}
${judgeText(wordCount, judged)}
${steps.text}
return {
${attachText}
  hold(newCount, newRoom) {
    count = newCount;
    room = newRoom;
  },
  count: () => count,
  read(states, first) {
    source = states;
    base = first;
  },
  run(first, last) {
    for (let index = first; index < last && !stopped; index++) {
      if (index % ${blockStates} === 0) {
        flush();
        host.mark(index, count);
      }
      current = index;
      moved = false;
      const offset = (index - base) * ${wordCount};
      expand(${list((word) => `source[offset + ${word}]`)});
      if (!moved) host.stuck(index);
    }
    flush();
  },
${reportText}
};`;
}
