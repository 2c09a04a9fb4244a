import type { Span } from '@mmspec/source';
import { cpuContexts } from '@mmspec/system';
import { tokens, type TokenInfo, type Word } from '@mmspec/syntax';
import { checkPlace } from './completion_check_context.ts';
import { dottedPlace } from './completion_dot.ts';
import { codePlace, operatorsOf, orders, propertyPlace } from './completion_expression.ts';
import { endsOperand, isOperator, type About, type Before, type CursorContext } from './cursor_context.ts';
import type { Snapshot } from '../names/snapshot.ts';

/*
 * Where the cursor stands, by tokens alone: half-typed text often has no tree there.
 */

export interface CompletionContext {
  readonly cursor: CursorContext;
  /** The word that is being typed; empty between words. */
  readonly span: Span;
  /** The word that began the declaration around the cursor, and its name. */
  readonly item: string;
  readonly itemStart: number;
  /** Open braces of the declaration. */
  readonly depth: number;
}

const itemWords: ReadonlySet<string> = new Set<Word>([
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
  'actor',
  'action',
  'invariant',
  'temporal',
  'possible',
  'reachable',
  'check',
  'scenario',
]);
/** They also begin something inside of braces. */
const innerWords: ReadonlySet<string> = new Set<Word>(['ghost', 'invariant', 'op', 'object']);
/** What properties speak about, by the word that declares them; a definition may be used in all of them. */
const aboutOf: ReadonlyMap<string, About> = new Map<Word, About>([
  ['invariant', 'step'],
  ['temporal', 'path'],
  ['possible', 'state'],
  ['reachable', 'state'],
  ['define', 'path'],
]);
const stepWords: ReadonlySet<string> = new Set<Word>(['is', 'enabled', 'fair', 'except']);

export function completionContext({ main, module }: Snapshot, offset: number): CompletionContext {
  const word = /\w*$/u.exec(main.text.slice(0, offset))?.[0] ?? '';
  const span = { file: 0, start: offset - word.length, end: offset };
  // Brackets that the text leaves open are closed by tokens without text.
  const given = tokens(main).filter(({ start, end, image }) => end <= span.start && start < span.start && image !== '');
  let depth = 0;
  let at = -1;
  given.forEach((token, index) => {
    if (token.type === 'BlockOpen') depth++;
    else if (token.type === 'BlockClose') depth = Math.max(0, depth - 1);
    // A declaration begins at the start of a line, whatever is open before it.
    else if (itemWords.has(token.image) && token.type !== 'ActorWord' && token.type !== 'ObjectWord' && (depth === 0 || startsLine(main.text, token.start))) {
      if (depth > 0 && (innerWords.has(token.image) || main.text[token.start - 1] !== '\n')) return;
      depth = 0;
      at = index;
    }
  });
  const item = given[at]?.image ?? '';
  const inComment = module.comments.some((comment) => comment.span.start < offset && offset <= comment.span.end);
  const before: Before = { tokens: given, last: given.at(-1), left: given.at(-2), at, item, depth, lineStart: startsLine(main.text, span.start) };
  return { cursor: inComment ? { kind: 'nothing' } : cursorContext(before), span, item, itemStart: given[at]?.start ?? 0, depth };
}

const startsLine = (text: string, offset: number): boolean => /(^|\n)[^\S\n]*$/u.test(text.slice(0, offset));

function cursorContext(before: Before): CursorContext {
  const { tokens: all, last, item, depth, lineStart } = before;
  if (item === 'import' && !lineStart) return { kind: 'import' };
  if (last === undefined) return { kind: 'item', more: [] };
  if (item === 'module' && last.image === 'module' && !lineStart) return { kind: 'module' };
  if (last.image === '.') return dottedPlace(before, last);
  if (last.image === 'goto') return { kind: 'label' };
  if (depth === 0 && last.image === 'atomic') return { kind: 'words', words: ['op', ...orders] };
  if (item === 'check' || item === 'scenario') return checkPlace(before);
  if (depth === 0 && lineStart && !isOperator(last)) return { kind: 'item', more: goesOn(before) };
  if (isTypePlace(before)) return { kind: 'type' };
  // `op f(n: 1..N + 1)`: the bounds of a range in a type.
  if (isHeader(before) && (last.image === '..' || isOperator(last))) return { kind: 'constant' };
  const actor = actorOfPlaces(all);
  if (actor !== null) return { kind: 'location', actor };
  if (item === 'temporal' && last.image === 'under') return { kind: 'words', words: ['fair', 'strongly fair'] };
  if (isStepPlace(before)) return { kind: 'step' };
  const about = aboutOf.get(item);
  if (about !== undefined) return propertyItem(before, about);
  if (item === 'object' || item === 'record' || item === 'enum') return depth === 0 ? { kind: 'nothing' } : memberPlace(before);
  if (depth === 0) return headPlace(before);
  if (isHeader(before)) return { kind: 'nothing' };
  return codePlace(before);
}

