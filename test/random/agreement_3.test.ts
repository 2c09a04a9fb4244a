import { test } from 'vitest';
import { checkRandomSpecs } from './random_laws.ts';

test('the emitted system and the interpreter agree on specs 1500 to 1999', () => checkRandomSpecs(1500, 2000));
