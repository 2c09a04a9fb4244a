import type { TokenInfo } from '@mmspec/syntax';
import { endsOperand, isOperator, type About, type Before, type CursorContext } from './cursor_context.ts';

/*
 * Places inside of texts of statements, and inside of properties.
 */

const logic = ['and', 'or', 'implies', 'iff', 'in', 'not in', 'within', 'if'];
/** What follows a condition is its block, not a statement. */
const headWords: ReadonlySet<string> = new Set(['if', 'while', 'repeat', 'for', 'when']);
const statementEnds: ReadonlySet<string> = new Set(['BlockOpen', 'BlockClose', 'Semicolon']);
/** Statements that end with these words have no operand that could go on. */
const wholeStatement = /^(?:skip|break|continue|return)$/u;
/** What may follow `atomic`. */
export const orders: readonly string[] = ['relaxed', 'acquire', 'release', 'full', 'lock', 'unlock', 'section enter', 'section leave'];
/** The words that go on with a word. */
const followers: Readonly<Record<string, readonly string[]>> = {
  idle: ['await'],
  owns: ['let', 'var'],
  atomic: ['when', 'op', ...orders],
  step: ['is'],
  leads: ['to'],
  no: ['new refs'],
};
/** A new name follows. */
const declaring: ReadonlySet<string> = new Set(['var', 'let', 'ghost', 'forall', 'exists']);

/** In the text of an actor, operation or action. */
export function codePlace(before: Before): CursorContext {
  const { tokens, last, left, at, lineStart } = before;
  const own = tokens.slice(at + 1);
  if (last === undefined || last.type === 'BlockOpen' || last.image === ';') return { kind: 'statement', more: [] };
  if (last.type === 'BlockClose') return { kind: 'statement', more: branchesAfter(own) };
  const isInner = depthOf(own) > 0;
  if (isLabelColon(last, left)) return isInner || isQuantifierColon(own) ? { kind: 'expression' } : { kind: 'statement', more: [] };
  if (wholeStatement.test(last.image) && (lineStart || last.image !== 'return')) return { kind: 'statement', more: [] };
  const words = followers[last.image];
  if (words !== undefined) return { kind: 'words', words };
  if (last.image === 'else' && left?.type === 'BlockClose') return { kind: 'words', words: ['if'] };
  const head = headOf(own);
  if (endsOperand(last, left)) {
    const isHead = isInner || (head !== undefined && headWords.has(head.image) && head.type !== 'ConditionalIf');
    if ((lineStart && !isHead) || left?.image === 'goto') return { kind: 'statement', more: [] };
    return isDeclaredName(last, left) ? { kind: 'nothing' } : { kind: 'operator', words: operatorsAfter(own, head), statements: !isHead };
  }
  if (isNegation(last, left)) return { kind: 'words', words: ['in'] };
  if (lineStart && !isOperator(last)) return { kind: 'statement', more: [] };
  if (declaring.has(last.image)) return { kind: 'nothing' };
  return isWhole(last, left) ? { kind: 'value' } : { kind: 'expression' };
}

/** `x not …`: only `in` can follow. */
function isNegation(last: TokenInfo | undefined, left: TokenInfo | undefined): boolean {
  return last?.image === 'not' && endsOperand(left);
}

/** Is the operand a name that is declared here, behind `var`, `let`? */
function isDeclaredName(last: TokenInfo, left: TokenInfo | undefined): boolean {
  return last.isName && ['var', 'let', 'ghost'].includes(left?.image ?? '');
}

/** Open parentheses, brackets and sets since the last block began or ended. */
function depthOf(own: readonly TokenInfo[]): number {
  let depth = 0;
  for (let index = own.length - 1; index >= 0; index--) {
    const { type } = own[index] as TokenInfo;
    if (statementEnds.has(type)) break;
    if (type === 'ParenthesisOpen' || type === 'BracketOpen' || type === 'SetOpen') depth++;
    else if (type === 'ParenthesisClose' || type === 'BracketClose' || type === 'SetClose') depth--;
  }
  return depth;
}

