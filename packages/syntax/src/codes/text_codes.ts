import type { CodeDescription } from '@mmspec/source';

const severity = 'error';
const fine = 'module example\n\nshared x: 0..3 = 0\n\nactor cpu {\n  set: x = 1\n}\n\ncheck example { } expect holds\n';

/** Codes about the text as such: its characters, numbers, brackets, size. */
export const textCodes: readonly CodeDescription[] = [
  {
    code: 'MM0103',
    severity,
    title: 'a bracket without its partner',
    text: 'Every `{`, `(`, `[` and `|` needs its closing partner, and the other way round. A parenthesis ends at the latest where the next statement begins; a brace at the latest where the next declaration begins. What was left open is reported where it was opened.',
    example: 'module example\n\nshared x: 0..3 = 0\n\nactor cpu {\n  set: x = (1 + 2\n}\n',
    fix: 'module example\n\nshared x: 0..3 = 0\n\nactor cpu {\n  set: x = (1 + 2)\n}\n',
  },
  {
    code: 'MM0104',
    severity,
    title: 'text that is no part of the language',
    text: 'A spec consists of ASCII letters, digits and the signs of the language; other characters may stand in comments. There are no strings. A character that looks like a blank but is none, often from a mail client, is named by its number.',
    example: 'module example\n\nshared größe: 0..3 = 0\n',
    fix: 'module example\n\nshared size: 0..3 = 0\n',
  },
  {
    code: 'MM0105',
    severity,
    title: 'a number that is too large',
    text: 'The largest number is 2147483647. Every value is kept in 32 bits, and a value that does not fit is an error, never a wrap. What a check explores is a matter of a few values: two vCPUs show the races of two hundred.',
    example: 'module example\n\nconst LIMIT: 0..9999999999 = 1\n',
    fix: 'module example\n\nconst LIMIT: 0..9 = 1\n',
  },
  {
    code: 'MM0106',
    severity,
    title: 'nested too deep',
    text: 'Brackets, `not`, `-`, quantifiers, `else if` and the right-hand sides of `implies` and of conditional expressions may stand in one another up to 100 deep. It is counted before the text is read any further, so that no text can exhaust a tool.',
    example: `module example\n\nshared x: 0..3 = 0\n\ninvariant p: ${'('.repeat(101)}x${')'.repeat(101)} == 0\n`,
    fix: 'module example\n\nshared x: 0..3 = 0\n\ninvariant p: x == 0\n',
  },
  {
    code: 'MM0107',
    severity,
    title: 'a file that is too large',
    text: 'A file of more than 4,194,304 characters, or of more than 500,000 words and signs, is refused before it is read. A spec is written and read by people; split it into modules with `import`. (The example stands for four million lines.)',
    example: `module example\n\n// and so on\n`,
    fix: fine,
  },
  {
    code: 'MM0108',
    severity,
    title: 'a file that is not text',
    text: 'A NUL byte never stands in a text: the file is a program, a picture or an archive, or a text in an encoding other than UTF-8.',
    example: 'module example\n\0',
    fix: fine,
  },
  {
    code: 'MM0109',
    severity,
    title: 'an empty file',
    text: 'A file without a declaration, or with comments only, says nothing that could be checked. An editor that has not saved yet is the usual cause.',
    example: '// To be written.\n',
    fix: fine,
  },
  {
    code: 'MM0113',
    severity,
    title: 'neither a number nor a name',
    text: 'Numbers are decimal digits; there are no hexadecimal ones, no fractions and no suffixes. A name begins with a letter or `_`.',
    example: 'module example\n\nconst MASK: 0..15 = 0xf\n',
    fix: 'module example\n\nconst MASK: 0..15 = 15\n',
  },
  {
    code: 'MM0114',
    severity,
    title: 'a form of another language',
    text: 'Conditions read as English: `and`, `or`, `not`, `implies` instead of `&&`, `||`, `!`, `=>`. A field is reached with `.`, whether the object is named by a variable or by a reference; there is no `->`. Where reading stumbles at a form of TLA+, PlusCal, Promela or C, the message names the one that stands for it here.',
    example: 'module example\n\nshared a: bool = false\nshared b: bool = false\n\ninvariant p: a && !b\n',
    fix: 'module example\n\nshared a: bool = false\nshared b: bool = false\n\ninvariant p: a and not b\n',
  },
  {
    code: 'MM0116',
    severity,
    title: 'an expression with too many operators',
    text: 'An expression holds at most 500 operators. A longer one is a table in disguise: use a set, a quantifier over a range, or `define`.',
    example: `module example\n\nshared x: 0..3 = 0\n\ninvariant p: ${Array.from({ length: 502 }, () => 'x').join(' + ')} == 0\n`,
    fix: 'module example\n\nshared x: 0..3 = 0\n\ninvariant p: 502 * x == 0\n',
  },
  {
    code: 'MM0118',
    severity,
    title: 'too many mistakes',
    text: 'After 100 mistakes reading stops: most of what would follow are echoes of earlier mistakes. Fix the first ones and run again.',
    example: `module example\n${'const\n'.repeat(102)}`,
    fix: fine,
  },
  {
    code: 'MM0119',
    severity,
    title: 'a comment of C',
    text: 'Comments begin with `//` and end with the line; `///` belongs to the declaration below it. There is no comment that spans lines, so that commenting out can never run away.',
    example: 'module example\n\n/* a counter */\nshared x: 0..3 = 0\n',
    fix: 'module example\n\n// a counter\nshared x: 0..3 = 0\n',
  },
];
