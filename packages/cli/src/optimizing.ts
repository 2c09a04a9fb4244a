import { setFlagsFromString } from 'node:v8';

/*
 * V8 compiles a function once more, for speed, when it has run often. That pays in a search;
 * reading a small spec is over before, and a quarter of the processor time of a small check would go into code that is hardly used.
 */

/** Functions run as they are, however often. */
export function holdOptimizing(): void {
  setFlagsFromString('--no-opt');
  setFlagsFromString('--no-maglev');
}

/** Functions that run often are compiled for speed, as V8 does by itself. */
export function allowOptimizing(): void {
  setFlagsFromString('--opt');
  setFlagsFromString('--maglev');
}
