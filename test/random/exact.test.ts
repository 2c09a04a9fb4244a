import { compile } from '@mmspec/compiler';
import { describe, expect, test } from 'vitest';
import { checkLaws } from './law.ts';
import { analysed, engines, errorsOf } from './pipeline.ts';

/*
 * Law: numbers are exact, or the spec is refused. The interpreter and generated code compute with the same numbers of 53 bits and keep
 * the same of 32, so where both round or wrap they agree: the answers here are those of whole numbers without end.
 */

/** The largest number whose square is exact. */
const root = Math.floor(Math.sqrt(Number.MAX_SAFE_INTEGER));

/** `first` is the first step of an actor in which `x` is `n`, the largest number of its range; the result is kept in `r`. */
const computed = (n: number, first: string, result: bigint): string => `module m
shared x: 0..${n} = ${n}
shared a: 0..${n}[3] = ${n}
shared r: -1000..1000 = 0
actor w { compute: r = ${first} tell: skip }
invariant exact: w at tell implies r == ${result}
check c { }`;

const big = (n: number): bigint => BigInt(n);
const whole: readonly (readonly [text: string, value: (n: bigint) => bigint, last: number])[] = [
  ['x * x % 1000', (n) => (n * n) % 1000n, root],
  ['(x * x - 1) % 997', (n) => (n * n - 1n) % 997n, root],
  ['x * x / x % 1000', (n) => n % 1000n, root],
  ['-(x * x) / x % 7', (n) => (7n - (n % 7n)) % 7n, root],
  ['x * 4194304 % 1000', (n) => (n * 4194304n) % 1000n, 2 ** 31 - 1],
  ['sum(i in 0..2: a[i] * 1000) % 1000', () => 0n, 2 ** 31 - 1],
  ['(x + x + x) % 1000', (n) => (3n * n) % 1000n, 2 ** 31 - 1],
  ['max(x * x, 1) % 1000', (n) => (n * n) % 1000n, root],
];

describe.each(whole)('%s', (text, value, last) => {
  test.each([last, last - 1, 1000])('of %i', async (n) => {
    const { differences, finished, violated } = await checkLaws(engines(computed(n, text, value(big(n)))), {
      comparedMax: 50,
      statesMax: 100,
      countedMax: 0,
      readsMax: 10,
    });
    expect(differences).toEqual([]);
    expect(finished).toBe(true);
    expect(violated).toEqual([]);
  });
});

const refused: readonly (readonly [name: string, text: string, says: string])[] = [
  ['a product', computed(root + 1, 'x * x % 1000', 0n), '5:24: MM0501 this cannot be compiled: by the ranges of its parts'],
  ['a product of constants', computed(1, '2147483647 * 2147483647 * 2147483647 % 1000', 0n), 'MM0501'],
  ['a difference', computed(root, '(0 - x * x - x * x) % 7', 0n), 'by the ranges of its parts'],
  ['a sum', computed(2 ** 31 - 1, 'sum(i in 0..2: a[i] * 2000000) % 1000', 0n), 'by the ranges of its parts'],
  ['a number or none', 'module m\nshared x: 0..2147483647? = none\nactor w { s: x = 1 }\ncheck c { }\n', '2:1: MM0501 this cannot be compiled: `x` would be'],
  ['a number or forever', 'module m\nshared x: 0..2147483647 | forever = 0\nactor w { s: x = 1 }\ncheck c { }\n', '`x` would be a number from 0 to 2147483648'],
  ['a field', 'module m\nobject O { x: 0..2147483647? = none }\nshared o: O\nactor w { s: o.x = 1 }\ncheck c { }\n', '`x` would be'],
  ['an element', 'module m\nshared q: seq<0..2147483647?, 2> = {}\nactor w { s: append(q, 1) }\ncheck c { }\n', '`q` would be'],
  ['a local without type', 'module m\nshared x: 0..90000 = 1\nactor w { s: let y = x * x\n t: x = y % 7 }\ncheck c { }\n', '`y` would be'],
  [
    'a local that is declared late',
    'module m\nshared x: 0..1 = 1\nactor w {\n s: x = 0\n var y: -2147483647 - 1..-1 = -1\n t: atomic { x = 1  y = -2 }\n u: if y == -2 { x = 0 }\n}\ncheck c { }\n',
    '`y` would be a number from -2147483649 to -1',
  ],
];

test.each(refused)('%s is refused', (_, text, says) => {
  const { model, diagnostics } = analysed(text);
  const found = errorsOf(model, diagnostics);
  expect([...found, ...(found.length > 0 ? [] : errorsOf(model, compile(model, {}).diagnostics))].join('\n')).toContain(says);
});

test('what has no value is not refused', async () => {
  const text = `module m
const Z: 0..1 = 0
const N: 0..2 = 0
shared x: 0..9 = 4
shared r: bool = false
actor w { s: r = true }
actor none_there[N] { s: x = index(self) * 3 + 1 }
invariant divided: r implies x / Z + 1 == x
invariant rest: not r or x % Z * 2 - 1 < x
invariant nobody: sum(each in none_there: index(each) * 5 + 1) == 0 and not (exists each in none_there: index(each) + 7 * x > 0)
check c { }`;
  const { differences, violated } = await checkLaws(engines(text), { comparedMax: 50, statesMax: 100, countedMax: 0, readsMax: 10 });
  expect(differences).toEqual([]);
  expect(violated).toEqual(['divided', 'rest']);
});

test('what is one less is kept', async () => {
  const text = `module m
shared x: 0..2147483646? = none
shared y: 0..2147483646 | forever = forever
shared z: -2147483647..-1 = -1
shared ok: bool = false
actor w {
  s: x = 2147483646
  t: y = 2147483646
  u: z = -2147483647
  v: if x == 2147483646 and y != forever and z + 1 == -2147483646 { ok = true }
}
reachable all: ok and y == 2147483646
check c { }`;
  const { differences, violated } = await checkLaws(engines(text), { comparedMax: 50, statesMax: 100, countedMax: 0, readsMax: 10 });
  expect(differences).toEqual([]);
  expect(violated).toEqual([]);
});
