import { describe, expect, test } from 'vitest';
import { atNumbers, plan, smallNumbers, standIn } from '@mmspec/semantics';
import { isOpenCheck, numbersNamed } from '@mmspec/system';
import type { OpenCheck } from '@mmspec/system';
import { analysed } from '../random/pipeline.ts';

/*
 * `for VCPUS in 1..`: what it means, and what is said of one that has no meaning.
 */

const head = `module m
const A: 1..4 = 2
const B: 1..4 = 2
const BOTH: 1..4 = 2
const SUM: 1..9 = A + 1
const LIMIT: 1..4 = 2
variant slow: bool = false
define several = A > 1
shared n: 0..4 = 0
actor a[A] { up: if n < LIMIT { n += 1 } }
actor b[B] { look: await n > 0  if slow { wait: skip } }
actor c[BOTH] { go: skip }
actor d[BOTH] { step: if SUM > 1 { skip } }
invariant small: n < 2
temporal some: eventually n > 0 under fair a
`;

function saidOf(check: string): string[] {
  const { diagnostics } = analysed(`${head}${check}\n`);
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message, span }) => `${span.start - head.length} ${code} ${message}`);
}

const first = 'check k for A in 1..';

describe('a mistake is told with what is wrong, and where', () => {
  test.each([
    ['check k for LIMIT in 1.. { }', '12 MM0351 No actor is declared as `actor …[LIMIT]`.'],
    ['check k for slow in 1.. { }', '12 MM0351 No actor is declared as `actor …[slow]`.'],
    ['check k for BOTH in 1.. { }', '12 MM0351 `BOTH` is the number of instances of `c` and of `d`.'],
    ['check k for window in 2.. { memory weak }', '12 MM0351 `window` says how a check is searched, and is no number of instances.'],
    [`${first}, B in A.. { }`, '27 MM0352 This axis depends on `A`, which is open.'],
    [`check k for B in 1.., A in 1.. where B < 3 { }`, 'MM0352 This `where` depends on `B`, which is open.'],
    [`${first}, B in 1..A { }`, '27 MM0352 This axis depends on `A`, which is open.'],
    [`${first}, B where A < B { }`, '30 MM0352 This `where` depends on `A`, which is open.'],
    [`${first}, B where several { }`, '30 MM0352 This `where` depends on `A`, which is open.'],
    [`${first}, B where SUM > 2 { }`, '30 MM0352 This `where` depends on `A`, which is open.'],
    [`${first} { LIMIT = A }`, '31 MM0352 This setting depends on `A`, which is open.'],
    [`${first} { } expect violates small when A > 1`, '52 MM0352 This `when` depends on `A`, which is open.'],
    [`${first} { } expect violates small within A`, '54 MM0352 This `within` depends on `A`, which is open.'],
    [`${first} { memory tso }`, '23 MM0352 Views are about `memory sc`.'],
    [`${first}, memory in {sc, weak} { }`, '22 MM0352 Views are about `memory sc`.'],
    [`check k of small for A in 1.. { bound n < 2 }`, '32 MM0352 What lies within a bound is known of searched numbers only.'],
    ['check k { } expect undecided small', '19 MM0353 No range of this check is open.'],
    [`${first} { } expect undecided`, '32 MM0353 `undecided` does not say what.'],
    [`${first} { } expect undecided small holds small`, '54 MM0336 `small` cannot be two of these: hold, be violated, be undecided.'],
    ['check k for A in 0.. { }', '17 MM0233 `A` cannot be 0: its range is 1..4 (with A = 0).'],
    ['check k for A in 5.. { }', '17 MM0233 `A` cannot be 5: its range is 1..4 (with A = 5).'],
    ['check k for A in {1}.. { }', '17 MM0210 This is a set (each element a number), but a number is needed.'],
    ['check k for A in .. { }', '17 MM0101 Expected an expression, found `..`.'],
    ['check k { A = 1.. }', '15 MM0101 This range has no last number.'],
    ['check k for A where A in 1.. { }', '26 MM0101 This range has no last number.'],
    ['invariant i: n in 0..', '19 MM0101 This range has no last number.'],
    ['actor e { for i in 1.. { go: skip } }', '20 MM0101 This range has no last number.'],
    ['shared m: 0.. = 1', '11 MM0101 This range has no last number.'],
  ])('%s', (check, said) => {
    expect(saidOf(check).join('; ')).toContain(said);
  });
});

