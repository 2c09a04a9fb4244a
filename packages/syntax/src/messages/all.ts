import type { Diagnostic, SourceFile, Span } from '@mmspec/source';
import { positionAt } from '@mmspec/source';
import { EOF } from 'chevrotain';
import type { IRecognitionException, IToken } from 'chevrotain';
import type { Unmatched } from '../lex/classify.ts';
import type { Lexed } from '../lex/lexer.ts';
import { mistakesMax } from '../parser/base.ts';
import type { Slip } from '../parser/base.ts';
import { brackets } from './brackets.ts';
import { placeOf } from './expected.ts';
import { nestedDeclarations, nestedText, withoutFollowing, type Stumble } from './nesting_echoes.ts';
import { habitual } from './habitual.ts';
import { make } from './make.ts';
import { reservedAsName } from './reserved.ts';
import { slipped } from './slips.ts';
import { compared, foreign, numbers, strayText } from './strays.ts';
import { declarationWords, unexpectedText } from './unexpected.ts';

/** Everything that was noticed about a text, or a piece of it. */
export interface Noticed {
  readonly file: SourceFile;
  readonly index: number;
  readonly lexed: Pick<Lexed, 'strays' | 'foreign'>;
  readonly tokens: readonly IToken[];
  /** The same with tokens before and behind them, where there are some. */
  readonly around: readonly IToken[];
  readonly unmatched: readonly Unmatched[];
  readonly compared: readonly IToken[];
  readonly misnamed: readonly IToken[];
  readonly errors: readonly IRecognitionException[];
  readonly slips: readonly Slip[];
}

/**
 * The mistakes of reading, in text order.
 * What follows one on the same line is mostly its echo, so one per line is reported; so is what stands inside a bracket that was never closed.
 */
export function stumblesIn(noticed: Noticed): Stumble[] {
  const { file, index, lexed, tokens, around, misnamed, errors, slips } = noticed;
  const nested = nestedDeclarations(file, around, first(noticed.unmatched));
  const unmatched = first(noticed.unmatched).filter(({ token }) => !nested.braces.has(token));
  const lineOf = ({ span }: Diagnostic): number => positionAt(file, span.start).line;
  const heard = new Set<number>();
  const strays = oncePerLine(strayText(index, file.text, first(lexed.strays)), lineOf, heard);
  const ends = endsOfOpen(errors, unmatched);
  const ended = new Set(ends.values());
  const misread = errors
    .filter(({ token }) => !insideOpen(token, unmatched) && !ended.has(token) && !isMissingCloser(token, unmatched, file.text.length))
    .map((error): Stumble => ({ ...unexpectedText(file, index, around, error), mayFollow: placeOf(error) === 'module' }));
  const readWrong = oncePerLine(misread, lineOf, heard);
  const lost = slips.filter(({ kind }) => kind === 'effect').map((each) => slipped(file, each));
  const slip = slips.filter(({ kind }) => kind !== 'effect').map((each) => slipped(file, each));
  const all: Stumble[] = [
    ...foreign(index, file.text, first(lexed.foreign)),
    ...strays,
    ...numbers(index, tokens),
    ...brackets(
      file,
      index,
      around,
      unmatched.map((each) => ({ ...each, until: Math.min(each.until, ends.get(each.token)?.startOffset ?? Infinity) })),
    ),
    // A text in quotes has a message of its own.
    ...first(misnamed.filter(({ image }) => /^\w/u.test(image))).map((token) => reservedAsName(spanOf(index, token), token.image)),
    ...nestedText(index, nested.declarations),
    ...compared(index, first(noticed.compared)),
    ...readWrong,
    ...oncePerLine(slip, lineOf, new Set(heard)),
    ...oncePerLine(lost, lineOf, new Set(heard)),
  ];
  return all.sort((a, b) => a.span.start - b.span.start);
}

