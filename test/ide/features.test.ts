import {
  codeActions,
  diagnosticsOf,
  documentSymbols,
  folds,
  hover,
  importFixes,
  inlayHints,
  lenses,
  selectionRanges,
  semanticTokens,
  signatureHelp,
  workspaceSymbols,
  type DocumentSymbol,
  type AllFound,
} from '@mmspec/ide';
import { implicitNames } from '@mmspec/system';
import { tokens, words } from '@mmspec/syntax';
import { describe, expect, test } from 'vitest';
import { fixture } from './fixture.ts';
import { library } from './library.ts';
import { specs } from './rename_law.ts';

/*
 * What is shown at a place or for a file.
 */

const folio = 'object Folio {\n  /// Who holds it.\n  refcount: ref = 1\n  mapped: bool = true\n}\nshared folio: Folio\n';

describe('hover', () => {
  const check = (text: string): string => {
    const { snapshot, cursor } = fixture(text);
    return hover(snapshot, cursor)?.text ?? '';
  };
  test('type, range and comment of a variable', () =>
    expect(check('module m\n/// Counts.\nshared n$0: 0..7 = 3')).toBe('```mmspec\nshared n: 0..7 = 3\n```\n\nCounts.'));
  test('a kernel name says what the kernel does', () =>
    expect(check(`module m\nimport kernel.folio\nimport kernel.lock\n${folio}actor a { folio_try$0_get(folio) }`)).toContain('add unless zero'));
  test('an operation says its steps', () =>
    expect(check('module m\nshared x: bool\nop tw$0ice() { one: x = true\n two: x = false }')).toContain('- `one: x = true`\n- `two: x = false`'));
  test('an atomic operation is one step', () => expect(check('module m\nshared x: bool\natomic op on$0ce() { x = true }')).toContain('One step.'));
  test('a counter has a formula', () =>
    expect(
      check(`module m\n${folio.replace('refcount', 'refcou$0nt')}actor a { take: get(folio.refcount)\n use: touch(folio)\n drop: put(folio.refcount) }`),
    ).toMatch(/folio\.refcount = 1 \+ /u));
  test('a word of the language', () => expect(check('module m\nshared x: bool\nactor a { idle aw$0ait x }')).toContain('waits until'));
  test('a built-in', () => expect(check(`module m\n${folio}actor a { ge$0t(folio.refcount) }`)).toContain('Takes a reference'));
  const queue = 'module m\nshared q: seq<0..3, 3> = [1, 2]\n';
  test.each([
    ['the sum over a set or a sequence', `${queue}invariant p: su$0m(x in q: x) < 9`, 'The sum of `e`'],
    ['what a sum is over', `${queue}invariant p: sum(x in q: $0x) < 9`, 'x in q // a number'],
    ['a removal', `${queue}actor a { rem$0ove(q, 1) }`, 'first'],
    ['a removal at a place', `${queue}actor a { let old = remove$0_at(q, 0)  assert old < 4 }`, 'moves'],
    ['a search', `${queue}invariant p: fi$0nd(q, 1) != none`, 'none'],
    ['the first of a sequence', `${queue}invariant p: |q| > 0 implies fir$0st(q) < 4`, 'first'],
  ])('sequences: %s', (_, text, says) => expect(check(text)).toContain(says));
  test('a label says what its step is', () =>
    expect(check('module m\nshared x: bool\nactor a { he$0re: x = true }')).toBe('```mmspec\nhere:\n```\n\n```mmspec\nx = true\n```\n\nA label of actor `a`.'));
  test('a tag says whose it is', () =>
    expect(check('module m\nenum Kind { one, two }\nvariant v: two | three = two\nshared k: Kind = tw$0o')).toBe(
      '```mmspec\ntwo\n```\n\nOne of `enum Kind { one, two }`.\n\nOne of `variant v: two | three = two`.',
    ));
  test('the life of an object', () =>
    expect(check('module m\nobject F {\n  freed: bool = false\n  live when not freed\n}\nshared f: F\ncheck c { } expect violates F.li$0ve')).toContain(
      'live when not freed',
    ));
  test('an import says what the file is about', () =>
    expect(check('module m\nimport kernel.fol$0io\n')).toMatch(/^```mmspec\nmodule kernel\.folio\n```\n\nReferences on folios and the folio lock\./u));
  test('a field of whatever object is given, and which there are', () =>
    expect(check(`module m\n${folio}atomic op drop(f: object) { put(f.refcou$0nt) }\nactor a { drop(folio) }`)).toBe(
      '```mmspec\nrefcount\n```\n\nA field of the object that is given.\n\nIn `Folio`: `refcount: ref = 1`',
    ));
  test('the name of a file says what it is about', () => expect(check('/// A race.\nmodule ra$0ce\n')).toBe('```mmspec\nmodule race\n```\n\nA race.'));
  test.each(words)('the word `%s`', (word) => expect(check(`module m\n${word.slice(0, 1)}$0${word.slice(1)} `)).not.toBe(''));
  test.each(implicitNames)('a property that every spec has: %s', (name) =>
    expect(check(`module m\nshared x: bool = false\ncheck c { ignore ${name.slice(0, 2)}$0${name.slice(2)} }`)).not.toBe(''),
  );
  test('the place at the end of an actor', () =>
    expect(check('module m\nshared x: bool = false\nactor a { x = true }\ninvariant p: a at do$0ne implies x')).toContain('end of its text'));
  test.each(specs.map(({ name, text }) => [name, text] as const))('explains every name of %s', (_, text) => {
    const { snapshot } = fixture(text);
    expect(
      tokens(snapshot.main)
        .filter(({ type, start }) => type === 'Name' && hover(snapshot, start) === null)
        .map(({ image }) => image),
    ).toEqual([]);
  });
  test('nothing between words', () => expect(check('module m\n\n$0\nshared x: bool')).toBe(''));
});

