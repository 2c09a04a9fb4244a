import { codeActions, type AllFound } from '@mmspec/ide';
import { describe, expect, test } from 'vitest';
import { specOf } from '../random/specs.ts';
import { corpus } from '../syntax/corpus.ts';
import { fixture } from './fixture.ts';
import { applied, checkExtractions, checkInlinings, newCodes, read } from './refactor_law.ts';

/*
 * Refactorings, each on a text in the marker notation; `«…»` is what is selected.
 */

/** The text after the action of that title; null where it is not offered. */
function after(text: string, title: RegExp, found?: AllFound): string | null {
  const { snapshot, cursor, marked } = fixture(text);
  const [, from = cursor, to = cursor] = /:(\d+)-(\d+)/u.exec(marked[0] ?? '') ?? [];
  const action = codeActions(snapshot, Number(from), Number(to), found).find((each) => title.test(each.title));
  return action === undefined ? null : applied(snapshot.main.text, action);
}

const x = 'module m\nshared x: 0..3 = 0\nshared y: 0..3 = 0\n';

describe('extract an operation', () => {
  const extract = (text: string): string | null => after(text, /^Extract/u);
  test('of an actor, which sees its variables', () =>
    expect(extract(`${x}actor a {\n  var mine: 0..3 = 0\n  get: «mine = x\n  add: x = min(mine + 1, 3)»\n  put: y = 1\n}\n`)).toBe(
      `${x}actor a {\n  op extracted() {\n    mine = x\n    add: x = min(mine + 1, 3)\n  }\n  var mine: 0..3 = 0\n  get: extracted()\n  put: y = 1\n}\n`,
    ));
  test('below the others', () =>
    expect(extract(`${x}actor a {\n  op extracted() { y = 1 }\n  extracted()\n  «x = 1»\n}\n`)).toBe(
      `${x}actor a {\n  op extracted() { y = 1 }\n  op extracted_2() {\n    x = 1\n  }\n  extracted()\n  extracted_2()\n}\n`,
    ));
  test('with what blocks around it declare', () =>
    expect(extract(`${x}actor a {\n  loop {\n    let seen = x == 1\n    «if seen { x = 2 }»\n  }\n}\n`)).toBe(
      `${x}actor a {\n  op extracted(seen: bool) {\n    if seen { x = 2 }\n  }\n  loop {\n    let seen = x == 1\n    extracted(seen)\n  }\n}\n`,
    ));
  test('of a step', () =>
    expect(extract(`${x}actor a { atomic {\n    «x = 1\n    y = 1»\n  } }\n`)).toMatch(
      /op extracted\(\) \{\n {4}x = 1\n {4}y = 1\n {2}\}\n {2}atomic \{\n {4}extracted\(\)/u,
    ));
  test.each([
    ['a label that is named would cover more', 'get: x = 1\n  «put: x = 2\n  add: x = 3»\n}\ninvariant named: a at put implies x < 3\nactor b {\n  skip'],
    ['a label would cover less', 'get: «x = 1\n  add: x = 2»\n  x = 3'],
    ['a number has no range to be given with', 'loop {\n    let seen = x\n    «y = seen»\n  }'],
    ['a local would be used outside', '«let seen = x»\n  y = seen'],
    ['a jump would go out', 'loop { «break» }'],
    ['the actor would not end', '«return»\n  x = 1'],
    ['a label would be elsewhere', 'goto end\n  «x = 2\n  end: x = 1»'],
  ])('not where %s', (_, text) => expect(extract(`${x}actor a {\n  ${text}\n}\n`)).toBeNull());
  test('not where a range of places ends', () =>
    expect(extract(`${x}actor a {\n  get: x = 1\n  «y = 2\n  put: y = 1»\n}\ninvariant p: a at {get..put} implies y < 3\n`)).toBeNull());
  test('nothing is selected', () => expect(extract(`${x}actor a { x$0 = 1 }\n`)).toBeNull());
});

describe('inline an operation', () => {
  const inline = (text: string): string | null => after(text, /^Inline/u);
  test('with its last call it goes', () =>
    expect(inline(`${x}/// Sets both.\nop go(n: 0..3) {\n  one: x = n\n  two: y = n\n}\n\nactor a {\n  g$0o(2)\n}\n`)).toBe(
      `${x}actor a {\n  one: x = 2\n  two: y = 2\n}\n`,
    ));
  test('one of several calls', () =>
    expect(inline(`${x}atomic op go() { x = 1  y = 1 }\nactor a {\n  go()\n  g$0o()\n}\n`)).toBe(
      `${x}atomic op go() { x = 1  y = 1 }\nactor a {\n  go()\n  atomic { x = 1  y = 1 }\n}\n`,
    ));
  test('of the library', () =>
    expect(
      inline('module m\nimport kernel.folio\nobject F { refcount: ref = 1 }\nshared f: F\nactor a { if folio_try_$0get(f) { folio_put(f) } }\n'),
    ).toContain('if try_get(f.refcount) { folio_put(f) }'));
  test('that gives a value', () =>
    expect(inline(`${x}atomic op take(): bool {\n  x = 1\n  return y == 0\n}\nactor a {\n  var got: bool = false\n  got = tak$0e()\n}\n`)).toBe(
      `${x}actor a {\n  var got: bool = false\n  atomic {\n    x = 1\n    got = y == 0\n  }\n}\n`,
    ));
  test.each([
    ['an argument would be read at another time', 'op go(n: 0..3) { y = n  y = n }\nactor a { g$0o(x) }'],
    ['labels would cover what follows', 'op go() { one: x = 1  two: y = 1 }\nactor a {\n  get: g$0o()\n  x = 2\n}'],
    ['a label that is named would cover less', 'op go() { one: x = 1  two: y = 1 }\nactor a {\n  get: g$0o()\n}\ninvariant named: a at get implies x < 3'],
    ['a property names it', 'op go() { x = 1 }\nactor a { g$0o() }\ninvariant p: step is go implies x == 0'],
    ['it returns from its middle', 'op go() { if x == 1 { return }  y = 1 }\nactor a { g$0o() }'],
    ['a name would be taken twice', 'op go() { let t = x  y = t }\nactor a {\n  let t = y\n  g$0o()\n  x = t\n}'],
  ])('not where %s', (_, text) => expect(inline(`${x}${text}\n`)).toBeNull());
  test('not of who gives its reference up', () =>
    expect(
      inline(
        'module m\nobject F { refcount: ref = 1 }\nshared f: F\nshared owns slot: F? = f\natomic op drop(o: F) { put(o.refcount)  if o.refcount == 0 { skip } }\nactor a {\n  owns let old = xchg(slot, none)\n  dro$0p(old)\n}\n',
      ),
    ).toBeNull());
});

describe('a check becomes a matrix', () => {
  const spec = `${x}variant v: one | two = one\nconst N: 1..2 = 1\nactor a[N] { x = 1 }\ninvariant p: x == 0\n`;
  const over = (axis: string, check: string): string | null => after(spec + check, new RegExp(`matrix over .${axis}`, 'u'))?.slice(spec.length) ?? null;
  test('over a variant that it sets', () =>
    expect(over('v', 'check c$0 { v = two, N = 2 } expect violates p within 1\n')).toBe('check c for v { N = 2 } expect violates p within 1 when v == two\n'));
  test('over a constant that it leaves as declared', () =>
    expect(over('N', 'check c$0 { } expect deadlocks\n')).toBe('check c for N { } expect deadlocks when N == 1\n'));
  test('over another axis', () =>
    expect(over('N', 'check c$0 for v { } expect violates p within 1 when v == two\n')).toBe(
      'check c for v, N { } expect violates p within 1 when v == two and N == 1\n',
    ));
  test('a question stays one', () => expect(over('v', 'check c$0 of p { }\n')).toBe('check c of p for v { }\n'));
  test('what holds holds', () => expect(over('v', 'check c$0 { } expect holds\n')).toBe('check c for v { } expect holds\n'));
});

describe('what was found becomes the expectation', () => {
  const spec = `${x}variant v: one | two = one\nvariant w: bool = false\nactor a { x = 1 }\ninvariant p: x == 0\nreachable r: x == 3\n`;
  const cell = (settings: Record<string, string | boolean>, depth: number | null): AllFound['results'][number] => ({
    name: `c[${Object.values(settings).join()}]`,
    matrix: 'c',
    settings,
    met: true,
    results: depth === null ? [] : [{ property: 'p', verdict: 'violated', depth }],
  });
  const written = (check: string, results: AllFound['results']): string | null =>
    after(spec + check, /what was found/u, { results, scenarios: [] })?.slice(spec.length) ?? null;
  test('of a question', () =>
    expect(written('check c$0 { }', [{ name: 'c', met: true, results: [{ property: 'p', verdict: 'violated', depth: 1 }] }])).toBe(
      'check c { } expect violates p within 1',
    ));
  test('without a number of steps where there is none', () =>
    expect(written('check c$0 { }', [{ name: 'c', met: true, results: [{ property: 'r', verdict: 'violated', depth: null }] }])).toBe(
      'check c { } expect violates r',
    ));
  test('of a matrix: by value', () =>
    expect(written('check c$0 for v { }', [cell({ v: 'one' }, 1), cell({ v: 'two' }, null)])).toBe(
      'check c for v { }\n  expect violates p within 1 when v == one',
    ));
  test('of a matrix: everywhere', () =>
    expect(written('check c$0 for v { }', [cell({ v: 'one' }, 1), cell({ v: 'two' }, 1)])).toBe('check c for v { }\n  expect violates p within 1'));
  test('of a matrix: nowhere', () =>
    expect(written('check c$0 for v { }', [cell({ v: 'one' }, null), cell({ v: 'two' }, null)])).toBe('check c for v { }\n  expect holds'));
  test('of a matrix: by steps and axes', () =>
    expect(
      written('check c$0 for v, w { }', [
        cell({ v: 'one', w: false }, 1),
        cell({ v: 'one', w: true }, 2),
        cell({ v: 'two', w: false }, null),
        cell({ v: 'two', w: true }, 1),
      ]),
    ).toBe('check c for v, w { }\n  expect violates p within 1 when v == one and not w or v == two and w,\n    p within 2 when v == one and w'));
  test('not of one that did not finish', () =>
    expect(written('check c$0 { }', [{ name: 'c', met: true, results: [{ property: 'p', verdict: 'unfinished', depth: null }] }])).toBeNull());
  test('of a scenario', () => {
    const scenario = `${x}actor a { one: x = 1 }\nscenario s$0 { a.one }`;
    const of = (text: string, expected: 'possible' | 'impossible' | null): string | null =>
      after(text, /what was found/u, { results: [], scenarios: [{ name: 's', expected, found: 'possible' }] });
    expect(of(scenario, null)).toBe(`${scenario.replace('$0', '')} is possible`);
    expect(of(`${scenario} is impossible`, 'impossible')).toBe(`${scenario.replace('$0', '')} is possible`);
    expect(of(`${scenario} is possible`, 'possible')).toBeNull();
  });
  test('what is written is sound', () => {
    const text = written('check c$0 for v, w { }', [
      cell({ v: 'one', w: false }, 1),
      cell({ v: 'one', w: true }, null),
      cell({ v: 'two', w: false }, null),
      cell({ v: 'two', w: true }, 1),
    ]);
    expect(read(spec + (text ?? '')).analysed.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('laws', () => {
  const specs = corpus.filter(({ name }) => /^(?:specs|examples)\/(?!kernel).*\.mmspec$/u.test(name));
  test('what is extracted and inlined in random specs means the same', async () => {
    let [extracted, inlined] = [0, 0];
    for (let number = 0; number < 30; number++) {
      extracted += await checkExtractions(specOf(number), 3);
      inlined += await checkInlinings(specOf(number), 3);
    }
    expect([extracted > 30, inlined > 0]).toEqual([true, true]);
  });
  test('a check that becomes a matrix says nothing new', () => {
    let count = 0;
    for (const { text } of specs.filter((_, index) => index % 5 === 0)) {
      const before = read(text);
      const checks = before.module.items.filter(({ kind }) => kind === 'check');
      for (const check of checks.slice(0, 3)) {
        for (const action of codeActions(before, check.name.span.start, check.name.span.start)
          .filter(({ title }) => /matrix over/u.test(title))
          .slice(0, 3)) {
          const matrix = applied(text, action);
          expect([matrix, newCodes(before, read(matrix))]).toEqual([matrix, []]);
          count++;
        }
      }
    }
    expect(count).toBeGreaterThan(10);
  });
  test('and in specs of the repository', async () => {
    let [extracted, inlined] = [0, 0];
    for (const { text } of specs.filter((_, index) => index % 4 === 0)) {
      extracted += await checkExtractions(text, 2);
      inlined += await checkInlinings(text, 2);
    }
    expect([extracted > 5, inlined > 5]).toEqual([true, true]);
  });
});
