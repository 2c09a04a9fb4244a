import type { DeadSlots, PackedLayout, PackedSteps, TransitionSystem } from '@mmspec/system';
import { packedReset } from './dead_values/reset.ts';
import type { Layout } from './layout.ts';
import { blockStates } from './state_store.ts';
import type { StateStore } from './state_store.ts';

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
  readonly fault: (action: number, property: number) => void;
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
  attach(words: Int32Array, table: Int32Array, count: number, room: number, indexBits: number): void;
  read(states: Int32Array, base: number): void;
  refill(): void;
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
    const { words, table, count, room, indexBits } = store;
    const view = new Int32Array(words.buffer);
    loop.attach(view, new Int32Array(table.buffer), count, room, indexBits);
    if (readsStore) loop.read(view, 0);
  };
  attach();
  store.refill = () => {
    attach();
    loop.refill();
  };
  return {
    expand: (first, last) => {
      loop.run(first, last);
      store.count = loop.count();
    },
    readFrom: (states, base) => {
      readsStore = states === null;
      if (states !== null) loop.read(new Int32Array(states.buffer, states.byteOffset, states.length), base);
      attach();
    },
    reattach: attach,
    transitions: () => loop.transitions(),
    setWishes: ({ onStates, stepped }) => {
      const open = judged.reduce((bits, property, bit) => (onStates.includes(property) ? bits | (1 << bit) : bits), 0);
      loop.wish(open, onStates.some((property) => !judged.includes(property)), stepped);
    },
    current: () => loop.current(),
  };
}

/** Words of a state in a text. */
export function wordList(wordCount: number, text: (word: number) => string, between = ', '): string {
  return Array.from({ length: wordCount }, (_, word) => text(word)).join(between);
}

/** `hashOf` for a number of words. */
export function hashText(wordCount: number): string {
  return `function hash(${wordList(wordCount, (word) => `w${word}`)}) {
  let hash = 0, mixed = 0;
${wordList(wordCount, (word) => `  mixed = Math.imul(w${word}, 0xcc9e2d51);
  hash ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
  hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;`, '\n')}
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}`;
}

/**
 * Makes seats empty: all words are 0 at first, which only in the seat of the state 0 could be taken for somebody,
 * so somebody sits there whose seat is another one.
 */
export function emptySeatText(wordCount: number, seats: string): string {
  const rest = ', 0'.repeat(wordCount - 1);
  return `{
  const seat = hash(0${rest}) & ${lately - 1};
  let other = 1;
  while ((hash(other${rest}) & ${lately - 1}) === seat) other++;
  ${seats}[seat * ${wordCount}] = other;
}`;
}

/** Makes the entries of an empty table for all states, like `StateStore.enter`; several are fetched together before they are written. */
export function refillText(wordCount: number): string {
  const words = wordList(wordCount, (word) => `words[offset + ${word}]`);
  return `function refill() {
  const hashes = new Int32Array(${batch});
  let sum = 0;
  for (let start = 0; start < count; start += ${batch}) {
    const end = Math.min(start + ${batch}, count);
    for (let index = start; index < end; index++) {
      const offset = index * ${wordCount};
      const h = hash(${words});
      hashes[index - start] = h;
      sum ^= table[h & mask];
    }
    for (let index = start; index < end; index++) {
      const h = hashes[index - start];
      let at = h & mask;
      while (table[at] !== 0) at = (at + 1) & mask;
      table[at] = (h & high) | (index + 1);
    }
  }
  touched = sum;
}`;
}

/** Fetches the entries of the table for states on their way, and then the states that these point to: many at once. */
export function fetchText(wordCount: number, states: string, size: number, hashAt: number): string {
  return `  let sum = 0;
  for (let at = ${hashAt}; at < end; at += ${size}) sum ^= table[${states}[at] & mask];
  for (let at = ${hashAt}; at < end; at += ${size}) {
    const h = ${states}[at];
    const entry = table[h & mask];
    if (entry !== 0 && ((entry ^ h) & high) === 0) sum ^= words[((entry & low) - 1) * ${wordCount}];
  }
  touched = sum;`;
}

/** `insert(w0, w1, …, h)` with more parameters, and what follows for the state with its `index`, new or known. */
export function insertText(wordCount: number, more: string, then: string): string {
  const list = (text: (word: number) => string, between = ', '): string => wordList(wordCount, text, between);
  const parameters = `${list((word) => `w${word}`)}, h${more}`;
  return `function insert(${parameters}) {
  let at = h & mask;
  let index = 0;
  for (;;) {
    const entry = table[at];
    if (entry === 0) {
      if (count === room) {
        if (!host.full()) {
          stopped = true;
          return;
        }
        insert(${parameters});
        return;
      }
      index = count++;
      table[at] = (h & high) | (index + 1);
      const offset = index * ${wordCount};
${list((word) => `      words[offset${word === 0 ? '' : ` + ${word}`}] = w${word};`, '\n')}
      if (onEntered || (open !== 0 && decides(${list((word) => `w${word}`)}))) host.entered(index);
      break;
    }
    if (((entry ^ h) & high) === 0) {
      index = (entry & low) - 1;
      const offset = index * ${wordCount};
      if (${list((word) => `words[offset${word === 0 ? '' : ` + ${word}`}] === w${word}`, ' && ')}) break;
    }
    at = (at + 1) & mask;
  }
${then}}`;
}

/** Whether a new state decides a property, and steps that end in a fault. */
export function judgeText(wordCount: number, judged: readonly JudgedText[]): string {
  const w = wordList(wordCount, (word) => `w${word}`);
  return `function decides(${w}) {
  return ${judged.map(({ property, wanted }, bit) => `((open & ${1 << bit}) !== 0 && ${wanted ? '' : '!'}holds_${property}(${w}))`).join(' || ') || 'false'};
}
function fault(action, property) {
  if (stopped) return;
  moved = true;
  host.fault(action, property);
}`;
}

