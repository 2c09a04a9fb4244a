import { questionOf } from '@mmspec/analysis';
import { judge } from '@mmspec/checker';
import type { JudgedProperty } from '@mmspec/checker';
import type { CheckExpectation, PlannedCheck } from '@mmspec/system';
import { expect, test } from 'vitest';

/** The verdict on a property; its index is its place in the list. */
type Result = Omit<JudgedProperty, 'property'>;

const holds = (name: string): Result => ({ name, kind: 'state', expectViolated: false, verdict: 'holds', depth: null });
const violated = (name: string, depth = 5): Result => ({ ...holds(name), verdict: 'violated', depth });
const open = (name: string): Result => ({ ...holds(name), verdict: 'unfinished' });
const expected = (verdict: Result): Result => ({ ...verdict, expectViolated: true });

const allHold: CheckExpectation = { kind: 'holds', items: [], holds: [] };
const violates = (...items: readonly (string | readonly [string, number])[]): CheckExpectation => ({
  kind: 'violates',
  items: items.map((item) =>
    typeof item === 'string' ? { property: item, within: null, fairness: null } : { property: item[0], within: item[1], fairness: null },
  ),
  holds: [],
});

function expecting(expectation: CheckExpectation | null): PlannedCheck {
  return { name: 'c', matrix: null, settings: {}, of: null, ignored: [], expectation, span: { file: 0, start: 0, end: 0 } };
}

/** `met`, `unmet` or `unfinished`, with the property and the reason. */
function check(expectation: CheckExpectation | null, results: readonly Result[]): string {
  const { met, verdict, property, reason } = judge(
    questionOf(expecting(expectation), results).expectation,
    results.map((result, index) => ({ ...result, property: index })),
    results.every((result) => result.verdict !== 'unfinished'),
  );
  return [met ? 'met' : 'unmet', verdict, property ?? '-', reason].join('; ').replace(/; $/u, '');
}

test.each<[string, CheckExpectation | null, readonly Result[], string]>([
  ['all hold', allHold, [holds('a'), holds('b')], 'met; holds; -'],
  ['one does not', allHold, [holds('a'), violated('b')], 'unmet; violated; b; b is violated after 5 steps, and is expected to hold'],
  ['the search is not over', allHold, [holds('a'), open('b')], 'unmet; unfinished; b; the search did not finish'],
  ['a failure is worse than no end', allHold, [open('a'), violated('b', 1)], 'unmet; violated; b; b is violated after 1 step, and is expected to hold'],
  ['violated as expected', violates('a'), [violated('a'), holds('b')], 'met; violated; a'],
  ['a bug that vanished', violates('a'), [holds('a'), holds('b')], 'unmet; holds; a; a is expected to be violated, but holds'],
  [
    'a bug that vanished, and another',
    violates('a'),
    [holds('a'), violated('b', 2), violated('c', 1)],
    'unmet; holds; a; a is expected to be violated, but holds; b is violated after 2 steps, and is expected to hold; c is violated after 1 step, and is expected to hold',
  ],
  ['the rest must hold', violates('a'), [violated('a'), violated('b')], 'unmet; violated; b; b is violated after 5 steps, and is expected to hold'],
  ['evidence needs no end', violates('a'), [violated('a')], 'met; violated; a'],
  ['nothing else is violated so far', violates('a'), [violated('a'), open('b')], 'unmet; unfinished; b; the search did not finish'],
  ['something else is', violates('a'), [violated('a'), open('b'), violated('c')], 'unmet; violated; c; c is violated after 5 steps, and is expected to hold'],
  ['no evidence yet', violates('a'), [open('a'), holds('b')], 'unmet; unfinished; a; a is expected to be violated; no violation was found so far'],
  ['within', violates(['a', 5]), [violated('a', 5)], 'met; violated; a'],
  ['not within', violates(['a', 4]), [violated('a', 5)], 'unmet; violated; a; a is violated after 5 steps, not within 4'],
  ['two expected, one found', violates('a', 'b'), [violated('a'), holds('b')], 'unmet; holds; b; b is expected to be violated, but holds'],
  ['declared `expect violated`', allHold, [expected(violated('a')), holds('b')], 'met; violated; a'],
  ['declared `expect violated`, and holds', allHold, [expected(holds('a'))], 'unmet; holds; a; a is expected to be violated, but holds'],
  ['overridden by `holds`', { ...allHold, holds: ['a'] }, [expected(holds('a'))], 'met; holds; -'],
  [
    'overridden by `holds`, and violated',
    { ...allHold, holds: ['a'] },
    [expected(violated('a'))],
    'unmet; violated; a; a is violated after 5 steps, and is expected to hold',
  ],
  ['a question that is answered', null, [violated('a')], 'met; violated; a'],
  ['a question answered by nothing bad', null, [holds('a')], 'met; holds; -'],
  ['a question without an end', null, [open('a')], 'met; unfinished; -'],
  ['what is news comes before what is known', null, [expected(violated('a')), violated('b')], 'met; violated; b'],
  ['what the check names comes first', violates('b'), [expected(violated('a')), violated('b')], 'met; violated; b'],
  ['never reached', allHold, [{ ...holds('r'), kind: 'reachable', verdict: 'violated' }], 'unmet; violated; r; r is never reached'],
  [
    'nothing can violate it',
    violates('walker.gone'),
    [holds('a')],
    'unmet; holds; walker.gone; walker.gone is expected to be violated, but nothing can violate it under these settings',
  ],
  [
    'the shortest counts',
    violates(['range', 3]),
    [
      { ...violated('range of x', 9), kind: 'range' },
      { ...violated('range of y', 3), kind: 'range' },
    ],
    'met; violated; range of x',
  ],
])('%s', (_name, expectation, results, answer) => {
  expect(check(expectation, results)).toBe(answer);
});

