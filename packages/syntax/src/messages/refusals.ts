import { grouped } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import { nestingMax, operatorsMax } from '../lex/nesting.ts';
import { wordsMax } from '../lex/count_words.ts';
import type { TooDeep } from '../lex/nesting.ts';
import { make } from './make.ts';

/*
 * Texts that are refused before they are parsed.
 */

export function tooLong(file: number, length: number): Diagnostic {
  return make(
    'MM0107',
    { file, start: 0, end: 0 },
    {
      message: `the file has ${length} characters; 4,194,304 is the limit`,
      why: 'A spec is written and read by people; a file of this size was made by a program, or is not a spec.',
      help: 'Split it into modules with `import`, or give the path of the spec.',
    },
  );
}

export function tooManyWords(file: number): Diagnostic {
  return make(
    'MM0107',
    { file, start: 0, end: 0 },
    {
      message: `the file has more than ${grouped(wordsMax)} words and signs`,
      why: 'A spec is written and read by people; a file of this size was made by a program, or is not a spec.',
      help: 'Split it into modules with `import`, or give the path of the spec.',
    },
  );
}

export function binary(file: number, offset: number): Diagnostic {
  return make(
    'MM0108',
    { file, start: offset, end: offset + 1 },
    {
      message: 'the file is not text: it contains a NUL byte',
      why: 'A spec is UTF-8 text.',
      help: 'Give the path of a spec, or save the file as UTF-8.',
    },
  );
}

export function empty(file: number, length: number): Diagnostic {
  return make(
    'MM0109',
    { file, start: 0, end: length },
    {
      message: 'the file is empty',
      why: 'A spec needs at least its `module` line; comments alone say nothing to check.',
      help: 'Begin with `module NAME`, or let `mmspec init NAME` write a first spec.',
    },
  );
}

export function deep(file: number, { token, kind }: TooDeep): Diagnostic {
  const span = { file, start: token.startOffset, end: token.startOffset + token.image.length };
  if (kind === 'nesting') {
    return make('MM0106', span, {
      message: `nested more than ${nestingMax} deep`,
      why: 'Brackets, `not`, `-`, quantifiers, `else if` and right-hand sides of `implies` are counted where they stand inside one another.',
      help: 'Give an inner part a name with `define` or `op`.',
    });
  }
  return make('MM0116', span, {
    message: `an expression of more than ${operatorsMax} operators`,
    why: 'Such an expression is a table in disguise, and every tool that walks it would need as many levels.',
    help: 'Use a quantifier or a set, or give parts of it names with `define`.',
  });
}
