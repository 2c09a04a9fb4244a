import { completions, parseCache, snapshotOf } from '@mmspec/ide';
import { describe, expect, test } from 'vitest';
import { resolve } from '../lsp/edits.ts';
import { notOffered } from './completion_law.ts';
import { fixture } from './fixture.ts';
import { library } from './library.ts';

/*
 * By what stands around a place: what may stand there is offered, and nothing else.
 */

const offered = (text: string): ReturnType<typeof completions> => {
  const { snapshot, cursor } = fixture(text);
  return completions(snapshot, cursor, library);
};
const labels = (text: string): readonly string[] => offered(text).map(({ label }) => label);

const spec = `module m
import kernel.folio
const N: 1..3 = 1
variant v: one | two = one
enum Kind { anon, file }
record Pair { left: bool, right: bool }
object Folio {
  refcount: ref = 1
  lock: Lock
  kind: Kind = anon
}
shared folio: Folio
shared x: bool = false
shared q: seq<0..3, 4> = []
shared pair: Pair = Pair(left: true, right: false)
op nothing() { step: x = true }
atomic op answer(): bool {
  x = true
  return x
}
action env when x { x = false }
actor a {
  var mine: bool = false
  get: mine = answer()
  if answer() { x = mine }
  loop { idle await x }
}
`;

describe('after `import`', () => {
  test('the library comes first, and what is imported already is left out', () => {
    const found = labels('module m\nimport kernel.folio\nimport $0\n');
    expect(found.slice(0, 3)).toEqual(['kernel.atomics', 'kernel.barrier', 'kernel.bitops']);
    expect(found).not.toContain('kernel.folio');
  });
  test('what stands under the cursor is offered though it is imported', () => expect(labels('module m\nimport kernel.fo$0lio\n')).toContain('kernel.folio'));
  test('a module says what it is about', () =>
    expect(offered('module m\nimport $0').find(({ label }) => label === 'kernel.rcu')?.detail).toBe(
      'RCU: readers run without locks, and a grace period waits for those that were running when it began.',
    ));
});

describe('in declarations', () => {
  test.each([
    ['new tags have no names yet', 'enum Kind { one, $0', []],
    ['nor have the fields of a record', 'record Pair {\n  $0\n}', []],
    ['types of the fields of a record', 'record Pair { left: $0 }', ['bool', 'set']],
    ['members of an object', 'object Page {\n  $0\n}', ['refcount', 'invariant', 'live when', 'ghost', 'owns']],
    ['what an object is alive by', 'object Page {\n  freed: bool = false\n  live $0\n}', ['when']],
    ['beginnings of fields', 'object Page {\n  kind: Kind = $0\n}', ['anon', 'file', 'N', 'one']],
    ['a variable of the environment', 'shared $0', ['owns']],
    ['an atomic operation', 'atomic $0', ['op']],
    ['a branch', 'actor b {\n  if x { skip } $0', ['else', 'else if', 'skip']],
    ['another branch', 'actor b {\n  either { skip } $0', ['or']],
    ['operations of an actor', 'actor b {\n  $0', ['op', 'atomic op', 'loop']],
    ['a waiting that is idle', 'actor b {\n  idle $0', ['await']],
    ['fields of a record that is made', 'actor b {\n  pair = Pair($0', ['left', 'right']],
  ])('%s', (_, text, expected) => expect(labels(spec + text)).toEqual(expected.length === 0 ? [] : expect.arrayContaining(expected)));
  test('sizes and beginnings are made of constants', () => {
    const found = labels(`${spec}shared y: bool = $0`);
    expect(found).toEqual(expect.arrayContaining(['true', 'false', 'N', 'min', 'folio']));
    for (const other of ['x', 'answer', 'nothing', 'get', 'count', 'holders']) expect(found).not.toContain(other);
  });
  test('the module is named as its file', () => {
    const snapshot = snapshotOf({ path: '/w/specs/gup_fast.mmspec', text: 'module ' }, () => null);
    expect(completions(snapshot, 7).map(({ label }) => label)).toEqual(['gup_fast', 'specs.gup_fast']);
  });
});

