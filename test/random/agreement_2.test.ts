import { test } from 'vitest';
import { checkRandomSpecs } from './random_laws.ts';

test('the emitted system and the interpreter agree on specs 1000 to 1499', () => checkRandomSpecs(1000, 1500));
