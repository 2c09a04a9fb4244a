import { builtin } from './builtin.js';
import { privateFolder } from './private_folder.js';

const { readFileSync, realpathSync, statSync, writeFileSync } = builtin('node:fs');
const { join } = builtin('node:path');

/*
 * The fast start of an installed `mmspec check`, and of the other commands that it is for: this process becomes one that begins from a snapshot of a heap.
 *
 * A snapshot belongs to one Node and one installation, and is made on this machine, by a process of the second call that finds none with its command.
 * It lies in the folder that nobody but the user can write to, and is used only where Node, the package, the machine's start
 * and the file itself are what they were when it was made and tried. Everything else is the plain start.
 */

/**
 * How Node is told to start: SIGUSR1 opens no debugger; names keep the hashes of the snapshot (it has its own, drawn when it was made);
 * the heap may grow before its garbage is marked, new objects have 4 MB from the start in place of 1, and threads that would help with a little garbage are not woken;
 * what functions meet is noted from their first call on, and they are compiled for speed ten times as late as V8 does,
 * which a search of a second does not notice.
 */
export const startFlags = [
  '--disable-sigusr1',
  '--no-rehash-snapshot',
  '--initial-old-space-size=128',
  '--min-semi-space-size=4',
  '--no-parallel-scavenge',
  '--no-lazy-feedback-allocation',
  '--invocation-count-for-maglev=4000',
  '--invocation-count-for-turbofan=30000',
];

/**
 * The C library is asked for large pages: Node reads the whole snapshot into memory that it allocates, twice, and each page of it is a fault
 * of its own. Threads share one heap, and what is freed there stays for who wants memory next, in place of new pages that are cleared first.
 * What the user has set stays; where there is another library, nobody reads it.
 */
export const startVariable = 'GLIBC_TUNABLES';
export const startTunables = [
  'glibc.malloc.hugetlb=1',
  'glibc.malloc.arena_max=1',
  `glibc.malloc.mmap_threshold=${2 ** 25}`,
  `glibc.malloc.trim_threshold=${2 ** 27}`,
].join(':');

/** The snapshots by name, with the commands that are in each: whoever starts from one reads all of it, so the command that starts most often has its own. */
export const snapshots = { check: ['check'], others: ['scenario', 'audit', 'dump', 'fmt', 'refs'] };

/** The name of the snapshot that a command is in; undefined where it is in none. */
export const snapshotOf = (command) => Object.keys(snapshots).find((name) => snapshots[name].includes(command));

/** The script that a snapshot is made from. */
export const snapshotEntry = (name) => join(import.meta.dirname, `../dist/bundle/snapshot_${name}.cjs`);

/** Where a snapshot of this installation and this Node lies; null where there is to be none. `name` may be undefined. */
export function startPlace(name, env = process.env) {
  if (name === undefined) return null;
  const entry = snapshotEntry(name);
  const { NODE_OPTIONS = '', NODE_V8_COVERAGE = '', MMSPEC_START = '' } = env;
  const isPlain = NODE_OPTIONS + NODE_V8_COVERAGE !== '' || process.execArgv.length > 0 || MMSPEC_START === 'plain';
  // The repository has a snapshot of its own, which its build makes.
  if (isPlain || process.platform !== 'linux' || process.execve === undefined || !entry.includes('/node_modules/')) return null;
  const folder = privateFolder(env);
  if (folder === null) return null;
  const path = (kind) => join(folder, `start-${hash(`${builtin('node:os').hostname()}\n${process.execPath}\n${entry}`)}.${kind}`);
  return { folder, entry, blob: path('blob'), stamp: path('stamp'), seen: path('seen'), lock: path('lock') };
}

/** What has to be the same for a snapshot to be used, but for the snapshot itself; null where something of it is missing. */
export function identity(entry) {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return [process.version, boot, fileIdentity(realpathSync(process.execPath)), fileIdentity(entry)].join('\n');
  } catch {
    return null;
  }
}

export function fileIdentity(path) {
  const { dev, ino, size, mtimeMs } = statSync(path);
  return `${path} ${dev} ${ino} ${size} ${mtimeMs}`;
}

/** Does not come back where there is a snapshot that fits. */
export function startFast() {
  const place = startPlace(snapshotOf(process.argv[2]));
  if (place === null) return;
  const stamp = textOf(place.stamp);
  try {
    if (stamp === null || stamp !== `${identity(place.entry)}\n${fileIdentity(place.blob)}`) return;
  } catch {
    return;
  }
  process.execve(process.execPath, [process.execPath, ...startFlags, '--snapshot-blob', place.blob, ...process.argv.slice(1)], {
    [startVariable]: startTunables,
    ...process.env,
  });
}

/** After a command that is in one: has a snapshot made by a process of its own, the second time that one is missing, and never where many machines begin anew. */
export function prepareFastStart() {
  if ((process.exitCode ?? 0) > 1 || (process.env.CI ?? '') !== '') return;
  const name = snapshotOf(process.argv[2]);
  const place = startPlace(name);
  const wanted = place === null ? null : identity(place.entry);
  if (place === null || wanted === null) return;
  const seen = textOf(place.seen);
  try {
    if (seen !== wanted) {
      // What failed once is not tried again.
      if (seen !== failed(wanted)) writeFileSync(place.seen, wanted, { mode: 0o600 });
      return;
    }
    const making = builtin('node:child_process').spawn(process.execPath, [join(import.meta.dirname, 'make_start.js'), name], {
      cwd: place.folder,
      detached: true,
      stdio: 'ignore',
    });
    making.on('error', () => undefined);
    making.unref();
  } catch {
    // Then it stays with the plain start.
  }
}

export const failed = (wanted) => `failed\n${wanted}`;

function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** FNV-1a of 32 bits, twice: a name for a file, whose contents tell what it is for. */
export function hash(text) {
  let [first, second] = [0x811c9dc5, 0x01000193];
  for (let index = 0; index < text.length; index++) {
    first = Math.imul(first ^ text.charCodeAt(index), 0x01000193);
    second = Math.imul(second ^ text.charCodeAt(index), 0x85ebca6b);
  }
  return [first, second].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
