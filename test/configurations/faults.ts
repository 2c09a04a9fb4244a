import type { Fault } from '../random/mutant.ts';

const search = 'packages/checker/src/search.ts';
const journal = 'packages/checker/src/disk/journal.ts';
const spilled = 'packages/checker/src/disk/spilled.ts';
const partition = 'packages/checker/src/parallel/partition_text.ts';
const stack = 'packages/checker/src/depth_stack.ts';
const packed = 'packages/checker/src/packed_search.ts';

/** Faults in searches that spill, are interrupted, use several threads, or go depth-first. */
export const configurationFaults: readonly Fault[] = [
  { name: 'a state that is on the disk is added again', file: spilled, find: '      if (isKnown[index] === 1) continue;\n', replace: '' },
  { name: 'the first state of the file is not read', file: spilled, find: 'for (let first = 0; first < this.count && candidates', replace: 'for (let first = 1; first < this.count && candidates' },
  { name: 'a level ends before what it led to is known', file: search, find: 'if (this.#spilled !== null && end === this.#levelEnd && this.stopped', replace: 'if (this.#spilled !== null && end > this.#levelEnd && this.stopped' },
  { name: 'states are read from where they were before', file: search, find: 'this.#packed?.readFrom(words, first);', replace: 'this.#packed?.readFrom(words, 0);' },
  { name: 'a search that goes on begins a level', file: search, find: 'this.#levelEnd = moment.levelEnd;', replace: 'this.#levelEnd = moment.expanded;' },
  { name: 'a search that goes on forgets what it found', file: search, find: '    this.judging.adopt(moment.found);\n', replace: '' },
  { name: 'a search that goes on forgets the steps it took', file: search, find: '    this.transitions = moment.transitions;\n', replace: '' },
  { name: 'a search that goes on forgets the actions it took', file: search, find: '    for (const action of moment.taken) this.taken[action] = 1;\n', replace: '' },
  { name: 'what is not in the header is not synced', file: journal, find: '    for (const part of parts) this.#files[part].sync();\n', replace: '' },
  { name: 'what was written after the header stays', file: 'packages/checker/src/disk/number_file.ts', find: '      file.truncate(bytes);\n', replace: '' },
  { name: 'threads do not agree whose a state is', file: 'packages/checker/src/parallel/owner.ts', find: '0x9e3779b1', replace: '0x85ebca6b' },
  { name: 'every ninth insertion is lost', file: packed, find: 'index = count++;\n      table[at] = (h & high)', replace: 'index = count++;\n      if (index % 9 !== 8) table[at] = (h & high)' },
  { name: 'a thread keeps what it has not sent', file: partition, find: 'for (let to = 0; to < ${partitions}; to++) if (filled[to]', replace: 'for (let to = me; to <= me; to++) if (filled[to]' },
  { name: 'a thread takes what it is sent for what it knows', file: partition, find: '    kept += ${size};\n', replace: '' },
  { name: 'the actions of threads are forgotten', file: 'packages/checker/src/explore.ts', find: 'if (was === 1) search.taken[action] = 1;', replace: 'if (was === 2) search.taken[action] = 1;' },
  { name: 'the steps of threads are forgotten', file: 'packages/checker/src/explore.ts', find: 'search.transitions + (together?.transitions ?? 0)', replace: 'search.transitions' },
  { name: 'a thread begins with nobody in an empty seat', file: partition, find: "${emptySeatText(wordCount, 'entered')}\n", replace: '' },
  { name: 'an empty seat is taken for somebody', file: packed, find: "${emptySeatText(wordCount, 'entered')}\n", replace: '' },
  { name: 'only the first word of somebody in a seat is compared', file: packed, find: "if (${list((word) => `entered[seat${word === 0 ? '' : ` + ${word}`}] === w${word}`, ' && ')}) {", replace: 'if (entered[seat] === w0) {' },
  { name: 'depth-first, the parent is the one before', file: stack, find: 'this.#parents[state] = parent;', replace: 'this.#parents[state] = Math.max(-1, parent - 1);' },
  { name: 'depth-first, the last one found is forgotten', file: stack, find: 'for (let state = count - 1; state >= this.#known; state--) {', replace: 'for (let state = count - 1; state > this.#known; state--) {' },
  { name: 'depth-first, everybody is as deep as the first', file: stack, find: 'this.#depths[state] = depth;', replace: 'this.#depths[state] = 0;' },
];
