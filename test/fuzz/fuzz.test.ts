import { test } from 'vitest';
import { expectVariety, fuzz } from './fuzz.ts';

/*
 * Law: whatever a text says, mmspec reads, formats, compiles and searches it, or says why not; never with an exception, and in at
 * most ten seconds. The mutants are the same in every run; `fuzz.long.test.ts` makes others, and more.
 */

test('mutants of all specs pass', async () => expectVariety(await fuzz(1, 350)));
