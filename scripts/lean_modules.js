import { readFileSync } from 'node:fs';

/*
 * Modules of others that the command line loads at every start, without what it does not use.
 */

/** Commander loads Node's child processes, which no command needs: they are loaded where somebody does. */
const lazyChildProcess = {
  name: 'lazy-child-process',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/commander/') ? { path: 'child_process', namespace: 'lazy' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: "export default { spawn: (...call) => process.getBuiltinModule('node:child_process').spawn(...call) };",
    }));
  },
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

/** Plugins for esbuild. */
export const leanModules = [lazyChildProcess, noCharacterTable];
