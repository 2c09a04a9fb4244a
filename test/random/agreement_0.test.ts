import { test } from 'vitest';
import { checkRandomSpecs } from './random_laws.ts';

test('the emitted system and the interpreter agree on specs 0 to 499', () => checkRandomSpecs(0, 500));
