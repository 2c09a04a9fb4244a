import { test } from 'vitest';
import { checkRandomSpecs } from './random_laws.ts';

test('the emitted system and the interpreter agree on specs 500 to 999', () => checkRandomSpecs(500, 1000));
