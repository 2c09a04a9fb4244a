import { closeSync, openSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { failed, fileIdentity, identity, snapshots, startPlace } from './fast_start.js';
import { makeSnapshot, specsIn } from './make_snapshot.js';

/*
 * A process of its own, which nobody waits for: makes the snapshot with this name of this installation and this Node.
 */

/** Milliseconds after which the process that took the lock is not there any more. */
const lockMax = 600_000;
/** Snapshots that are kept, of other installations and other versions of Node too. */
const kept = 8;

const [, , name] = process.argv;
const place = startPlace(name);
const wanted = place === null ? null : identity(place.entry);
if (place !== null && wanted !== null && locked(place.lock)) {
  try {
    setPriority(19);
    const { isMade } = makeSnapshot({ ...place, specs: specsIn(join(dirname(place.entry), 'specs')), command: snapshots[name][0] });
    if (isMade && identity(place.entry) === wanted) written(place.stamp, `${wanted}\n${fileIdentity(place.blob)}`);
    else written(place.seen, failed(wanted));
    prune(place.folder);
  } finally {
    rmSync(place.lock, { force: true });
  }
}

function locked(path) {
  try {
    if (Date.now() - statSync(path).mtimeMs > lockMax) rmSync(path);
  } catch {
    // It is not there.
  }
  try {
    closeSync(openSync(path, 'wx', 0o600));
    return true;
  } catch {
    return false;
  }
}

function written(path, text) {
  writeFileSync(`${path}.${process.pid}`, text, { mode: 0o600 });
  renameSync(`${path}.${process.pid}`, path);
}

/** The snapshots that were made last stay. */
function prune(folder) {
  const blobs = readdirSync(folder)
    .filter((name) => /^start-[0-9a-f]{16}\.blob$/u.test(name))
    .map((name) => ({ name, time: statSync(join(folder, name)).mtimeMs }));
  for (const { name } of blobs.sort((a, b) => b.time - a.time).slice(kept)) {
    for (const kind of ['stamp', 'blob', 'seen']) rmSync(join(folder, name.replace(/blob$/u, kind)), { force: true });
  }
}
