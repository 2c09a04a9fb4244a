import { compile } from '@mmspec/compiler';
import { explore } from '@mmspec/checker';
import { plan, withStandIns } from '@mmspec/semantics';
import type { TransitionSystem } from '@mmspec/system';
import { expect, test } from 'vitest';
import { ReductionChoice } from '../../packages/analysis/src/audit/reductions.ts';
import { modelOf } from '../ledger/support.ts';

/*
 * Which reductions an audit uses: those that leave states out in its spec. That none of them changes a verdict is the law of audits.
 */

/** Readers of a number that changes: what one has found is dead behind `use`, unless a property asks for it. */
const readers = (asked: string): string => `module m
shared n: 0..9 = 0
shared seen: bool = false
actor writer { while n < 9 { step: n = n + 1 } }
actor reader[3] {
  var found: 0..9 = 0
  look: found = n
  use: if found == 3 { seen = true }
  rest: skip
}
${asked}
check all { } expect holds
`;

const forgotten = readers('invariant small: n <= 9');
const remembered = readers('invariant small: forall r in reader: r.found <= n');

async function chosen(text: string): Promise<{ readonly choice: ReductionChoice; readonly states: number }> {
  const system = systemOf(text);
  const choice = new ReductionChoice({});
  const search = await explore(system, { symmetry: true });
  choice.note(system, search);
  return { choice, states: search.states };
}

function systemOf(text: string): TransitionSystem {
  const model = modelOf(text);
  return compile(model, withStandIns(model, plan(model).checks)[0]!.settings).system!;
}

test('dead values are reset where that leaves states out', async () => {
  const { choice, states } = await chosen(forgotten);
  expect(states).toBeGreaterThan(3000);
  expect(await choice.next()).toEqual({ symmetry: true, deadValues: true });
  expect(choice.states).toBeLessThan(0.8 * states);
  expect(await choice.of(states, 6)).toEqual({ symmetry: true, deadValues: true });
});

test('they are not where each state that was found stays', async () => {
  const { choice, states } = await chosen(remembered);
  expect(states).toBeGreaterThan(3000);
  expect(await choice.next()).toEqual({ symmetry: true, deadValues: false });
  expect(choice.states).toBe(Math.floor(0.8 * states));
});

test('a mutant of a check with few states has no reductions, and one without interchangeable members no symmetry', async () => {
  const { choice } = await chosen(forgotten);
  expect(await choice.of(200, 2)).toEqual({ symmetry: false, deadValues: false });
  expect(await choice.of(1500, 6)).toEqual({ symmetry: true, deadValues: true });
  expect(await choice.of(50_000, 1)).toEqual({ symmetry: false, deadValues: true });
});