/** Members of a loop: where the states and the table are, */
export const attachText: string = `  attach(newWords, newTable, newCount, newRoom, indexBits) {
    words = newWords;
    table = newTable;
    count = newCount;
    room = newRoom;
    mask = table.length - 1;
    high = -1 << indexBits;
    low = ~high;
  },`;

/** and what is told of it and to it. */
export const reportText: string = `  touched: () => touched,
  count: () => count,
  current: () => current,
  transitions: () => transitions,
  wish(newOpen, judgedByHost, stepped) {
    open = newOpen;
    onEntered = judgedByHost;
    onStepped = stepped;
  },`;

/** A property over states that the text of the steps judges, and whether it is wanted to be true. */
export interface JudgedText {
  readonly property: number;
  readonly wanted: boolean;
}

/** The steps of a system over packed states, with the properties that the loop judges by itself. */
export interface PackedText {
  readonly steps: PackedSteps;
  readonly judged: readonly JudgedText[];
}

/** Null where the system has no packed steps. */
export function packedText(system: TransitionSystem, layout: Layout): PackedText | null {
  const steps = system.packedSteps?.(packedLayout(system, layout));
  if (steps === undefined) return null;
  const judged = steps.properties.slice(0, 31).map((property) => ({ property, wanted: system.properties[property]?.kind === 'reachable' }));
  return { steps, judged };
}

function packedLayout({ slots }: TransitionSystem, { places, wordCount }: Layout): PackedLayout {
  return { wordCount, places: places.map(({ slot, word, shift, width }) => ({ word, shift, width, min: slots[slot]?.min ?? 0 })) };
}

/** Seats for states that were met a short while ago: of those that are known most are met again soon. */
export const lately: number = 1 << 13;

/** Successors that are gathered before they are looked up. */
const batch = 128;

/**
 * The text of the loop. `insert` is `StateStore.insert` and `hashOf`, written out for the number of words.
 * Successors are gathered, and their entries of the table and then the states these point to are touched, before they
 * are looked up in order: the processor fetches many of them from memory at once in place of waiting for each.
 * Dead values are reset first.
 */
function loopText(wordCount: number, { steps, judged }: PackedText, reset: ReturnType<typeof packedReset>): string {
  const list = (text: (word: number) => string, between = ', '): string => wordList(wordCount, text, between);
  const w = list((word) => `w${word}`);
  const [size, actionAt, flagsAt, parentAt, hashAt] = [wordCount + 4, wordCount, wordCount + 1, wordCount + 2, wordCount + 3];
  return `'use strict';
const taken = host.taken;
${reset.tables.join('\n')}
let words, table, mask = 0, high = 0, low = 0, count = 0, room = 0, source, base = 0;
const waiting = new Int32Array(${batch * size});
// States that were entered a short while ago, each in the seat that its hash says.
const entered = new Int32Array(${lately * wordCount});
let waitingCount = 0, touched = 0;
let current = 0, moved = false, stopped = false, transitions = 0, open = 0, onEntered = false, onStepped = false;
${hashText(wordCount)}
${emptySeatText(wordCount, 'entered')}
function enter(${w}, action, flags) {
${reset.lines.join('\n')}
  const h = hash(${w});
  moved = true;
  if (!onStepped && flags === 0) {
    const seat = (h & ${lately - 1}) * ${wordCount};
    if (${list((word) => `entered[seat${word === 0 ? '' : ` + ${word}`}] === w${word}`, ' && ')}) {
      transitions++;
      taken[action] = 1;
      return;
    }
${list((word) => `    entered[seat${word === 0 ? '' : ` + ${word}`}] = w${word};`, '\n')}
  }
  if (waitingCount === ${batch}) flush();
  const at = waitingCount++ * ${size};
${list((word) => `  waiting[at${word === 0 ? '' : ` + ${word}`}] = w${word};`, '\n')}
  waiting[at + ${actionAt}] = action;
  waiting[at + ${flagsAt}] = flags;
  waiting[at + ${parentAt}] = current;
  waiting[at + ${hashAt}] = h;
}
function flush() {
  const end = waitingCount * ${size};
${fetchText(wordCount, 'waiting', size, hashAt)}
  const now = current;
  for (let at = 0; at < end && !stopped; at += ${size}) {
    current = waiting[at + ${parentAt}];
    insert(${list((word) => `waiting[at${word === 0 ? '' : ` + ${word}`}]`)}, waiting[at + ${hashAt}], waiting[at + ${actionAt}], waiting[at + ${flagsAt}]);
  }
  current = now;
  waitingCount = 0;
}
${insertText(wordCount, ', action, flags', `  transitions++;
  taken[action] = 1;
  if (onStepped) host.stepped(index, action);
  if (flags !== 0) host.flagged(index, action, flags);
`)}
${judgeText(wordCount, judged)}
${refillText(wordCount)}
${steps.text}
return {
  refill,
${attachText}
  read(states, first) {
    source = states;
    base = first;
  },
  run(first, last) {
    for (let index = first; index < last && !stopped; index++) {
      current = index;
      moved = false;
      if (index % ${blockStates} === 0) {
        flush();
        host.mark(index, count);
      }
      const offset = (index - base) * ${wordCount};
      expand(${list((word) => `source[offset${word === 0 ? '' : ` + ${word}`}]`)});
      if (!moved) host.stuck(index);
    }
    flush();
  },
${reportText}
};`;
}
