import type { Fault } from '../random/mutant.ts';

const search = 'packages/checker/src/search/search.ts';
const breadth = 'packages/checker/src/search/breadth.ts';
const spilledFrontier = 'packages/checker/src/search/spilled.ts';
const checkpoints = 'packages/checker/src/search/checkpoints.ts';
const journal = 'packages/checker/src/disk/journal.ts';
const spilled = 'packages/checker/src/disk/spilled.ts';
const stack = 'packages/checker/src/store/depth_stack.ts';
const loop = 'packages/checker/src/packed/loop_source.ts';
const loopText = 'packages/checker/src/packed/loop_text.ts';
const gathering = 'packages/checker/src/packed/gather_source.ts';
const table = 'packages/checker/src/store/table.ts';
const searcher = 'packages/checker/src/parallel/searcher.ts';
const control = 'packages/checker/src/parallel/control.ts';

/** Faults in searches that spill, are interrupted, use several threads, or go depth-first. */
export const configurationFaults: readonly Fault[] = [
  { name: 'a state that is on the disk is added again', file: spilled, find: '      if (isKnown[index] === 1) continue;\n', replace: '' },
  {
    name: 'the first state of the file is not read',
    file: spilled,
    find: 'for (let first = 0; first < this.count && candidates',
    replace: 'for (let first = 1; first < this.count && candidates',
  },
  {
    name: 'a level ends before what it led to is known',
    file: spilledFrontier,
    find: 'if (this.#breadth.levels.isBetween && this.#breadth.expansion.stopped',
    replace: 'if (this.#breadth.levels.next > this.#breadth.levels.end && this.#breadth.expansion.stopped',
  },
  {
    name: 'states are read from where they were before',
    file: breadth,
    find: 'packed()?.readFrom(words, first);',
    replace: 'packed()?.readFrom(words, 0);',
  },
  { name: 'a search that goes on begins a level', file: search, find: 'levels.end = moment.levelEnd;', replace: 'levels.end = moment.expanded;' },
  { name: 'a search that goes on forgets what it found', file: search, find: '    expansion.judging.adopt(moment.found);\n', replace: '' },
  { name: 'a search that goes on forgets the steps it took', file: search, find: '    expansion.transitions = moment.transitions;\n', replace: '' },
  {
    name: 'a search that goes on forgets the actions it took',
    file: search,
    find: '    expansion.taken.set(moment.taken);\n',
    replace: '',
  },
  {
    name: 'what a limit has cut off counts as done',
    file: checkpoints,
    find: "stopped === '' ? this.#now(states) : this.#resting",
    replace: 'this.#now(states)',
  },
  {
    name: 'the steps of what a limit has cut off are counted twice',
    file: checkpoints,
    find: 'transitions: at.transitions,',
    replace: 'transitions: this.#expansion.transitions,',
  },
  {
    name: 'the actions of what a limit has cut off are counted twice',
    file: checkpoints,
    find: 'taken: at.taken,',
    replace: 'taken: [...this.#expansion.taken],',
  },
  {
    name: 'what was found beyond the states that are kept is lost',
    file: spilledFrontier,
    find: '() => expansion.judging.found);',
    replace: '() => expansion.judging.found.map((evidence) => (evidence?.state == null || expansion.numberOf(evidence.state) >= 0 ? evidence : null)));',
  },
  { name: 'what is not in the header is not synced', file: journal, find: '    for (const part of parts) this.#files[part].sync();\n', replace: '' },
  { name: 'what was written after the header stays', file: 'packages/checker/src/disk/number_file.ts', find: '      file.truncate(bytes);\n', replace: '' },
  {
    name: 'the actions of threads are forgotten',
    file: 'packages/checker/src/run.ts',
    find: 'expansion.taken[action]! += count;',
    replace: 'expansion.taken[action]! += 0;',
  },
  { name: 'steps are marked that should be counted', file: loopText, find: 'COUNTS: counts,', replace: 'COUNTS: false,' },
  { name: 'steps that are not counted are not marked', file: loop, find: 'COUNTS ? taken[action] + 1 : 1;', replace: 'COUNTS ? taken[action] + 1 : 0;' },
  {
    name: 'the steps of threads are forgotten',
    file: 'packages/checker/src/explore.ts',
    find: 'expansion.transitions + (together?.transitions ?? 0)',
    replace: 'expansion.transitions',
  },
  {
    name: 'depth-first, the parent is the one before',
    file: stack,
    find: 'parents[state] = parent + 1;',
    replace: 'parents[state] = Math.max(0, parent);',
  },
  {
    name: 'depth-first, the last one found is forgotten',
    file: stack,
    find: 'for (let state = count - 1; state >= this.#known; state--) {',
    replace: 'for (let state = count - 1; state > this.#known; state--) {',
  },
  { name: 'depth-first, everybody is as deep as the first', file: stack, find: 'depths[state] = depth;', replace: 'depths[state] = 0;' },
  { name: 'every ninth insertion is lost', file: loop, find: 'if (!TOGETHER) t[at] =', replace: 'if (!TOGETHER) t[next % 9 === 8 ? 0 : at] =' },
  { name: 'an empty seat is taken for somebody', file: loop, find: "  '    seats[seat * WORDS] = other;',\n", replace: '' },
  {
    name: 'the last state made is forgotten',
    file: gathering,
    find: "for (let at = 0; at < end; at += WORDS) {',\n  '    const w = take(made, at);',\n  '    const h",
    replace: "for (let at = 0; at < end - (end > 64 ? 1 : 0); at += WORDS) {',\n  '    const w = take(made, at);',\n  '    const h",
  },
  { name: 'an entry stays where it was when the table has grown', file: table, find: ' | (old & upper)', replace: '' },
  { name: 'an entry that lies far away is taken for one that lies near', file: table, find: 'distance < distanceMost', replace: 'distance <= distanceMost' },
  { name: 'the bit that names the half stays in the number', file: table, find: 'const number = old & low;', replace: 'const number = old & mask;' },
  {
    name: 'distances are one too large',
    file: table,
    find: '(distanceOf((at - home) & mask, far) << distanceAt)',
    replace: '(distanceOf((at - home + 1) & mask, far) << distanceAt)',
  },
];

