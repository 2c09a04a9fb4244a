import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fastCommands, startFlags, startTunables, startVariable } from '../packages/cli/bin/fast_start.js';
import { makeSnapshot, specsIn } from '../packages/cli/bin/make_snapshot.js';
import { root } from './run.js';

/*
 * Makes the fast start of `mmspec check`, `scenario` and `audit`: a snapshot of a heap in which the commands are loaded and have run,
 * and a few lines in front of `node_modules/.bin/mmspec` that start Node from it.
 *
 * A snapshot belongs to one build of Node and is made for one place. The lines compare both files with what they were
 * when the snapshot was made, and leave everything else to the shim of the package manager, which starts bin/mmspec.js.
 * Elsewhere than on Linux, and where anything goes wrong here, there are no such lines.
 */

const bin = join(root, 'node_modules/.bin');
const shim = join(bin, 'mmspec');
const folder = join(root, 'packages/cli/dist/start');
const entry = join(root, 'packages/cli/dist/bundle/snapshot.cjs');
const blob = join(folder, 'snapshot.blob');
const stamp = join(folder, 'stamp');

const begin = '# The fast start, written by scripts/snapshot.js:';
const end = '# End of the fast start.';

const current = fingerprint();
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === current && existsSync(blob) && readShim()?.includes(lines())) process.exit(0);

rmSync(stamp, { force: true });
writeShim('');
if (process.platform !== 'linux' || readShim() === null || !isOurs(join(bin, 'node'))) process.exit(0);
mkdirSync(folder, { recursive: true });
const { isMade, said } = makeSnapshot(entry, blob, warmingSpecs());
if (said !== '') console.error(said);
if (isMade) {
  writeShim(lines());
  writeFileSync(stamp, current);
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
 * Node, this snapshot and no options for Node.
 */
function lines() {
  const node = join(bin, 'node');
  const quoted = (path) => `'${path.replaceAll("'", "'\\''")}'`;
  const identity = (path) => {
    const { ino, size, mtimeMs } = statSync(path);
    return `${ino} ${size} ${Math.floor(mtimeMs / 1000)}`;
  };
  return [
    begin,
    '{ true 9>&1; } 2>/dev/null || exec 1</dev/null',
    `if { ${fastCommands.map((name) => `[ "$1" = ${name} ]`).join(' || ')}; } && [ -z "$NODE_OPTIONS$NODE_V8_COVERAGE" ] && [ "\${0%/*}" -ef ${quoted(bin)} ] 2>/dev/null &&`,
    `  [ "$(command -p stat -Lc '%i %s %Y' ${quoted(node)} ${quoted(blob)} 2>/dev/null)" = '${identity(node)}\n${identity(blob)}' ]; then`,
    `  export ${startVariable}="\${${startVariable}-${startTunables}}"`,
    `  exec ${quoted(node)} ${startFlags.join(' ')} --snapshot-blob ${quoted(blob)} "$0" "$@"`,
    'fi',
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
