import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runStatus, secondsSince } from './run.js';

/*
 * Installs what pnpm-lock.yaml names, with a pinned pnpm that npx brings, unless exactly that is installed.
 * Plain JavaScript without dependencies: it runs on a machine that has only Node 20 with npm.
 */

const pnpm = 'pnpm@12.21.0';

const read = (path) => {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return null;
  }
};

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(`mmspec needs Node 20 or newer to set itself up; this is ${process.version}.`);
  process.exit(1);
}

if (read('node_modules/.pnpm/lock.yaml') === read('pnpm-lock.yaml')) process.exit(0);

console.log(`Installing the packages of pnpm-lock.yaml with ${pnpm} …`);
const start = Date.now();
const status = runStatus('npx', ['--yes', pnpm, 'install', '--frozen-lockfile', '--reporter=append-only']);
if (status !== 0) {
  console.error('The packages could not be installed. The first run needs the npm registry; later ones work offline.');
  process.exit(status);
}
console.log(`Installed in ${secondsSince(start)} s.`);
