import { runAll, unitRunner } from '@mmspec/analysis';
import type { CheckHelpers } from '@mmspec/analysis';
import { expect, test } from 'vitest';
import { analysed } from '../random/pipeline.ts';

/*
 * Others run checks beside the caller. An interruption ends his run; what they have found of the checks that he has not come to is told all the same.
 */

const { model } = analysed(`module m
const N: 1..4 = 1
shared n: 0..9 = 0
actor a { set: n = N }
invariant small: n < 2
check one { }
check two { N = 2 }
check three { N = 3 }
check four { N = 4 }
`);

/** What is told where the run is interrupted once a check has been told; `left`: units that others have taken then. */
async function toldOf(left: readonly number[], after: string): Promise<readonly string[]> {
  const others = unitRunner(model, {});
  const signal = { aborted: false };
  const told: string[] = [];
  const tell = (name: string): void => {
    told.push(name);
    signal.aborted ||= name === after;
  };
  const found: CheckHelpers['found'] = async (unit) => (left.includes(unit) ? others.run(unit) : null);
  await runAll(model, {
    signal,
    helpers: { begin: () => undefined, claim: (unit) => !left.includes(unit), found, left: found },
    onResult: ({ name }) => tell(name),
    onFound: ({ result }) => tell(`${result.name} of others`),
  });
  return told;
}

test.each<[readonly number[], string, readonly string[]]>([
  [[], 'one', ['one']],
  [[2], 'one', ['one', 'three of others']],
  [[1, 3], 'one', ['one', 'two of others', 'four of others']],
  [[1, 3], 'two of others', ['one', 'two of others', 'four of others']],
  [[0], 'two', ['one of others', 'two']],
])('others have %j, and the run ends after %s', async (left, after, told) => {
  expect(await toldOf(left, after)).toEqual(told);
});
