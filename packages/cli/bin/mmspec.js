#!/usr/bin/env node
import { writeSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { prepareFastStart, startFast } from './fast_start.js';
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

const cache = privateFolder();
if (cache !== null) nodeModule.enableCompileCache?.(cache);

let reason = 'its code never began to run';
const main = await import('../dist/bundle/mmspec.js').then(
  (bundle) => bundle.main,
  (error) => void (reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
);
if (typeof main === 'function') {
  process.off('exit', notStarted);
  await main();
  await prepareFastStart();
}

function notStarted() {
  const shown = reason.replaceAll(/[^\x20-\x7e]/g, '?');
  try {
    writeSync(2, `mmspec: it could not be started (${shown}). The installation is damaged: build or install mmspec again.\n`);
  } catch {
    // Nobody listens.
  }
}