describe('in `check … for`', () => {
  test.each([
    ['axes', 'check c for $0', ['N', 'v', 'memory', 'window']],
    ['axes that are not there yet', 'check c for N, $0', ['v', 'memory', 'window']],
    ['after a set of values', 'check c for v in {one, two}, $0', ['N', 'memory', 'window']],
    ['values in a set', 'check c for v in {one, $0', ['one', 'two']],
    ['values of a range', 'check c for N in 1..$0', ['1', '2', '3']],
    ['what goes on with an axis', 'check c for v $0', ['in', 'where', 'of']],
    ['what goes on with its values', 'check c for v in {one} $0', ['where', 'of']],
  ])('%s', (_, text, expected) => expect(labels(spec + text)).toEqual(expected));
  test('cells are chosen by constants', () => {
    const found = labels(`${spec}check c for v, N where $0`);
    expect(found).toEqual(expect.arrayContaining(['v', 'N', 'one', 'not']));
    expect(found).not.toContain('x');
  });
  test('an expectation is meant where constants say so', () => {
    expect(labels(`${spec}check c for v { } expect violates deadlock when $0`)).toEqual(['N', 'v', 'memory', 'not']);
    expect(labels(`${spec}check c for v { } expect violates deadlock when v == one, $0`)).toContain('lost_reference');
  });
});

describe('in `under`', () => {
  const temporal = `${spec}temporal t: eventually x under`;
  test('fairness', () => expect(labels(`${temporal} $0`)).toEqual(['fair', 'strongly fair']));
  test('of whom', () => expect(labels(`${temporal} fair $0`)).toEqual(expect.arrayContaining(['a', 'env', 'get'])));
  test('of whom else', () => expect(labels(`${temporal} fair a, $0`)).toEqual(['fair', 'strongly fair']));
  test('what is excepted', () => expect(labels(`${temporal} fair a $0`)).toEqual(['except', 'expect violated']));
  test('in the next line', () => {
    expect(labels(`${spec}temporal t: eventually x\n  $0`)).toEqual(expect.arrayContaining(['and', 'under fair', 'expect violated', 'check']));
    expect(labels(`${temporal} fair a\n  $0`)).toEqual(expect.arrayContaining(['except', 'expect violated', 'check']));
    expect(labels(`${spec}reachable p: x\n  $0`)).toEqual(expect.arrayContaining(['when', 'expect violated', 'check']));
    expect(labels(`${spec}temporal t: eventually\n  $0`)).not.toContain('under fair');
  });
  test('strong fairness', () => expect(labels(`${temporal} strongly $0`)).toEqual(['fair']));
});

describe('in properties', () => {
  const ofState = ['holders', 'enabled', 'quiescent', 'forall', 'count', 'x', 'Folio'];
  const ofStep = ['step is', 'no new refs', 'mover'];
  const ofPath = ['always', 'eventually'];
  const never = ['answer', 'nothing', 'try_get', 'put', 'touch', 'in_task', 'might_sleep'];
  test.each([
    ['invariant p: $0', [...ofState, ...ofStep], ofPath],
    ['temporal t: $0', [...ofState, ...ofStep, ...ofPath], []],
    ['temporal t: always $0', [...ofState, ...ofStep, ...ofPath], ['and', 'under fair']],
    ['temporal t: x implies eventually $0', [...ofState, ...ofStep, ...ofPath], ['and', 'under fair']],
    ['possible p: $0', ofState, [...ofStep, ...ofPath]],
    ['reachable p: $0', ofState, [...ofStep, ...ofPath]],
    ['object O {\n  f: bool = false\n  live when $0', ofState, [...ofStep, ...ofPath]],
    ['object O {\n  f: bool = false\n  invariant i: $0', [...ofState, ...ofStep], ofPath],
    ['check c { bound $0', ofState, [...ofStep, ...ofPath]],
  ])('%s', (text, some, others) => {
    const found = labels(spec + text);
    expect(found).toEqual(expect.arrayContaining(some));
    for (const other of [...others, ...never]) expect(found).not.toContain(other);
  });
  test('an operand is followed by an operator', () => {
    const found = labels(`${spec}invariant p: x $0`);
    expect(found).toEqual(expect.arrayContaining(['and', 'or', 'implies', 'at', 'holds', 'expect violated']));
    expect(found).not.toContain('x');
  });
  test('a property goes on in the next line, or another one begins', () =>
    expect(labels(`${spec}invariant p: x\n$0`)).toEqual(expect.arrayContaining(['implies', 'invariant', 'check'])));
});

