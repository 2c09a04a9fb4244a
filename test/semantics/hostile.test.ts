import { analyse, type Analysed, buildWorld, plan, withStandIns, settingsOf } from '@mmspec/semantics';
import { expect, test } from 'vitest';

/** The text must be answered within five seconds of CPU time, with these codes among the errors; an empty list asks for no error. */
function check(text: string, codes: readonly string[]): Analysed {
  const begin = process.cpuUsage();
  const analysed = analyse({ path: '/m.mmspec', text }, () => null);
  const { user, system } = process.cpuUsage(begin);
  expect((user + system) / 1e6).toBeLessThan(5);
  const errors = analysed.diagnostics.filter(({ severity }) => severity === 'error');
  for (const code of codes) expect(errors.map((error) => `${error.code} ${error.message}`)).toContainEqual(expect.stringContaining(code));
  if (codes.length === 0) expect(errors).toEqual([]);
  for (const { message, why, help, span } of analysed.diagnostics) {
    expect(message).not.toBe('');
    expect(why, message).not.toBe('');
    expect(help, message).not.toBe('');
    expect(span.file).toBe(0);
  }
  return analysed;
}

const chain = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index + 1)).join('\n');

test.each<[string, string, readonly string[]]>([
  ['10^9 actors', 'module m\nconst VCPUS: 1..4 = 1000000000\nactor vcpu[VCPUS] { loop { a: skip } }', ['MM0230', 'MM0233']],
  ['10^9 actors, set by a check', 'module m\nconst V: 0..2000000000 = 1\nactor vcpu[V] { a: skip }\ncheck c { V = 1000000000 }', ['MM0230']],
  ['a matrix of 10^9 cells', 'module m\nconst V: 0..1000000000 = 1\nactor vcpu[V] { a: skip }\ncheck c for V', ['MM0335']],
  ['a type of 10^9 values, chosen from', 'module m\nshared n: 0..1000000000 = 0\nactor a { pick: choose x in 0..1000000000  set: n = x }', ['MM0230']],
  ['a type of 10^9 values as key', 'module m\nshared n: bool[0..1000000000] = false\nactor a { set: n[0] = true }', ['MM0230']],
  ['a type of 10^9 values as elements', 'module m\nshared n: set<0..1000000000> = {}\nactor a { set: n = {} }', ['MM0230']],
  ['a type of 10^9 values alone is fine', 'module m\nshared n: 0..1000000000 = 0\nactor a { set: n = 5 }', []],
  ['a type beyond 2^31', 'module m\nshared n: 0..10000000000 = 0\nactor a { set: n = 5 }', ['MM0230']],
  ['an array of 10^6 actors', 'module m\nactor a[1000000] { set: skip }', ['MM0230']],
  ['an array of 10^6 objects', 'module m\nobject O { b: bool = false }\nshared o: O[1000000]\nactor a { set: o[0].b = true }', ['MM0230']],
  ['arrays in arrays', 'module m\nshared x: bool[4000][4000] = false\nactor a { set: x[0][0] = true }', ['MM0230']],
  [
    'objects that multiply',
    `module m\nobject O0 { b: bool = false }\n${chain(20, (index) => `object O${index} { f: O${index - 1}[10] }`)}\nshared o: O20\nactor a { set: skip }`,
    ['MM0230'],
  ],
  ['a huge set of numbers in a property', 'module m\nshared n: 0..3 = 0\nactor a { set: n = 1 }\ninvariant p: forall x in 0..999999999: x >= n', ['MM0230']],
  ['a number beyond 2^53', 'module m\nconst N: 0..9 = 99999999999999999999\nactor a { if N > 0 { x: skip } }', ['MM0105']],
  ['constants that overflow', 'module m\nconst N: 0..9 = 9007199254740991 * 9007199254740991\nactor a { if N > 0 { x: skip } }', ['MM0232']],
  ['a division by zero', 'module m\nconst N: 0..9 = 1 % 0\nactor a { if N > 0 { x: skip } }', ['MM0232']],
  ['rounds that divide by zero', 'module m\nshared n: 0..1 = 0\nactor a { repeat 1 / 0 { set: n = 1 } }', ['MM0232']],
  ['a condition of an atomic block that divides by zero', 'module m\nshared n: 0..1 = 0\nactor a { atomic when 1 % 0 == 0 { n = 1 } }', ['MM0232']],
  ['a setting that divides by zero', 'module m\nconst N: 0..9 = 1\nactor a { if N > 0 { x: skip } }\ncheck c { N = 1 / 0 }', ['MM0232']],
  [
    'a number of steps that divides by zero',
    'module m\nshared n: 0..1 = 0\nactor a { x: n = 1 }\ninvariant p: n == 0\ncheck c { } expect violates p within 1 / 0',
    ['MM0232'],
  ],
  [
    'an expectation that divides by zero in a cell',
    'module m\nvariant v: 0..2 = 1\nshared n: 0..2 = 0\nactor a { x: n = v }\ninvariant p: n == 0\ncheck c for v { } expect violates p when 2 / v > 0',
    ['MM0232'],
  ],
  ['a bound that divides by zero', 'module m\nshared n: 0..1 / 0 = 0\nactor a { set: n = 0 }', ['MM0232']],
  ['a constant of itself', 'module m\nconst N: 0..9 = N\nactor a { x: skip }', ['MM0227']],
  ['two constants of each other', 'module m\nconst N: 0..M = 1\nconst M: 0..N = 1\nactor a { x: skip }', ['MM0227']],
  ['a define of itself', 'module m\ndefine d = d\nactor a { x: skip }\ninvariant p: d', ['MM0227']],
  ['a define of a name that it binds', 'module m\ndefine d = exists d in {true}: d\nactor a { x: skip }\ninvariant p: d', []],
  ['a record of itself', 'module m\nrecord R { r: R }\nactor a { x: skip }', ['MM0227']],
  ['an object in itself', 'module m\nobject O { o: O }\nshared o: O\nactor a { x: skip }', ['MM0227']],
  ['objects in each other', 'module m\nobject O { p: P[2] }\nobject P { o: O }\nshared o: O\nactor a { x: skip }', ['MM0227']],
  ['an object that refers to its own type', 'module m\nobject O { o: O? = none }\nshared o: O\nactor a { x: o.o = o }', []],
  ['an operation that calls itself', 'module m\nop f() { f() }\nactor a { f() }', ['MM0227']],
  ['operations that call each other', 'module m\natomic op f() { g() }\natomic op g() { f() }\nactor a { x: f() }', ['MM0227']],
  [
    'a generic operation that calls itself',
    'module m\nobject O { b: bool = false }\nshared o: O\natomic op f(x: object) { f(x) }\nactor a { x: f(o) }',
    ['MM0227'],
  ],
  ['an operation of an actor that calls itself', 'module m\nactor a { op f() { x: skip  f() }  f() }', ['MM0227']],
  [
    'ten thousand defines in a row',
    `module m\ndefine d0 = true\n${chain(10_000, (index) => `define d${index} = d${index - 1}`)}\nactor a { x: skip }\ninvariant p: d10000`,
    ['MM0228'],
  ],
  [
    'ten thousand constants in a row',
    `module m\nconst c0: 0..1 = 1\n${chain(10_000, (index) => `const c${index}: 0..1 = c${index - 1}`)}\nactor a { x: skip }`,
    ['MM0228'],
  ],
  [
    'defines that double',
    `module m\ndefine d0 = 1\n${chain(60, (index) => `define d${index} = d${index - 1} + d${index - 1}`)}\nactor a { x: skip }\ninvariant p: d60 > 0`,
    ['MM0228'],
  ],
  [
    'operations that double',
    `module m\nop o0() { x: skip }\n${chain(60, (index) => `op o${index}() { o${index - 1}() o${index - 1}() }`)}\nactor a { o60() }`,
    ['MM0228'],
  ],
  ['a long sum', `module m\nshared n: 0..3 = 0\nactor a { x: n = ${'0 + '.repeat(20_000)}0 }`, ['MM0']],
  ['a long chain of else', `module m\nshared n: 0..3 = 0\nactor a { x: if n == 0 { n = 1 } ${'else if n == 1 { n = 2 } '.repeat(5_000)} }`, ['MM0']],
  ['constants that work for ever', 'module m\ndefine d = forall x in 0..60000: forall y in 0..60000: x + y >= 0\nactor a { if d { x: skip } }', ['MM0235']],
  ['nothing but declarations of one name', `module m\n${chain(2_000, () => 'shared x: bool = false')}\nactor a { y: x = true }`, ['MM0204']],
])('%s', (_, text, codes) => {
  check(text, codes);
});

