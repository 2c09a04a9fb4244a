import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changesOf } from './release_texts.js';
import { root } from './run.js';

/*
 * Prints what a version changes, for the page of the release: `node scripts/changes_of.js v0.2.0`.
 */

const version = (process.argv[2] ?? '').replace(/^v/, '');
const changes = changesOf(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version);
if (changes === null) {
  console.error(`CHANGELOG.md has no version ${version}.`);
  process.exit(1);
}
console.log(changes);
