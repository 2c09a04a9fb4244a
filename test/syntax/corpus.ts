import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * Every text in mmspec that the repository has: specs, examples, specs of tests, and the blocks of the pages of the grammar.
 */

export const root: string = fileURLToPath(new URL('../../', import.meta.url));

export interface CorpusText {
  readonly name: string;
  readonly text: string;
}

function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending) && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const blocksOf = (markdown: string): string[] => [...markdown.matchAll(/^```(?:mmspec)?\n(.*?)^```$/gmsu)].map((match) => match[1] ?? '');

export const corpus: readonly CorpusText[] = [
  ...['specs', 'examples', 'test'].flatMap((folder) => filesUnder(folder, '.mmspec')).map((name) => ({ name, text: read(name) })),
  ...['README.md', ...filesUnder('grammar', '.md')].flatMap((path) =>
    blocksOf(read(path))
      .filter((text) => /^module\b/mu.test(text))
      .map((text, index) => ({ name: `${path} ${index + 1}`, text })),
  ),
];

export { randomFrom } from './random_from.ts';
