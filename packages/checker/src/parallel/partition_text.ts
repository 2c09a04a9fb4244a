import type { packedReset } from '../dead_values/reset.ts';
import { ownerText } from './owner.ts';
import type { OwnerMasks } from './owner.ts';
import { attachText, emptySeatText, fetchText, hashText, insertText, judgeText, lately, refillText, reportText, wordList } from '../packed_search.ts';
import type { PackedText } from '../packed_search.ts';

/** States on their way that are looked up, or sent, together. */
export const batch = 256;

/** Numbers of a state on its way: its words and its hash. */
export function entrySize(wordCount: number): number {
  return wordCount + 1;
}

/**
 * The loop of one of several partitions of a search. A state belongs to the partition that `ownerOf` says (compare Stern and Dill,
 * "Parallelizing the Murphi verifier", CAV 1997); the successors of a state that belong to another one are sent to it.
 */
export function partitionText(wordCount: number, { steps, judged }: PackedText, reset: ReturnType<typeof packedReset>, masks: OwnerMasks, partitions: number): string {
  const list = (text: (word: number) => string, between = ', '): string => wordList(wordCount, text, between);
  const w = list((word) => `w${word}`);
  const size = entrySize(wordCount);
  const put = (array: string, at: string): string => list((word) => `  ${array}[${at}${word === 0 ? '' : ` + ${word}`}] = w${word};`, '\n');
  return `'use strict';
const { taken, me, after } = host;
${reset.tables.join('\n')}
let words, table, mask = 0, high = 0, low = 0, count = 0, room = 0;
// States that were looked up or sent a short while ago, each in the seat that its hash says.
const entered = new Int32Array(${lately * wordCount});
// What is on its way to each partition, one after the other, and where the next one goes.
const boxes = new Int32Array(${partitions * batch * size});
const filled = Int32Array.from({ length: ${partitions} }, (_, to) => to * ${batch * size});
let touched = 0, current = 0, moved = false, stopped = false, transitions = 0, open = 0, onEntered = false, onStepped = false;
${hashText(wordCount)}
${ownerText(masks, partitions)}
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
  const to = owner(${w});
  // Without a branch on the owner, which no processor can predict.
  const at = filled[to];
${put('boxes', 'at')}
  boxes[at + ${wordCount}] = h;
  filled[to] = at + ${size};
  if (at === to * ${batch * size} + ${(batch - 1) * size}) deliver(to);
}
function deliver(to) {
  const first = to * ${batch * size};
  const states = boxes.subarray(first, filled[to]);
  filled[to] = first;
  if (to === me) arrive(states, states.length);
  else host.send(to, states);
}
function receive(states, end) {
  let kept = 0;
  for (let at = 0; at < end; at += ${size}) {
    const h = states[at + ${wordCount}];
    const seat = (h & ${lately - 1}) * ${wordCount};
    if (${list((word) => `entered[seat + ${word}] === states[at + ${word}]`, ' && ')}) continue;
${list((word) => `    entered[seat + ${word}] = states[kept + ${word}] = states[at + ${word}];`, '\n')}
    states[kept + ${wordCount}] = h;
    kept += ${size};
  }
  arrive(states, kept);
}
function arrive(states, end) {
${fetchText(wordCount, 'states', size, wordCount)}
  for (let at = 0; at < end && !stopped; at += ${size}) insert(${list((word) => `states[at + ${word}]`)}, states[at + ${wordCount}]);
}
${insertText(wordCount, '', '')}
${judgeText(wordCount, judged)}
${refillText(wordCount)}
${steps.text}
return {
  refill,
${attachText}
  run(first, last) {
    for (let index = first; index < last && !stopped; index++) {
      current = index;
      moved = false;
      const offset = index * ${wordCount};
      expand(${list((word) => `words[offset + ${word}]`)});
      if (!moved) host.stuck(index);
    }
  },
  receive,
  flush() {
    for (let to = 0; to < ${partitions}; to++) if (filled[to] > to * ${batch * size}) deliver(to);
  },
${reportText}
};`;
}
