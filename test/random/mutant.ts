import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Law from './law.ts';
import type * as Pipeline from './pipeline.ts';

/*
 * The law together with the engines that it judges, with one fault in their source text.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const packages = join(root, 'packages');

/** A fault: in `file` the one place where `find` stands is replaced. */
export interface Fault {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** The law of this folder over engines with a fault. */
export interface Mutant {
  readonly checkLaws: typeof Law.checkLaws;
  readonly engines: typeof Pipeline.engines;
}

/** A pattern for a text however it is laid out: blanks, line ends, and commas before what closes do not count. */
function laidOut(text: string): RegExp {
  const [first = '', ...tokens] = text.replace(/,(\s*[)\]}])/gu, '$1').match(/\s+|\w+|[^\w\s]/gu) ?? [];
  let pattern = '';
  let before = '';
  let isApart = false;
  for (const token of [first, ...tokens]) {
    if (token.trim() === '') {
      isApart = true;
      continue;
    }
    const areWords = /\w$/u.test(before) && /^\w/u.test(token);
    if (before !== '') pattern += /[)\]}]/u.test(token) ? ',?\\s*' : isApart && areWords ? '\\s+' : '\\s*';
    pattern += token.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
    [before, isApart] = [token, false];
  }
  return new RegExp(pattern, 'gu');
}

/** The source text with the fault in it; throws where the text no longer has the place, or has it more than once. */
export function seeded(fault: Fault): string {
  const text = readFileSync(join(root, fault.file), 'utf8');
  const pieces = text.split(laidOut(fault.find));
  if (pieces.length !== 2) throw new Error(`the fault "${fault.name}" wants one place in ${fault.file}, and there are ${pieces.length - 1}: ${fault.find}`);
  return pieces.join(fault.replace);
}

/** Builds the law with the fault, or without any, and loads it. */
export function mutant(fault: Fault | null): Promise<Mutant> {
  return withFault<Mutant>(fault, `export { checkLaws } from './law.ts'; export { engines } from './pipeline.ts';`);
}

/** Builds a module whose imports are relative to this folder, with the fault in whatever it imports, and loads it. */
export async function withFault<T>(fault: Fault | null, contents: string): Promise<T> {
  const file = await builtWithFault(fault, contents);
  try {
    return (await import(pathToFileURL(file).href)) as T;
  } finally {
    rmSync(dirname(file), { recursive: true });
  }
}

/** Builds such a module; the path of its file, alone in a folder of its own, which the caller removes. */
export async function builtWithFault(fault: Fault | null, contents: string): Promise<string> {
  const seed: Plugin = {
    name: 'seed',
    setup: (esbuild) => {
      if (fault === null) return;
      const path = join(root, fault.file);
      esbuild.onLoad({ filter: /\.ts$/ }, (file) => (file.path === path ? { contents: seeded(fault), loader: 'ts' } : null));
    },
  };
  const built = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    plugins: [seed],
    alias: Object.fromEntries(
      readdirSync(packages)
        .filter((name) => name !== 'cli')
        .map((name) => [`@mmspec/${name}`, join(packages, name, 'src/index.ts')]),
    ),
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
  });
  const file = join(mkdtempSync(join(tmpdir(), 'mmspec-fault-')), 'law.mjs');
  writeFileSync(file, built.outputFiles[0]?.contents ?? '');
  return file;
}
