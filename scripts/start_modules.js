import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './run.js';

/*
 * What the command line loads before it knows what is to be run, without what runs it.
 *
 * A file of packages/cli/src/commands/ has the options of a command, `add`, and what runs it, which needs most of mmspec. Help, and
 * what is wrong with a call, need the options alone. So the bundle has each of these files twice: in the list of commands without all
 * that `add` does not use, and whole, for its action, which imports what it runs from its own file when it is called.
 */

const namespace = 'command-options';

/** esbuild cuts by files: who imports one name of a package loads all that its index names. These need one file of it. */
const narrow = {
  '@mmspec/report': { importer: '/cli/dist/show_diagnostics.js', file: 'packages/report/dist/diagnostic_text.js' },
  '@mmspec/analysis': { importer: '/cli/dist/one_spec.js', file: 'packages/analysis/dist/limited.js' },
};

/** What a part is that is loaded when it is asked for, and the start that it stands on. */
const later = 'loaded-later';
const start = join(root, 'packages/cli/dist/program.js');

const listed = /^ +(\w+): async \(\) => \(await import\('\.\/commands\/\1\.js'\)\)\.add,$/gmu;

/** The plugins for esbuild. */
export const startModules = [
  {
    name: namespace,
    setup({ onResolve, onLoad }) {
      onLoad({ filter: /\/cli\/dist\/commands\.js$/ }, ({ path }) => ({ contents: inOneFile(readFileSync(path, 'utf8')) }));
      onResolve({ filter: /^\.\/commands\/\w+\.js$/ }, ({ path, importer }) =>
        importer.endsWith('/cli/dist/commands.js') ? { path: join(dirname(importer), path), namespace } : undefined,
      );
      onLoad({ filter: /.*/, namespace }, async ({ path }) => ({ contents: await optionsOf(path), resolveDir: dirname(path) }));
    },
  },
  {
    // Modules that the same parts need are one file: where each part needs what the start loads, the start is 11 files in place of 23.
    name: 'start-in-one-file',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) =>
        kind === 'dynamic-import' && resolveDir.startsWith(dirname(start)) ? { path: join(resolveDir, path), namespace: later } : undefined,
      );
      onLoad({ filter: /.*/, namespace: later }, ({ path }) => ({
        contents: `import ${JSON.stringify(start)};\nexport * from ${JSON.stringify(path)};`,
        resolveDir: dirname(path),
      }));
    },
  },
  {
    name: 'one-file-of-a-package',
    setup({ onResolve }) {
      onResolve({ filter: /^@mmspec\/(?:report|analysis)$/ }, ({ path, importer }) =>
        importer.endsWith(narrow[path].importer) ? { path: join(root, narrow[path].file) } : undefined,
      );
    },
  },
  {
    // An import makes all that a module of Node exports, and `node:fs` has streams among that.
    name: 'builtins-alone',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^node:/ }, ({ path, kind }) => (kind === 'dynamic-import' ? undefined : { path, namespace: 'builtin' }));
      onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({ contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});` }));
    },
  },
  {
    // The texts of all codes stand beside the checks that find them: without these they are data.
    name: 'codes-alone',
    setup({ onLoad }) {
      onLoad({ filter: /\/cli\/dist\/codes\.js$/ }, async ({ path }) => {
        const { allCodes } = await import(pathToFileURL(path).href);
        return { contents: `export const allCodes = JSON.parse(${JSON.stringify(JSON.stringify(allCodes))});` };
      });
    },
  },
];

/** The list of commands, with their options in the file that has it. */
function inOneFile(text) {
  const names = [...text.matchAll(listed)].map(([, name]) => name);
  if (names.length === 0) throw new Error('packages/cli/dist/commands.js is not the list that scripts/embed.js writes');
  return [
    ...names.map((name) => `import { add as ${name} } from './commands/${name}.js';`),
    'export const commands = {',
    ...names.map((name) => `  ${name}: async () => ${name},`),
    '};',
  ].join('\n');
}

/** A file of a command without what `add` does not use, nor the imports of that. */
async function optionsOf(path) {
  const { outputFiles } = await build({
    stdin: { contents: `export { add } from ${JSON.stringify(path)};`, resolveDir: dirname(path) },
    bundle: true,
    format: 'esm',
    write: false,
    plugins: [importsOutside],
  });
  return outputFiles[0].text;
}

/** Imports stay as they are written; nothing happens when what they name is loaded, so those that nobody uses go. */
const importsOutside = {
  name: 'imports-outside',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ path, importer }) => (importer === '<stdin>' ? undefined : { path, external: true, sideEffects: false }));
  },
};
