/*
 * V8 compiles a function once more, for speed, when it has run often; three compilers do, each slower and better than the one before.
 * That pays in a search. Reading a small spec is over before, and processor time would go into code that is hardly used.
 */

const compilers = ['sparkplug', 'maglev', 'opt'];

/** Flags are those of the process, so whoever holds them allows them again. */
let isHeld = false;

/** Functions run as they are, however often. */
export function holdOptimizing(): void {
  isHeld = true;
  for (const compiler of compilers) setFlag(`--no-${compiler}`);
}

/** Functions that run very often are compiled for speed again. Not by the first compiler: it takes all that run a few times. */
export function allowOptimizing(): void {
  if (!isHeld) return;
  isHeld = false;
  for (const compiler of compilers.slice(1)) setFlag(`--${compiler}`);
}

/** A thread of a process that began from a snapshot cannot load the module, and has nothing to set. */
function setFlag(flag: string): void {
  process.getBuiltinModule('node:v8').setFlagsFromString(flag);
}
