import { builtin } from './builtin.js';
import { fileIdentity, hash, snapshotEntry, snapshotOf } from './fast_start.js';
import { privateFolder } from './private_folder.js';

const { closeSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, writeSync } = builtin('node:fs');
const { join } = builtin('node:path');
const { constants, Script } = builtin('node:vm');
const { crc32 } = builtin('node:zlib');

/*
 * The plain start of the commands that are in the script of a snapshot: it is loaded as it is, with the code that V8 made of its functions
 * when they ran before. Node keeps code of modules too, but as it is when they are loaded: of functions that have not run there is none yet.
 */

/** Compiled code that is kept, of all commands, installations and versions of Node. */
const kept = 24;

/** The file begins with a checksum of the code, and the number of calls that have met it: 32 bits each. */
const headBytes = 8;

/** What the script exports. */
export function loadScript(command) {
  const path = snapshotEntry(snapshotOf(command));
  const place = codePlace(path, command);
  const found = place === null ? null : keptCode(place);
  const script = new Script(`(function (require, __filename, module) {${readFileSync(path, 'latin1')}\n})`, {
    filename: path,
    cachedData: found?.code,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  script.runInThisContext()(builtin('node:module').createRequire(path), path, module);
  const calls = (found?.calls ?? 0) + 1;
  // Other calls run other functions: the code is made anew with the first call, the second, the fourth, the eighth, and so on.
  if (place !== null && Number.isInteger(Math.log2(calls))) {
    const flagsBefore = flags();
    process.once('exit', (code) => {
      if (code !== 70) keep(place, script, { calls, flagsBefore });
    });
  }
  return module.exports;
}

/** Where the code for this command, Node and installation lies; null where there is to be none. */
function codePlace(script, command, env = process.env) {
  const { NODE_OPTIONS = '', NODE_V8_COVERAGE = '', NODE_DISABLE_COMPILE_CACHE = '' } = env;
  const folder = NODE_V8_COVERAGE + NODE_DISABLE_COMPILE_CACHE === '' ? privateFolder(env) : null;
  if (folder === null) return null;
  const { version, arch, execArgv } = process;
  const name = hash([version, arch, NODE_OPTIONS, ...execArgv, fileIdentity(script), command].join('\n'));
  return { folder, path: join(folder, `code-${name}`) };
}

/** The code, and how many calls have met it; null where it is not there, or damaged. The call is counted. */
function keptCode({ path }) {
  let file = null;
  try {
    file = openSync(path, 'r+');
    const bytes = readFileSync(file);
    const code = bytes.subarray(headBytes);
    if (bytes.length < headBytes || crc32(code) !== bytes.readUInt32LE(0)) return null;
    const calls = bytes.readUInt32LE(4);
    bytes.writeUInt32LE(calls + 1, 4);
    writeSync(file, bytes, 4, 4, 4);
    return { code, calls };
  } catch {
    return null;
  } finally {
    if (file !== null) closeSync(file);
  }
}

/**
 * V8 takes code only under the flags that it was made with, and the program holds compilers back and allows them again (`optimizing.ts`),
 * which says nothing about what functions become without these. So what is kept says what it would have said at the start: the fourth word is a hash
 * of the flags. Where V8 has it elsewhere, nothing is kept, or it is not taken.
 */
const flagsAt = 12;
const flags = () => new Script('0').createCachedData().readUInt32LE(flagsAt);

function keep({ folder, path }, script, { calls, flagsBefore }) {
  const writing = `${path}.${process.pid}`;
  try {
    const code = script.createCachedData();
    if (code.readUInt32LE(flagsAt) !== flags()) return;
    code.writeUInt32LE(flagsBefore, flagsAt);
    const head = Buffer.alloc(headBytes);
    head.writeUInt32LE(crc32(code), 0);
    head.writeUInt32LE(calls, 4);
    writeFileSync(writing, Buffer.concat([head, code]), { mode: 0o600 });
    renameSync(writing, path);
    prune(folder);
  } catch {
    // Then the next call compiles what it needs.
    rmSync(writing, { force: true });
  }
}

/** What was made or met last stays. */
function prune(folder) {
  const names = readdirSync(folder).filter((name) => /^code-[0-9a-f]{16}$/u.test(name));
  if (names.length <= kept) return;
  const times = names.map((name) => ({ path: join(folder, name), time: statSync(join(folder, name)).mtimeMs }));
  for (const { path } of times.sort((a, b) => b.time - a.time).slice(kept)) rmSync(path, { force: true });
}
