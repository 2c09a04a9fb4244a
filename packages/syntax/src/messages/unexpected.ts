import type { Diagnostic, SourceFile, Span } from '@mmspec/source';
import { suggest } from '@mmspec/source';
import type { IRecognitionException, IToken, TokenType } from 'chevrotain';
import { hasNewline } from '../lex/classify.ts';
import { endsOperand } from '../lex/token_classes.ts';
import * as t from '../lex/token_types.ts';
import { reservedWords, spelling } from '../lex/vocabulary.ts';
import { make, replaceBy } from './make.ts';
import { placeOf, wanted } from './expected.ts';
import { reservedAsName } from './reserved.ts';

/** What the messages look at: the text, its tokens, and where the reader stumbled. */
interface Stumble {
  readonly file: SourceFile;
  readonly fileIndex: number;
  readonly tokens: readonly IToken[];
  readonly index: number;
  readonly found: IToken | null;
  readonly previous: IToken | null;
}

export const declarationWords: ReadonlySet<string> = new Set([
  'module',
  'import',
  'const',
  'variant',
  'define',
  'enum',
  'record',
  'object',
  'shared',
  'ghost',
  'op',
  'atomic',
  'actor',
  'action',
  'invariant',
  'temporal',
  'possible',
  'reachable',
  'check',
  'scenario',
]);
/** What stands between declarations, the expectation of a check included. */
const afterCheck: readonly string[] = [...declarationWords, 'expect'];
const nameMarks: ReadonlySet<TokenType> = new Set([t.Colon, t.Assign, t.AddAssign, t.SubtractAssign, t.Dot, t.Comma, t.ParenthesisClose, t.BracketClose]);
/** What declares something with a name, and has none before a `:`. */
const named: ReadonlySet<TokenType> = new Set([t.Const, t.Variant, t.Shared, t.Ghost, t.Owns, t.Invariant, t.Temporal, t.Possible, t.Reachable]);
const afterName: ReadonlySet<TokenType> = new Set([t.Colon, t.Assign, t.AddAssign, t.SubtractAssign, t.Dot]);

/** A mistake that the parser met, in the words of the language. */
export function unexpectedText(file: SourceFile, fileIndex: number, tokens: readonly IToken[], error: IRecognitionException): Diagnostic {
  const position = tokens.indexOf(error.token);
  const index = position < 0 ? tokens.length : position;
  const stumble: Stumble = {
    file,
    fileIndex,
    tokens,
    index,
    found: tokens[index] ?? null,
    previous: tokens[index - 1] ?? null,
  };
  return reservedWord(stumble, error) ?? plain(stumble, error);
}

function spanOf({ fileIndex }: Stumble, token: IToken): Span {
  return { file: fileIndex, start: token.startOffset, end: token.startOffset + token.image.length };
}

function isReserved(token: IToken | null): token is IToken {
  return token !== null && reservedWords.get(token.image) !== undefined && token.tokenType !== t.Identifier;
}

const sameLine = ({ file }: Stumble, before: IToken | null, after: IToken): boolean => before !== null && !hasNewline(file.text, before, after);

/** `await: x = 1`, `shared loop: bool`, `x = await + 1`. */
function reservedWord(stumble: Stumble, error: IRecognitionException): Diagnostic | null {
  const { found, previous, tokens, index } = stumble;
  if (isReserved(found)) {
    const next = tokens[index + 1] ?? null;
    const declared = next !== null && nameMarks.has(next.tokenType);
    const operand = placeOf(error) === 'primary' && sameLine(stumble, previous, found);
    if ((error.message === t.Identifier.name && sameLine(stumble, previous, found)) || declared || operand)
      return reservedAsName(spanOf(stumble, found), found.image);
  }
  const lacksName = found?.tokenType === t.Colon && previous !== null && named.has(previous.tokenType);
  if (found !== null && !lacksName && afterName.has(found.tokenType) && isReserved(previous) && sameLine(stumble, previous, found)) {
    return reservedAsName(spanOf(stumble, previous), previous.image);
  }
  return null;
}

/** `for i in 1.. {`, `n: 0.. = 0`: a range without its last number, where that is no open one. */
function openEnd(stumble: Stumble): Diagnostic | null {
  const { found, previous } = stumble;
  const token = found?.tokenType === t.OpenRange ? found : previous?.tokenType === t.Range ? previous : null;
  if (token === null) return null;
  return make('MM0101', spanOf(stumble, token), {
    message: 'this range has no last number',
    why: 'What runs has an end; only the `for` of a check asks about every number from one on: `check c for VCPUS in 1..`.',
    help: 'Write the last number after `..`.',
  });
}

