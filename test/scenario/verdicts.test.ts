import { runAll } from '@mmspec/analysis';
import { expect, test } from 'vitest';
import { analysed, errorsOf } from '../random/pipeline.ts';

/*
 * Scenarios written by hand, with what must be found.
 */

/** Runs the scenarios of a spec; each line is its name, verdict, length of the run, and reason. */
async function check(text: string, expected: readonly string[]): Promise<void> {
  const { model, diagnostics } = analysed(text);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  const { scenarios } = await runAll(model, {});
  expect(
    scenarios.map(({ name, found, met, trace, reason }) => `${name}: ${found}${met ? '' : ' (not met)'} ${trace?.steps.length ?? '-'} ${reason}`.trim()),
  ).toEqual(expected);
}

const twoSteps = `
module m
shared n: 0..3 = 0
actor a[2] { first: n = 1  second: n = 2 }
actor b { go: await n == 2  done_: skip }
`;

test('steps in order, with and without gaps', () =>
  check(
    `${twoSteps}
scenario apart { a[0].first ; b.go } is possible
scenario together { a[0].first ;; b.go } is impossible
scenario after { a[0].second ;; b.go } is possible
scenario backwards { b.done_ ; b.go } is impossible
scenario both { a[1].first ; a[0].first ;; a[0].second ;; b } is possible
scenario any { a.second ;; a.first }
`,
    [
      'apart: possible 3',
      'together: impossible 1 no run takes b.go directly after a[0].first',
      'after: possible 3',
      'backwards: impossible 4 no run takes b.go after b.done_',
      'both: possible 4',
      'any: possible 3',
    ],
  ));

test('the step that must follow at once may follow a later one of the same kind', () =>
  check(
    `
module m
shared n: 0..3 = 0
actor a { again: repeat 3 { n = (n + 1) % 4 } }
actor b { see: await n == 3 }
scenario third { a.again ;; b.see } is possible
`,
    ['third: possible 4'],
  ));

test('a step that fails can be the last one, and no other', () =>
  check(
    `
module m
shared n: 0..3 = 0
actor a { set: n = 1  fail: assert n == 0  more: skip }
actor b { go: skip }
scenario fails { a.set ; a.fail } is possible
scenario goes_on { a.fail ; b.go } is impossible
scenario never { a.more } is impossible
`,
    ['fails: possible 2', 'goes_on: impossible 2 no run takes b.go after a.fail', 'never: impossible - no run takes a.more'],
  ));

test('settings, operations and actions of the environment', () =>
  check(
    `
module m
variant v: lock | none_ = none_
shared held: bool = false
shared ticks: 0..1 = 0
atomic op take() { await not held  held = true }
actor a[2] { if v == lock { in_: take() } else { in_: skip }  out: held = false }
action tick() when ticks == 0 { ticks = 1 }
scenario free { a[0].in_ ; a[1].in_ ; a[0].out } is possible
scenario locked { v = lock  a[0].take ; a[1].take ; a[0].out } is impossible
scenario once { tick ; tick } is impossible
`,
    ['free: possible 3', 'locked: impossible 3 no run takes a[0].out after the first 2 steps', 'once: impossible 1 no run takes tick after tick'],
  ));

test('an expectation that is not met', () =>
  check(
    `${twoSteps}
scenario wrong { a[0].first ; b.go } is impossible
`,
    ['wrong: possible (not met) 3'],
  ));

const abba = `
module m
import kernel.lock
shared a: Lock
shared b: Lock
shared n: 0..3 = 0
actor one { first: lock(a)  second: lock(b)  count: n += 1  end: unlock(b)  fin: unlock(a) }
actor two { first: lock(b)  second: lock(a)  end: unlock(a)  fin: unlock(b) }
invariant small: n < 1
invariant quiet: step is two.end implies n == 0
`;

test('an actor waits, and how it ends', () =>
  check(
    `${abba}
scenario stuck { one.first ; two.first ; one waits at second ; two waits at second ; deadlock } is possible
scenario at_once { one.first ;; two waits at first } is impossible
scenario later { one.first ; one.second ; two waits ; two.first } is possible
scenario other_place { two.first ; one waits at first } is possible
scenario broken { one.first ; violates small } is possible
scenario broken_by { one.count ; two.first ; violates quiet } is possible
scenario not_stuck { one.second ; deadlock } is impossible
scenario only_the_end { deadlock } is possible
`,
    [
      'stuck: possible 2',
      'at_once: impossible 1 no run comes to where two waits at first directly after one.first',
      'later: possible 5',
      'other_place: possible 2',
      'broken: possible 3',
      'broken_by: possible 8',
      'not_stuck: impossible 2 no run ends with deadlock after one.second',
      'only_the_end: possible 2',
    ],
  ));

test('`waits`, `deadlock` and `violates` are names as well', () =>
  check(
    `
module m
shared n: 0..1 = 0
actor waits { deadlock: n = 1 violates: n = 0 }
scenario s { waits.deadlock ; waits.violates } is possible
scenario t { deadlock ; violates } is possible
`,
    ['s: possible 2', 't: possible 2'],
  ));

test('a label alone is that of any actor, also where several have it', () =>
  check(
    `
module m
shared n: 0..9 = 0
actor a { one: n += 1  two: n += 1 }
actor b { two: n += 1 }
scenario twice { two ; two } is possible
scenario thrice { two ; two ; two } is impossible
scenario last { two ;; a.one ;; two } is possible
`,
    ['twice: possible 3', 'thrice: impossible 3 no run takes two after the first 2 steps', 'last: possible 3'],
  ));

test('a run may end in what a step violates and goes on: a reference taken at zero', () =>
  check(
    `
module m
shared r: ref = 0
actor a { take: get(r)  put: put(r) }
scenario taken { a.take ; violates get_at_zero } is possible
scenario put { a.take ; a.put ; violates get_at_zero } is impossible
`,
    ['taken: possible 1', 'put: impossible 2 no run ends with violates get_at_zero after the first 2 steps'],
  ));
