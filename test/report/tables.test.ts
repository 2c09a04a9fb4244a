import { renderCheck, renderMatrix } from '@mmspec/report';
import type { CheckResult, PropertyResult, Settings } from '@mmspec/system';
import { describe, expect, test } from 'vitest';
import { result } from './trace.ts';

/*
 * A check as lines of a terminal: what was expected, what was found.
 */

function check(given: CheckResult, expected: string): void {
  expect(`\n${renderCheck(given)}\n`).toBe(expected);
}

const holds = (property: string): PropertyResult => ({ property, verdict: 'holds', depth: null, trace: null });
const violated = (property: string, depth: number): PropertyResult => ({ property, verdict: 'violated', depth, trace: null });
const open = (property: string): PropertyResult => ({ property, verdict: 'unfinished', depth: null, trace: null });
const item = (property: string, within: number | null = null): { readonly property: string; readonly within: number | null; readonly fairness: null } => ({
  property,
  within,
  fairness: null,
});

test('met', () =>
  check(
    result([holds('p')], { expectation: { kind: 'holds', items: [], holds: [] } }),
    `
ok         row2  holds  (1,265 states, 0.01 s)
`,
  ));

test('met by a violation, beside one that is always expected', () =>
  check(
    result([violated('no_new_refs', 1), violated('deadlock', 6)], {
      expectation: { kind: 'violates', items: [item('no_new_refs', 6), item('deadlock')], holds: [] },
    }),
    `
ok         row2  violates no_new_refs in 1, deadlock in 6  (1,265 states, 0.01 s)
`,
  ));

test('declared as violated', () =>
  check(
    result([violated('believed', 3)], { expectation: { kind: 'holds', items: [item('believed')], holds: [] } }),
    `
ok         row2  violates believed in 3  (1,265 states, 0.01 s)
`,
  ));

test('not met', () =>
  check(
    result([holds('p')], { met: false, reason: 'p holds, but a violation was expected', expectation: { kind: 'violates', items: [item('p', 3)], holds: [] } }),
    `
FAILED     row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           expected: violates p within 3
           found:    holds
           p holds, but a violation was expected
`,
  ));

test('a question', () =>
  check(
    result([holds('p'), violated('q', 4)]),
    `
answer     row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           found:    violates q in 4
`,
  ));

test('unfinished, which is not holds', () =>
  check(
    result([open('p'), open('q')], {
      met: false,
      verdict: 'unfinished',
      reason: 'the limit of 1265 states was reached',
      expectation: { kind: 'holds', items: [], holds: [] },
    }),
    `
UNFINISHED row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           expected: holds
           found:    unfinished
           the limit of 1265 states was reached
`,
  ));

test('unfinished with something found', () =>
  check(
    result([open('p'), violated('q', 2)], {
      met: false,
      verdict: 'unfinished',
      reason: 'it was cancelled',
      expectation: { kind: 'violates', items: [item('q', 2)], holds: [] },
    }),
    `
UNFINISHED row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           expected: violates q within 2
           found:    violates q in 2; unfinished
           it was cancelled
`,
  ));

test('one state for all that differ by names, or by values that nothing depends on', () => {
  const reduced = (reduction: Partial<CheckResult['reduction']>): CheckResult =>
    result([holds('p')], { expectation: { kind: 'holds', items: [], holds: [] }, reduction: { symmetry: 6, partialOrder: false, ...reduction } });
  check(
    reduced({ interchangeable: ['vcpu', 'folio'], toldApart: [], deadValues: 3 }),
    `
ok         row2  holds  (1,265 states up to renaming vcpu, folio and dead values, 0.01 s)
`,
  );
  check(
    reduced({ deadValues: 0 }),
    `
ok         row2  holds  (1,265 states, 0.01 s)
`,
  );
});

test('some orders of steps: why not, and what it means for races', () => {
  const ordered = (reduction: Partial<CheckResult['reduction']>, of: PropertyResult): CheckResult =>
    result([of], { expectation: { kind: 'holds', items: [], holds: [] }, reduction: { symmetry: 1, partialOrder: true, orderUnused: '', ...reduction } });
  check(
    ordered({}, holds('p')),
    `
ok         row2  holds  (1,265 states in some orders of steps, 0.01 s)
`,
  );
  check(
    ordered({ deadValues: 1 }, { ...violated('p', 3), trace: { initial: {}, steps: [], loop: null } }),
    `
ok         row2  violates p in 3  (1,265 states up to dead values in some orders of steps, 0.01 s)
           partial order: there may be shorter races
`,
  );
  check(
    ordered({ partialOrder: false, orderUnused: 'p is about paths' }, holds('p')),
    `
ok         row2  holds  (1,265 states, 0.01 s)
           partial order: not used: p is about paths
`,
  );
});

