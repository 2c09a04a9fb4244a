/*
 * V8 compiles a function once more, for speed, when it has run often; three compilers do, each slower and better than the one before.
 * That pays in a search. Reading a small spec is over before, and processor time would go into code that is hardly used.
 */

const compilers = ['sparkplug', 'maglev', 'opt'] as const;

/** Flags are those of the process, so whoever holds them allows them again. */
let isHeld = false;

/** Functions run as they are, however often. Whoever has told Node about its compilers has the last word. */
export function holdOptimizing(): void {
  if (hasBeenTold([...process.execArgv, process.env['NODE_OPTIONS'] ?? ''])) return;
  isHeld = true;
  for (const compiler of compilers) setFlag(`--no-${compiler}`);
}

/** Functions that run very often are compiled for speed again. Not by the first compiler: it takes all that run a few times. */
export function allowOptimizing(): void {
  if (!isHeld) return;
  isHeld = false;
  for (const compiler of allowedIn(process.versions.node)) setFlag(`--${compiler}`);
}

/**
 * What searches are compiled by. Node 22 has Maglev switched off, from 22.9 on: the one of its V8 makes wrong code in places
 * (https://github.com/nodejs/node/pull/54384), and a checker with wrong code gives wrong answers.
 */
export function allowedIn(version: string): readonly string[] {
  return compilers.slice(1).filter((compiler) => compiler !== 'maglev' || !version.startsWith('22.'));
}

/** Whether options of Node say something of its compilers. */
export function hasBeenTold(options: readonly string[]): boolean {
  return options.some((option) => /(?:^|\s)--(?:no[-_]?)?(?:jitless|lite[-_]mode|opt|turbofan|maglev|sparkplug)\b/u.test(option));
}

/** A thread of a process that began from a snapshot cannot load the module, and has nothing to set. */
function setFlag(flag: string): void {
  process.getBuiltinModule('node:v8').setFlagsFromString(flag);
}
