import fc from 'fast-check';
import { choicesFrom, tapeMax } from './choices.ts';
import { specText } from './generator/spec.ts';
import type { SpecOptions } from './generator/spec.ts';

/*
 * Random specs as a fast-check arbitrary, and the numbered list of them that the laws run over.
 */

const tapeLength = 700;

/** Tapes; shrinking one shrinks its spec. */
const tapes: fc.Arbitrary<number[]> = fc.array(fc.noBias(fc.nat(tapeMax)), { minLength: tapeLength, maxLength: tapeLength, size: 'max' });

/** The tape of the spec with a number: the same on every machine. */
export function tapeOf(number: number): number[] {
  const [tape] = fc.sample(tapes, { seed: 0x5eed0000 + number, numRuns: 1 });
  if (tape === undefined) throw new Error('fast-check gave no tape');
  return tape;
}

/** The text of the spec with a number. */
export function specOf(number: number, options: SpecOptions = { later: false }): string {
  return specText(choicesFrom(tapeOf(number)), options);
}
