import { runCheck } from '@mmspec/analysis';
import { plan, withStandIns } from '@mmspec/semantics';
import type { CheckResult } from '@mmspec/system';
import { expect, test } from 'vitest';
import { analysed, errorsOf } from '../random/pipeline.ts';

/*
 * Under tso and weak a search ends where the bound of its check does, and says of what lies within what a search of everything says.
 */

async function found(most: number, bound: string, statesMax: number): Promise<CheckResult> {
  const { model, diagnostics } = analysed(`module m
shared x: 0..${most} = 0
shared y: 0..${most} = 0
actor a { loop { if x == ${most} { break }  up: x += 1 } }
actor b { var r: 0..${most} = 0  loop { if r == ${most} { break } look: r = x  put: y = r } }
actor c { var s: 0..${most} = 0  var t: 0..${most} = 0  first: s = y  second: t = x }
invariant behind: y <= x
invariant in_order: c at done implies c.s <= c.t
check small of behind, in_order { memory weak  bound ${bound} }
`);
  expect([...errorsOf(model, diagnostics), ...errorsOf(model, plan(model).diagnostics)]).toEqual([]);
  return runCheck(model, withStandIns(model, plan(model).checks)[0]!, { statesMax, reduction: false });
}

const told = ({ results, states, transitions, depth }: CheckResult): unknown => [
  results.map(({ property, verdict, depth: at }) => [property, verdict, at]),
  states,
  transitions,
  depth,
];

test('what lies beyond it is not looked at', async () => {
  const far = await found(40, 'x < 3', 3_000);
  const near = await found(9, 'x < 3', 20_000);
  expect(far.verdict).toBe('violated');
  expect(told(far)).toEqual(told(near));
});

test('it is searched as where everything is looked at', async () => {
  // Where an actor is, is known once all states are: then they are all looked at.
  const whole = await found(3, 'x < 2 and not (a at done and y > 3)', 50_000);
  expect(told(await found(3, 'x < 2', 50_000))).toEqual(told(whole));
});
