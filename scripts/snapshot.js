import { createHash } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshotEntry, snapshots, startFlags, startTunables, startVariable } from '../packages/cli/bin/fast_start.js';
import { makeSnapshot, specsIn } from '../packages/cli/bin/make_snapshot.js';
import { root } from './run.js';

/*
 * Makes the fast start of `mmspec check`, and of other commands: snapshots of heaps in which the commands are loaded and have run,
 * and a few lines in front of `node_modules/.bin/mmspec` that start Node from it.
 *
 * A snapshot belongs to one build of Node and is made for one place. The lines compare Node and the snapshot with what they were
 * when it was made, and leave everything else to the shim of the package manager, which starts bin/mmspec.js.
 * They start no process for that: Node is to be the file that has a second name beside the snapshot, and older than the stamp;
 * a snapshot has the time of an empty file beside it, in whole seconds, and what writes to it gives it another one.
 * Elsewhere than on Linux, and where anything goes wrong here, there are no such lines.
 */

const bin = join(root, 'node_modules/.bin');
const shim = join(bin, 'mmspec');
const folder = join(root, 'packages/cli/dist/start');
const names = Object.keys(snapshots);
const blobOf = (name) => join(folder, `${name}.blob`);
const timeOf = (name) => join(folder, `${name}.time`);
const node = join(bin, 'node');
const pinned = join(folder, 'node');
const stamp = join(folder, 'stamp');

const begin = '# The fast start, written by scripts/snapshot.js:';
const end = '# End of the fast start.';

const current = fingerprint();
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === current && isAsMade() && readShim()?.includes(lines())) process.exit(0);

rmSync(stamp, { force: true });
writeShim('');
if (process.platform !== 'linux' || readShim() === null || !isOurs(node)) process.exit(0);
mkdirSync(folder, { recursive: true });
const made = names.map((name) => makeSnapshot({ entry: snapshotEntry(name), blob: blobOf(name), specs: warmingSpecs(), command: snapshots[name][0] }));
for (const { said } of made) if (said !== '') console.error(said);
if (made.every(({ isMade }) => isMade) && pin()) {
  writeFileSync(stamp, current);
  writeShim(lines());
} else {
  console.error('The fast start could not be made; mmspec starts without it.');
}

/** Changes whenever the snapshot has to be made anew. The first stamp is that of everything that was compiled. */
function fingerprint() {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'packages/cli/dist/bundle.stamp')))
    .update(process.version);
  for (const path of ['scripts/snapshot.js', 'packages/cli/bin/fast_start.js', 'packages/cli/bin/make_snapshot.js'])
    hash.update(readFileSync(join(root, path)));
  for (const path of warmingSpecs()) hash.update(readFileSync(path));
  return hash.digest('hex');
}

/** Gives Node its second name, and the snapshots their times; false where the file system has no second names. */
function pin() {
  const second = Math.floor(Date.now() / 1000);
  for (const name of names) {
    writeFileSync(timeOf(name), '');
    for (const path of [blobOf(name), timeOf(name)]) utimesSync(path, second, second);
  }
  rmSync(pinned, { force: true });
  try {
    linkSync(realpathSync(node), pinned);
    return true;
  } catch {
    return false;
  }
}

/** Whether Node and the snapshots are still those of the last time. */
function isAsMade() {
  const isSame = (path, other, of) => existsSync(path) && existsSync(other) && of(path) === of(other);
  return isSame(node, pinned, (path) => statSync(path).ino) && names.every((name) => isSame(blobOf(name), timeOf(name), (path) => statSync(path).mtimeMs));
}

/** The specs that the snapshot has run: those that are shipped for that. */
function warmingSpecs() {
  return specsIn(join(root, 'packages/cli/dist/bundle/specs'));
}

/** Whether the Node of this process is the one that the shim starts. */
function isOurs(node) {
  return existsSync(node) && realpathSync(node) === realpathSync(process.execPath);
}

/**
 * What the shim does first. Node puts /dev/null where standard output is closed, so that all that is written is lost and nobody
 * hears of it: here it gets something that cannot be written. The rest is nothing, unless one of these commands is called here, with this
 * Node, its snapshot and no options for Node.
 */
function lines() {
  const quoted = (path) => `'${path.replaceAll("'", "'\\''")}'`;
  const isFitting = (name) => {
    const [blob, time] = [quoted(blobOf(name)), quoted(timeOf(name))];
    return [
      `[ -z "$NODE_OPTIONS$NODE_V8_COVERAGE" ] && [ "\${0%/*}" -ef ${quoted(bin)} ]`,
      `[ ${quoted(node)} -ef ${quoted(pinned)} ] && [ ${quoted(node)} -ot ${quoted(stamp)} ]`,
      `[ -s ${blob} ] && [ ! ${blob} -nt ${time} ] && [ ! ${blob} -ot ${time} ]`,
    ].join(' &&\n    ');
  };
  return [
    begin,
    '{ true 9>&1; } 2>/dev/null || exec 1</dev/null',
    'case "$1" in',
    ...names.flatMap((name) => [
      `${snapshots[name].join('|')})`,
      `  if ${isFitting(name)}; then`,
      `    export ${startVariable}="\${${startVariable}-${startTunables}}"`,
      `    exec ${quoted(node)} ${startFlags.join(' ')} --snapshot-blob ${quoted(blobOf(name))} "$0" "$@"`,
      '  fi',
      '  ;;',
    ]),
    'esac',
    end,
    '',
  ].join('\n');
}

function readShim() {
  return existsSync(shim) ? readFileSync(shim, 'utf8') : null;
}

/** The shim with other first lines. Other installations may have links to the file, so it is not written in its place. */
function writeShim(first) {
  const text = readShim();
  if (text === null) return;
  const [shebang = '', ...rest] = text.split('\n');
  const theirs = rest.join('\n').replace(new RegExp(`^${begin}\n[^]*?\n${end}\n`, 'mu'), '');
  if (!shebang.startsWith('#!/bin/sh')) return;
  const writing = `${shim}.${process.pid}`;
  writeFileSync(writing, `${shebang}\n${first}${theirs}`);
  chmodSync(writing, 0o755);
  renameSync(writing, shim);
}
