import { afterAll, test } from 'vitest';
import { expectSameOfAll } from './random_specs.ts';
import { endThreads } from './threads.ts';

afterAll(endThreads);

test.each([0, 500])('random specs from number %i on: every way to search finds the same', expectSameOfAll, 120_000);
