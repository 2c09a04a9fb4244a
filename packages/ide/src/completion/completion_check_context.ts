import type { TokenInfo } from '@mmspec/syntax';
import { endsOperand, isOperator, type Before, type CursorContext } from './cursor_context.ts';

/** Where the cursor stands in a check or a scenario. */
export function checkPlace(before: Before): CursorContext {
  const { tokens, last, left, at, item, depth, lineStart } = before;
  const own = tokens.slice(at);
  if (depth > 0) return inBraces(before);
  if (last?.image === item) return { kind: 'nothing' };
  if (lineStart && !isOperator(last) && last?.image !== 'expect')
    return item === 'check'
      ? { kind: 'item_or_expectation', more: own.some(({ image }) => image === 'expect') ? ['within', 'when', 'under'] : [] }
      : { kind: 'item', more: [] };
  if (item === 'scenario') return { kind: 'words', words: last?.image === 'is' ? ['possible', 'impossible'] : ['is'] };
  if (last?.image === '==' || last?.image === '!=') return { kind: 'setting_value', name: left?.image ?? '' };
  if (own.some(({ image }) => image === 'expect')) return expected(before);
  if (own.some(({ type }) => type === 'BlockClose')) return { kind: 'words', words: ['expect'], mayEnd: true };
  const matrix = own.findIndex(({ image }) => image === 'for');
  const judged = own.findLastIndex(({ image }) => image === 'of');
  if (judged > matrix) {
    if (last?.image === 'of' || last?.image === ',') return { kind: 'property_name' };
    return { kind: 'words', words: matrix < 0 ? ['for'] : [], mayEnd: true };
  }
  return matrix >= 0 ? axisPlace(own.slice(matrix + 1), own.slice(0, matrix)) : { kind: 'words', words: ['of', 'for'], mayEnd: true };
}

/** `for N in 1..2, v in {one, two} where p` */
function axisPlace(axes: readonly TokenInfo[], earlier: readonly TokenInfo[]): CursorContext {
  const last = axes.at(-1);
  if (axes.some(({ image }) => image === 'where')) {
    if (endsOperand(last)) return { kind: 'operator', words: ['and', 'or', 'implies', 'in', 'not in'], statements: false };
    return { kind: 'constant' };
  }
  const names = axes.filter(
    ({ type, image }, index) => (type === 'Name' || isMode(image)) && (index === 0 || (axes[index - 1]?.image === ',' && !isInSet(axes.slice(0, index)))),
  );
  const isValue = isInSet(axes) || last?.image === 'in' || last?.image === '..';
  const name = names.at(-1)?.image ?? '';
  if (isValue && !endsOperand(last)) return { kind: 'setting_value', name, ...(last?.image === 'in' ? { beginsAxis: true } : {}) };
  if (last === undefined || last.image === ',') return { kind: 'setting_name', taken: names.map(({ image }) => image) };
  const isBare = last === names.at(-1);
  return { kind: 'words', words: [...(isBare ? ['in'] : []), 'where', ...(earlier.some(({ image }) => image === 'of') ? [] : ['of'])], mayEnd: true };
}

/** How a check is run, and no constant of the spec. */
const isMode = (image: string): boolean => image === 'memory' || image === 'window';

/** Is the last brace of a set open? */
function isInSet(own: readonly TokenInfo[]): boolean {
  return own.findLastIndex(({ type }) => type === 'SetOpen') > own.findLastIndex(({ type }) => type === 'SetClose');
}

function inBraces(before: Before): CursorContext {
  const { tokens, last, left, at, item } = before;
  if (last?.image === '=') return { kind: 'setting_value', name: left?.image ?? '' };
  if (item === 'scenario') return scenarioPlace(before);
  if (last !== undefined && isMode(last.image)) return { kind: 'setting_value', name: last.image };
  const own = tokens.slice(at);
  const setting = own.findLastIndex(({ image }) => image === ',' || image === '{' || image === ';');
  if (own[setting + 1]?.image === 'bound' && own.length >= setting + 2)
    return last?.image !== 'bound' && endsOperand(last)
      ? { kind: 'operator', words: ['and', 'or', 'implies', 'in'], statements: false }
      : { kind: 'property', about: 'state' };
  const ignored = own.findLastIndex(({ image }) => image === 'ignore');
  return ignored >= 0 && own.slice(ignored).every(({ image }) => image !== '=')
    ? { kind: 'property_name' }
    : {
        kind: 'setting',
        taken: own.filter(({ image }, index) => own[index + 1]?.image === '=' || isMode(image)).map(({ image }) => image),
      };
}

/** Steps; after an actor that it may wait, and what a run may end in. */
function scenarioPlace({ last }: Before): CursorContext {
  if (last?.image === 'violates') return { kind: 'property_name' };
  if (last?.image === 'waits') return { kind: 'words', words: ['at'] };
  return last?.image === ']' || last?.type === 'Name' ? { kind: 'words', words: ['waits'], mayEnd: true } : { kind: 'step' };
}

function expected({ tokens, last, left, at }: Before): CursorContext {
  const own = tokens.slice(at);
  const clause = own.findLastIndex(({ image }) => ['expect', 'violates', 'holds', 'deadlocks', 'undecided', 'when', 'under'].includes(image));
  const since = own.slice(clause);
  const comma = isInSet(since) ? -1 : since.findLastIndex(({ image }) => image === ',');
  const isNext = comma >= 0 && !['fair', 'strongly'].includes(since[comma + 1]?.image ?? '');
  if (since[0]?.image === 'when' && !isNext) return conditionPlace(last, left);
  if (since[0]?.image === 'under' && since.length > 1 && (!isNext || last?.image === ',')) return fairnessPlace(last);
  switch (last?.image ?? '') {
    case 'expect':
      return { kind: 'words', words: ['holds', 'violates', 'deadlocks', ...(tokens.some(({ type }) => type === 'OpenRange') ? ['undecided'] : [])] };
    case 'within':
      return { kind: 'nothing' };
    case 'under':
      return { kind: 'words', words: ['fair', 'strongly fair'] };
    case 'violates':
    case 'undecided':
    case ',':
      return { kind: 'property_name' };
    case 'holds':
    case 'deadlocks':
      return { kind: 'expectation' };
    default:
      return { kind: 'words', words: ['within', 'when', 'under', 'holds', 'violates', 'expect'], mayEnd: true };
  }
}

/** `when v == one and not b`: constants and variants, and their values. */
function conditionPlace(last: TokenInfo | undefined, left: TokenInfo | undefined): CursorContext {
  if (last?.image === 'not' && endsOperand(left)) return { kind: 'words', words: ['in'] };
  return endsOperand(last) ? { kind: 'words', words: ['and', 'or', 'implies', 'in', 'not in', 'expect'], mayEnd: true } : { kind: 'condition' };
}

/** Behind `under`: `fair a except a.idle, strongly fair b` */
function fairnessPlace(last: TokenInfo | undefined): CursorContext {
  if (last?.image === 'strongly') return { kind: 'words', words: ['fair'] };
  if (last?.image === ',') return { kind: 'fair_or_property' };
  return last?.image === 'fair' || last?.image === 'except' ? { kind: 'step' } : { kind: 'words', words: ['except', 'when', 'expect'], mayEnd: true };
}
