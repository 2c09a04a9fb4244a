import type { Fault } from './mutant.ts';

/** Faults in the visited set and the packing of states. */
export const storeFaults: readonly Fault[] = [
  {
    name: 'a probe gives up after the first full entry',
    file: 'packages/checker/src/store/state_store.ts',
    find: 'entry !== 0; at = (at + 1) & mask, entry = table[at]!)',
    replace: 'entry !== 0; at = (at + 1) & mask, entry = 0)',
  },
  {
    name: 'only four bits of the hash are compared',
    file: 'packages/checker/src/store/state_store.ts',
    find: 'if (((entry ^ hash) & tag) !== 0) continue;\n      const index = (entry & mask) - 1;\n      for (let word = 0; word < wordCount; word++) if (words[index * wordCount + word] !== states[offset + word]) continue search;\n      return index;',
    replace: 'if (((entry ^ hash) & tag) >>> 25 !== 0) continue search;\n      return (entry & mask) - 1;',
  },
  {
    name: 'every ninth insertion is lost',
    file: 'packages/checker/src/store/state_store.ts',
    find: '    table[at] = entryOf(hash, index, at, mask, this.format);',
    replace: '    if (index % 9 !== 8) table[at] = entryOf(hash, index, at, mask, this.format);',
  },
  {
    name: 'the table is not filled again when it has grown',
    file: 'packages/checker/src/store/state_store.ts',
    find: '        this.remakeTable();\n',
    replace: '',
  },
  {
    name: 'a block is marked one state too late',
    file: 'packages/checker/src/store/state_store.ts',
    find: 'this.marks[expanded / blockStates] = this.count;',
    replace: 'this.marks[expanded / blockStates] = this.count + 1;',
  },
  {
    name: 'slots overlap by a bit',
    file: 'packages/checker/src/store/layout.ts',
    find: 'used[word] = shift + width;',
    replace: 'used[word] = shift + Math.max(0, width - 1);',
  },
  {
    name: 'a level ends one state too late',
    file: 'packages/checker/src/search/levels.ts',
    find: 'this.end = states;',
    replace: 'this.end = states + 1;',
  },
];
