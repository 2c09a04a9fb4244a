import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startFlags } from './fast_start.js';

/** Milliseconds that each of two processes may take, which have the least priority: on a busy machine they hardly get a turn. */
const endMax = 270_000;

/**
 * How Node is told to make one. V8 gives the objects of a class as many places as the first eight of them used, and finds that in their maps, which a
 * garbage collection takes away where none of these objects is left: then later ones have no places, and those with many fields, as that of a search,
 * are dictionaries. So nothing old is collected until the specs have run.
 */
const makingFlags = ['--initial-old-space-size=4096'];

/** Paths of the specs of a folder. */
export function specsIn(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.mmspec'))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * Makes a snapshot from a script with these specs, starts a command from it once, and puts it in place when that went well; whether it did, and what was said.
 * Node warns where a module is loaded that a snapshot may not carry: such a snapshot is not used.
 */
export function makeSnapshot({ entry, blob, specs, command }) {
  const making = `${blob}.${process.pid}`;
  const said = [];
  const isDone = (args) => {
    const { status, stderr } = spawnSync(process.execPath, ['--snapshot-blob', making, ...args], {
      cwd: dirname(entry),
      env: {},
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      timeout: endMax,
    });
    if (stderr !== '') said.push(stderr);
    return status === 0 && stderr === '';
  };
  const isMade = isDone([...makingFlags, '--build-snapshot', entry, ...specs]) && isDone([...startFlags, 'mmspec', command, '--help']);
  if (isMade) {
    const file = openSync(making, 'r');
    fsyncSync(file);
    closeSync(file);
    renameSync(making, blob);
  }
  rmSync(making, { force: true });
  return { isMade, said: said.join('') };
}