/** A whole text, as far as what is said of it goes. */
export interface WholeText {
  readonly file: SourceFile;
  readonly index: number;
  /** False if the parser gave up. */
  readonly complete: boolean;
  readonly first: Span | null;
  readonly hasModule: boolean;
}

/** The diagnostics of a text, in text order. */
export function diagnosticsOf(text: WholeText, stumbles: readonly Stumble[]): Diagnostic[] {
  return capped([...missingModule(text), ...habitual(text.file, withoutFollowing(text.file, stumbles))], text);
}

/** More than are shown, and few enough to look at each with all others. */
function first<T>(found: readonly T[]): readonly T[] {
  return found.slice(0, 4 * mistakesMax);
}

/** Keeps the first of each line; `heard` are the lines that have one. */
function oncePerLine<T extends Diagnostic>(found: readonly T[], lineOf: (each: Diagnostic) => number, heard: Set<number>): T[] {
  return found.filter((diagnostic) => {
    const line = lineOf(diagnostic);
    if (heard.has(line)) return false;
    heard.add(line);
    return true;
  });
}

function spanOf(file: number, token: IToken): Span {
  return { file, start: token.startOffset, end: token.startOffset + token.image.length };
}

/** By a `{` that is never closed, where it ends: at the first word behind it that begins a declaration, where no statement begins. */
function endsOfOpen(errors: readonly IRecognitionException[], unmatched: readonly Unmatched[]): ReadonlyMap<IToken, IToken> {
  const words = new Set(errors.map(({ token }) => token).filter(({ image }) => declarationWords.has(image)));
  const found = new Map<IToken, IToken>();
  for (const { token: opener, stray } of unmatched) {
    if (stray || opener.image !== '{') continue;
    const end = [...words].find(({ startOffset }) => startOffset > opener.startOffset);
    if (end === undefined) continue;
    words.delete(end);
    found.set(opener, end);
  }
  return found;
}

/** Parentheses and the like; braces are mended well enough to go on. */
function insideOpen(token: IToken, unmatched: readonly Unmatched[]): boolean {
  return unmatched.some(
    ({ token: opener, until, stray }) => !stray && opener.image !== '{' && opener.startOffset <= token.startOffset && token.startOffset <= until,
  );
}

/** A closer that was put in, or the end of the text where something is open up to there. */
function isMissingCloser({ image, tokenType }: IToken, unmatched: readonly Unmatched[], end: number): boolean {
  return image === '' && unmatched.some(({ until, stray }) => !stray && (tokenType !== EOF || until >= end));
}

function missingModule({ index, file, first, hasModule }: WholeText): Diagnostic[] {
  if (first === null || hasModule) return [];
  const isBlock = file.parts !== undefined;
  return [
    make('MM0110', first, {
      message: `the ${isBlock ? 'block' : 'file'} does not begin with \`module\``,
      why: 'The name of the module is what other files import and what reports print.',
      help: isBlock
        ? 'Begin the block with `module NAME`. Where it belongs to the module of a block before: `mmspec review` reads all blocks of a mail or a series as one spec.'
        : 'Begin the file with `module NAME`.',
      fixes: [{ title: 'add `module spec`', edits: [{ span: { file: index, start: 0, end: 0 }, text: 'module spec\n\n' }] }],
    }),
  ];
}

function capped(all: readonly Diagnostic[], { complete, index, file }: WholeText): Diagnostic[] {
  if (all.length <= mistakesMax && complete) return [...all];
  const kept = all.slice(0, mistakesMax);
  const at = kept.at(-1)?.span.end ?? file.text.length;
  kept.push(
    make(
      'MM0118',
      { file: index, start: at, end: at },
      {
        message: 'too many mistakes; the rest of the file was not read',
        why: `After ${mistakesMax} mistakes most messages are echoes of earlier ones.`,
        help: 'Fix the first ones and try again.',
      },
    ),
  );
  return kept;
}
