import type { Fault } from './mutant.ts';

/** Faults in the visited set and the packing of states. */
export const storeFaults: readonly Fault[] = [
  {
    name: 'a probe gives up after the first full entry',
    file: 'packages/checker/src/state_store.ts',
    find: 'entry !== 0; at = (at + 1) & mask, entry = table[at]!)',
    replace: 'entry !== 0; at = (at + 1) & mask, entry = 0)',
  },
  {
    name: 'only four bits of the hash are compared',
    file: 'packages/checker/src/state_store.ts',
    find: 'if (((entry ^ hash) & high) !== 0) continue;\n      const index = (entry & ~high) - 1;\n      const offset = index * wordCount;\n      for (let word = 0; word < wordCount; word++) if (words[offset + word] !== candidate[word]) continue search;\n      return index;',
    replace: 'if ((entry ^ hash) >>> 28 !== 0) continue search;\n      return (entry & ~high) - 1;',
  },
  {
    name: 'every ninth insertion is lost',
    file: 'packages/checker/src/state_store.ts',
    find: 'const index = this.count++;\n    table[at] = (hash & high) | (index + 1);',
    replace: 'const index = this.count++;\n    if (index % 9 !== 8) table[at] = (hash & high) | (index + 1);',
  },
  {
    name: 'the table is not filled again when it has grown',
    file: 'packages/checker/src/state_store.ts',
    find: '    this.enterAgain();\n',
    replace: '',
  },
  {
    name: 'a block is marked one state too late',
    file: 'packages/checker/src/state_store.ts',
    find: 'this.marks[expanded / blockStates] = this.count;',
    replace: 'this.marks[expanded / blockStates] = this.count + 1;',
  },
  {
    name: 'slots overlap by a bit',
    file: 'packages/checker/src/layout.ts',
    find: 'used[word] = shift + width;',
    replace: 'used[word] = shift + Math.max(0, width - 1);',
  },
  {
    name: 'a level ends one state too late',
    file: 'packages/checker/src/explore.ts',
    find: 'levelEnd = store.count;\n      }\n      current = index;',
    replace: 'levelEnd = store.count + 1;\n      }\n      current = index;',
  },
];
