import { difference, parse } from '@mmspec/syntax';
import { print } from '../syntax/print/print.ts';
import type { Module } from '@mmspec/syntax';
import { hasErrors, noSpan } from '@mmspec/source';
import { expect, test } from 'vitest';
import { specOf } from './specs.ts';

/** The module without any trace of the text that it was read from. */
function withoutSource(module: Module): Module {
  return JSON.parse(JSON.stringify(module, (key, value: unknown) => (key === 'span' ? noSpan : value))) as Module;
}

test('printing 2,000 random trees gives texts that parse to the same trees', () => {
  for (let number = 0; number < 2_000; number++) {
    const { module } = parse({ path: 'spec.mmspec', text: specOf(number, { later: true }) }, 0);
    const printed = print(withoutSource(module));
    const again = parse({ path: 'spec.mmspec', text: printed }, 0);
    expect(hasErrors(again.diagnostics), `spec ${number}: ${again.diagnostics[0]?.message}\n${printed}`).toBe(false);
    expect(difference(module, again.module), `spec ${number}\n${printed}`).toBeNull();
  }
});
