import { completions, isNarrow, type Importable } from '@mmspec/ide';
import { libraryText } from '@mmspec/library';
import { parse } from '@mmspec/syntax';
import { describe, expect, test } from 'vitest';
import { fixture } from './fixture.ts';

/*
 * What is offered at a place.
 */

const folio = 'object Folio {\n  /// Who holds it.\n  refcount: ref = 1\n  mapped: bool = true\n}\nshared folio: Folio\n';
const actors =
  'shared x: bool = false\nop twice() {\n  one: x = true\n  two: x = false\n}\nactor a {\n  var mine: bool = false\n  get: x = true\n  twice()\n}\nactor b[2] { put: x = false }\n';

const importable = (): readonly Importable[] =>
  ['kernel.folio', 'kernel.lock'].map((name) => ({ name, module: parse({ path: '', text: libraryText(name) ?? '' }, 0).module, isLibrary: true }));

describe('completion', () => {
  const check = (text: string): readonly string[] => {
    const { snapshot, cursor } = fixture(text);
    return completions(snapshot, cursor, importable).map(({ label }) => label);
  };
  test('of fields', () => expect(check(`module m\n${folio}actor a { folio.$0 }`)).toEqual(['refcount', 'mapped']));
  test('of fields that are half typed', () => expect(check(`module m\n${folio}actor a { folio.ma$0 = true }`)).toEqual(['refcount', 'mapped']));
  test('of fields at the end of a broken file', () => expect(check(`module m\n${folio}actor a {\n  if folio.$0`)).toEqual(['refcount', 'mapped']));
  test('of modules', () => expect(check('module m\nimport kernel.$0\n')).toEqual(['kernel.folio', 'kernel.lock']));
  test('of settings', () =>
    expect(check('module m\nconst N: 1..3 = 1\nvariant v: one | two = one\ncheck c { $0 }')).toEqual(['N', 'v', 'bound', 'ignore', 'memory', 'window']));
  test('of the values of a setting', () => expect(check('module m\nvariant v: one | two = one\ncheck c { v = $0 }')).toEqual(['one', 'two']));
  test('of labels after goto', () =>
    expect(check('module m\nshared x: bool\nactor a {\n  here: x = true\n  goto $0\n}\nactor b { there: skip }')).toEqual(['here']));
  test('of labels after a path', () => expect(check('module m\nshared x: bool\nactor a { here: x = true }\ninvariant p: step is a.$0')).toContain('here'));
  test('of steps', () => expect(check('module m\nshared x: bool\nactor a { here: x = true }\ninvariant p: step is $0')).toEqual(['a', 'here']));
  test('of properties', () =>
    expect(check('module m\nshared x: bool\nactor a { x = true }\ninvariant is_set: x\ncheck c { } expect violates $0')).toEqual(
      expect.arrayContaining(['is_set', 'deadlock', 'lost_reference']),
    ));
  test('of types', () => expect(check(`module m\n${folio}shared x: $0`)).toEqual(expect.arrayContaining(['bool', 'ref', 'set', 'Folio'])));
  test('of declarations', () => expect(check('module m\n$0')).toEqual(expect.arrayContaining(['actor', 'object', 'check', 'shared'])));
  test('of statements, variables and operations', () =>
    expect(check(`module m\nimport kernel.folio\nimport kernel.lock\n${folio}actor a {\n  var mine: bool = true\n  $0\n}`)).toEqual(
      expect.arrayContaining(['if', 'atomic', 'mine', 'folio', 'folio_try_get', 'put']),
    ));
  test('not in comments', () => expect(check('module m\n// he$0re')).toEqual([]));
  test('operations come with their parameters', () => {
    const { snapshot, cursor } = fixture('module m\nshared x: bool\nop go(a: bool, b: bool) { x = a }\nactor z {\n  $0\n}');
    expect(completions(snapshot, cursor).find(({ label }) => label === 'go')?.insert).toBe('go(${1:a}, ${2:b})');
  });

  test('of where an actor stands', () => expect(check(`module m\n${actors}invariant p: a at $0`)).toEqual(['get', 'one', 'two', 'done']));
  test('of where an instance stands', () => expect(check(`module m\n${actors}invariant p: b[0] at $0`)).toEqual(['put', 'done']));
  test('of where it stands, among others', () => expect(check(`module m\n${actors}define here = a at {get, $0}`)).toEqual(['get', 'one', 'two', 'done']));
  test('of where it stands, up to', () => expect(check(`module m\n${actors}invariant p: a at {get..$0}`)).toEqual(['get', 'one', 'two', 'done']));
  test('of where a bound actor stands', () => expect(check(`module m\n${actors}invariant p: forall c in b: c at $0`)).toEqual(['put', 'done']));
  test('of steps inside an operation', () => expect(check(`module m\n${actors}invariant p: step is a.twice.$0`)).toEqual(['one', 'two']));
  test('of steps of a scenario', () => expect(check(`module m\n${actors}scenario s { a.get ; b[0].$0 }`)).toEqual(['put']));
  test('of fair actors', () => expect(check(`module m\n${actors}temporal t: eventually x under fair $0`)).toEqual(expect.arrayContaining(['a', 'b', 'get'])));
  test('of what a scenario may be', () => expect(check(`module m\n${actors}scenario s { a.get } is $0`)).toEqual(['possible', 'impossible']));
  test('of steps that are only named in properties are not variables', () => expect(check(`module m\n${actors}invariant p: a.$0`)).toEqual(['mine']));
  test.each([
    ['actor a $0', ['on', 'when', 'at']],
    ['actor a[2] o$0', ['on', 'when', 'at']],
    ['actor a on $0', ['cpu']],
    ['actor a on cpu[0] $0', ['as', 'when']],
    ['actor a on cpu[0] as $0', ['task', 'softirq', 'hardirq', 'nmi']],
    ['actor a on cpu[0] as nmi $0', ['when']],
  ])('of the head of an actor: %s', (text, expected) => expect(check(`module m\nshared x: bool\n${text}`)).toEqual(expected));
  test('of what an actor waits for', () => expect(check('module m\nshared x: bool\nactor a on cpu[0] when $0')).toContain('x'));
  test('of the life of an object', () =>
    expect(check('module m\nobject F {\n  freed: bool = false\n  live when not freed\n}\nshared f: F\ncheck c { } expect violates F.$0')).toEqual(['live']));
  test('of settings that are not set yet', () =>
    expect(check('module m\nconst N: 1..3 = 1\nvariant v: one | two = one\ncheck c { N = 2, $0 }')).toEqual(['v', 'bound', 'ignore', 'memory', 'window']));
  test('of implicit properties that are ignored', () => expect(check('module m\nshared x: bool\ncheck c { ignore $0 }')).toContain('deadlock'));
  test('of the axes of a matrix', () =>
    expect(check('module m\nconst N: 1..3 = 1\nvariant v: one | two = one\ncheck c for v, $0')).toEqual(['N', 'memory', 'window']));
  test('of memory models', () => {
    expect(check('module m\nactor a { }\ncheck c { memory $0 }')).toEqual(['sc', 'tso', 'weak']);
    expect(check('module m\nactor a { }\ncheck c for memory in {$0')).toEqual(['sc', 'tso', 'weak']);
    expect(check('module m\nactor a { }\ncheck c { memory tso, $0 }')).toEqual(['bound', 'ignore', 'window']);
  });
  test('of the values of an axis', () => expect(check('module m\nvariant v: one | two = one\ncheck c for v in $0')).toEqual(['one', 'two']));
  test('of an open range, and of what can be said of it', () => {
    expect(check('module m\nconst N: 0..2 = 1\nactor a[N] { }\ncheck c for N in $0')).toEqual(['0', '1', '2', '1..']);
    expect(check('module m\nconst N: 0..2 = 1\nconst M: 0..1 = 1\nactor a[N] { }\nactor b[M] { }\ncheck c for N in 1.., M in $0')).toEqual(['0', '1', '1..']);
    expect(check('module m\nconst N: 0..2 = 1\nactor a[N] { }\ncheck c for N in {$0')).toEqual(['0', '1', '2']);
    expect(check('module m\nconst N: 0..2 = 1\nactor a[N] { }\ncheck c for N in 1.. { } expect $0')).toEqual(['holds', 'violates', 'deadlocks', 'undecided']);
  });
  test('of verdicts', () => expect(check('module m\nshared x: bool\ncheck c { } expect $0')).toEqual(['holds', 'violates', 'deadlocks']));
  test('of the fields that whatever object is given may have', () =>
    expect(
      check('module m\nobject F { n: 0..3 = 0 }\nobject G { n: 0..3 = 0  m: bool = false }\nshared f: F\nshared g: G\nop clear(o: object) {\n  o.$0\n}\n'),
    ).toEqual(['n', 'm']));
  test('of what follows the name of a property in an expectation', () =>
    expect(check('module m\nshared x: bool\ninvariant p: x\ncheck c { } expect violates p $0')).toEqual([
      'within',
      'when',
      'under',
      'holds',
      'violates',
      'expect',
    ]));
  test('of an expectation on the next line', () => expect(check('module m\nshared x: bool\ncheck c { }\n  $0')[0]).toBe('expect'));
  test('of the values of a setting in a condition', () =>
    expect(check('module m\nvariant v: one | two = one\nshared x: bool\ninvariant p: x\ncheck c for v { } expect violates p when v == $0')).toEqual([
      'one',
      'two',
    ]));
  test('of what a check is about: properties alone', () =>
    expect(check('module m\nshared x: bool\ninvariant p: x\ncheck c of $0')).toEqual([
      'p',
      'deadlock',
      'range',
      'underflow',
      'overflow',
      'get_at_zero',
      'sleeps_in_atomic',
      'null_reference',
      'lost_reference',
    ]));
  test('of sizes: no operations', () => expect(check(`module m\nconst N: 1..3 = 1\n${actors}actor more[$0]`)).toEqual(expect.not.arrayContaining(['twice'])));
  test.each(['op go(f: $0)', 'atomic op go(f: Folio): $0', 'shared s: set<$0>', 'actor a {\n  op go(f: $0) { }\n}', 'actor a {\n  var v: $0\n}'])(
    'of types in `%s`',
    (text) => expect(check(`module m\n${folio}${text}`)).toEqual(expect.arrayContaining(['Folio', 'bool', 'set'])),
  );
  test('of the values of the other side first', () => {
    const kind = 'module m\nenum Kind { one, two }\nshared k: Kind = one\nshared o: bool = true\n';
    expect(check(`${kind}invariant p: k == $0`).slice(0, 2)).toEqual(['one', 'two']);
    expect(check(`${kind}actor a {\n  k = $0\n}`).slice(0, 2)).toEqual(['one', 'two']);
    expect(check(`${kind}actor a { if o != $0 { } }`).slice(0, 2)).toEqual(['true', 'false']);
  });
  test('of the nearest names first', () =>
    expect(
      check(`module m\nimport kernel.folio\n${folio}op own() { skip }\nactor a {\n  op other(theirs: bool) { skip }\n  var mine: bool = true\n  $0\n}`).filter(
        (name) => ['mine', 'folio', 'own', 'other', 'folio_get', 'theirs'].includes(name),
      ),
    ).toEqual(['mine', 'folio', 'other', 'own', 'folio_get']));
  test('an operation whose parentheses stand there is its name alone', () => {
    const { snapshot, cursor } = fixture('module m\nshared x: bool\nop go(a: bool) { x = a }\nactor z {\n  g$0o(x)\n}');
    expect(completions(snapshot, cursor).find(({ label }) => label === 'go')?.insert).toBe('go');
  });
  test('a list comes by itself where few things can be written', () => {
    const narrow = (text: string): boolean => {
      const { snapshot, cursor } = fixture(text);
      return isNarrow(snapshot, cursor);
    };
    expect(
      ['module m\nshared x: $0', 'module m\nshared x: bool\nactor a { here: skip  goto $0 }', `module m\n${actors}invariant p: a at $0`].map(narrow),
    ).toEqual([true, true, true]);
    expect(['module m\nactor a { here: $0', 'module m\nshared x: bool\nactor a { x = $0', 'module m\n$0', 'module m\ninvariant p: not $0'].map(narrow)).toEqual(
      [false, false, false, false],
    );
    // Where a line may end, Enter ends it.
    const check = `module m\nshared x: bool\n${actors}invariant p: x\ncheck c { }`;
    expect(['module m\nshared x: bool $0', `${check} $0`, `${check} expect holds $0`, `${check} expect violates p under fair cpu $0`].map(narrow)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect([`${check} expect $0`, `${check} expect violates $0`, `${check} expect violates p under $0`].map(narrow)).toEqual([true, true, true]);
  });
});

/** A snippet with its holes filled as they are. */
function filled(insert: string): string {
  return insert
    .replaceAll(/\$\{\d+\|(\w+)[^}]*\}/gu, '$1')
    .replaceAll(/\$\{\d+:([^}]*)\}/gu, '$1')
    .replaceAll(/\$\d/gu, '');
}

