import type { Fault } from './mutant.ts';

const words = 'packages/compiler/src/packed/words.ts';
const steps = 'packages/compiler/src/packed/emit_packed.ts';
const search = 'packages/checker/src/packed_search.ts';

/** Faults in the steps over packed states and in the loop around them. */
export const packedFaults: readonly Fault[] = [
  { name: 'a store keeps the highest bit of what was there', file: words, find: '2 ** width - 1);\n\nfunction taken', replace: '2 ** Math.max(1, width - 1) - 1);\n\nfunction taken' },
  { name: 'the minimum of a slot is forgotten in loads', file: words, find: 'return place.min === 0 ? text :', replace: 'return place.min !== 10 ? text :' },
  { name: 'an index counts places from the second on', file: words, find: 'case ${at}: ${putText(', replace: 'case ${at + 1}: ${putText(' },
  { name: 'bits of a row begin one place later', file: words, find: 'numeric(\'*\', number(step), index)', replace: 'numeric(\'*\', number(step + 1), index)' },
  { name: 'instances have the actions of the first', file: steps, find: '(numbering.perInstance[at] ?? 0) * me', replace: '(numbering.perInstance[at] ?? 0) * 0' },
  { name: 'steps of the environment are left out', file: steps, find: 'calls.push([`${nameOf(step, 0)}', replace: 'if (step.id < 0) calls.push([`${nameOf(step, 0)}' },
  { name: 'gathered successors get the parent that is being expanded', file: search, find: 'current = waiting[at + ${parentAt}];', replace: '' },
  { name: 'the last gathered successors are forgotten', file: search, find: '    flush();\n  },', replace: '    waitingCount = 0;\n  },' },
  { name: 'a block is marked before the gathered successors are entered', file: search, find: '        flush();\n        host.mark', replace: '        host.mark' },
  { name: 'faults do not count as ways', file: search, find: '  moved = true;\n  host.fault', replace: '  host.fault' },
  { name: 'the second word is not compared', file: search, find: '=== w${word}`, \' && \')}) break;', replace: '=== w0`, \' && \')}) break;' },
  { name: 'every ninth state is forgotten when the table has grown', file: search, find: '      let at = h & mask;\n      while (table[at] !== 0) at = (at + 1) & mask;\n      table[at] =', replace: '      let at = h & mask;\n      while (table[at] !== 0) at = (at + 1) & mask;\n      if (index % 9 !== 8) table[at] =' },
];
