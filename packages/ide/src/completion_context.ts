import type { Span } from '@mmspec/source';
import { tokens, type TokenInfo } from '@mmspec/syntax';
import type { Snapshot } from './snapshot.ts';

/*
 * Where the cursor stands, by tokens alone: half-typed text often has no tree there.
 */

export type CompletionPlace =
  | { readonly kind: 'nothing' | 'import' | 'item' | 'member' | 'statement' | 'expression' | 'property' | 'type' | 'setting' | 'property_name' | 'label' | 'step' }
  /** After the dot: the word before it. */
  | { readonly kind: 'field' | 'step_field'; readonly before: string; readonly dot: number }
  | { readonly kind: 'setting_value'; readonly name: string };

export interface CompletionContext {
  readonly place: CompletionPlace;
  /** The word that is being typed; empty between words. */
  readonly span: Span;
  /** The word that began the declaration around the cursor, and its name. */
  readonly item: string;
  readonly itemStart: number;
}

const itemWords: ReadonlySet<string> = new Set([
  'module', 'import', 'const', 'variant', 'define', 'enum', 'record', 'object', 'shared', 'ghost', 'op', 'actor', 'action', 'invariant', 'temporal', 'possible',
  'reachable', 'check', 'scenario',
]);
const stepWords: ReadonlySet<string> = new Set(['at', 'is', 'enabled']);

export function completionContext({ main, module }: Snapshot, offset: number): CompletionContext {
  const word = /\w*$/u.exec(main.text.slice(0, offset))?.[0] ?? '';
  const span = { file: 0, start: offset - word.length, end: offset };
  const before = tokens(main).filter(({ start, end }) => end <= span.start && start < span.start);
  let depth = 0;
  let at = -1;
  before.forEach((token, index) => {
    if (token.type === 'BlockOpen') depth++;
    else if (token.type === 'BlockClose') depth = Math.max(0, depth - 1);
    // A declaration begins at the start of a line, whatever is open before it.
    else if (itemWords.has(token.image) && token.type !== 'ActorWord' && token.type !== 'ObjectWord' && (depth === 0 || isLineStart(main.text, token))) {
      if (depth > 0 && (token.image === 'ghost' || token.image === 'invariant' || token.image === 'op' || token.image === 'object')) return;
      if (depth > 0 && main.text[token.start - 1] !== '\n') return;
      depth = 0;
      at = index;
    }
  });
  const item = before[at]?.image ?? '';
  const inComment = module.comments.some((comment) => comment.span.start < offset && offset <= comment.span.end);
  const place: CompletionPlace = inComment ? { kind: 'nothing' } : placeOf(before, at, item, depth, startsLine(main.text, span.start));
  return { place, span, item, itemStart: before[at]?.start ?? 0 };
}

const isLineStart = (text: string, { start }: TokenInfo): boolean => startsLine(text, start);
const startsLine = (text: string, offset: number): boolean => /(^|\n)[^\S\n]*$/u.test(text.slice(0, offset));

function placeOf(before: readonly TokenInfo[], at: number, item: string, depth: number, lineStart: boolean): CompletionPlace {
  const last = before.at(-1);
  const left = before.at(-2);
  if (item === 'import' && !lineStart) return { kind: 'import' };
  if (last === undefined) return { kind: 'item' };
  if (last.image === '.') return dotted(before, last);
  if (last.image === 'goto') return { kind: 'label' };
  const inTail = depth === 0 && before.slice(at).some(({ image }) => image === 'expect');
  if (item === 'check' || item === 'scenario') return checkPlace(before, at, item, depth, lineStart, inTail);
  if (depth === 0 && lineStart && !isOperator(last)) return { kind: 'item' };
  if (last.image === ':' && isTyped(before, at)) return { kind: 'type' };
  if (['invariant', 'temporal', 'possible', 'reachable'].includes(item)) {
    if (before.length - at <= 2) return { kind: 'nothing' };
    return isStepPlace(last, left) ? { kind: 'step' } : { kind: 'property' };
  }
  if (depth === 0) return before.length - at < 2 || itemWords.has(last.image) ? { kind: 'nothing' } : { kind: 'expression' };
  if (item === 'object' || item === 'record' || item === 'enum') {
    if (before.slice(at).some(({ image }) => image === 'invariant' || image === 'live') && !lineStart) return isStepPlace(last, left) ? { kind: 'step' } : { kind: 'property' };
    return lineStart || last.image === '{' ? { kind: item === 'object' ? 'member' : 'nothing' } : { kind: 'expression' };
  }
  if (last.image === '{' || last.image === '}' || last.image === ';' || (last.image === ':' && left?.type === 'Name')) return { kind: 'statement' };
  return lineStart && !isOperator(last) ? { kind: 'statement' } : { kind: 'expression' };
}

function checkPlace(before: readonly TokenInfo[], at: number, item: string, depth: number, lineStart: boolean, inTail: boolean): CompletionPlace {
  const last = before.at(-1);
  const left = before.at(-2);
  if (depth > 0 && item === 'scenario') return { kind: 'step' };
  if (depth > 0) return last?.image === '=' ? { kind: 'setting_value', name: left?.image ?? '' } : { kind: 'setting' };
  if (last?.image === 'for') return { kind: 'setting' };
  if (lineStart && !isOperator(last) && last?.image !== 'expect') return { kind: 'item' };
  if (inTail && last?.image !== 'expect') return { kind: 'property_name' };
  return last?.image === 'of' ? { kind: 'property_name' } : { kind: before.length - at < 2 ? 'nothing' : 'property_name' };
}

/** After a dot: a field, or a part of a path of steps. */
function dotted(before: readonly TokenInfo[], dot: TokenInfo): CompletionPlace {
  let index = before.length - 2;
  const word = before[index]?.image === ']' ? before.slice(0, index).findLast(({ image }) => image !== '[' && !/^\d+$/u.test(image)) : before[index];
  while (index > 0 && !/^(?:is|at|enabled|fair|\{|;|;;|,|violates|holds|=|and|or|not|implies)$/u.test(before[index]?.image ?? '')) index--;
  const start = before[index]?.image ?? '';
  const kind = stepWords.has(start) || start === 'fair' || start === ';' || start === ';;' || start === 'violates' ? 'step_field' : 'field';
  return { kind, before: word?.image ?? '', dot: dot.start };
}

const isStepPlace = (last: TokenInfo, left: TokenInfo | undefined): boolean => stepWords.has(last.image) || (last.image === '(' && left?.image === 'enabled') || (last.image === '{' && left?.image === 'at');

function isOperator(token: TokenInfo | undefined): boolean {
  return token !== undefined && /^(?:[-+*/%<>=,:([|.]|==|!=|<=|>=|\.\.|\+=|-=|and|or|not|implies|iff|in|within|where|when|if|while|await|assert|is|at)$/u.test(token.image);
}

/** Is the colon that of `name: T`? */
function isTyped(before: readonly TokenInfo[], at: number): boolean {
  const item = before[at]?.image ?? '';
  const word = before.at(-3)?.image ?? '';
  if (['const', 'variant', 'shared', 'owns', 'var', 'let', 'ghost'].includes(word)) return true;
  if (item === 'op' || item === 'define') return before.slice(at).some(({ image }) => image === '(') && !before.slice(at).some(({ image }) => image === '{' || image === '=');
  return (item === 'object' || item === 'record') && word !== 'invariant';
}
