import { explore } from '@mmspec/checker';
import { describe, expect, test } from 'vitest';
import { checkLaws } from './law.ts';
import { analysed, enginesOf, errorsOf } from './pipeline.ts';

/*
 * Law: compiler and search agree with the interpreter on both sides of every size from which on they do something in another way:
 * slots that are restored one by one, slots that straight-line code packs, chains of operators that are split, quantifiers that
 * are loops, sets of 30 members, fields that fill a word. The random specs are smaller than most of these.
 */

/** A text by a size, and the sizes. */
type Sized = readonly [name: string, textOf: (n: number) => string, sizes: readonly number[]];

const specs: readonly Sized[] = [
  [
    'array',
    (n) => `module m
shared a: bool[${n}] = false
shared at: 0..${n - 1} = 0
shared left: 0..2 = 2
invariant few: |i in 0..${n - 1}: a[i]| <= 2
invariant not_two: not (exists i in 0..${n - 1}: a[i] and exists j in 0..${n - 1}: j > i and a[j])
reachable last: a[${n - 1}]
actor w {
  s: atomic { await left > 0  choose i in {0, 1, ${n >> 1}, ${(n >> 1) + 1}, ${n - 2}, ${n - 1}}  a[i] = true  at = i  left = left - 1 }
  t: atomic { if a[at] { a[at] = false } }
  u: atomic { await left > 0  choose i in {0, ${n >> 1}, ${n - 1}}  a[i] = not a[i]  left = left - 1 }
}
actor r {
  s: await exists i in 0..${n - 1}: a[i]
  t: assert a[at] or left < 2
}
check c { }`,
    [5, 30, 64, 65, 130, 257],
  ],
  [
    'numbers',
    (n) => `module m
shared a: 0..5[${n}] = 1
shared sum: 0..${5 * n} = 0
invariant total: |i in 0..${n - 1}: a[i] > 1| <= 2
actor w {
  s: atomic { choose i in {0, ${n >> 1}, ${n - 1}}  a[i] = a[i] + 3 }
  t: atomic { choose i in {0, ${n >> 1}, ${n - 1}}  a[i] = a[i] - 1  sum = a[0] + a[${n - 1}] }
}
actor r { s: atomic { choose i in {0, ${n - 1}}  a[i] = 0 } }
check c { }`,
    [3, 40, 64, 65, 129, 257],
  ],
  [
    'pairs',
    (n) => `module m
shared a: bool[${n}] = false
shared b: bool[${n}] = false
invariant apart: forall i in 0..${n - 1}: forall j in 0..${n - 1}: a[i] and b[j] implies i != j
invariant order: not (exists i in 0..${n - 1}: exists j in 0..${n - 1}: i < j and a[i] and b[j])
reachable both: exists i in 0..${n - 1}: exists j in 0..${n - 1}: a[i] and b[j] and i > j
actor w { s: atomic { choose i in {0, ${n - 1}}  a[i] = true } t: atomic { choose i in {0, ${n >> 1}}  a[i] = false } }
actor r { s: atomic { choose i in {0, ${n >> 1}, ${n - 1}} where not a[i]  b[i] = true } t: await forall i in 0..${n - 1}: forall j in 0..${n - 1}: a[i] implies not b[j] }
check c { }`,
    [3, 10, 31, 32],
  ],
  [
    'sets',
    (n) => `module m
shared s: set<0..${n - 1}> = {}
shared t: set<0..${n - 1}> = {${n - 1}}
invariant few: |s| <= 2
invariant sub: s within t or |s| > 0 or s == {}
reachable last: ${n - 1} in s and 0 in s
actor w {
  a: atomic { choose i in {0, ${n >> 1}, ${n - 1}}  s += {i} }
  b: atomic { t += s }
  c: atomic { choose i in t  t -= {i}  s += {i} }
}
actor r { a: await s != {}  b: atomic { s -= t } c: assert |t| < 4 }
check c { }`,
    [2, 5, 16, 29, 30],
  ],
  [
    'wide',
    (n) => `module m
shared x: -${n}..${n} = 0
shared y: 0..${n} = ${n}
shared z: bool = false
invariant low: x >= -${n}
actor w { a: atomic { x = -${n} } b: atomic { x = x + ${n} } c: atomic { z = x == 0  y = 0 } }
actor r { a: atomic { x = ${n} } b: atomic { if y == ${n} { x = y - 1 } } c: assert x < ${n} or z }
check c { }`,
    [1, 127, 128, 65535, 65536, 2 ** 29, 2 ** 30 - 1],
  ],

  [
    'flat',
    (n) => `module m
${Array.from({ length: n }, (_, i) => `shared v${i}: 0..2 = 0`).join('\n')}
invariant low: v${n - 1} < 2
actor w { a: atomic { ${Array.from({ length: n }, (_, i) => `v${i} = 1`).join('  ')} } b: either { v0 = 2 } or { v${n - 1} = 2 } or { ${Array.from({ length: n }, (_, i) => `v${i} = 0`).join('  ')} } }
actor r { a: atomic { either { v0 = v${n - 1} } or { v${n - 1} = 0  either { v1 = 2 } or { v2 = 2  v3 = 1 } } } }
check c { }`,
    [4, 13, 14, 64, 256, 257],
  ],
];
describe.each(specs)('%s', (_, textOf, sizes) => {
  test.each(sizes)('%i', async (n) => {
    const text = textOf(n);
    const { model, diagnostics } = analysed(text);
    expect(errorsOf(model, diagnostics), text).toEqual([]);
    const engines = enginesOf(model, {});
    const { differences, finished, states, violated } = await checkLaws(engines, { comparedMax: 100, statesMax: 20_000, countedMax: 0, readsMax: 10 });
    expect(differences).toEqual([]);
    expect(finished).toBe(true);
    const packed = await explore(engines.system, { packedFrom: 0, reduction: false });
    expect(packed.states).toBe(states);
    const reduced = await explore(engines.system, {});
    const names = reduced.results.filter(({ verdict }) => verdict === 'violated').map(({ property }) => engines.system.properties[property]!.name);
    expect(names.toSorted()).toEqual([...violated].toSorted());
  });
});
