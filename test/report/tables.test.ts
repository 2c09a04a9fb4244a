import { renderCheck } from '@mmspec/report';
import type { CheckResult, PropertyResult } from '@mmspec/system';
import { expect, test } from 'vitest';
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
const item = (property: string, within: number | null = null): { readonly property: string; readonly within: number | null; readonly fairness: null } => ({ property, within, fairness: null });

test('met', () => check(result([holds('p')], { expectation: { kind: 'holds', items: [], holds: [] } }), `
ok         row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           expected: holds
           found:    holds
`));

test('met by a violation, beside one that is always expected', () => check(result([violated('no_new_refs', 1), violated('deadlock', 6)], { expectation: { kind: 'violates', items: [item('no_new_refs', 6), item('deadlock')], holds: [] } }), `
ok         row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           expected: violates no_new_refs within 6, deadlock
           found:    violates no_new_refs in 1, deadlock in 6
`));

test('declared as violated', () => check(result([violated('believed', 3)], { expectation: { kind: 'holds', items: [item('believed')], holds: [] } }), `
ok         row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           expected: holds, apart from believed
           found:    violates believed in 3
`));

test('not met', () => check(result([holds('p')], { met: false, reason: 'p holds, but a violation was expected', expectation: { kind: 'violates', items: [item('p', 3)], holds: [] } }), `
FAILED     row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           expected: violates p within 3
           found:    holds
           p holds, but a violation was expected
`));

test('a question', () => check(result([holds('p'), violated('q', 4)]), `
answer     row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           expected: a question
           found:    violates q in 4
`));

test('unfinished, which is not holds', () => check(result([open('p'), open('q')], { met: false, verdict: 'unfinished', reason: 'the limit of 1265 states was reached', expectation: { kind: 'holds', items: [], holds: [] } }), `
UNFINISHED row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           expected: holds
           found:    unfinished
           the limit of 1265 states was reached
`));

test('unfinished with something found', () => check(result([open('p'), violated('q', 2)], { met: true, reason: 'it was cancelled', expectation: { kind: 'violates', items: [item('q', 2)], holds: [] } }), `
ok         row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           expected: violates q within 2
           found:    violates q in 2; unfinished
           it was cancelled
`));

test('one state for all that differ by names, or by values that nothing depends on', () => {
  const reduced = (reduction: Partial<CheckResult['reduction']>): CheckResult => result([holds('p')], { expectation: { kind: 'holds', items: [], holds: [] }, reduction: { symmetry: 6, partialOrder: false, ...reduction } });
  check(reduced({ interchangeable: ['vcpu', 'folio'], toldApart: [], deadValues: 3 }), `
ok         row2  (1,265 states up to renaming vcpu, folio and dead values, 2,554 transitions, depth 17, 0.01 s)
           expected: holds
           found:    holds
`);
  check(reduced({ deadValues: 0 }), `
ok         row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           expected: holds
           found:    holds
`);
});

test('some orders of steps: why not, and what it means for races', () => {
  const ordered = (reduction: Partial<CheckResult['reduction']>, of: PropertyResult): CheckResult => result([of], { expectation: { kind: 'holds', items: [], holds: [] }, reduction: { symmetry: 1, partialOrder: true, orderUnused: '', ...reduction } });
  check(ordered({}, holds('p')), `
ok         row2  (1,265 states in some orders of steps, 2,554 transitions, depth 17, 0.01 s)
           expected: holds
           found:    holds
`);
  check(ordered({ deadValues: 1 }, { ...violated('p', 3), trace: { initial: {}, steps: [], loop: null } }), `
ok         row2  (1,265 states up to dead values in some orders of steps, 2,554 transitions, depth 17, 0.01 s)
           expected: holds
           found:    violates p in 3
           partial order: there may be shorter races
`);
  check(ordered({ partialOrder: false, orderUnused: 'p is about paths' }, holds('p')), `
ok         row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           expected: holds
           found:    holds
           partial order: not used: p is about paths
`);
});

test('many properties go on below one another', () => {
  const names = ['no_unsafe_holder', 'no_unsafe_access', 'no_new_refs', 'no_spurious_eagain', 'counter_invariant'];
  check(result(names.map((name, at) => violated(name, at + 1)), { expectation: { kind: 'violates', items: names.map((name, at) => item(name, at + 1)), holds: [] } }), `
ok         row2  (1,265 states, 2,554 transitions, depth 17, 0.01 s)
           expected: violates no_unsafe_holder within 1, no_unsafe_access within 2, no_new_refs within 3,
                     no_spurious_eagain within 4, counter_invariant within 5
           found:    violates no_unsafe_holder in 1, no_unsafe_access in 2, no_new_refs in 3,
                     no_spurious_eagain in 4, counter_invariant in 5
`);
});