function operatorsAfter(own: readonly TokenInfo[], head: TokenInfo | undefined): string[] {
  const since = head === undefined ? own : own.slice(own.indexOf(head));
  return [
    ...logic,
    ...(since.some(({ type }) => type === 'ConditionalIf') ? ['else'] : []),
    ...(since.some(({ image }) => image === 'in' || image === 'within') && !since.some(({ image }) => image === 'where') ? ['where'] : []),
  ];
}

/** The words that go on with the statement whose block has just ended. */
function branchesAfter(own: readonly TokenInfo[]): string[] {
  let depth = 0;
  let index = own.length - 1;
  for (; index >= 0; index--) {
    const type = own[index]?.type;
    if (type === 'BlockClose') depth++;
    if (type === 'BlockOpen' && --depth === 0) break;
  }
  const head = headOf(own.slice(0, Math.max(0, index)));
  if (head?.image === 'either' || own[index - 1]?.image === 'or') return ['or'];
  return head?.image === 'if' ? ['else', 'else if'] : [];
}

/** The label and its colon, as `get:`; a type would stand behind the name of a variable. */
function isLabelColon(last: TokenInfo, left: TokenInfo | undefined): boolean {
  return last.image === ':' && left?.isName === true;
}

/** `forall x in S:` */
function isQuantifierColon(own: readonly TokenInfo[]): boolean {
  const quantifier = own.findLastIndex(({ image }) => image === 'forall' || image === 'exists');
  return quantifier >= 0 && own.slice(quantifier).filter(({ type, image }) => image === ':' || statementEnds.has(type)).length === 1;
}

/** The first word of the statement that is being written: the last one that can begin one. */
function headOf(own: readonly TokenInfo[]): TokenInfo | undefined {
  return own.findLast(({ type, image }) => statementEnds.has(type) || (statementWords.has(image) && type !== 'ConditionalIf'));
}

const statementWords: ReadonlySet<string> = new Set([
  ...headWords,
  'choose',
  'await',
  'assert',
  'var',
  'let',
  'return',
  'goto',
  'skip',
  'break',
  'continue',
  'either',
  'atomic',
  'loop',
]);

/** Is a whole right-hand side, `return` value or condition begun here? Only there a call may change something. */
function isWhole(last: TokenInfo, left: TokenInfo | undefined): boolean {
  const word = last.image === 'not' ? left?.image : last.image;
  return ['=', 'if', 'while', 'return'].includes(word ?? '');
}

/** In a property: an operand, or what goes on with one. */
export function propertyPlace({ tokens, last, left, at, lineStart }: Before, about: About, ends: readonly string[]): CursorContext {
  if (last?.image === 'expect') return { kind: 'words', words: ['violated'] };
  if (declaring.has(last?.image ?? '')) return { kind: 'nothing' };
  if (['forall', 'exists'].includes(left?.image ?? '')) return { kind: 'words', words: ['in'] };
  const words = followers[last?.image ?? ''];
  if (words !== undefined) return { kind: 'words', words };
  if (isNegation(last, left)) return { kind: 'words', words: ['in'] };
  if (!endsOperand(last, left)) return { kind: 'property', about, ...(last?.image === '(' && left?.image === 'refs' ? { isSelection: true } : {}) };
  return { kind: 'operator', words: [...operatorsOf(about, tokens.slice(at + 1)), ...(lineStart ? [] : ends)], statements: false };
}

/** What goes on with an operand of a property. */
export function operatorsOf(about: About, own: readonly TokenInfo[]): string[] {
  return [...operatorsAfter(own, undefined), 'at', 'holds', ...(about === 'state' ? [] : ['by', 'on']), ...(about === 'path' ? ['until', 'leads to'] : [])];
}
