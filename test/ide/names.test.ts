import { definition, highlights, incomingCalls, hierarchyItem, linkedEditing, links, outgoingCalls, parseCache, references, snapshotOf } from '@mmspec/ide';
import type { SourceFile } from '@mmspec/source';
import { describe, expect, test } from 'vitest';
import { fixture, mark, marks } from './fixture.ts';

/*
 * What follows names: definition, references, highlights, linked editing, call hierarchy, links.
 */

describe('definition', () => {
  function check(text: string): void {
    const { snapshot, cursor, marked } = fixture(text);
    expect(
      definition(snapshot, cursor)
        .map(({ path, span }) => mark(path, span))
        .sort(),
    ).toEqual(marked);
  }
  test('of a shared variable', () => check('module m\nshared «x»: bool\nactor a { x$0 = true }'));
  test('of a field', () => check('module m\nobject F { «safe»: 0..3 = 0 }\nshared f: F\nactor a { f.sa$0fe = 1 }'));
  test('of a field in an invariant of its object', () => check('module m\nobject F {\n  «safe»: 0..3 = 0\n  invariant p: saf$0e == 0\n}\nshared f: F'));
  test('of a local', () => check('module m\nshared x: bool\nactor a { var «v»: bool = x  x = v$0 }'));
  test('of what `choose` declares', () => check('module m\nshared x: 0..3\nactor a { choose «v» in 0..3  x = $0v }'));
  test('of a parameter', () => check('module m\nshared x: bool\natomic op set_it(«v»: bool) { x = v$0 }'));
  test('of a constant in a check', () => check('module m\nconst «N»: 1..3 = 1\nshared x: 0..N\nactor a { x = 1 }\ncheck c { N$0 = 2 }'));
  test('of a variant in a matrix', () => check('module m\nvariant «v»: one | two = one\ncheck c for v$0 { }'));
  test('of a tag', () => check('module m\nenum E { «one», two }\nshared e: E = on$0e'));
  test('of a label from `goto`', () => check('module m\nshared x: bool\nactor a { «here»: x = true  goto he$0re }'));
  test('of a label from `step is`', () => check('module m\nshared x: bool\nactor a { «here»: x = true }\ninvariant p: step is a.her$0e implies x'));
  test('of a label from `at`', () => check('module m\nshared x: bool\nactor a { «here»: x = true }\ninvariant p: a at he$0re implies x'));
  test('of a label from a scenario', () => check('module m\nshared x: bool\nactor a { «here»: x = true }\nscenario s { a.h$0ere }'));
  test('of an actor from a scenario', () => check('module m\nshared x: bool\nactor «a» { here: x = true }\nscenario s { a$0.here }'));
  test('of a property from an expectation', () => check('module m\nshared x: bool\nactor a { x = true }\ninvariant «p»: x\ncheck c { } expect violates p$0'));
  test('of an operation in another file', () =>
    check('//- main.mmspec\nmodule main\nimport other\nactor a { go$0() }\n//- other.mmspec\nmodule other\nshared x: bool\nop «go»() { x = true }\n'));
  test('of an import', () => check('//- main.mmspec\nmodule main\nimport oth$0er\n//- other.mmspec\n«»module other\n'));
  test('of a field of a record in a call', () => check('module m\nrecord P { «a»: bool }\nshared p: P\nactor x { p = P(a$0: true) }'));
  test('of a field of whatever object is given', () =>
    check(
      'module m\nobject F { «n»: 0..3 = 0 }\nobject G { «n»: 0..3 = 0 }\nshared f: F\nshared g: G\natomic op clear(o: object) { o.$0n = 0 }\nactor a { clear(f)  clear(g) }',
    ));
  test('of an enum where it is declared', () => check('module m\nenum «Ki$0nd» { one, two }\nshared k: Kind = one'));
  test('of what an object says about its life', () =>
    check('module m\nobject F {\n  freed: bool = false\n  «live when not freed»\n}\nshared f: F\nactor a { touch(f) }\ncheck c { } expect violates F.li$0ve'));
  test('of the variable of a range', () =>
    check('module m\nobject F { «safe»: 0..3 = 0 }\nshared f: F\nactor a { f.safe = 1 }\ncheck c { } expect holds range of f.sa$0fe'));
  test('of the object of a range', () =>
    check('module m\nobject «F» { safe: 0..3 = 0 }\nshared f: F\nactor a { f.safe = 1 }\ncheck c { } expect holds range of F$0.safe'));
  test('of nothing', () => check('module m // $0here\n'));
});

test('the definition of a name of the library lies in the library', () => {
  const { snapshot, cursor } = fixture('module m\nimport kernel.lock\nshared l: Lock\nactor a { lo$0ck(l) }');
  expect(definition(snapshot, cursor).map(({ path }) => path)).toEqual(['mmspec-library:/kernel/lock.mmspec']);
});

