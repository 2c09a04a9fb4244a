import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, secondsSince } from './run.js';

/*
 * Builds every package with project references, then the bundles: the command line, and the runtime that `mmspec compile` copies.
 * What is up to date is not built again.
 */

console.log('Building …');
const start = Date.now();
run('tsc', ['-b']);
mkdirSync(join(root, 'packages/cli/dist'), { recursive: true });
run('node', ['scripts/bundle.js']);
console.log(`Built in ${secondsSince(start)} s.`);
