import { compile } from '@mmspec/compiler';
import { analyse, plan } from '@mmspec/semantics';
import { expect, test } from 'vitest';
import { resolve } from '../ledger/support.ts';

const text = `module m
shared a: 0..3[0..1] = 0
variant once: bool = true
actor x { go: atomic when once { for i in 0..1 { choose v in 0..1  a[i] = v } } }
check parts { once = CHECKED }
`;

test('a `for` in an `atomic when` stands outside of a step where that is none', () => {
  const saidOf = (checked: string): string[] =>
    analyse({ path: 'm.mmspec', text: text.replace('CHECKED', checked) }, resolve)
      .diagnostics.filter(({ severity }) => severity === 'error')
      .map(({ code, message }) => `${code}: ${message}`);
  expect(saidOf('false')).toEqual(['MM0305: `for` stands outside of a step.']);
  expect(saidOf('true')).toEqual([]);
});

test('the compiler says so too, under settings that no check has', () => {
  const { model } = analyse({ path: 'm.mmspec', text: text.replace('CHECKED', 'true') }, resolve);
  expect(plan(model).checks).toHaveLength(1);
  const { system, diagnostics } = compile(model, { once: false });
  expect([system, diagnostics.map(({ code }) => code)]).toEqual([null, ['MM0305']]);
});
