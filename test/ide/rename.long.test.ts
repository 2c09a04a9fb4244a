import { test } from 'vitest';
import { checkNames, specs } from './rename_law.ts';

test.each(specs.map(({ name, text }) => [name, text] as const))('every name of %s can be another', (_, text) => checkNames(text));