test.each<[string, CheckExpectation | null, readonly Result[], string]>([
  ['all that is claimed is found', violates('a', 'b'), [violated('a'), violated('b'), open('c')], 'a, b are violated as expected'],
  ['one of one', violates('a'), [violated('a'), open('c')], 'a is violated as expected'],
  ['not all of it', violates('a', 'b'), [violated('a'), open('b')], ''],
  ['something else is violated', violates('a'), [violated('a'), violated('b'), open('c')], ''],
  ['nothing is open', violates('a'), [violated('a'), holds('b')], ''],
  ['no violation is claimed', allHold, [open('a'), holds('b')], ''],
  ['nothing is expected', null, [violated('a'), open('b')], ''],
])('what was found beside what is open: %s', (_name, expectation, results, says) => {
  const { expectation: asked } = questionOf(expecting(expectation), results);
  const { beside } = judge(
    asked,
    results.map((result, index) => ({ ...result, property: index })),
    false,
  );
  expect(beside.replace(/, but it was not found out whether anything else is .*$/u, '')).toBe(says);
});

test.each([
  ['no_new_refs', 'no_new_refs', 'step', true],
  ['range', 'range of folio.safe', 'range', true],
  ['range', 'range', 'state', true],
  ['range of x', 'range of y', 'range', false],
  ['walker.touch', 'walker.recheck.touch', 'assertion', true],
  ['walker.recheck', 'walker.recheck.touch', 'assertion', true],
  ['walker.touch.recheck', 'walker.recheck.touch', 'assertion', false],
  ['walker', 'walker.recheck.touch', 'assertion', false],
  ['gup.touch', 'walker.recheck.touch', 'assertion', false],
  ['Folio.live', 'Folio.sub.live', 'live', false],
] as const)('%s names %s (%s): %s', (written, property, kind, answer) => {
  const properties = [{ name: property, kind }];
  const { judged } = questionOf({ ...expecting(null), of: [written] }, properties);
  expect(judged.has(0)).toBe(answer);
  expect(questionOf({ ...expecting(null), ignored: [written] }, properties).judged.has(0)).toBe(!answer);
  expect(questionOf(expecting(violates(written)), properties).expectation?.violations[0]?.properties).toEqual(answer ? [0] : []);
});

test('a check that names a thousand properties is asked the same of each as one that names a few', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `p${index}`);
  const all = names.map((name) => violated(name));
  expect(check(violates(...names), all)).toBe('met; violated; p0');
  expect(check(violates(...names.slice(0, 999)), all)).toBe('unmet; violated; p999; p999 is violated after 5 steps, and is expected to hold');
  expect(check(violates(...names), all.with(500, holds('p500')))).toBe('unmet; holds; p500; p500 is expected to be violated, but holds');
});

test('of several that have one name, or that one name stands for, the one that is violated first counts', () => {
  const ranges = [violated('range of x', 4), violated('range of y', 2), violated('a', 1), violated('a', 3)].map((each, index): Result => ({
    ...each,
    kind: index < 2 ? 'range' : 'state',
  }));
  expect(questionOf(expecting(violates('range', 'a', 'range of y')), ranges).expectation?.violations.map(({ properties }) => properties)).toEqual([
    [0, 1],
    [2, 3],
    [1],
  ]);
  expect(check(violates(['range', 3], ['a', 2]), ranges)).toBe('met; violated; range of x');
  expect(check(violates(['range', 1], 'a'), ranges)).toBe('unmet; violated; range of y; range of y is violated after 2 steps, not within 1');
});
