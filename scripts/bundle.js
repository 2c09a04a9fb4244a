import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { snapshots } from '../packages/cli/bin/fast_start.js';
import { rollUpTypes } from './declarations.js';
import { leanModules } from './lean_modules.js';
import { root } from './run.js';
import { writeSchemas } from './schemas.js';
import { startModules } from './start_modules.js';
import { thirdParty } from './third_party.js';

/*
 * Bundles from the compiled packages: the command line, one file of it for each part that is loaded lazily, the module that
 * other programs import, with and without files, and the runtime that `mmspec compile` copies beside its output;
 * with their types, and the licences of what others wrote in them. Where the package is installed there is nothing else.
 */

const dist = join(root, 'packages/cli/dist');
const stamp = join(dist, 'bundle.stamp');

const plugin = join(root, 'packages/prettier-plugin/dist');
const isBundle = (name, file) => (name === 'cli' && /^(?:bundle|start)/u.test(file)) || (name === 'prettier-plugin' && !file.startsWith('compiled'));

/**
 * What the snapshot runs when it is made: functions that have run are compiled in it. Two specs with every kind of race, one with arrays and loops,
 * and one with mistakes, of which a text that is written has some time and again: to run all of `specs/` would make each start 2 ms longer,
 * for functions that few checks need.
 */
const warming = [
  'specs/rcu_refcount.mmspec',
  'specs/swap_in_aba.mmspec',
  'packages/cli/warm/arrays.mmspec',
  'packages/cli/warm/mistakes.mmspec',
  'packages/cli/warm/scenarios.mmspec',
  'packages/cli/warm/scenarios.txt',
];

/** Changes whenever anything that goes into the bundles does. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const name of readdirSync(join(root, 'packages')).sort()) {
    const folder = join(root, 'packages', name, 'dist');
    if (!existsSync(folder)) continue;
    for (const file of readdirSync(folder, { recursive: true }).sort()) {
      if (!/(?:\.js|\.d\.ts)$/u.test(file) || isBundle(name, file)) continue;
      hash.update(file).update(readFileSync(join(folder, file)));
    }
  }
  for (const path of warming) hash.update(path).update(readFileSync(join(root, path)));
  hash.update(readFileSync(join(root, 'pnpm-lock.yaml')));
  for (const name of ['bundle.js', 'declarations.js', 'lean_modules.js', 'schemas.js', 'start_modules.js', 'third_party.js'])
    hash.update(readFileSync(join(root, 'scripts', name)));
  return hash.digest('hex');
}

const current = fingerprint();
if (existsSync(stamp) && existsSync(join(plugin, 'index.d.ts')) && readFileSync(stamp, 'utf8') === current) process.exit(0);

const common = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  legalComments: 'none',
  logLevel: 'warning',
  absWorkingDir: root,
  plugins: leanModules,
  metafile: true,
};

/** The module with files is that without and a little more. */
const apiOutside = {
  name: 'api-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^@mmspec\/api$/ }, ({ importer }) => (importer.endsWith('/cli/dist/index.js') ? { path: './browser.js', external: true } : undefined));
  },
};

/** `require` for what others wrote as CommonJS: few of the many files use it, so it is made with its first use. */
const lateRequire = `let __made; const require = (id) => (__made ??= process.getBuiltinModule('node:module').createRequire(import.meta.url))(id);`;

const { metafile } = await build({
  ...common,
  // The fast start loads the reader of mails, and what lays TypeScript out, from their files, and begins threads for specs with theirs.
  entryPoints: {
    mmspec: 'packages/cli/dist/main.js',
    mails: 'packages/cli/dist/files/mails.js',
    format_typescript: 'packages/cli/dist/format_typescript.js',
    spec_thread: 'packages/cli/dist/spec_thread.js',
    audit_thread: 'packages/cli/dist/audit_thread.js',
  },
  outdir: 'packages/cli/dist/bundle',
  plugins: [...leanModules, ...startModules],
  splitting: true,
  entryNames: '[name]',
  chunkNames: 'chunk_[hash]',
  minify: true,
  keepNames: false,
  banner: { js: lateRequire },
});

