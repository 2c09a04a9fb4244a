import fc from 'fast-check';
import { expect, test } from 'vitest';
import { positionAt, textOf, type SourceFile } from './source_file.ts';

const file = (text: string): SourceFile => ({ path: 'a.mmspec', text });

test.each([
  ['', 0, 1, 1],
  ['ab', 1, 1, 2],
  ['a\nb', 2, 2, 1],
  ['a\r\nb', 3, 2, 1],
  ['a\rb', 2, 2, 1],
  ['a\n', 2, 2, 1],
  ['😀b', 2, 1, 3],
  ['ab', 99, 1, 3],
])('%j at %i is %i:%i', (text, offset, line, column) => {
  expect(positionAt(file(text), offset)).toEqual({ line, column });
});

test('positions grow with offsets, and agree with a count by hand', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'é', '\n', '\r\n', ' ')), (pieces) => {
      const text = pieces.join('');
      let line = 1;
      let column = 1;
      let offset = 0;
      for (const piece of pieces) {
        expect(positionAt(file(text), offset)).toEqual({ line, column });
        offset += piece.length;
        if (piece.endsWith('\n')) {
          line += 1;
          column = 1;
        } else column += piece.length;
      }
      expect(positionAt(file(text), offset)).toEqual({ line, column });
    }),
  );
});

test('the text under a span', () => {
  expect(textOf(file('module m'), { file: 0, start: 7, end: 8 })).toBe('m');
});