/** A property may go on at the beginning of a line, and so may what is said behind its formula. */
function goesOn({ tokens: all, last, item, at }: Before): string[] {
  const about = aboutOf.get(item);
  if (about === undefined) return [];
  if (item === 'temporal' && isFairness(all.slice(at))) return behindFairness;
  return endsOperand(last) ? [...operatorsOf(about, all.slice(at + 1)), ...behindFormula(item)] : [];
}

const behindFairness = ['except', 'expect violated'];

/** What may stand behind the formula of such a declaration. */
function behindFormula(item: string): string[] {
  if (item === 'define') return [];
  return [...(item === 'temporal' ? ['under fair'] : item === 'reachable' ? ['when'] : []), 'expect violated'];
}

/** `invariant name: …`, `define name = …` */
function propertyItem(before: Before, about: About): CursorContext {
  const { tokens: all, last, at, item } = before;
  if (all.length - at <= 2 || isHeader(before)) return { kind: 'nothing' };
  if (item === 'temporal' && last?.image === 'strongly') return { kind: 'words', words: ['fair'] };
  if (item === 'temporal' && last?.image === ',' && all.slice(at).some(({ image }) => image === 'under'))
    return { kind: 'words', words: ['fair', 'strongly fair'] };
  if (item === 'temporal' && isFairness(all.slice(at))) return { kind: 'words', words: behindFairness, mayEnd: true };
  if (item === 'define' && last?.image === ')' && all.slice(at).every(({ image }) => image !== '=')) return { kind: 'nothing' };
  return propertyPlace(before, about, behindFormula(item));
}

/** Has the formula ended, and with it an actor or step that is treated fairly? */
function isFairness(own: readonly TokenInfo[]): boolean {
  const begin = own.findLastIndex(({ image }) => image === 'under');
  return begin >= 0 && ['Name', 'BracketClose', 'Fair'].includes(own.at(-1)?.type ?? '') && own.at(-2)?.image !== 'under' && own.length - begin > 2;
}

/** In the braces of an object, a record or an enum. */
function memberPlace(before: Before): CursorContext {
  const { tokens: all, last, left, at, item, lineStart } = before;
  if (item !== 'object') return { kind: 'nothing' };
  const own = all.slice(at + 1);
  const begin = own.findLastIndex(({ type, image, start }, index) => type === 'BlockOpen' || image === ';' || (index > 0 && beginsMember(own, index, start)));
  const member = own.slice(own[begin]?.type === 'BlockOpen' || own[begin]?.image === ';' ? begin + 1 : begin);
  const [first] = member;
  if (first === undefined || (lineStart && !isOperator(last))) return { kind: 'member' };
  if (first.image === 'live') return last === first ? { kind: 'words', words: ['when'] } : propertyPlace(before, 'state', []);
  if (first.image === 'invariant') return member.length <= 2 ? { kind: 'nothing' } : propertyPlace(before, 'step', ['expect violated']);
  if (last?.image === ',' && !member.some(({ image }) => image === '=')) return { kind: 'member' };
  return beginningPlace(member, last, left);
}

/** Does a member of an object begin with this token? */
function beginsMember(own: readonly TokenInfo[], index: number, start: number): boolean {
  const before = own[index - 1];
  const image = own[index]?.image ?? '';
  if (image === 'live' || image === 'invariant') return before !== undefined && before.end <= start && own[index + 1]?.image !== ':';
  return (
    own[index]?.type === 'Name' &&
    own[index + 1]?.image === ':' &&
    !['ghost', 'owns', 'invariant', '['].includes(before?.image ?? '') &&
    before?.type !== 'Number'
  );
}

/** `name: type = value`, of a variable, field, constant or variant: behind the type. */
function beginningPlace(own: readonly TokenInfo[], last: TokenInfo | undefined, left: TokenInfo | undefined): CursorContext {
  const typed = own.findIndex(({ image }) => image === ':');
  if (typed < 0) return { kind: 'nothing' };
  const begun = own.findIndex(({ image }, index) => index > typed && ['=', 'in', 'within'].includes(image));
  if (begun < 0)
    return last?.image === '|' || left?.image === '..' || isOperator(last)
      ? { kind: 'constant' }
      : { kind: 'words', words: [...(last?.image === 'ref' ? ['to'] : []), 'in', 'within'], mayEnd: true };
  if (!endsOperand(last)) return { kind: 'constant' };
  return { kind: 'operator', words: own[begun]?.image === '=' ? ['if', 'else'] : ['where'], statements: false };
}

