import { test } from 'vitest';
import { expectOfRandom } from './round_trip_law.ts';

test.each([100, 200])('100 random specs from number %i on', expectOfRandom, 300_000);
