import { expect, test } from 'vitest';
import { summaryOf } from '../../packages/language-server/src/verdicts/summary.ts';
import type { ShownEntry } from '../../packages/language-server/src/verdicts/told.ts';

/*
 * What the status of an editor says about the checks of a spec.
 */

const entry = (name: string, state: ShownEntry['state'], outcome: ShownEntry['outcome'] = null, title: string = ''): ShownEntry => ({
  kind: 'check',
  name,
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  state,
  outcome,
  title,
  run: 1,
  seconds: 0,
  messages: [],
});
const met = entry('a', 'present', 'met', '✓ holds · 9 states');
const unmet = entry('b', 'present', 'not met', '✗ violates p in 3 · 9 states');
const open = entry('c', 'present', 'unfinished', 'not finished in 2 s · run it');

test.each([
  [[], 'fine', '', []],
  [[met], 'fine', '1 check: as expected or answered', []],
  [[met, entry('q', 'present', 'answer', 'violates p in 3')], 'fine', '2 checks: all as expected or answered', []],
  [[entry('a', 'none')], 'open', '1 check: not run', ['a: not run']],
  [[entry('a', 'none'), entry('b', 'none')], 'open', '2 checks: none run', ['a: not run', 'b: not run']],
  [[open, open], 'unfinished', '2 checks: none finished', ['c: not finished in 2 s · run it', 'c: not finished in 2 s · run it']],
  [
    [met, unmet, open, entry('d', 'none')],
    'failing',
    '4 checks: 1 failing, 1 not finished, 1 not run, 1 as expected or answered',
    ['b: ✗ violates p in 3 · 9 states', 'c: not finished in 2 s · run it', 'd: not run'],
  ],
  [
    [met, entry('o', 'outdated', 'not met', 'outdated: violates p in 3')],
    'outdated',
    '2 checks: 1 outdated, 1 as expected or answered',
    ['o: outdated: violates p in 3'],
  ],
] as const)('%#: %j', (entries, level, text, lines) => expect(summaryOf(entries)).toEqual({ level, text, lines }));
