import { difference, parse, type Module } from '@mmspec/syntax';
import { print } from './print/print.ts';
import { noSpan } from '@mmspec/source';
import { describe, expect, test } from 'vitest';
import { corpus } from './corpus.ts';

/*
 * `print(tree)` needs the nodes and comments alone; random trees stand in test/random/print.test.ts.
 */

function read(text: string): Module {
  const { module, diagnostics } = parse({ path: 'm.mmspec', text }, 0);
  expect(diagnostics).toEqual([]);
  return module;
}

/** The tree without any trace of the text that it was read from. */
const withoutText = (module: Module): Module => JSON.parse(JSON.stringify(module, (key, value: unknown) => (key === 'span' ? noSpan : value))) as Module;

function check(text: string): string {
  const module = read(text);
  const printed = print(withoutText(module));
  const again = read(printed);
  expect(difference(module, again)).toBeNull();
  expect(print(withoutText(again))).toBe(printed);
  return printed;
}

describe('what is printed is read as the same tree, comments included', () => {
  test.each(corpus.map(({ name, text }) => [name, text] as const))('%s', (_, text) => void check(text));
});

test('a clause after a condition is no part of it', () => {
  const printed = check(
    'module m\nvariant v: p | q = p\ncheck c for v { } expect violates a within 3 when v == p, b when v != p holds d, e when v == q violates f',
  );
  expect(printed).toContain('b when v != p');
});

describe('comments are kept', () => {
  const comments = (text: string): readonly (readonly [string, string])[] => read(text).comments.map(({ style, text: said }) => [style, said]);
  test('with their words, their style and their order', () => {
    const text = '// first\n/// about m\nmodule m // at its end\n\n/// about x\nshared x: bool = true // x\n// last';
    expect(comments(text)).toEqual([
      ['line', ' first'],
      ['doc', ' about m'],
      ['line', ' at its end'],
      ['doc', ' about x'],
      ['line', ' x'],
      ['line', ' last'],
    ]);
  });
  test('also where there are mistakes', () => {
    const { module } = parse({ path: 'm.mmspec', text: 'module m\nshared x 0..3 // here\n// and here\nactor { }' }, 0);
    expect(module.comments.map(({ text }) => text)).toEqual([' here', ' and here']);
  });
  test('a doc comment belongs to the declaration below it, across nothing but a line end', () => {
    const { items } = read('module m\n/// two\n/// lines\nshared x: bool = true\n/// lost\n\nshared y: bool = true');
    expect(items.map((item) => ('doc' in item ? item.doc : []))).toEqual([['two', 'lines'], []]);
  });
});
