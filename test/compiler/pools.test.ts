import { expect, test } from 'vitest';
import { checkLaws } from '../random/law.ts';
import { engines } from '../random/pipeline.ts';

/*
 * Quantifiers, counts and choices over pools of objects, long ones as loops of the generated code: both engines agree.
 */

const text = (count: number): string => `
module pools
object Page { used: bool = false  n: 0..2 = 0 }
object Node { pages: Page[${count / 4}] }
shared pool: Page[${count}]
shared node: Node[4]
actor cpu[2] {
  pick: choose at in 0..1
  use:  pool[at].used = true
  more: if exists q in pool: q.used and q.n == 2 { skip }
  set:  pool[${count - 1}].n = 2
  part: node[3].pages[${count / 4 - 1}].used = true
}
invariant few: |p in pool: p.used| < 2
invariant kept: forall n in node: forall p in n.pages: not p.used
invariant low: forall p in pool where not p.used: p.n < 2
invariant none_there: not (exists p in pool: p.n == 2 and not p.used and pool[0].used)
check c { }
`;

test.each([8, 40, 1_200])('of %i objects', async (count) => {
  const { differences, states } = await checkLaws(engines(text(count)), { comparedMax: 30, statesMax: 500, countedMax: 0, readsMax: 0 });
  expect({ differences, states }).toEqual({ differences: [], states: 121 });
});