/** In front of the braces of a declaration, or in one without braces. */
function headPlace(before: Before): CursorContext {
  const { tokens: all, last, left, at, item, lineStart } = before;
  const own = all.slice(at + 1);
  if (own.length === 0 || (own.length === 1 && last?.image === 'owns')) return { kind: 'name', words: item === 'shared' || item === 'ghost' ? ['owns'] : [] };
  if (own[0]?.image === 'owns' && own[1]?.image === '(' && !own.some(({ image }) => image === ')')) return { kind: 'constant' };
  if (isHeader(before)) return { kind: 'nothing' };
  if (item === 'actor' && !lineStart) return actorHead(own);
  if (item === 'action') return actionHead(before);
  if (['const', 'variant', 'shared', 'ghost'].includes(item)) return beginningPlace(own, last, left);
  return { kind: 'nothing' };
}

/** `action name(x in S) when p` */
function actionHead({ tokens: all, last, at }: Before): CursorContext {
  const images = all.slice(at + 1).map(({ image }) => image);
  if (last?.image === 'in' || images.includes('when'))
    return endsOperand(last) ? { kind: 'operator', words: ['and', 'or', 'in'], statements: false } : { kind: 'expression' };
  if (images.lastIndexOf('(') <= images.lastIndexOf(')')) return { kind: 'words', words: ['when'] };
  return last?.type === 'Name' ? { kind: 'words', words: ['in'] } : { kind: 'nothing' };
}

/** `actor NAME[count] on cpu[e] as context when p`: what may come next. */
function actorHead(head: readonly TokenInfo[]): CursorContext {
  const images = head.map(({ image }) => image);
  const last = images.at(-1);
  if (last === undefined) return { kind: 'nothing' };
  if (images.includes('when')) return endsOperand(head.at(-1)) ? { kind: 'operator', words: ['and', 'or', 'in'], statements: false } : { kind: 'expression' };
  if (images.lastIndexOf('[') > images.lastIndexOf(']')) return { kind: 'constant' };
  if (last === 'as') return { kind: 'words', words: cpuContexts };
  if (images.includes('as')) return { kind: 'words', words: ['when'] };
  if (last === 'on') return { kind: 'words', words: ['cpu'] };
  if (last === 'cpu') return { kind: 'nothing' };
  return { kind: 'words', words: images.includes('on') ? ['as', 'when'] : ['on', 'when'] };
}

/** `at L`, `at {L, …`: the word for the actor before `at`. */
function actorOfPlaces(before: readonly TokenInfo[]): string | null {
  let index = before.length - 1;
  if (before[index]?.image !== 'at') {
    if (!['{', ',', '..'].includes(before[index]?.image ?? '')) return null;
    while (index > 0 && (before[index]?.isName === true || ['.', ',', '..'].includes(before[index]?.image ?? ''))) index--;
    if (before[index]?.image !== '{' || before[index - 1]?.image !== 'at') return null;
    index--;
  }
  let actor = index - 1;
  if (before[actor]?.image === ']') while (actor > 0 && before[actor]?.image !== '[') actor--;
  return before[before[actor]?.image === '[' ? actor - 1 : actor]?.image ?? '';
}

function isStepPlace({ last, left }: Before): boolean {
  return stepWords.has(last?.image ?? '') || (last?.image === '(' && left?.image === 'enabled');
}

/** Is a type written here: after `name:` of a declaration, a parameter or a field, after `)` of an operation, in `set<…>`? */
function isTypePlace(before: Before): boolean {
  const { tokens: all, last, left, at, item } = before;
  if (last?.image === '<') return left?.image === 'set' || left?.image === 'seq';
  if (last?.image !== ':') return false;
  if (isHeader(before)) return true;
  const word = all.at(-3)?.image ?? '';
  if (['const', 'variant', 'shared', 'owns', 'var', 'let', 'ghost'].includes(word)) return true;
  return (item === 'object' || item === 'record') && word !== 'invariant' && all.length - at > 2;
}

/** Are these the parameters or the result of an operation or definition, before its text? */
function isHeader({ tokens: all, at }: Before): boolean {
  const begin = all.findLastIndex(({ image }) => image === 'op' || image === 'define');
  return begin >= at && begin >= 0 && all.slice(begin).every(({ image }) => image !== '{' && image !== '=');
}