describe('snippets are text of the language', () => {
  const at = (text: string) => {
    const { snapshot, cursor } = fixture(text);
    const { text: before } = snapshot.main;
    return completions(snapshot, cursor)
      .filter(({ insert }) => /\$\{?\d/u.test(insert))
      .map(({ label, insert, span }) => [label, before.slice(0, span.start) + filled(insert) + before.slice(span.end)] as const);
  };
  const declarations = at('module m\n$0\n');
  const members = at('module m\nobject F {\n  $0\n}\n');
  const statements = at('module m\nshared x: bool = false\nop go(f: bool) { skip }\nactor a {\n  label: skip\n  $0\n}\n');
  const types = at('module m\nshared x: $0\n');

  test('there are some for an actor, an object, a check and the others', () =>
    expect(declarations.map(([label]) => label)).toEqual(
      expect.arrayContaining([
        'actor',
        'object',
        'check',
        'op',
        'atomic op',
        'invariant',
        'temporal',
        'scenario',
        'variant',
        'shared',
        'shared owns',
        'enum',
        'record',
      ]),
    ));
  test('a file begins with its module', () => {
    const { snapshot, cursor } = fixture('$0');
    expect(completions(snapshot, cursor).map(({ label, insert }) => [label, filled(insert)])).toEqual([['module', 'module name']]);
  });
  test.each([...declarations, ...members, ...statements, ...types])('%s', (_, text) =>
    expect(parse({ path: '', text }, 0).diagnostics.map(({ message }) => message)).toEqual([]),
  );
});