const names = ['no_unsafe_holder', 'no_unsafe_access', 'no_new_refs', 'no_spurious_eagain', 'counter_invariant'];
const expectation = { kind: 'violates' as const, items: names.map((name, at) => item(name, at + 1)), holds: [] };

test('as expected, many properties are told on one line as far as they fit', () =>
  check(
    result(
      names.map((name, at) => violated(name, at + 1)),
      { expectation },
    ),
    `
ok         row2  violates no_unsafe_holder in 1, no_unsafe_access in 2 and 3 more  (1,265 states, 0.01 s)
`,
  ));

test('not as expected, many properties go on below one another', () =>
  check(
    result(
      names.map((name, at) => violated(name, at + 1)),
      { met: false, expectation },
    ),
    `
FAILED     row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           expected: violates no_unsafe_holder within 1, no_unsafe_access within 2, no_new_refs within 3,
                     no_spurious_eagain within 4, counter_invariant within 5
           found:    violates no_unsafe_holder in 1, no_unsafe_access in 2, no_new_refs in 3,
                     no_spurious_eagain in 4, counter_invariant in 5
`,
  ));

test('what is never reached has no steps', () =>
  check(
    result([violated('p', 2), { ...violated('there', 0), depth: null }]),
    `
answer     row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           found:    violates p in 2, there is never reached
`,
  ));

describe('a matrix', () => {
  const cell = (settings: Settings, results: readonly PropertyResult[], more: Partial<CheckResult> = {}): CheckResult =>
    result(results, {
      name: `writers[${Object.entries(settings)
        .map(([axis, value]) => `${axis}=${value}`)
        .join(',')}]`,
      matrix: 'writers',
      settings: { ...settings, VCPUS: 2 },
      expectation: { kind: 'violates', items: [], holds: [] },
      ...more,
    });
  const matrix = (cells: readonly CheckResult[], expected: string): void => expect(`\n${renderMatrix('writers', cells)}\n`).toBe(expected);

  test('a row for each cell, a column for each property that one of them violates', () =>
    matrix(
      [
        cell({ protect: 'seqcount', read: 'together' }, [violated('held', 10), violated('late', 8), holds('p')]),
        cell({ protect: 'mutex', read: 'ref_first' }, [holds('held'), violated('late', 8), holds('p')]),
      ],
      `
ok         writers  2 cells, as expected  (2,530 states, 0.02 s)
           protect   read       held  late
           seqcount  together   10    8
           mutex     ref_first  -     8
`,
    ));

  test('cells that are not as expected, and those that are not finished', () =>
    matrix(
      [
        cell({ n: 1 }, [holds('p')]),
        cell({ n: 2 }, [violated('p', 3)], { met: false, reason: 'p is violated' }),
        cell({ n: 3 }, [open('p')], { met: false, verdict: 'unfinished', reason: 'the limit of 9 states was reached' }),
      ],
      `
FAILED     writers  3 cells, 2 not as expected  (3,795 states, 0.04 s)
           n  p
           1  -
FAILED     2  3
           p is violated
UNFINISHED 3  ?
           the limit of 9 states was reached
`,
    ));

  test('nothing is violated', () =>
    matrix(
      [cell({ n: 1 }, [holds('p')]), cell({ n: 2 }, [holds('p')])],
      `
ok         writers  2 cells, as expected  (2,530 states, 0.02 s)
           n  violated
           1  -
           2  -
`,
    ));

  test('long names of properties stand below', () => {
    const long = ['no_content_access_after_removal', 'no_pin_on_collapsed_page_table', 'temporary_references_go', 'no_struct_page_use_after_free'];
    matrix(
      [
        cell(
          { n: 1 },
          long.map((name, at) => violated(name, at + 5)),
        ),
      ],
      `
ok         writers  1 cell, as expected  (1,265 states, 0.01 s)
           n  p1  p2  p3  p4
           1  5   6   7   8
           p1: no_content_access_after_removal, p2: no_pin_on_collapsed_page_table,
             p3: temporary_references_go, p4: no_struct_page_use_after_free
`,
    );
  });
});
