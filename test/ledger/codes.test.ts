import { describe, expect, test } from 'vitest';
import { ledgerCodes } from '@mmspec/semantics';
import { ledgerOf, modelOf } from './support.ts';

/* The example of each code shows it, and the fix is without any word of the ledger. */

describe.each(ledgerCodes)('$code', ({ code, severity, example, fix }) => {
  test('example', () => {
    const found = ledgerOf(modelOf(example)).diagnostics;
    expect(found.map((diagnostic) => `${diagnostic.severity} ${diagnostic.code}`)).toContain(`${severity} ${code}`);
  });

  test('fix', () => {
    expect(ledgerOf(modelOf(fix)).diagnostics).toEqual([]);
  });
});

test('codes are in order and unique', () => {
  const codes = ledgerCodes.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)].sort());
});