describe('in the text of actors', () => {
  const code = `${spec}actor b {\n  var seen: bool = false\n  `;
  const void_ = ['nothing', 'folio_put', 'get', 'touch', 'append'];
  const withResult = ['answer', 'folio_try_get', 'try_get', 'xchg'];
  test.each(['if $0', 'while $0', 'if not $0', 'seen = $0', 'let other = $0', 'return $0'])('a call that gives a value may be all of `%s`', (text) => {
    const found = labels(code + text);
    expect(found).toEqual(expect.arrayContaining([...withResult, 'x', 'seen']));
    for (const other of void_) expect(found).not.toContain(other);
  });
  test.each(['await $0', 'assert $0', 'if x and $0', 'seen = x == $0', 'nothing($0', 'choose s in $0'])('no call changes anything inside of `%s`', (text) => {
    const found = labels(code + text);
    expect(found).toEqual(expect.arrayContaining(['x', 'seen', 'count', 'index']));
    for (const other of [...void_, ...withResult]) expect(found).not.toContain(other);
  });
  test('a statement is no value', () => {
    const found = labels(`${code}$0`);
    expect(found).toEqual(expect.arrayContaining(['nothing', 'answer', 'folio_put', 'get', 'seen', 'if', 'for']));
    for (const other of ['N', 'v', 'one', 'count', 'index', 'min', 'a', 'Folio']) expect(found).not.toContain(other);
  });
  test('what waits in the same line goes on, or another statement begins', () =>
    expect(labels(`${code}x = seen $0`)).toEqual(expect.arrayContaining(['and', 'or', 'if', 'await'])));
  test('a condition goes on', () => {
    const found = labels(`${code}if x $0`);
    expect(found).toEqual(expect.arrayContaining(['and', 'or']));
    expect(found).not.toContain('await');
  });
});

describe('operations of the library that are not imported', () => {
  const text = 'module m\n\nshared x: bool = false\n\nactor a {\n  $0\n}\n';
  test('come last, with their import', () => {
    const found = offered(text);
    const at = found.findIndex(({ label }) => label === 'folio_get');
    expect(at).toBeGreaterThan(found.findIndex(({ label }) => label === 'touch'));
    expect(found[at]).toMatchObject({ insert: 'folio_get(${1:f})', importing: 'kernel.folio', detail: 'op folio_get(f), from kernel.folio' });
    expect(found[at]?.besides.map(({ span, text: written }) => [span.start, written])).toEqual([[8, '\n\nimport kernel.folio']]);
  });
  test('stand where they may: in a condition those that give a value', () => {
    const found = labels(text.replace('$0', 'if $0'));
    expect(found).toContain('folio_try_get');
    expect(found).not.toContain('folio_put');
    expect(labels(text.replace('$0', 'await $0'))).not.toContain('folio_try_get');
  });
  test('types too', () => expect(offered('module m\nshared l: $0').find(({ label }) => label === 'Spinlock')?.importing).toBe('kernel.spinlock'));
  test('are not offered where the spec has such names of its own', () => {
    const own = labels(text.replace('actor', 'op folio_lock() { skip }\nactor'));
    expect(own).not.toContain('folio_get');
    expect(own).toContain('rcu_read_lock');
  });
});

describe('laws', () => {
  test('what stands in a sound spec is offered where it stands', () => expect(notOffered(9, 0)).toEqual([]));

  /** A call or a word where none may stand. */
  const misplaced: ReadonlySet<string> = new Set(['MM0239', 'MM0301', 'MM0316', 'MM0317', 'MM0102']);
  const places = [
    'invariant p: «x»',
    'temporal t: «x» leads to x under fair',
    'possible p: not «x»',
    'reachable r: x and «x»',
    'object O {\n  f: bool = false\n  live when «f»\n}',
    'object O {\n  f: bool = false\n  invariant i: «f»\n}',
    'actor b { if «x» { skip } }',
    'actor b { while not «x» { skip } }',
    'actor b { await «x» }',
    'actor b { x = «x» }',
    'actor b { assert x or «x» }',
    'actor b when «x» { skip }',
    'action e2 when «x» { skip }',
    'check c { bound «x» }',
  ];
  test.each(places)('nothing that is offered is misplaced: %s', (place) => {
    const { snapshot, marked } = fixture(spec + place);
    const [, start = '0', end = '0'] = /:(\d+)-(\d+)/u.exec(marked[0] ?? '') ?? [];
    const { text } = snapshot.main;
    const codesOf = (changed: string): readonly string[] =>
      snapshotOf({ path: 'main.mmspec', text: changed }, resolve, parseCache().read).analysed.diagnostics.map(({ code }) => code);
    expect(codesOf(text).filter((code) => misplaced.has(code))).toEqual([]);
    const wrong = completions(snapshot, Number(end), library).flatMap(({ label, insert, importing }) => {
      if (importing !== undefined) return [];
      const filled = insert
        .replaceAll(/\$\{\d+:S\}/gu, 'a')
        .replaceAll(/\$\{\d+:p\}/gu, 'true')
        .replaceAll(/\$\{\d+:([^}]*)\}/gu, '$1');
      const found = codesOf(text.slice(0, Number(start)) + filled + text.slice(Number(end))).filter((code) => misplaced.has(code));
      return found.length > 0 ? [`${label}: ${found.join(', ')}`] : [];
    });
    expect(wrong).toEqual([]);
  });
});
