import type { packedReset } from '../reductions/dead_values/reset.ts';
import {
  attachText,
  batch,
  fetchText,
  gatherText,
  hashText,
  judgeText,
  lookUpText,
  putText,
  reportText,
  variablesText,
  wordList,
} from '../packed/packed_text.ts';
import type { PackedText } from '../packed/packed_text.ts';
import { entryText } from '../store/table.ts';

/**
 * The loop of one of several threads that search together. New states go to the chunk of the thread; who writes the entry
 * of the table first has found the state, and another one who wanted to write it there looks at it again.
 */
export function searcherText(wordCount: number, { steps, judged }: PackedText, reset: ReturnType<typeof packedReset>): string {
  const list = (text: (word: number) => string): string => wordList(wordCount, text);
  const w = list((word) => `w${word}`);
  return `'use strict';
const { taken, after } = host;
${reset.tables.join('\n')}
${hashText(wordCount)}
${variablesText(wordCount)}
// Where the next new state goes, and where the chunk ends; how many this thread has found.
let free = 0, chunkEnd = 0, found = 0;
function enter(${w}, action, flags) {
${reset.lines.join('\n')}
  taken[action] = 1;
  moved = true;
  if (onStepped || flags !== 0) {
    ${putText(wordCount, 'after', '0')}
    host.stepped(action, flags);
  }
  const at = filled;
  ${putText(wordCount, 'made', 'at')}
  filled = at + ${wordCount};
  if (filled === ${batch * wordCount}) flush();
}
function flush() {
  const end = filled;
  if (end === 0) return;
  filled = 0;
  if (stopped) return;
  transitions += end / ${wordCount};
  const kept = gather(end);
  fetch(kept);
  for (let from = 0; from < kept;) {
    from = lookUp(from, kept);
    // Room may be made meanwhile, and then everything is elsewhere.
    if (from < kept && !host.nextChunk()) {
      stopped = true;
      return;
    }
  }
}
// Ends early where the chunk is full.
function lookUp(from, kept) {
  const t = table, ws = words, m = mask, last = chunkEnd;
  let judges = onEntered || open !== 0, next = free;
${lookUpText(
  wordCount,
  `        if (next === last) {
          found += next - free;
          free = next;
          return from;
        }
        const offset = next * ${wordCount};
        ${putText(wordCount, 'ws', 'offset')}
        if (Atomics.compareExchange(t, at, 0, ${entryText}) !== 0) continue;
        next++;
        if (judges && (onEntered || decides(${w}))) {
          host.entered(next - 1);
          judges = onEntered || open !== 0;
        }
        break;`,
)}
  found += next - free;
  free = next;
  return kept;
}
${gatherText(wordCount)}
${fetchText(wordCount)}
${judgeText(wordCount, judged)}
${steps.text}
return {
${attachText}
  // New states go there from now on.
  fill(first, end) {
    free = first;
    chunkEnd = end;
  },
  free: () => free,
  run(first, last) {
    for (let index = first; index < last && !stopped; index++) {
      current = index;
      moved = false;
      const offset = index * ${wordCount};
      expand(${list((word) => `words[offset + ${word}]`)});
      if (!moved) host.stuck(index);
    }
    flush();
  },
  found: () => found,
${reportText}
};`;
}