function plain(stumble: Stumble, error: IRecognitionException): Diagnostic {
  const { found, previous } = stumble;
  const step = counting(stumble);
  if (step !== null) return step;
  if (previous?.image === 'at' && found !== null && found.image.startsWith('{') && placeOf(error) !== 'primary') return atInCode(spanOf(stumble, previous));
  if (found?.image === 'at' && previous !== null && sameLine(stumble, previous, found) && placeOf(error) !== 'module') return atInCode(spanOf(stumble, found));
  const end = openEnd(stumble);
  if (end !== null) return end;
  if (placeOf(error) === 'enum' && found?.tokenType === t.Assign)
    return make('MM0101', spanOf(stumble, found), {
      message: 'the names of an enum have no numbers',
      why: 'They are only compared with each other.',
      help: 'Leave out `=` and the number.',
    });
  const { expected, why } = wanted(error);
  const span = found === null ? endOf(stumble) : spanOf(stumble, found);
  if (previous !== null && endless.has(previous.tokenType) && (found === null || found.image === '' || !sameLine(stumble, previous, found))) {
    return make('MM0101', spanOf(stumble, previous), { message: `expected ${expected} after \`${previous.image}\``, why, help: `Write ${expected} after it.` });
  }
  const near = found === null ? undefined : keyword(found, placeOf(error));
  if (near === undefined && found !== null && previous !== null && followsOperand(stumble, placeOf(error))) {
    return make('MM0101', span, {
      message: `expected an operator, found ${describe(found)}`,
      why: 'Between two operands stands an operator, and a declaration ends with its last operand.',
      help: 'Write an operator before it, or begin a declaration on a line of its own.',
    });
  }
  return make('MM0101', span, {
    message: `expected ${expected}, found ${describe(found)}`,
    why,
    help: near === undefined ? helpFor(expected, placeOf(error), found) : `Did you mean \`${near}\`?`,
    fixes: near === undefined ? [] : [replaceBy(span, near)],
  });
}

/** `s union t`: between declarations, but on the line of an operand. */
function followsOperand(stumble: Stumble, place: string): boolean {
  const { found, previous } = stumble;
  return (
    place === 'module' &&
    found !== null &&
    previous !== null &&
    endsOperand(previous.tokenType) &&
    /^\w/u.test(found.image) &&
    sameLine(stumble, previous, found)
  );
}

/** `if killer at done { … }` in an actor. */
function atInCode(span: Span): Diagnostic {
  return make('MM0101', span, {
    message: '`at` is for properties',
    why: 'An actor sees variables; where others stand is known to properties only.',
    help: 'Let the other actor set a variable there, such as `exited = true`, and ask for that.',
  });
}

/** `x++` and `x--`. */
function counting({ fileIndex, found, tokens, index }: Stumble): Diagnostic | null {
  const second = tokens[index + 1];
  if (found === null || second === undefined || second.startOffset !== found.startOffset + 1 || second.tokenType !== found.tokenType) return null;
  if (found.tokenType !== t.Plus && found.tokenType !== t.Minus) return null;
  const meant = `${found.image}= 1`;
  const span = { file: fileIndex, start: found.startOffset, end: found.startOffset + 2 };
  return make('MM0101', span, {
    message: `\`${found.image}${found.image}\` is written \`${meant}\` here`,
    why: 'A statement assigns, calls or controls; expressions change nothing.',
    help: `Write \`${meant}\`.`,
    fixes: [replaceBy(span, ` ${meant}`)],
  });
}

/** Tokens after which something must follow, soon: the message stands there and not lines below. */
const endless: ReadonlySet<TokenType> = new Set([
  t.Colon,
  t.Assign,
  t.AddAssign,
  t.SubtractAssign,
  t.Dot,
  t.Comma,
  t.Range,
  t.Plus,
  t.Minus,
  t.Times,
  t.Divide,
  t.Modulo,
  t.Equal,
  t.NotEqual,
  t.Less,
  t.Greater,
  t.AtMost,
  t.AtLeast,
  t.And,
  t.Or,
  t.Not,
  t.Implies,
  t.Iff,
  t.In,
  t.Within,
  t.At,
  t.If,
  t.While,
  t.Await,
  t.Assert,
  t.Goto,
  t.Choose,
  t.Where,
  t.When,
  t.ConditionalIf,
  t.ConditionalElse,
  t.ReturnValue,
  t.BracketOpen,
  t.ParenthesisOpen,
  t.Const,
  t.Variant,
  t.Define,
  t.Enum,
  t.Record,
  t.ObjectKeyword,
  t.Shared,
  t.Ghost,
  t.Owns,
  t.Op,
  t.Actor,
  t.Action,
  t.Invariant,
  t.Reachable,
  t.Check,
  t.Module,
  t.Import,
  t.Expect,
  t.Violates,
]);

function endOf({ file, fileIndex }: Stumble): Span {
  return { file: fileIndex, start: file.text.length, end: file.text.length };
}

/** The keyword that was meant by a misspelt one, where only keywords can stand. */
function keyword(found: IToken, place: string): string | undefined {
  if (found.tokenType !== t.Identifier || place !== 'module') return undefined;
  return suggest(found.image, afterCheck)[0];
}

function helpFor(expected: string, place: string, found: IToken | null): string {
  if (place === 'settings' && found?.tokenType === t.Expect) return 'Write it behind the `}` of the check: `check c { … } expect holds`.';
  if (expected === '`{`') return 'Write `{` here, and `}` behind what belongs to it: one statement stands in braces, too.';
  return `Write ${expected} here, or remove what stands in its place.`;
}

function describe(found: IToken | null): string {
  if (found === null) return 'the end of the file';
  if (found.image === '') return `the end of what \`${spelling(found.tokenType)}\` closes`;
  return `\`${found.image.length > 40 ? `${found.image.slice(0, 40)}…` : found.image}\``;
}
