import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { leanModules } from './lean_modules.js';
import { root } from './run.js';

/*
 * Makes the fast start of `mmspec check`: a snapshot of a heap in which the command is loaded and has run,
 * and a few lines in front of `node_modules/.bin/mmspec` that start Node from it.
 *
 * A snapshot belongs to one build of Node and is made for one place. The lines compare both files with what they were
 * when the snapshot was made, and leave everything else to the shim of the package manager, which starts bin/mmspec.js.
 * Elsewhere than on Linux, and where anything goes wrong here, there are no such lines.
 */

const bin = join(root, 'node_modules/.bin');
const shim = join(bin, 'mmspec');
const folder = join(root, 'packages/cli/dist/start');
const entry = join(folder, 'snapshot.cjs');
const blob = join(folder, 'snapshot.blob');
const stamp = join(folder, 'stamp');

/**
 * How Node is told to start: SIGUSR1 opens no debugger; names keep the hashes of the snapshot (it has its own, drawn when it was made);
 * the heap may grow before its garbage is marked, and threads that would help with a little garbage are not woken;
 * what functions meet is noted from their first call on, and they are compiled for speed ten times as late as V8 does,
 * which a search of a second does not notice.
 */
const flags = ['--disable-sigusr1', '--no-rehash-snapshot', '--initial-old-space-size=128', '--no-parallel-scavenge', '--no-lazy-feedback-allocation', '--invocation-count-for-maglev=4000', '--invocation-count-for-turbofan=30000'];

const begin = '# The fast start, written by scripts/snapshot.js:';
const end = '# End of the fast start.';

/** What mails need is not in the snapshot: it is loaded from the bundle by those who check one. */
const mailsOutside = {
  name: 'mails-outside',
  setup({ onLoad }) {
    const bundled = JSON.stringify(join(root, 'packages/cli/dist/bundle/mails.js'));
    onLoad({ filter: /\/cli\/dist\/files\/mails\.js$/ }, () => ({
      contents: `export const { specsOfMessage } = process.getBuiltinModule('node:module').createRequire(${bundled})(${bundled});`,
    }));
  },
};

const current = fingerprint();
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === current && existsSync(blob) && readShim()?.includes(lines())) process.exit(0);

rmSync(stamp, { force: true });
writeShim('');
if (process.platform !== 'linux' || readShim() === null || !isOurs(join(bin, 'node'))) process.exit(0);
mkdirSync(folder, { recursive: true });
await bundle();
if (snapshot()) {
  writeShim(lines());
  writeFileSync(stamp, current);
} else {
  console.error('The fast start could not be made; mmspec starts without it.');
}

/** Changes whenever the snapshot has to be made anew. The first stamp is that of everything that was compiled. */
function fingerprint() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'packages/cli/dist/bundle.stamp'))).update(process.version);
  for (const name of ['snapshot.js', 'lean_modules.js']) hash.update(readFileSync(join(root, 'scripts', name)));
  for (const path of warmingSpecs()) hash.update(readFileSync(path));
  return hash.digest('hex');
}

/** Specs of many kinds, which the snapshot has run. */
function warmingSpecs() {
  const specs = join(root, 'specs');
  return readdirSync(specs).filter((name) => name.endsWith('.mmspec')).sort().map((name) => join(specs, name));
}

/** Whether the Node of this process is the one that the shim starts. */
function isOurs(node) {
  return existsSync(node) && realpathSync(node) === realpathSync(process.execPath);
}

/** A snapshot begins with one CommonJS script. Threads are started from the files of the bundle. */
async function bundle() {
  await build({
    entryPoints: ['packages/cli/dist/snapshot.js'],
    outfile: entry,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: root,
    plugins: [...leanModules, mailsOutside],
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(root, 'packages/cli/dist/bundle/mmspec.js')).href) },
  });
}

/** Makes the snapshot and starts from it once. Node warns where a module is loaded that a snapshot may not carry: such a snapshot is not used. */
function snapshot() {
  const making = `${blob}.${process.pid}`;
  const isDone = (args) => {
    const { status, stderr } = spawnSync(process.execPath, ['--snapshot-blob', making, ...args], { cwd: root, env: {}, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
    if (stderr !== '') console.error(stderr);
    return status === 0 && stderr === '';
  };
  const isMade = isDone(['--build-snapshot', entry, ...warmingSpecs()]) && isDone([...flags, 'mmspec', 'check', '--help']);
  if (isMade) renameSync(making, blob);
  rmSync(making, { force: true });
  return isMade;
}

/** What the shim does first: nothing, unless `check` is called here, with this Node, this snapshot and no options for Node. */
function lines() {
  const node = join(bin, 'node');
  const quoted = (path) => `'${path.replaceAll("'", "'\\''")}'`;
  const identity = (path) => {
    const { ino, size, mtimeMs } = statSync(path);
    return `${ino} ${size} ${Math.floor(mtimeMs / 1000)}`;
  };
  return [
    begin,
    `if [ "$1" = check ] && [ -z "$NODE_OPTIONS$NODE_V8_COVERAGE" ] && [ "\${0%/*}" -ef ${quoted(bin)} ] 2>/dev/null &&`,
    `  [ "$(command -p stat -Lc '%i %s %Y' ${quoted(node)} ${quoted(blob)} 2>/dev/null)" = '${identity(node)}\n${identity(blob)}' ]; then`,
    `  exec ${quoted(node)} ${flags.join(' ')} --snapshot-blob ${quoted(blob)} "$0" "$@"`,
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
