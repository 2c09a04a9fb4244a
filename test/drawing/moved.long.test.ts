import { test } from 'vitest';
import { expectOfRandom } from './moved_law.ts';

test.each([100, 200])('races of 100 random specs from number %i on', expectOfRandom, 300_000);
