import { wantsOneState } from '@mmspec/system';
import type { PackedLayout, PackedSteps, TransitionSystem } from '@mmspec/system';
import type { Layout } from '../store/layout.ts';
import { entryText } from '../store/table.ts';

/*
 * Pieces of text that the loops over packed states are made of.
 *
 * The steps write the states they lead to one after the other into `made`. What is there is looked up together: first the
 * hashes are computed and those left out that were met a short while ago; then the entries of the table and the states
 * that these point to are touched, so that the processor fetches many of them from memory at once in place of waiting for
 * each; then every state is looked up in order.
 */

/** States that are looked up together. */
export const batch = 256;

/** Seats for states that were met a short while ago: of those that are known most are met again soon. */
const lately = 1 << 15;

/** Words of a state in a text. */
export function wordList(wordCount: number, text: (word: number) => string, between = ', '): string {
  return Array.from({ length: wordCount }, (_, word) => text(word)).join(between);
}

/** The words of the state from `at` on in an array, each on a line: as constants, */
function takeText(wordCount: number, array: string, at: string): string {
  return wordList(wordCount, (word) => `const w${word} = ${array}[${at}${word === 0 ? '' : ` + ${word}`}];`, ' ');
}

/** put there, */
export function putText(wordCount: number, array: string, at: string): string {
  return wordList(wordCount, (word) => `${array}[${at}${word === 0 ? '' : ` + ${word}`}] = w${word};`, ' ');
}

/** and compared with what is there. */
function sameText(wordCount: number, array: string, at: string): string {
  return wordList(wordCount, (word) => `${array}[${at}${word === 0 ? '' : ` + ${word}`}] === w${word}`, ' && ');
}

/** `hashOf` for a number of words. */
export function hashText(wordCount: number): string {
  return `function hash(${wordList(wordCount, (word) => `w${word}`)}) {
  let hash = 0;
${wordList(
  wordCount,
  (word) => `  hash = Math.imul(hash ^ w${word}, 0x7feb352d);
  hash ^= hash >>> 15;`,
  '\n',
)}
  hash = Math.imul(hash, 0x846ca68b);
  return hash ^ (hash >>> 16);
}`;
}

/**
 * What the other pieces share.
 * All words of the seats are 0 at first, which only in the seat of the state 0 could be taken for somebody,
 * so somebody sits there whose seat is another one.
 */
export function variablesText(wordCount: number): string {
  const rest = ', 0'.repeat(wordCount - 1);
  return `let words, table, mask = 0, tag = 0, far = 0;
// States that steps led to, and how many numbers are there.
const made = new Int32Array(${batch * wordCount});
let filled = 0;
// Those that are to be looked up, each with its hash.
const sought = new Int32Array(${batch * (wordCount + 1)});
// States that were met a short while ago, each in the seat that its hash says.
const seats = new Int32Array(${lately * wordCount});
{
  const seat = hash(0${rest}) & ${lately - 1};
  let other = 1;
  while ((hash(other${rest}) & ${lately - 1}) === seat) other++;
  seats[seat * ${wordCount}] = other;
}
let current = 0, moved = false, stopped = false, transitions = 0, open = 0, onEntered = false, onStepped = false, touched = 0;`;
}

/** `gather(end)`: the states to be looked up of the first `end` numbers that were made; the numbers of `sought` that they take. */
export function gatherText(wordCount: number): string {
  const differs = wordList(wordCount, (word) => `(seats[seat${word === 0 ? '' : ` + ${word}`}] ^ w${word})`, ' | ');
  return `function gather(end) {
  let kept = 0;
  for (let at = 0; at < end; at += ${wordCount}) {
    ${takeText(wordCount, 'made', 'at')}
    const h = hash(${wordList(wordCount, (word) => `w${word}`)});
    const seat = (h & ${lately - 1}) * ${wordCount};
    const differs = ${differs};
    ${putText(wordCount, 'seats', 'seat')}
    ${putText(wordCount, 'sought', 'kept')} sought[kept + ${wordCount}] = h;
    // Without a branch, which no processor could predict: it is written over by the next one where it was met lately.
    kept += ((differs | -differs) >> 31) & ${wordCount + 1};
  }
  return kept;
}`;
}