/** Faults that show only where many states have the same first word. */
export const wordFaults: readonly Fault[] = [
  {
    name: 'only the first word of somebody in a seat is compared',
    file: loopText,
    find: 'all.map((word) => `(${element',
    replace: 'all.slice(0, 1).map((word) => `(${element',
  },
  {
    name: 'only the first word of a state is compared',
    file: loop,
    find: 'if (same(ws, offset, w)) {',
    replace: 'if (ws[offset] === w0) {',
  },
];

/** Faults in threads that search together. */
export const threadFaults: readonly Fault[] = [
  {
    name: 'a thread leaves out the last state of a chunk',
    file: searcher,
    find: 'first + this.#states.used[chunk]!);',
    replace: 'first + this.#states.used[chunk]! - 1);',
  },
  {
    name: 'the last chunk of a level is not taken',
    file: control,
    find: 'taken < Atomics.load(this.#numbers, levelEnd)',
    replace: 'taken < Atomics.load(this.#numbers, levelEnd) - 1',
  },
  { name: 'a thread does not tell how far its chunk is filled', file: searcher, find: 'this.#loop.free() - this.#chunk * chunkStates;', replace: '0;' },
  { name: 'a thread goes on in a chunk of the last level', file: searcher, find: '        this.#chunk = -1;\n        this.#loop.fill(0, 0);\n', replace: '' },
  { name: 'the next level begins where the last one did', file: searcher, find: 'next: progress.levelEnd,', replace: 'next: progress.next,' },
  {
    name: 'what a thread has made at the end is forgotten',
    file: loop,
    find: "'    flush();',\n  '  }',\n  '  STEPS",
    replace: "'  }',\n  '  STEPS",
  },
  { name: 'the table is remade only in part', file: searcher, find: 'emptyPlace(table, share(places, 1))', replace: 'emptyPlace(table, share(places, 0))' },
  {
    name: 'the steps of each thread count for one',
    file: loop,
    find: 'transitions += states;',
    replace: 'transitions += 1;',
  },
  {
    name: 'a state whose insertion waits for room is lost',
    file: loop,
    find: '            at = h & m;',
    replace: '            break;',
  },
];
