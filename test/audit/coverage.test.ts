import { coverage } from '@mmspec/analysis';
import { coverageText } from '@mmspec/report';
import { expect, test } from 'vitest';
import { modelOf } from '../ledger/support.ts';
import { audited, fileOf } from './specs.ts';

/*
 * What checks exercise, of a spec whose counts are known.
 */

const text = `module m
variant early: bool = false
const N: 0..2 = 1
shared n: 0..3 = 0
shared done_: bool = false
actor a {
  look: if n == 3 {
    far: n = 0
  } else {
    near: n = 1
  }
  both: atomic {
    if early { quick: n = 2 }
    done_ = true
  }
}
invariant never: n == 2 implies done_
invariant often: done_ implies n >= 0
check c { } expect holds
`;

test('steps, blocks, left sides and values', async () => {
  const found = await coverage(modelOf(text));
  expect(found.complete).toBe(true);
  expect(found.steps.map(({ line, name, count }) => [line, name, count])).toEqual([
    [7, 'look', 1],
    [8, 'look.far', 0],
    [10, 'look.near', 1],
    [12, 'both', 1],
  ]);
  expect(found.branches.map(({ line, count }) => [line, count])).toEqual([
    [7, 0],
    [9, 1],
  ]);
  expect(found.implications.map(({ property, held }) => [property, held])).toEqual([
    ['never', false],
    ['often', true],
  ]);
  expect(found.values.filter(({ checks }) => checks === 0).map(({ name, value }) => `${name} = ${String(value)}`)).toEqual(['early = true', 'N = 0', 'N = 2']);
  expect(coverageText(found)).toContain(`Never taken:
  a.look.far (line 8).

Nobody comes here:
  a: look: if n == 3 { (line 7).

The left side never holds:
  never (line 17).

No check has it:
  early = true, N = 0 and N = 2.

3 of 4 steps, 1 of 2 blocks, 1 of 2 left sides, 2 of 5 values`);
});

test('with more checks more is exercised, inside of steps too', async () => {
  const found = await coverage(modelOf(`${text}check d { early = true }\n`));
  expect(found.branches.map(({ line, count }) => [line, count])).toEqual([
    [7, 0],
    [9, 2],
    [13, 1],
  ]);
  expect(found.implications.every(({ held }) => held)).toBe(true);
});

test('what was not searched to its end tells nothing of what is left out', async () => {
  const found = await coverage(modelOf(text), { statesMax: 2 });
  expect(found.complete).toBe(false);
  expect(coverageText(found)).toContain('Not all was searched');
});

test('the mutation score counts what was decided', async () => {
  const { score, rows } = await audited(fileOf('specs/mremap_race.mmspec'));
  expect(rows).toHaveLength(9);
  expect(score).toEqual({ noticed: 4, decided: 7 });
});
