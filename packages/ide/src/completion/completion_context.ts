import type { Span } from '@mmspec/source';
import { cpuContexts } from '@mmspec/system';
import { tokens, type TokenInfo, type Word } from '@mmspec/syntax';
import { checkPlace } from './completion_check_context.ts';
import { dottedPlace } from './completion_dot.ts';
import { isOperator, type Before, type CursorContext } from './cursor_context.ts';
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
const propertyWords: ReadonlySet<string> = new Set<Word>(['invariant', 'temporal', 'possible', 'reachable', 'define']);
const stepWords: ReadonlySet<string> = new Set<Word>(['is', 'enabled', 'fair', 'except']);

export function completionContext({ main, module }: Snapshot, offset: number): CompletionContext {
  const word = /\w*$/u.exec(main.text.slice(0, offset))?.[0] ?? '';
  const span = { file: 0, start: offset - word.length, end: offset };
  const given = tokens(main).filter(({ start, end }) => end <= span.start && start < span.start);
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
  return { cursor: inComment ? { kind: 'nothing' } : cursorContext(before), span, item, itemStart: given[at]?.start ?? 0 };
}

const startsLine = (text: string, offset: number): boolean => /(^|\n)[^\S\n]*$/u.test(text.slice(0, offset));

function cursorContext(before: Before): CursorContext {
  const { tokens: all, last, left, at, item, depth, lineStart } = before;
  const length = all.length - at;
  if (item === 'import' && !lineStart) return { kind: 'import' };
  if (last === undefined) return { kind: 'item' };
  if (last.image === '.') return dottedPlace(before, last);
  if (last.image === 'goto') return { kind: 'label' };
  if (item === 'check' || item === 'scenario') return checkPlace(before);
  if (depth === 0 && lineStart && !isOperator(last)) return { kind: 'item' };
  if (isTypePlace(before)) return { kind: 'type' };
  const actor = actorOfPlaces(all);
  if (actor !== null) return { kind: 'location', actor };
  if (last.image === 'under') return { kind: 'words', words: ['fair', 'strongly fair'] };
  if (isStepPlace(before)) return { kind: 'step' };
  if (propertyWords.has(item)) return length <= 2 || isHeader(before) ? { kind: 'nothing' } : { kind: 'property' };
  if (item === 'actor' && depth === 0 && !lineStart && !all.slice(at).some(({ type }) => type === 'BlockOpen')) return actorHead(all.slice(at + 1));
  if (depth === 0) return length < 2 || itemWords.has(last.image) || isHeader(before) ? { kind: 'nothing' } : { kind: 'constant' };
  if (item === 'object' || item === 'record' || item === 'enum') {
    if (all.slice(at).some(({ image }) => image === 'invariant' || image === 'live') && !lineStart) return { kind: 'property' };
    return lineStart || last.image === '{' ? { kind: item === 'object' ? 'member' : 'nothing' } : { kind: 'expression' };
  }
  if (isHeader(before)) return { kind: 'nothing' };
  if (last.image === '{' || last.image === '}' || last.image === ';' || (last.image === ':' && left?.type === 'Name')) return { kind: 'statement' };
  return lineStart && !isOperator(last) ? { kind: 'statement' } : { kind: 'expression' };
}

/** `actor NAME[count] on cpu[e] as context when p`: what may come next. */
function actorHead(head: readonly TokenInfo[]): CursorContext {
  const images = head.map(({ image }) => image);
  const last = images.at(-1);
  if (last === undefined) return { kind: 'nothing' };
  if (images.includes('when')) return { kind: 'expression' };
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
    while (index > 0 && (before[index]?.type === 'Name' || ['.', ',', '..'].includes(before[index]?.image ?? ''))) index--;
    if (before[index]?.image !== '{' || before[index - 1]?.image !== 'at') return null;
    index--;
  }
  let actor = index - 1;
  if (before[actor]?.image === ']') while (actor > 0 && before[actor]?.image !== '[') actor--;
  return before[before[actor]?.image === '[' ? actor - 1 : actor]?.image ?? '';
}

function isStepPlace({ tokens: all, last, left, at }: Before): boolean {
  if (stepWords.has(last?.image ?? '') || (last?.image === '(' && left?.image === 'enabled')) return true;
  const fairness = all.findLastIndex(({ image }) => image === 'under');
  return (
    last?.image === ',' &&
    fairness > at &&
    all.slice(fairness).every(({ type, image }) => type === 'Name' || ['under', 'fair', 'strongly', '.', ','].includes(image))
  );
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
