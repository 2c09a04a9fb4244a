import { analyse, completeSettings, describeLedger } from '@mmspec/semantics';
import { expect, test } from 'vitest';

/*
 * What to do is said of the text that was written.
 */

const told = (text: string): readonly (readonly [code: string, message: string, help: string])[] =>
  analyse({ path: 'm.mmspec', text: `module m\n${text}` }, () => null).diagnostics.map(({ code, message, help }) => [code, message, help ?? '']);

test('a call behind `and` is called only if what stands before it is true', () => {
  const spec = (condition: string): string =>
    `shared on: bool = true\nshared x: 0..3 = 0\natomic op busy(): bool { return x == 1 }\nactor a { if ${condition} { x = 2 } }\n`;
  expect(told(spec('on and busy()'))).toEqual([['MM0301', expect.any(String), expect.stringContaining('`if a { if busy(…) { … } }`')]]);
  expect(told(spec('on and not busy()'))).toEqual([['MM0301', expect.any(String), expect.stringContaining('Nest the conditions')]]);
  expect(told(spec('on or busy()'))).toEqual([['MM0301', expect.any(String), expect.stringContaining('keep its result')]]);
});

test('a counter of another name', () => {
  const spec = (fields: string): string => `object O { ${fields} }\nshared o: O\natomic op up(p: object) { get(p.refcount) }\nactor a { up(o) }\n`;
  const help = (fields: string): string => told(spec(fields)).find(([code]) => code === 'MM0226')?.[2] ?? '';
  expect(help('count: ref = 1')).toContain('Call the counter `refcount` in place of `count`');
  expect(help('count: ref = 1  other: ref = 1')).toContain('Add the field');
  expect(help('n: 0..1 = 0')).toContain('Add the field');
});

test('what an owner has is moved in one step', () => {
  const text =
    'module m\nobject O { refcount: ref = 1 }\nshared o: O\nshared owns slot: O? = o\nactor a { owns let old = slot  put: put(old.refcount) }\ncheck c { }\n';
  const { model } = analyse({ path: 'm.mmspec', text }, () => null);
  const { diagnostics } = describeLedger(model, completeSettings(model, {}));
  expect(diagnostics.find(({ code }) => code === 'MM0430')?.help).toContain('owns let old = xchg(slot, none)');
});

test('a name that could not be read is none of the library', () => {
  const found = told(
    'object Lock { held: bool = false }\natomic op lock(l: object) { await not l.held  l.held = true }\nspinlock_t lock;\nactor a { lock(lock) }\n',
  );
  expect(found.map(([code]) => code)).toEqual(['MM0114']);
});

test.each([
  ['actor a { lab: { x = 1 } }', ['MM0114 l: atomic { … }']],
  ['actor a {\n  lab: {\n    x = 1\n  }\n}', ['MM0115 l: atomic { … }']],
  ['actor a { { x = 1 } }', ['MM0114 atomic { … }']],
  ['actor a {\n  {\n    x = 1\n  }\n}', ['MM0114 atomic { … }']],
  ['actor a { x = 1 }\ninvariant p: x < 3\ncheck c { } expect p', ['MM0114 expect violates p']],
  ['actor a { x = 1 }\ninvariant p: x < 3\ncheck c { } expect p holds', ['MM0114 expect violates p']],
  ['actor a[2] { if self == 0 { x = 1 } }', ['MM0211 index(self) == 0']],
  ['actor a[2] { if 1 != self { x = 1 } }', ['MM0211 1 != index(self)']],
  ['actor a { x = 1 }\ninvariant p: a.x < 3', ['MM0207 x']],
  ['actor a { x = 1 }\ncheck c { expect holds }', ['MM0114 check c { … } expect holds']],
  ['actor a { x = 1 }\ncheck c {\n  expect holds\n}', ['MM0101 }']],
  ['actor a { x = 1 }\ninvariant p: a at end implies x == 1', ['MM0329 at done']],
])('what is told of %j', (text, wanted) => {
  const found = told(`shared x: 0..3 = 0\n${text}\n`);
  expect(found.slice(0, 1).map(([code, , help]) => `${code} ${/`([^`]*)`/u.exec(help)?.[1] ?? ''}`)).toEqual(wanted);
});