describe('signature help', () => {
  const check = (text: string): string => {
    const { snapshot, cursor } = fixture(text);
    const help = signatureHelp(snapshot, cursor);
    return help === null ? '' : `${help.signature} ${help.active}`;
  };
  test('of an operation', () =>
    expect(check('module m\nshared x: bool\nop go(a: bool, b: 0..3): bool { return a }\nactor z { go(x, $0) }')).toBe('go(a: bool, b: 0..3): bool 1'));
  test('of a built-in that is half typed', () => expect(check('module m\nshared x: bool\nactor z { xchg(x, $0')).toBe('xchg(place, value): old 1'));
  test('of the inner call', () => expect(check('module m\nactor z { x = max(1, min(2$0')).toBe('min(a: int, b: int): int 0'));
  test.each([
    ['holders', 'holders(f): set 0'],
    ['refs', 'refs(f by S): int 0'],
    ['enabled', 'enabled(A.L): bool 0'],
  ])('of what properties ask: %s', (name, signature) => expect(check(`module m\nshared x: bool\ninvariant p: ${name}($0`)).toBe(signature));
  test('where the parameters are declared', () => expect(check('module m\nop go(a: bool, $0')).toBe(''));
  test('outside of calls', () => expect(check('module m\nactor z { $0 }')).toBe(''));
});

describe('outline', () => {
  const names = (symbols: readonly DocumentSymbol[]): unknown[] =>
    symbols.map(({ name, kind, children }) => (children.length === 0 ? `${kind} ${name}` : [`${kind} ${name}`, ...names(children)]));
  const check = (text: string): unknown[] => names(documentSymbols(fixture(text).snapshot.module));
  test('of a whole file', () =>
    expect(check(`module m\n${folio}actor a {\n  var v: bool = true\n  one: skip\n}\ncheck c { }`)).toEqual([
      ['object Folio', 'field refcount', 'field mapped'],
      'shared folio',
      ['actor a', 'local v', 'label one'],
      'check c',
    ]));
  test('of a file that is half typed', () =>
    expect(check(`module m\n${folio}actor a {\n  one: if folio.\n}\ncheck c { }`)).toEqual(expect.arrayContaining(['check c', 'shared folio'])));
});

describe('symbols of the workspace', () => {
  const check = (query: string): readonly string[] => {
    const { snapshot } = fixture(`module m\n${folio}actor gup {\n  var page: bool = true\n  op deref() { read: skip }\n  get: skip\n}\ncheck gup_only { }`);
    return workspaceSymbols([snapshot], query).map(({ kind, container, name }) => `${kind} ${container === '' ? '' : `${container}.`}${name}`);
  };
  test('are found by a part of their name', () => expect(check('GUP')).toEqual(['actor gup', 'check gup_only']));
  test('are fields, operations and labels too', () =>
    expect(['mapped', 'deref', 'read'].flatMap(check)).toEqual(['field Folio.mapped', 'op gup.deref', 'label gup.deref.read']));
  test('are found by what they stand in', () => expect(check('gup.get')).toEqual(['label gup.get']));
  test('are no local variables', () => expect(check('page')).toEqual([]));
});

test('blocks, comments and imports fold', () => {
  const { snapshot } = fixture('module m\n// one\n// two\nimport kernel.lock\nimport kernel.folio\nactor a {\n  loop {\n    skip\n  }\n}\n');
  expect(folds(snapshot)).toEqual([
    { start: 1, end: 2, kind: 'comment' },
    { start: 3, end: 4, kind: 'imports' },
    { start: 5, end: 8, kind: 'region' },
    { start: 6, end: 7, kind: 'region' },
  ]);
});

