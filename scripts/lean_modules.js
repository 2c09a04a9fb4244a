import { readFileSync } from 'node:fs';

/*
 * Modules of others that the command line loads at every start, without what it does not use.
 */

/**
 * Commander loads Node's child processes, which no command needs, and all that belongs to `node:process` and `node:util`, threads among
 * them: whoever imports a module of Node has all of its parts. They are loaded where somebody uses them.
 */
const lazyInCommander = {
  name: 'lazy-in-commander',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(?:child_process|process|util)$/ }, ({ path, importer }) =>
      importer.includes('/commander/') ? { path, namespace: 'lazy' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({ contents: lazy[path] }));
  },
};

const lazy = {
  'node:child_process': "export default { spawn: (...call) => process.getBuiltinModule('node:child_process').spawn(...call) };",
  'node:process': 'export default process;',
  'node:util': "export const stripVTControlCharacters = (text) => process.getBuiltinModule('node:util').stripVTControlCharacters(text);",
};

/** Chevrotain looks up in a table of 65,536 numbers what is a division. Where its text is another one, it stays as it is. */
const noCharacterTable = {
  name: 'no-character-table',
  setup({ onLoad }) {
    onLoad({ filter: /\/chevrotain\/lib\/src\/scan\/lexer\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const [lookUp, filled, made] = [
        ': charCodeToOptimizedIdxMap[charCode];',
        'i > 255 ? 255 + ~~(i / 255) : i;',
        '        initCharCodeToOptimizedIndexMap();',
      ];
      if ([lookUp, filled, made].some((part) => text.split(part).length !== 2)) return undefined;
      return { contents: text.replace(lookUp, ': 255 + ~~(charCode / 255);').replace(made, ''), loader: 'js' };
    });
  },
};

/**
 * Chevrotain keeps what looks ahead in an array for each rule, at the kind of the place times 256 and its number, of which ten are in use:
 * with 16 in place of 256 the arrays of the grammar take 0.1 MB in place of 1.1, which each start from the snapshot reads.
 */
const smallKeys = {
  name: 'small-keys',
  setup({ onLoad }) {
    onLoad({ filter: /\/chevrotain\/lib\/src\/parse\/grammar\/keys\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const bits = 'BITS_FOR_OCCURRENCE_IDX = 8;';
      if (text.split(bits).length !== 2) return undefined;
      return { contents: text.replace(bits, 'BITS_FOR_OCCURRENCE_IDX = 4;'), loader: 'js' };
    });
  },
};

/** Plugins for esbuild. */
export const leanModules = [lazyInCommander, noCharacterTable, smallKeys];
