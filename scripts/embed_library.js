/*
 * Writes packages/library/src/modules.ts from specs/kernel/*.mmspec.
 * The result is committed, so that every face of mmspec carries the library without reading files;
 * test/kernel/embedded.test.ts compares the two.
 *
 *   node scripts/embed_library.js          writes the file where it is stale
 *   node scripts/embed_library.js --check  exits with 1 where it is stale
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../specs/kernel/', import.meta.url);
const target = new URL('../packages/library/src/modules.ts', import.meta.url);

/** The text of modules.ts. Lines stay lines, so that a change of the library is a readable change here too. */
export function embedded() {
  const files = readdirSync(folder).filter((name) => name.endsWith('.mmspec')).sort();
  const entries = files.map((name) => {
    const lines = readFileSync(new URL(name, folder), 'utf8').split('\n').map((line) => `    ${quoted(line)},`);
    return [`  ['kernel.${name.slice(0, -'.mmspec'.length)}', [`, ...lines, `  ].join('\\n')],`].join('\n');
  });
  return [
    '// Written by scripts/embed_library.js from specs/kernel/. Do not edit.',
    '',
    '/** Dotted module name and text, in order of names. */',
    'export const modules: ReadonlyMap<string, string> = new Map([',
    ...entries,
    ']);',
    '',
  ].join('\n');
}

function quoted(line) {
  return `'${line.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function main() {
  let present = '';
  try {
    present = readFileSync(target, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const wanted = embedded();
  if (wanted === present) return;
  if (process.argv.includes('--check')) {
    console.error('packages/library/src/modules.ts is stale; run: node scripts/embed_library.js');
    process.exitCode = 1;
    return;
  }
  writeFileSync(target, wanted);
}

if (process.argv[1] !== undefined && import.meta.url === new URL(`file://${process.argv[1]}`).href) main();