test('selections grow from the name to the file', () => {
  const { snapshot, cursor } = fixture('module m\nshared x: bool\nactor a { x = not x$0 }');
  expect(selectionRanges(snapshot, cursor).map(({ start, end }) => snapshot.main.text.slice(start, end))).toEqual([
    'x',
    'not x',
    'x = not x',
    '{ x = not x }',
    'actor a { x = not x }',
    snapshot.main.text,
  ]);
});

test('selections grow through the operation of an actor', () => {
  const { snapshot, cursor } = fixture('module m\nshared x: bool\nactor a {\n  op go() { x = tr$0ue }\n  go()\n}');
  expect(
    selectionRanges(snapshot, cursor)
      .map(({ start, end }) => snapshot.main.text.slice(start, end))
      .slice(0, 4),
  ).toEqual(['true', 'x = true', '{ x = true }', 'op go() { x = true }']);
});

test('names have types', () => {
  const { snapshot } = fixture(`module m\nvariant v: one | two = one\n${folio}actor a { here: if v == two { get(folio.refcount) } }`);
  const found = semanticTokens(snapshot).map(({ start, end, type, modifiers }) => `${snapshot.main.text.slice(start, end)} ${[type, ...modifiers].join(' ')}`);
  expect(found).toEqual(
    expect.arrayContaining([
      'v variable declaration readonly',
      'two enumMember readonly',
      'Folio class declaration',
      'here label declaration',
      'get function defaultLibrary',
      'refcount property',
    ]),
  );
});

test('hints say in the lines of the actor where a reference was taken', () => {
  const { snapshot } = fixture(
    `module m\nimport kernel.folio\nimport kernel.lock\n${folio}actor a {\n  take: folio_get(folio)\n  use: touch(folio)\n  drop: folio_put(folio)\n}`,
  );
  const [hint] = inlayHints(snapshot, 0, snapshot.main.text.length).filter(({ text }) => text.includes('holds'));
  expect(hint?.tooltip).toBe('At use, drop (get, line 11).');
});

test('hints say what is held, and which calls are one step', () => {
  const { snapshot } = fixture(
    `module m\nimport kernel.folio\nimport kernel.lock\n${folio}actor a {\n  take: folio_get(folio)\n  use: touch(folio)\n  drop: folio_put(folio)\n}`,
  );
  const found = inlayHints(snapshot, 0, snapshot.main.text.length);
  expect(found.map(({ text }) => text.trim())).toEqual(['atomic', 'holds 1 on folio.refcount', 'atomic']);
});

test('a call that takes several steps on a CPU is hinted at where it takes one', () => {
  const { snapshot } = fixture(
    `module m\nimport kernel.spinlock\nshared l: Spinlock\natomic op both() { spin_lock(l) }\nactor a { take: spin_lock(l) drop: spin_unlock(l) }\nactor b on cpu[0] { take: spin_lock(l) drop: spin_unlock(l) }`,
  );
  const lines = inlayHints(snapshot, 0, snapshot.main.text.length).map(({ offset }) => snapshot.main.text.slice(0, offset).split('\n').length);
  expect(lines).toEqual([5, 5, 6]);
});

test('checks, scenarios and properties have lenses', () => {
  const { snapshot } = fixture(
    'module m\nvariant v: bool = true\nshared x: bool\nactor a { here: x = v }\ninvariant p: x\ncheck c { }\ncheck d for v { }\nscenario s { a.here }',
  );
  expect(lenses(snapshot.module).map(({ kind, name }) => `${kind} ${name}`)).toEqual(['all a', 'all p', 'check c', 'matrix d', 'scenario s']);
});

describe('diagnostics', () => {
  const check = (text: string): readonly string[] => diagnosticsOf(fixture(text).snapshot).map(({ severity, message }) => `${severity}: ${message}`);
  test('of a sound file', () => expect(check('module m\nshared x: bool = false\nactor a { x = true }\ncheck c { }')).toEqual([]));
  test('go on after a mistake', () => expect(check('module m\nshared x bool\nactor a { y = true }').length).toBeGreaterThan(1));
  test('of an imported file are named at the import', () =>
    expect(check('//- main.mmspec\nmodule main\nimport other\n//- other.mmspec\nmodule other\nshared x: Nothing\n')[0]).toMatch(/^error: other\.mmspec: /u));
});