/** `fetch(kept)`: reads the entries of the table for the states sought, and then the states that these point to; state 0 for those that point to none that could be it. */
export function fetchText(wordCount: number): string {
  return `function fetch(kept) {
  const t = table, ws = words, m = mask;
  let sum = 0;
  for (let at = ${wordCount}; at < kept; at += ${wordCount + 1}) sum ^= t[sought[at] & m];
  for (let at = ${wordCount}; at < kept; at += ${wordCount + 1}) {
    const h = sought[at], entry = t[h & m];
    const other = (entry ^ h) & tag;
    const index = ((entry & m) - 1) & ~((other | -other) >> 31);
    sum ^= ws[(index & ~(index >> 31)) * ${wordCount}];
  }
  touched = sum;
}`;
}

/**
 * Looks up the states sought in order, from `from` to `kept`, which count numbers of `sought`. `claim` gives an empty entry `at` to the state with the
 * hash `h`, and ends with `break`, or with `continue` to look at the entry once more.
 */
export function lookUpText(wordCount: number, claim: string): string {
  return `  for (; from < kept; from += ${wordCount + 1}) {
    ${takeText(wordCount, 'sought', 'from')} const h = sought[from + ${wordCount}];
    let at = h & m;
    for (;;) {
      const entry = t[at];
      if (entry === 0) {
${claim}
      }
      if (((entry ^ h) & tag) === 0) {
        const offset = ((entry & m) - 1) * ${wordCount};
        if (${sameText(wordCount, 'ws', 'offset')}) break;
      }
      at = (at + 1) & m;
    }
  }`;
}

/** `insert(w0, w1, …, h)` for a single state, which makes room where there is none: its number, or -1 where there is no room. */
export function insertText(wordCount: number): string {
  const w = wordList(wordCount, (word) => `w${word}`);
  return `function insert(${w}, h) {
  for (let at = h & mask;; at = (at + 1) & mask) {
    const entry = table[at];
    if (entry === 0) {
      if (count === room) {
        if (host.full()) return insert(${w}, h);
        stopped = true;
        return -1;
      }
      const next = count++, m = mask;
      table[at] = ${entryText};
      const offset = next * ${wordCount};
      ${putText(wordCount, 'words', 'offset')}
      if (onEntered || (open !== 0 && decides(${w}))) host.entered(next);
      return next;
    }
    if (((entry ^ h) & tag) !== 0) continue;
    const index = (entry & mask) - 1;
    const offset = index * ${wordCount};
    if (${sameText(wordCount, 'words', 'offset')}) return index;
  }
}`;
}

/** Whether a new state decides a property, and steps that end in a fault. */
export function judgeText(wordCount: number, judged: readonly JudgedText[]): string {
  const w = wordList(wordCount, (word) => `w${word}`);
  return `function decides(${w}) {
  return ${judged.map(({ property, wanted }, bit) => `((open & ${1 << bit}) !== 0 && ${wanted ? '' : '!'}holds_${property}(${w}))`).join(' || ') || 'false'};
}
function fault(action, property, flags) {
  if (stopped) return;
  moved = true;
  host.fault(action, property, flags);
}`;
}

/** Of the open properties over states: as bits those that the text judges, by their places in `judged`, and whether there are others. */
export function judgedOf(judged: readonly number[], onStates: readonly number[]): { readonly open: number; readonly byHost: boolean } {
  return {
    open: judged.reduce((bits, property, bit) => (onStates.includes(property) ? bits | (1 << bit) : bits), 0),
    byHost: onStates.some((property) => !judged.includes(property)),
  };
}

/** Members of a loop: where the states and the table are, */
export const attachText: string = `  attach(newWords, newTable, newTag, newFar) {
    words = newWords;
    table = newTable;
    mask = table.length - 1;
    tag = newTag;
    far = newFar;
  },`;

/** and what is told of it and to it. */
export const reportText: string = `  touched: () => touched,
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
  const judged = steps.properties.slice(0, 31).map((property) => ({ property, wanted: wantsOneState(system.properties[property]!.kind) }));
  return { steps, judged };
}

function packedLayout({ slots }: TransitionSystem, { places, wordCount }: Layout): PackedLayout {
  return { wordCount, places: places.map(({ slot, word, shift, width }) => ({ word, shift, width, min: slots[slot]?.min ?? 0 })) };
}
