import { setFlagsFromString } from 'node:v8';

/*
 * V8 compiles a function once more, for speed, when it has run often; three compilers do, each slower and better than the one before.
 * That pays in a search. Reading a small spec is over before, and processor time would go into code that is hardly used.
 */

const compilers = ['sparkplug', 'maglev', 'opt'];

/** Functions run as they are, however often. */
export function holdOptimizing(): void {
  for (const compiler of compilers) setFlagsFromString(`--no-${compiler}`);
}

/** Functions that run very often are compiled for speed again. Not by the first compiler: it takes all that run a few times. */
export function allowOptimizing(): void {
  for (const compiler of compilers.slice(1)) setFlagsFromString(`--${compiler}`);
}
