import type { Fault } from './mutant.ts';

const words = 'packages/compiler/src/emit/packed/words.ts';
const steps = 'packages/compiler/src/emit/packed/emit_packed.ts';
const loop = 'packages/checker/src/packed/loop_source.ts';
const loopText = 'packages/checker/src/packed/loop_text.ts';

/** Faults in the steps over packed states and in the loop around them. */
export const packedFaults: readonly Fault[] = [
  {
    name: 'a store keeps the highest bit of what was there',
    file: words,
    find: '2 ** width - 1);\n\nfunction taken',
    replace: '2 ** Math.max(1, width - 1) - 1);\n\nfunction taken',
  },
  {
    name: 'the minimum of a slot is forgotten in loads',
    file: words,
    find: 'return bitField.min === 0 ? text :',
    replace: 'return bitField.min !== 10 ? text :',
  },
  { name: 'an index counts places from the second on', file: words, find: 'case ${at}: ${putText(', replace: 'case ${at + 1}: ${putText(' },
  { name: 'bits of a row begin one place later', file: words, find: "numeric('*', number(step), index)", replace: "numeric('*', number(step + 1), index)" },
  {
    name: 'instances have the actions of the first',
    file: steps,
    find: '(numbering.perInstance[at] ?? 0) * me',
    replace: '(numbering.perInstance[at] ?? 0) * 0',
  },
  {
    name: 'steps of the environment are left out',
    file: steps,
    find: 'calls.push([`${nameOf(step, 0)}',
    replace: 'if (step.id < 0) calls.push([`${nameOf(step, 0)}',
  },
  { name: 'only the second flag of a step is told', file: loop, find: 'if (flags !== 0) host.flagged', replace: 'if (flags > 1) host.flagged' },
  {
    name: 'the last states made are forgotten',
    file: loop,
    find: "'    flush();',\n  '  }',\n  '  STEPS",
    replace: "'    filled = 0;',\n  '  }',\n  '  STEPS",
  },
  {
    name: 'a block is marked before the states made earlier are entered',
    file: loop,
    find: "'        flush();',\n  '        host.mark",
    replace: "'        host.mark",
  },
  { name: 'faults do not count as ways', file: loop, find: "'    moved = true;',\n  '    host.fault", replace: "'    host.fault" },
  { name: 'the second word is not compared', file: loopText, find: ' === w${word}`', replace: ' === w0`' },
  {
    name: 'every ninth state is forgotten when the table has grown',
    file: 'packages/checker/src/store/table.ts',
    find: '    table[at] = (old & tag)',
    replace: '    if (number % 9 !== 8) table[at] = (old & tag)',
  },
];
