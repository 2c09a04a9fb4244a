import { runAll } from '@mmspec/analysis';
import { pageChecks } from '@mmspec/report';
import { expect, test } from 'vitest';
import type { Found, Run } from '../../packages/language-server/src/verdicts/known.ts';
import { lineOf, outcomeOfFound } from '../../packages/language-server/src/verdicts/lines.ts';
import { messageOfFound } from '../../packages/language-server/src/verdicts/messages.ts';
import { analysed } from '../random/pipeline.ts';

/*
 * What editors and pages say of a check for any number: never that it holds because small numbers do.
 */

const text = `module m
const N: 1..3 = 1
shared x: 0..9 = 0
actor a[N] { up: x += 1 }
invariant two: x != 2
invariant counted: |v in a: v at done| < 9
invariant low: x >= 0
temporal ends: eventually x > 0 under fair
check proved of low for N in 1.. { } expect holds
check violated_ of two for N in 1.. { } expect violates two
check not_met of two, low for N in 1.. { } expect holds
check open_ of counted, low for N in 1.. { } expect holds
check expected of counted, low for N in 1.. { } expect undecided counted
check some of ends for N in 1.. { }
`;

const { model } = analysed(text);
const { results } = await runAll(model);

test('lenses and diagnostics', () => {
  const said = results.map((result) => {
    const found = { kind: 'check', result, run: { isOfSave: true, timeMax: 2 } as Run } satisfies Found;
    return [result.matrix, outcomeOfFound(found), lineOf(found).replace(/ · \d+ states?$/u, ''), messageOfFound(found)?.text ?? null];
  });
  expect(said).toEqual([
    ['proved', 'met', '✓ proved for any number of a', null],
    ['violated_', 'met', '✓ violates two in 2 with N = 2', null],
    ['not_met', 'not met', '✗ violates two in 2 with N = 2', 'not_met[N=1..] is not met: two is violated after 2 steps, and is expected to hold (with N = 2)'],
    [
      'open_',
      'unfinished',
      'undecided: counted; all else proved for any number of a',
      'open_[N=1..] is undecided: not decided for every number: counted; counted: the instances of a are counted in it',
    ],
    ['expected', 'met', '✓ undecided: counted; all else proved for any number of a', null],
    ['some', 'unfinished', 'checked for N = 1 to 3 only', null],
  ]);
});

test('the page', () => {
  const rows = pageChecks('m.mmspec', results, [], []);
  expect(rows.map(({ name, mark, found }) => [name, mark, found[0]?.text])).toEqual([
    ['proved[N=1..]', 'ok', 'proved for any number of a'],
    ['violated_[N=1..]', 'ok', 'two in 2 with N = 2'],
    ['not_met[N=1..]', 'FAILED', 'two in 2 with N = 2'],
    ['open_[N=1..]', 'UNDECIDED', 'undecided: counted; all else proved for any number of a'],
    ['expected[N=1..]', 'ok', 'undecided: counted; all else proved for any number of a'],
    ['some[N=1..]', 'UNDECIDED', 'checked for N = 1 to 3 only'],
  ]);
  expect(rows[3]!.found.map((part) => part.text)).toEqual([
    'undecided: counted; all else proved for any number of a',
    expect.stringMatching(/^proved: low: N = 1 by search, N >= 2 by \d+ views of one instance in \d+ shared states?$/u),
    'undecided: counted: the instances of a are counted in it; searched in vain for N = 1 to 3',
  ]);
});
