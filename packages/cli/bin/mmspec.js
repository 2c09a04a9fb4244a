#!/usr/bin/env node
import { builtin } from './builtin.js';
import { prepareFastStart, snapshotOf, startFast } from './fast_start.js';
import { privateFolder } from './private_folder.js';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(`mmspec needs Node 22.12 or newer; this is ${process.version}.`);
  process.exit(2);
}

startFast();

// What the process ends with until there is a verdict, however it ends.
process.exitCode = 70;
process.once('exit', notStarted);
// Node would open a debugger.
process.on('SIGUSR1', () => undefined);

let reason = 'its code never began to run';
const main = await loaded(process.argv.slice(2)).then(
  (bundle) => bundle.main,
  (error) => void (reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
);
if (typeof main === 'function') {
  process.off('exit', notStarted);
  await main();
  prepareFastStart();
}

/** The script of a snapshot for the commands that are in one, and the bundle for others, and for help, which needs the options alone. */
async function loaded(args) {
  if (snapshotOf(args[0]) !== undefined && !args.includes('--help') && !args.includes('-h')) return (await import('./script.js')).loadScript(args[0]);
  const cache = privateFolder();
  if (cache !== null) builtin('node:module').enableCompileCache(cache);
  return import('../dist/bundle/mmspec.js');
}

function notStarted() {
  const shown = reason.replaceAll(/[^\x20-\x7e]/g, '?');
  try {
    builtin('node:fs').writeSync(2, `mmspec: it could not be started (${shown}). The installation is damaged: build or install mmspec again.\n`);
  } catch {
    // Nobody listens.
  }
}
