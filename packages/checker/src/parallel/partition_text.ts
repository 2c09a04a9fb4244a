import type { packedReset } from '../dead_values/reset.ts';
import { emptySeatText, hashText, lately, refillText, wordList } from '../packed_search.ts';
import type { PackedText } from '../packed_search.ts';

/** States on their way that are looked up, or sent, together. */
export const batch = 256;

/** Numbers of a state on its way: its words and its hash. */
export function entrySize(wordCount: number): number {
  return wordCount + 1;
}

/**
 * The loop of one of several partitions of a search. A state belongs to the partition that its hash says (Stern and Dill,
 * "Parallelizing the Murphi verifier", CAV 1997); the successors of a state that belong to another one are sent to it.
 * Insertion is that of the loop for one thread, see `packed_search.ts`.
 */
export function partitionText(wordCount: number, { steps, judged }: PackedText, reset: ReturnType<typeof packedReset>, partitions: number): string {
  const list = (text: (word: number) => string, between = ', '): string => wordList(wordCount, text, between);
  const w = list((word) => `w${word}`);
  const size = entrySize(wordCount);
  const put = (array: string, at: string): string => list((word) => `  ${array}[${at}${word === 0 ? '' : ` + ${word}`}] = w${word};`, '\n');
  return `'use strict';
const taken = host.taken, me = host.me, boxes = host.boxes, after = host.after;
${reset.tables.join('\n')}
let words, table, mask = 0, high = 0, low = 0, count = 0, room = 0;
const own = new Int32Array(${batch * size});
// States that were looked up or sent a short while ago, each in the seat that its hash says.
const entered = new Int32Array(${lately * wordCount});
const filled = new Int32Array(${partitions});
let touched = 0, current = 0, moved = false, stopped = false, transitions = 0, open = 0, onEntered = false, onStepped = false;
${hashText(wordCount)}
${emptySeatText(wordCount, 'entered')}
function enter(${w}, action, flags) {
${reset.lines.join('\n')}
  moved = true;
  transitions++;
  taken[action] = 1;
  if (onStepped || flags !== 0) {
${put('after', '0')}
    host.stepped(action, flags);
  }
  const h = hash(${w});
  const seat = (h & ${lately - 1}) * ${wordCount};
  if (${list((word) => `entered[seat + ${word}] === w${word}`, ' && ')}) return;
${put('entered', 'seat')}
  const to = ((Math.imul(h, 0x9e3779b1) >>> 16) * ${partitions}) >>> 16;
  const at = filled[to];
  const box = to === me ? own : boxes[to];
${put('box', 'at')}
  box[at + ${wordCount}] = h;
  if (at === ${(batch - 1) * size}) {
    filled[to] = 0;
    if (to === me) arrive(own, ${batch * size});
    else host.send(to, box);
  } else filled[to] = at + ${size};
}
function arrive(states, end) {
  let sum = 0;
  for (let at = ${wordCount}; at < end; at += ${size}) sum ^= table[states[at] & mask];
  for (let at = ${wordCount}; at < end; at += ${size}) {
    const h = states[at];
    const entry = table[h & mask];
    if (entry !== 0 && ((entry ^ h) & high) === 0) sum ^= words[((entry & low) - 1) * ${wordCount}];
  }
  touched = sum;
  for (let at = 0; at < end && !stopped; at += ${size}) insert(${list((word) => `states[at + ${word}]`)}, states[at + ${wordCount}]);
}
function insert(${w}, h) {
  let at = h & mask;
  for (;;) {
    const entry = table[at];
    if (entry === 0) {
      if (count === room) {
        if (!host.full()) {
          stopped = true;
          return;
        }
        insert(${w}, h);
        return;
      }
      const index = count++;
      table[at] = (h & high) | (index + 1);
      const offset = index * ${wordCount};
${put('words', 'offset')}
      if (onEntered || (open !== 0 && decides(${w}))) host.entered(index);
      return;
    }
    if (((entry ^ h) & high) === 0) {
      const offset = ((entry & low) - 1) * ${wordCount};
      if (${list((word) => `words[offset + ${word}] === w${word}`, ' && ')}) return;
    }
    at = (at + 1) & mask;
  }
}
function decides(${w}) {
  return ${judged.map(({ property, wanted }, bit) => `((open & ${1 << bit}) !== 0 && ${wanted ? '' : '!'}holds_${property}(${w}))`).join(' || ') || 'false'};
}
function fault(action, property) {
  if (stopped) return;
  moved = true;
  host.fault(action, property);
}
${refillText(wordCount)}
${steps.text}
return {
  refill,
  attach(newWords, newTable, newCount, newRoom, indexBits) {
    words = newWords;
    table = newTable;
    count = newCount;
    room = newRoom;
    mask = table.length - 1;
    high = -1 << indexBits;
    low = ~high;
  },
  run(first, last) {
    for (let index = first; index < last && !stopped; index++) {
      current = index;
      moved = false;
      const offset = index * ${wordCount};
      expand(${list((word) => `words[offset + ${word}]`)});
      if (!moved) host.stuck(index);
    }
  },
  arrive,
  flush() {
    const end = filled[me];
    filled[me] = 0;
    arrive(own, end);
    for (let to = 0; to < ${partitions}; to++) {
      if (to === me || filled[to] === 0) continue;
      const some = boxes[to].subarray(0, filled[to]);
      filled[to] = 0;
      host.send(to, some);
    }
  },
  touched: () => touched,
  count: () => count,
  current: () => current,
  transitions: () => transitions,
  wish(newOpen, judgedByHost, stepped) {
    open = newOpen;
    onEntered = judgedByHost;
    onStepped = stepped;
  },
};`;
}
