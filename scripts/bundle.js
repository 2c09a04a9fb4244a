import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { leanModules } from './lean_modules.js';
import { root } from './run.js';
import { thirdParty } from './third_party.js';

/*
 * Bundles from the compiled packages: the command line, one file of it for each part that is loaded lazily,
 * and the runtime that `mmspec compile` copies beside its output; with the licences of what others wrote in them.
 */

const dist = join(root, 'packages/cli/dist');
const stamp = join(dist, 'bundle.stamp');

/** Changes whenever anything that goes into the bundles does. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const name of readdirSync(join(root, 'packages')).sort()) {
    const folder = join(root, 'packages', name, 'dist');
    if (!existsSync(folder)) continue;
    for (const file of readdirSync(folder, { recursive: true }).sort()) {
      if (!file.endsWith('.js') || (name === 'cli' && file.startsWith('bundle'))) continue;
      hash.update(file).update(readFileSync(join(folder, file)));
    }
  }
  hash.update(readFileSync(join(root, 'pnpm-lock.yaml')));
  for (const name of ['bundle.js', 'lean_modules.js', 'third_party.js']) hash.update(readFileSync(join(root, 'scripts', name)));
  return hash.digest('hex');
}

const current = fingerprint();
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === current) process.exit(0);

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

const { metafile } = await build({
  ...common,
  // The fast start loads the reader of mails from its file.
  entryPoints: { mmspec: 'packages/cli/dist/main.js', mails: 'packages/cli/dist/files/mails.js' },
  outdir: 'packages/cli/dist/bundle',
  splitting: true,
  entryNames: '[name]',
  chunkNames: 'chunk_[hash]',
  minify: true,
  keepNames: false,
  external: ['prettier', 'prettier/*'],
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
});

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

/** The types of the runtime: those of the waist, and its one function. */
const waist = ['transition_system', 'check'].map((name) => readFileSync(join(root, `packages/system/dist/${name}.d.ts`), 'utf8'));
const types = [
  ...waist.map((text) => text.replace(/^import .*$/gm, '').replace(/^\/\/# .*$/gm, '').trim()),
  `export interface CompiledSpec {
    readonly settings: readonly SettingInfo[];
    readonly checks: readonly PlannedCheck[];
    readonly system: (settings: Settings) => TransitionSystem | null;
}`,
  '/** Runs the checks of a compiled spec like `mmspec check`, and returns the exit code: 0 every expectation is met, 1 some is not, 2 errors in the call, 3 unfinished, 70 a fault of mmspec. */',
  'export declare function main(spec: CompiledSpec, source: unknown, args: readonly string[]): Promise<0 | 1 | 2 | 3 | 70>;',
];
writeFileSync(join(dist, 'bundle/mmspec-runtime.d.ts'), `${types.join('\n')}\n`);

/** What is shipped together has its licences in one text. */
writeFileSync(join(dist, 'bundle/THIRD_PARTY.txt'), thirdParty(metafile, ofThreads));
writeFileSync(join(dist, 'bundle/mmspec-runtime.THIRD_PARTY.txt'), thirdParty(ofRuntime));

/** Parts that no bundle loads any more. */
const parts = new Set(Object.keys(metafile.outputs).map((path) => path.replace(/^.*\//, '')));
for (const name of readdirSync(join(dist, 'bundle'))) if (name.startsWith('chunk_') && !parts.has(name)) rmSync(join(dist, 'bundle', name));

writeFileSync(stamp, current);