function openOf(check: string): { readonly model: ReturnType<typeof analysed>['model']; readonly open: readonly OpenCheck[] } {
  expect(saidOf(check)).toEqual([]);
  const { model } = analysed(`${head}${check}\n`);
  return { model, open: plan(model).checks.filter(isOpenCheck) };
}

describe('a check for any number', () => {
  test('is one cell, beside the other axes', () => {
    const { open } = openOf('check k for A in 1.., slow where not slow or B > 1 { B = 2 } expect violates small within 4 undecided some when slow');
    expect(open.map(({ name, given, open: range, expectation }) => [name, given, range, expectation?.undecided ?? []])).toEqual([
      ['k[A=1..,slow=false]', { B: 2, slow: false }, [{ name: 'A', from: 1 }], []],
      ['k[A=1..,slow=true]', { B: 2, slow: true }, [{ name: 'A', from: 1 }], ['some']],
    ]);
  });

  test.each([
    'check k for A in 1..',
    'check k for A in 1.. of small',
    'check k of small for A in 1.. expect holds',
    'check k for A in 1.. where slow\n\ncheck l { }',
  ])('ends where the range does: %s', (text) => {
    const { model } = analysed(`${head}${text}\n`);
    expect(saidOf(text).filter((said) => !said.includes('MM0335'))).toEqual([]);
    expect(model.checks[0]?.matrix.map(({ isOpen }) => isOpen)).toEqual([true]);
  });

  test('a range with both ends is none', () => {
    const { model, open } = openOf('check k for A in 1..of_them { }\nconst of_them: 1..4 = 3');
    expect(open).toEqual([]);
    expect(plan(model).checks.map(({ name }) => name)).toEqual(['k[A=1]', 'k[A=2]', 'k[A=3]']);
  });

  test('has a number that stands for all: the declared one, and what follows from it', () => {
    const { model, open } = openOf('check k for A in 1.. { } expect violates small\ncheck l for A in 3.. { } expect holds');
    expect(open.map((check) => standIn(model, check)).map(({ name, settings, expectation }) => [name, settings.A, settings.SUM, expectation?.kind])).toEqual([
      // What some number violates this one need not.
      ['k[A=2]', 2, 3, undefined],
      ['l[A=3]', 3, 4, 'holds'],
    ]);
    expect(smallNumbers(model, open[0]!).map(({ name }) => name)).toEqual(['k[A=1]', 'k[A=2]']);
    expect(atNumbers(model, open[1]!, [7]).settings).toMatchObject({ A: 7, SUM: 8 });
  });

  test('may have several open ranges', () => {
    const { model, open } = openOf('check k for A in 1.., slow, B in 2.. { } expect violates small');
    expect(open.map(({ name, given, open: ranges }) => [name, given, ranges])).toEqual([
      [
        'k[A=1..,slow=false,B=2..]',
        { slow: false },
        [
          { name: 'A', from: 1 },
          { name: 'B', from: 2 },
        ],
      ],
      [
        'k[A=1..,slow=true,B=2..]',
        { slow: true },
        [
          { name: 'A', from: 1 },
          { name: 'B', from: 2 },
        ],
      ],
    ]);
    const { name, settings } = atNumbers(model, open[1]!, [3, 4]);
    expect([name, settings.A, settings.B, settings.SUM]).toEqual(['k[A=3,slow=true,B=4]', 3, 4, 4]);
    expect(smallNumbers(model, open[0]!).map((check) => check.name)).toEqual(['k[A=1,slow=false,B=2]', 'k[A=2,slow=false,B=2]']);
  });

  test.each([
    ['k[A=1..]', 'k[A=3]', [3]],
    ['k[A=1..,slow=true,B=2..]', 'k[A=1,slow=true,B=2]', [1, 2]],
    ['k[A=1..,B=2..]', 'k[A=1,B=1]', null],
    ['k[A=1..,B=2..]', 'k[A=1,B=2..]', null],
    ['k[A=1..,B=2..]', 'k[A=,B=2]', null],
    ['k[A=1..]', 'k[A=1.5]', null],
    ['k[A=1]', 'k[A=1]', null],
    ['k', 'k', null],
  ])('%s: %s picks %j', (open, name, numbers) => {
    expect(numbersNamed(open, name)).toEqual(numbers);
  });
});