test('many checks with many cells are judged at once', () => {
  const checks = chain(20, (index) => `check c${index} for A in 0..20, B in 0..20`);
  const { model } = check(
    `module m\nconst A: 0..99 = 0\nconst B: 0..99 = 0\nshared n: 0..99 = 0\nactor a { if A == B { x: n = A } else { y: n = B } }\n${checks}\n`,
    [],
  );
  expect(withStandIns(model, plan(model).checks).length).toBe(20 * 21 * 21);
});

const words = [
  'constructor',
  '__proto__',
  'class',
  'arguments',
  'prototype',
  'toString',
  'hasOwnProperty',
  'eval',
  'function',
  'this',
  'undefined',
  'NaN',
  'length',
  'valueOf',
];

test.each(words)('%s is a name like any other', (word) => {
  const as = (declarations: string, body: string, more = ''): string => `module ${word}\n${declarations}\nactor a { ${body} }\n${more}\n`;
  const values = check(
    as(
      `const ${word}: 0..3 = 1\nshared n: 0..3 = 0`,
      `x: n = ${word}`,
      `check ${word} for ${word} in 0..2 { }\ncheck other { ${word} = 3 } expect holds when ${word} == 3`,
    ),
    [],
  );
  expect(settingsOf(values.model)).toEqual([{ name: word, kind: 'const', values: [0, 1, 2, 3], default: 1 }]);
  expect(withStandIns(values.model, plan(values.model).checks).map(({ name, settings }) => [name, Object.entries(settings)])).toEqual([
    ...[0, 1, 2].map((value) => [`${word}[${word}=${value}]`, [[word, value]]]),
    ['other', [[word, 3]]],
  ]);
  expect(Object.entries(buildWorld(values.model, Object.fromEntries([[word, 2]])).settings)).toEqual([[word, 2]]);

  check(as(`variant v: ${word} | other = ${word}`, `if v == ${word} { x: skip } else { y: skip }`, `check c for v { }`), []);
  check(as(`enum ${word} { ${word} }\nshared n: ${word} = ${word}`, `x: n = ${word}`), []);
  check(as(`record ${word} { ${word}: bool }\nshared n: ${word} = ${word}(${word}: true)`, `x: n.${word} = false`), []);
  check(as(`object ${word} { ${word}: bool = false  invariant ${word}: not ${word} or ${word} }\nshared n: ${word}`, `x: n.${word} = true`), []);
  check(as(`define ${word}(b: bool) = not b\nshared n: bool = false`, `x: n = ${word}(true)`), []);
  check(
    as(
      `shared ${word}: 0..1 = 0`,
      `${word}: ${word} = 1`,
      `invariant ${word}: step is a.${word} implies ${word} == 0\ncheck ${word} of ${word} { } expect holds ${word}`,
    ),
    [],
  );
  check(as(`shared n: bool = false\natomic op ${word}(${word}: bool) { n = ${word} }`, `${word}: ${word}(true)`), []);
  check(as(`shared n: bool = false`, `op ${word}() { ${word}: n = true }  ${word}()`, `invariant p: step is a.${word} implies true`), []);
  check(as('shared n: bool = false', `let ${word} = n  x: n = not ${word}`, `invariant p: a.${word} or not a.${word}`), []);
  check(
    `module m\nshared n: bool[${word}] = false\nactor ${word}[2] { ${word}: n[self] = true }\naction go(${word} in ${word}) when n[${word}] { n[${word}] = false }\nghost g: set<${word}> = {}\ninvariant p: forall a in ${word}: a in g or true\n`,
    [],
  );
});