describe('code actions', () => {
  /** The text after the action of that title. */
  function check(text: string, title: RegExp, results: AllFound['results'] = []): string {
    const { snapshot, cursor } = fixture(text);
    const action = codeActions(snapshot, cursor, cursor, { results, scenarios: [] }).find((each) => title.test(each.title));
    let { text: after } = snapshot.main;
    for (const { span, text: written } of action?.edits.toSorted((a, b) => b.span.start - a.span.start) ?? [])
      after = after.slice(0, span.start) + written + after.slice(span.end);
    return after;
  }
  const sound = 'module m\nshared x: bool\nactor a { x = true }\ninvariant p: not x\n';
  test('every fix of a diagnostic', () =>
    expect(check('module m\nshared long_name: bool\nactor a { long_nam$0 = true }', /Change to/u)).toContain('{ long_name = true }'));
  test('wrap in atomic', () => expect(check('module m\nshared x: bool\nactor a { x = tr$0ue }', /atomic/u)).toContain('{ atomic { x = true } }'));
  test('wrap a selection in atomic', () => {
    const text = 'module m\nshared x: bool = false\nshared y: bool = false\nactor a {\n  x = true\n  if x { y = true }\n  y = false\n}';
    const { snapshot } = fixture(text);
    const [action] = codeActions(snapshot, text.indexOf('  x = true'), text.indexOf('{ y = true') + 3);
    expect(action?.title).toBe('Make these one step with `atomic`');
    expect(action?.edits.map(({ span, text: written }) => [text.slice(span.start, span.end), written])).toEqual([
      ['x = true\n  if x { y = true }', 'atomic {\n    x = true\n    if x { y = true }\n  }'],
    ]);
  });
  test.each([
    ['what is one step already', 'module m\nshared x: bool\nactor a { atomic { x = tr$0ue } }'],
    ['in an operation of one step', 'module m\nshared x: bool\natomic op go() { x = tr$0ue }\nactor a { go() }'],
    ['a loop', 'module m\nshared x: bool\nactor a { lo$0op { x = true } }'],
    ['an operation of several steps', 'module m\nshared x: bool\nop go() { x = true  x = false }\nactor a { g$0o() }'],
  ])('no atomic around %s', (_, text) => expect(check(text, /atomic/u)).toBe(text.replace('$0', '')));
  test('split a step of several locations', () =>
    expect(check('module m\nshared x: 0..3 = 0\nshared y: 0..3 = 0\nactor a {\n  x = x$0 + y\n}\n', /[Ss]plit|local/u)).toMatch(/let /u));
  test('add a setting', () =>
    expect(check('module m\nconst N: 1..3 = 2\nvariant v: bool = true\nshared x: 0..N = 0\nactor a { x = 1 }\ncheck c$0 { v = false }', /Set `N`/u)).toContain(
      '{ v = false, N = 2 }',
    ));
  test.each([
    ['after the others', 'module m\nimport kernel.lock\nshared l: Lock\nactor a { folio_g$0et(l) }\n', 'import kernel.lock\nimport kernel.folio\n'],
    ['after the name of the file', 'module m\nactor a { folio_g$0et(l) }\n', 'module m\n\nimport kernel.folio\n'],
  ])('import the module that declares an unknown name, %s', (_, text, after) => {
    const { snapshot, cursor } = fixture(text);
    const [action, ...others] = importFixes(snapshot, cursor, cursor, library);
    expect([action?.title, others]).toEqual(['Import `kernel.folio`', []]);
    const [edit] = action?.edits ?? [];
    expect(snapshot.main.text.slice(0, edit?.span.start) + (edit?.text ?? '') + snapshot.main.text.slice(edit?.span.end)).toContain(after);
  });
  test('another spelling of a module that is not there', () => {
    const { snapshot, cursor } = fixture('module m\nimport kernel.foli$0\nimport folio\n');
    expect(importFixes(snapshot, cursor, cursor, library).map(({ title, preferred, edits }) => [title, preferred, edits[0]?.text])).toEqual([
      ['Change to `kernel.folio`', true, 'kernel.folio'],
    ]);
    expect(importFixes(snapshot, snapshot.main.text.length - 2, snapshot.main.text.length - 2, library).map(({ title }) => title)).toEqual([
      'Change to `kernel.folio`',
    ]);
  });
  test('expect what was found', () => {
    const results = [{ property: 'p', verdict: 'violated' as const, depth: 1 }];
    expect(check(`${sound}check c$0 { } expect holds`, /what was found/u, [{ name: 'c', met: false, results }])).toContain(
      'check c { } expect violates p within 1',
    );
    expect(check(`${sound}check c$0 { }`, /what was found/u, [{ name: 'c', met: true, results }])).toContain('check c { } expect violates p within 1');
  });
});
