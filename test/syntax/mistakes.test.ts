import { parse, syntaxCodes } from '@mmspec/syntax';
import { positionAt } from '@mmspec/source';
import { describe, expect, test } from 'vitest';

/*
 * What is said about a text that cannot be read right: each mistake once, where it is.
 */

/** The text has these diagnostics, `line:column code message`. */
function check(text: string, ...said: readonly string[]): void {
  const file = { path: 'm.mmspec', text };
  const found = parse(file, 0).diagnostics.map(({ span, code, message }) => {
    const { line, column } = positionAt(file, span.start);
    return `${line}:${column} ${code} ${message}`;
  });
  expect(found).toEqual(said);
}

describe.each(syntaxCodes.map((description) => [description.code, description] as const))('%s', (code, { example, fix, title, text }) => {
  // Four million lines are the business of a test of their own.
  if (code !== 'MM0107')
    test('the example shows it', () => expect(parse({ path: 'm.mmspec', text: example }, 0).diagnostics.map((each) => each.code)).toContain(code));
  test('the fix has no mistake', () => expect(parse({ path: 'm.mmspec', text: fix }, 0).diagnostics).toEqual([]));
  test('is described', () => {
    expect(title).not.toBe('');
    expect(text).toMatch(/\.\)?$/u);
  });
});

test('MM0107: too many characters, too many words', () => {
  check('a'.repeat(4 * 2 ** 20 + 1), '1:1 MM0107 The file has 4194305 characters; 4,194,304 is the limit.');
  check(`module m ${'x '.repeat(500_000)}`, '1:1 MM0107 The file has more than 500,000 words and signs.');
  expect(parse({ path: 'm.mmspec', text: `module m\n${'// x y z\n'.repeat(400_000)}shared x: bool = true` }, 0).diagnostics).toEqual([]);
});

describe('several mistakes in one file give several messages', () => {
  test('one for each declaration', () =>
    check(
      'module m\nshared x 0..3 = 0\nconst N: 0.. = 1\nactor a { x = = 1\n y: x = }\ninvariant : x == 0\ncheck c { N 3 }\n',
      '2:10 MM0101 Expected `:`, found `0`.',
      '3:11 MM0101 This range has no last number.',
      '4:15 MM0101 Expected an expression, found `=`.',
      '5:9 MM0101 Expected an expression, found `}`.',
      '6:11 MM0101 Expected a name, found `:`.',
      '7:11 MM0101 Expected a setting, such as `VCPUS = 2`, found `N`.',
    ));
  test('and in one block', () =>
    check(
      'module m\nshared x: 0..3 = 0\nactor a {\n  x = 1 +\n  l: x := 2\n  if x = 3 { x == 4 }\n  x = 5)\n}\n',
      '5:4 MM0101 Expected a statement or `}`, found `:`.',
      '6:8 MM0117 `=` assigns; a comparison is `==`.',
      '6:16 MM0101 Expected a statement or `}`, found `==`.',
      '7:8 MM0103 `)` closes nothing.',
    ));
});

describe('the messages name what was meant', () => {
  test('a misspelt keyword', () => check('module m\nsharde x: bool = true\n', '2:1 MM0101 Expected a declaration, found `sharde`.'));
  test('an operator of C', () =>
    check(
      'module m\nshared x: bool = true\ninvariant p: x && !x || x\n',
      '3:16 MM0114 `&&` is written `and` here.',
      '3:19 MM0114 `!` is written `not` here.',
      '3:22 MM0114 `||` is written `or` here.',
    ));
  test('a counter of C', () => check('module m\nshared x: 0..3 = 0\nactor a { x++; x--\n }\n', '3:12 MM0101 `++` is written `+= 1` here.'));
  test('an address of C, and its preprocessor', () =>
    check('module m\n#define X 1\nactor a { x: f(&y) }\n', '2:1 MM0114 `#define` is written `define NAME = e` here.', '3:16 MM0114 `&y` is written `y` here.'));
  test('a body of C without braces, also in front of else', () =>
    check(
      'module m\nshared x: 0..3 = 0\nactor a {\n  if (x == 1)\n    x = 2;\n  else\n    x = 3;\n}\n',
      '5:5 MM0101 Expected `{`, found `x`.',
      '7:5 MM0101 Expected `{`, found `x`.',
    ));
  test('a switch of C once, and not each of its cases', () =>
    check(
      'module m\nshared x: 0..3 = 0\nactor a {\n  switch (x) {\n  case 0:\n    x = 1;\n  default:\n    x = 2;\n  }\n}\n',
      '4:3 MM0114 `switch (x) {` is written `if x == a { … } else if x == b { … }` here.',
    ));
  test('a for of C, and nothing of its body', () =>
    check(
      'module m\nshared x: 0..3 = 0\nactor a {\n  for (i = 0; i < 3; i++) {\n    x = i;\n  }\n}\n',
      '4:3 MM0114 `for (` is written `repeat 3 { … }` here.',
    ));
  test('numbers of the names of an enum, each on its line', () =>
    check('module m\nenum e {\n  one,\n  two = 2,\n}\n', '4:7 MM0101 The names of an enum have no numbers.'));
  test('an unclosed brace', () => check('module m\nactor a {\n  x = 1\n\nactor b { x = 2 }\n', '2:9 MM0103 `{` is never closed.'));
  test('a missing module line', () => check('shared x: bool = true\n', '1:1 MM0110 The file does not begin with `module`.'));
  test('a keyword as a name', () => check('module m\nshared await: bool = true\n', '2:8 MM0102 `await` is a reserved word and cannot be a name.'));
  const waiting = (code: string): string => `module m\nshared x: 0..3 = 0\nactor killer { k: x = 1 }\nactor b { ${code}  y: x = 2 }\n`;
  // That `at` stands in ghost code and properties only is said later: see test/semantics/habits.test.ts.
  test('what another actor holds in code', () => {
    check(waiting('w: await killer holds x'), '4:27 MM0112 `holds` is for properties.');
    check(waiting('at: x = 3').replace('killer', 'at'));
  });
  const scenario = (text: string): string => `module m\nshared x: 0..3 = 0\nactor a { one: x = 1  two: x = 2 }\ninvariant p: x < 2\nscenario s { ${text} }\n`;
  test('an end in the middle of a scenario', () => {
    check(scenario('a.one ; violates p ; a.two'), '5:22 MM0125 `violates p` stands at the end of a scenario.');
    check(scenario('violates p ;; a.two ; violates p'), '5:14 MM0125 `violates p` stands at the end of a scenario.');
    check(scenario('violates p ; deadlock'), '5:14 MM0125 `violates p` stands at the end of a scenario.');
    check(scenario('a.one ; a.two ; violates p'));
  });
  test('settings with commas between', () =>
    check(`${scenario('a.one')}variant v: bool = false\ncheck c { ignore deadlock, ignore range of x, overflow, v = true, ignore underflow }\n`));
});