/** What few calls need, and is large, is not in the snapshot: who needs it loads it from the bundle. By file: what it exports. */
const outside = { mails: 'specsOfMessage', format_typescript: 'formatTypeScript' };
const largeOutside = {
  name: 'large-outside',
  setup({ onLoad }) {
    onLoad({ filter: /\/cli\/dist\/(?:files\/mails|format_typescript)\.js$/ }, ({ path: from }) => {
      const name = basename(from, '.js');
      return {
        contents: `const path = process.getBuiltinModule('node:url').fileURLToPath(new URL('./${name}.js', import.meta.url));\nexport const { ${outside[name]} } = process.getBuiltinModule('node:module').createRequire(path)(path);`,
      };
    });
  },
};

/** What snapshots are made from, where the package is: one CommonJS script each. Threads are started from the files beside it. */
const { metafile: ofSnapshots } = await build({
  ...common,
  entryPoints: Object.fromEntries(Object.keys(snapshots).map((name) => [`snapshot_${name}`, `packages/cli/dist/snapshots/${name}.js`])),
  outdir: 'packages/cli/dist/bundle',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  minify: true,
  plugins: [...leanModules, largeOutside],
  define: { 'import.meta.url': '__here' },
  // There is no module where a snapshot is made.
  banner: { js: "'use strict'; var module = module ?? {}; const __here = require('url').pathToFileURL(__filename).href;" },
});

rmSync(join(dist, 'bundle/specs'), { recursive: true, force: true });
mkdirSync(join(dist, 'bundle/specs'), { recursive: true });
for (const path of warming) copyFileSync(join(root, path), join(dist, 'bundle/specs', basename(path)));

const { metafile: ofRuntime } = await build({
  ...common,
  entryPoints: ['packages/cli/dist/runtime.js'],
  outfile: 'packages/cli/dist/bundle/mmspec-runtime.js',
  target: 'node20',
});

const { metafile: ofThreads } = await build({
  ...common,
  entryPoints: ['packages/cli/dist/check_thread.js', 'packages/cli/dist/search_thread.js'],
  outdir: 'packages/cli/dist/bundle',
  minify: true,
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
});

/** The module for programs: what needs neither files nor threads in one file, without anything of Node. */
const { metafile: ofBrowser } = await build({
  ...common,
  entryPoints: { browser: 'packages/api/dist/index.js' },
  outdir: 'packages/cli/dist/bundle',
  platform: 'browser',
  target: 'es2023',
  mainFields: ['module', 'main'],
  minify: true,
});

const { metafile: ofModule } = await build({
  ...common,
  entryPoints: { index: 'packages/cli/dist/index.js' },
  outdir: 'packages/cli/dist/bundle',
  minify: true,
  plugins: [...leanModules, apiOutside],
});

const types = await rollUpTypes({ index: 'packages/cli/dist/index.d.ts', browser: 'packages/api/dist/index.d.ts' }, join(dist, 'bundle'));
await rollUpTypes({ 'mmspec-runtime': 'packages/cli/dist/runtime.d.ts' }, join(dist, 'bundle'));

await writeSchemas(join(dist, 'bundle/schema'));

/** The plugin for Prettier, which it finds where it is installed. */
const { metafile: ofPlugin } = await build({
  ...common,
  entryPoints: { index: 'packages/prettier-plugin/dist/compiled/index.js' },
  outdir: plugin,
  platform: 'browser',
  mainFields: ['module', 'main'],
  minify: true,
  external: ['prettier', 'prettier/*'],
});
await rollUpTypes({ index: 'packages/prettier-plugin/dist/compiled/index.d.ts' }, plugin, ['prettier']);
writeFileSync(join(plugin, 'THIRD_PARTY.txt'), thirdParty(ofPlugin));

/** What is shipped together has its licences in one text. */
writeFileSync(join(dist, 'bundle/THIRD_PARTY.txt'), thirdParty(metafile, ofThreads, ofBrowser, ofModule, ofSnapshots));
writeFileSync(join(dist, 'bundle/mmspec-runtime.THIRD_PARTY.txt'), thirdParty(ofRuntime));

/** Parts that no bundle loads any more. */
const parts = new Set([...Object.keys(metafile.outputs).map((path) => path.replace(/^.*\//, '')), ...types]);
for (const name of readdirSync(join(dist, 'bundle'))) if (/^(?:chunk|types)_/u.test(name) && !parts.has(name)) rmSync(join(dist, 'bundle', name));

writeFileSync(stamp, current);
