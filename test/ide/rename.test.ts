import { parseCache, rename, renamable, snapshotOf, type Snapshot } from '@mmspec/ide';
import type { SourceFile } from '@mmspec/source';
import { describe, expect, test } from 'vitest';
import { fixture } from './fixture.ts';
import { checkNames, renamed, specs } from './rename_law.ts';

/*
 * Law: after a rename the spec means the same, or the rename is refused.
 */

/** The text of the open file after the rename; why not where it is refused. */
function check(text: string, name: string, others: (files: ReadonlyMap<string, SourceFile>) => readonly Snapshot[] = () => []): string {
  const { snapshot, cursor, files } = fixture(text);
  const result = rename(snapshot, cursor, name, others(files));
  return result.kind === 'refused' ? result.why : renamed(snapshot.main, result.places, name);
}

describe('rename', () => {
  test('a label, with the steps of scenarios', () => {
    expect(check('module m\nshared x: bool\nactor a { he$0re: x = true }\nscenario s { a.here }', 'there')).toBe(
      'module m\nshared x: bool\nactor a { there: x = true }\nscenario s { a.there }',
    );
  });
  test('an enum, with its declaration', () => {
    expect(check('module m\nenum Kind { one, two }\nshared k: Ki$0nd = one', 'Sort')).toBe('module m\nenum Sort { one, two }\nshared k: Sort = one');
  });
  test('to a word of the language', () => expect(check('module m\nshared x$0: bool', 'actor')).toContain('cannot be a name'));
  test('to no name', () => expect(check('module m\nshared x$0: bool', '2x')).toContain('cannot be a name'));
  test('what belongs to the language', () =>
    expect(check('module m\nobject F { r: ref = 1 }\nshared f: F\nactor a { ge$0t(f.r) }', 'x')).toContain('belongs to the language'));
  test('what belongs to the library', () =>
    expect(check('module m\nimport kernel.lock\nshared l: Lock\nactor a { lo$0ck(l) }', 'x')).toContain('belongs to the library'));
  test('to the name of another variable', () =>
    expect(check('module m\nshared x$0: bool = false\nshared y: bool = false\nactor a { x = true  y = true }', 'y')).toMatch(/^Then .*`y`/u));
  test('to the name of a label of the same text', () =>
    expect(check('module m\nshared x: bool = false\nactor a {\n  one$0: x = true\n  two: x = false\n}', 'two')).toBe(
      'Then the label `two` stands twice in this block (line 5).',
    ));
  test('to the name of a label of another block', () =>
    expect(check('module m\nshared x: bool = false\nactor a {\n  one$0: x = true\n  if x {\n    two: x = false\n  }\n}', 'two')).toBe(
      '`two` already means something else (line 6).',
    ));
  test('to a name that a local takes', () => expect(check('module m\nshared x$0: bool = false\nactor a { let y = true  x = y }', 'y')).toMatch(/`y`/u));
  test('a field that an operation of the library needs', () => {
    expect(
      check(
        'module m\nimport kernel.folio\nimport kernel.lock\nobject Folio { refcount$0: ref = 1 }\nshared folio: Folio\nactor a { folio_get(folio) }',
        'users',
      ),
    ).toMatch(/^Then `Folio` has no field `refcount`/u);
  });
  test('a field of whatever object is given', () =>
    expect(check('module m\nobject F { n: 0..3 = 0 }\nshared f: F\natomic op clear(o: object) { o.n$0 = 0 }\nactor a { clear(f) }', 'x')).toBe(
      '`n` is a field of whatever object is given.',
    ));
  test('in a spec by the name of a module of the library', () => {
    expect(
      check('//- /w/kernel/lock.mmspec\nmodule lock_tests\nimport kernel.folio\nshared x$0: bool = false\nactor a { x = true }\ncheck c { }\n', 'y'),
    ).toContain('shared y: bool');
  });
  test('a tag stays in the specs that share its declaration', () => {
    const read = (files: ReadonlyMap<string, SourceFile>) =>
      ['user', 'stranger'].map((name) =>
        snapshotOf(files.get(`${name}.mmspec`) as SourceFile, ([path = '']) => files.get(`${path}.mmspec`) ?? null, parseCache().read),
      );
    const text =
      '//- main.mmspec\nmodule main\nenum Kind { fi$0le, slab }\nshared k: Kind = file\n//- user.mmspec\nmodule user\nimport main\nactor a { k = file }\n//- stranger.mmspec\nmodule stranger\nenum Other { file, none_else }\nshared o: Other = file\n';
    const { snapshot, cursor, files } = fixture(text);
    const result = rename(snapshot, cursor, 'page_cache', read(files));
    expect(result.kind === 'places' ? result.places.map(({ path }) => path).sort() : result.why).toEqual(['main.mmspec', 'main.mmspec', 'user.mmspec']);
  });
  test.each([
    'module m\nimport kernel.lock\nshared l: Lock\nactor a { lo$0ck(l) }',
    'module m\nobject F { r: ref = 1 }\nshared f: F\nactor a { ge$0t(f.r) }',
    'module m\n$0',
  ])('prepares nothing where it would be refused: %j', (text) => {
    const { snapshot, cursor } = fixture(text);
    expect(renamable(snapshot, cursor)).toBeNull();
  });
  test('prepares with the name under the cursor', () => {
    const { snapshot, cursor } = fixture('module m\nshared long$0: bool');
    expect(renamable(snapshot, cursor)?.text).toBe('long');
  });
});

test.each(specs.map(({ name, text }, index) => [name, text, index] as const))('a dozen names of %s can be others', (_, text, index) =>
  checkNames(text, 12, index),
);
