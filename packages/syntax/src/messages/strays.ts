import type { Diagnostic } from '@mmspec/source';
import type { IToken } from 'chevrotain';
import type { Foreign, Stray } from '../lex/lexer.ts';
import * as t from '../lex/token_types.ts';
import { numberMax, numberMeant } from '../lex/number_forms.ts';
import { make, replaceBy } from './make.ts';

/** Characters that are no part of the language. */
export function strayText(file: number, text: string, strays: readonly Stray[]): Diagnostic[] {
  return strays.map(({ offset, length }) => {
    const found = text.slice(offset, offset + length);
    return make(
      'MM0104',
      { file, start: offset, end: offset + length },
      {
        message: describe(found),
        why: 'Names are ASCII letters, digits and `_`; anything else may stand in comments only.',
        help: helpFor(found),
      },
    );
  });
}

const helps: ReadonlyMap<string, string> = new Map([
  ['"', 'Write an explanation as a `//` comment.'],
  ['#', 'There is no preprocessor: `import` brings modules, `const` and `variant` are what checks set.'],
  ['&', 'There are no operations on bits: use flags of type `bool`, or a set.'],
  ['^', 'There are no operations on bits: use flags of type `bool`, or a set.'],
  ['~', 'There are no operations on bits: use flags of type `bool`, or a set.'],
]);

function helpFor(found: string): string {
  return helps.get(found.charAt(0)) ?? 'Remove it, or spell it in ASCII.';
}

function describe(found: string): string {
  if (found.startsWith('"')) return 'there are no strings in a spec';
  const name = /^\w*(\P{ASCII})/u.exec(found)?.[1];
  if (name !== undefined && /\p{L}/u.test(name)) return `\`${name}\` cannot stand in a name`;
  const [first = ''] = found;
  const point = `U+${(first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  if (/^[\p{C}\p{Z}]/u.test(first)) return `an invisible character, ${point}`;
  return `\`${first}\` is no part of the language`;
}

/** What is written in C and means something else, or nothing, here. */
export function foreign(file: number, text: string, found: readonly Foreign[]): Diagnostic[] {
  let end = 0;
  return found.flatMap(({ offset, image, meant }): Diagnostic[] => {
    if (offset < end) return [];
    const span = { file, start: offset, end: offset + image.length };
    if (image.startsWith('/*')) {
      return [
        make('MM0119', span, {
          message: 'comments begin with `//` and end with the line',
          why: 'There is one kind of comment, so that commenting lines out can never run away.',
          help: 'Begin each line of the comment with `//`.',
        }),
      ];
    }
    const path = image === '->' || image === '&' ? pathAround(text, offset) : null;
    const [start, written] = path ?? [offset, image];
    end = start + written.length;
    const word = path === null ? (meant ?? '') : written.replaceAll('->', '.').replace('&', '');
    const whole = { file, start, end };
    return [
      make('MM0114', whole, {
        message: word === '' ? `\`${written}\` is left out here` : `\`${written}\` is written \`${word}\` here`,
        why: 'Conditions read as English: `and`, `or`, `not`; a field is reached with `.`, as objects are never pointers to something else.',
        help: word === '' ? 'Leave it out.' : `Write \`${word}\`.`,
        fixes: [replaceBy(whole, image === '!' ? 'not ' : word)],
      }),
    ];
  });
}

/** The path of names and fields around a sign of C, such as `&folio->lock`, and where it begins; null where there is none. */
function pathAround(text: string, offset: number): readonly [start: number, written: string] | null {
  const from = Math.max(0, offset - 200);
  for (const match of text.slice(from, offset + 200).matchAll(/&?[A-Za-z_]\w*(?:\[\w+\])?(?:(?:->|\.)[A-Za-z_]\w*(?:\[\w+\])?)*/gu)) {
    const start = from + match.index;
    if (start <= offset && offset < start + match[0].length) return [start, match[0]];
  }
  return null;
}

/** `if x = 3 {`. */
export function compared(file: number, tokens: readonly IToken[]): Diagnostic[] {
  return tokens.map((token) => {
    const span = { file, start: token.startOffset, end: token.startOffset + 1 };
    return make('MM0117', span, {
      message: '`=` assigns; a comparison is `==`',
      why: 'A condition only looks at values, so that a step is never hidden in it.',
      help: 'Write `==`.',
      fixes: [replaceBy(span, '==')],
    });
  });
}

/** Numbers that are none, or too large. */
export function numbers(file: number, tokens: readonly IToken[]): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { tokenType, image, startOffset } of tokens) {
    if (tokenType !== t.NumberLiteral) continue;
    const span = { file, start: startOffset, end: startOffset + image.length };
    const meant = numberMeant(image);
    if (meant !== null) {
      found.push(
        make('MM0113', span, {
          message: `\`${shorten(image)}\` is written \`${meant}\` here`,
          why: 'Numbers are decimal digits, and have no type of their own.',
          help: `Write \`${meant}\`.`,
          fixes: [replaceBy(span, String(meant))],
        }),
      );
    } else if (!/^[0-9]+$/.test(image)) {
      found.push(
        make('MM0113', span, {
          message: `\`${shorten(image)}\` is neither a number nor a name`,
          why: 'Numbers are decimal digits; a name does not begin with a digit.',
          help: 'Write the number in decimal, or begin the name with a letter or `_`.',
        }),
      );
    } else if (Number(image) > numberMax) {
      found.push(
        make('MM0105', span, {
          message: `${shorten(image)} is too large; ${numberMax} is the largest number`,
          why: 'Every value is kept in 32 bits, and a value that does not fit is an error, never a wrap.',
          help: 'Use a small number: what can be checked is a matter of a few values anyway.',
        }),
      );
    }
  }
  return found;
}

function shorten(image: string): string {
  return image.length > 30 ? `${image.slice(0, 30)}…` : image;
}