describe('references', () => {
  function check(text: string): void {
    const { snapshot, cursor, marked } = fixture(text);
    expect(
      references(snapshot, cursor)
        .map(({ path, span }) => mark(path, span))
        .sort(),
    ).toEqual(marked);
  }
  test('of a label in goto, properties, scenarios and expectations', () =>
    check(
      'module m\nshared x: bool\nactor a { «he$0re»: x = true  assert x  goto «here» }\nactor b { here: x = false }\ninvariant p: step is a.«here» or a at {«here», done}\nscenario s { a.«here» ; b.here }\ncheck c { } expect violates a.«here»',
    ));
  test('of a field', () =>
    check('module m\nobject F { «n$0»: 0..3 = 0 }\nobject G { n: 0..3 = 0 }\nshared f: F\nshared g: G\nactor a { f.«n» = g.n }\ninvariant p: f.«n» == 0'));
  test('of a shadowing local', () => check('module m\nshared x: bool\nactor a { let «v$0» = x  x = «v» }\nactor b { let v = x  x = v }'));
  test('in the files that are imported', () =>
    check(
      '//- main.mmspec\nmodule main\nimport other\nactor a { «go$0»() }\n//- other.mmspec\nmodule other\nshared x: bool\nop «go»() { x = true }\nop twice() { «go»() }\n',
    ));
  test('of an enum, its declaration among them', () =>
    check('module m\nenum «Kind» { one, two }\nshared k: «Ki$0nd» = one\natomic op set_it(x: «Kind») { k = x }'));
  test('of a field in ranges', () =>
    check('module m\nobject F { «safe$0»: 0..3 = 0 }\nshared f: F\nactor a { f.«safe» = 1 }\ncheck c { } expect holds range of f.«safe», range of F.«safe»'));
  test('of a constant in types, checks and matrices', () =>
    check('module m\nconst «N$0»: 1..3 = 1\nshared x: 0..«N»\nactor a { x = «N» }\ncheck c { «N» = 2 }\ncheck d for «N» in 1..2 { }'));
});

test('highlights tell reads from writes', () => {
  const { snapshot, cursor, marked } = fixture('module m\nshared «x»: bool\nactor a { «x» = true  assert «x$0» }');
  const found = highlights(snapshot, cursor);
  expect(marks(found.map(({ span }) => span))).toEqual(marked);
  expect(found.map(({ kind }) => kind)).toEqual(['write', 'write', 'read']);
});

test('the places of a label are edited together from its declaration, not from where it is used, and other names are not', () => {
  const { snapshot, cursor, marked } = fixture('module m\nshared x: bool\nactor a { «he$0re»: x = true  goto «here» }');
  const { text } = snapshot.main;
  expect(marks(linkedEditing(snapshot, cursor))).toEqual(marked);
  expect(linkedEditing(snapshot, text.lastIndexOf('here') + 2)).toEqual([]);
  expect(linkedEditing(snapshot, text.indexOf('x'))).toEqual([]);
});

test('imports are links', () => {
  const { snapshot, marked } = fixture('//- main.mmspec\nmodule main\nimport «other»\nimport «kernel.lock»\nimport nowhere\n//- other.mmspec\nmodule other\n');
  const found = links(snapshot);
  expect(marks(found.map(({ span }) => span))).toEqual(marked);
  expect(found.map(({ path }) => path)).toEqual(['other.mmspec', 'mmspec-library:/kernel/lock.mmspec']);
});

test('calls of operations go both ways', () => {
  const { snapshot, cursor } = fixture('module m\nshared x: bool\nop in$0ner() { x = true }\nop outer() { inner() }\nactor a { inner() outer() }');
  const item = hierarchyItem(snapshot, cursor);
  expect(item?.name).toBe('inner');
  if (item === null) return;
  expect(
    incomingCalls(snapshot, item)
      .map((call) => call.item.name)
      .sort(),
  ).toEqual(['a', 'outer']);
  expect(outgoingCalls(snapshot, item)).toEqual([]);
});

test('a caller that several specs import is there once', () => {
  const { snapshot, cursor, files } = fixture(
    '//- main.mmspec\nmodule main\nimport other\nactor a { in$0ner() }\n//- other.mmspec\nmodule other\nshared x: bool\nop inner() { x = true }\nop outer() { inner() }\n//- third.mmspec\nmodule third\nimport other\nactor b { outer() }\n',
  );
  const third = snapshotOf(files.get('third.mmspec') as SourceFile, ([path = '']) => files.get(`${path}.mmspec`) ?? null, parseCache().read);
  const item = hierarchyItem(snapshot, cursor);
  expect(
    item === null
      ? []
      : incomingCalls(snapshot, item, [third])
          .map((call) => `${call.item.place.path} ${call.item.name}`)
          .sort(),
  ).toEqual(['main.mmspec a', 'other.mmspec outer']);
});
