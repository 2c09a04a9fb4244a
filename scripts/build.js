import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, secondsSince } from './run.js';

/*
 * Builds every package with project references, then the bundles: the command line, the runtime that `mmspec compile` copies,
 * and the snapshot that `mmspec check` starts from.
 * What is up to date is not built again.
 */

console.log('Building …');
const start = Date.now();
run('tsc', ['-b']);
mkdirSync(join(root, 'packages/cli/dist'), { recursive: true });
run('node', ['scripts/bundle.js']);
run('node', ['scripts/snapshot.js']);
console.log(`Built in ${secondsSince(start)} s.`);
