import { isOperator, type Before, type CursorContext } from './cursor_context.ts';

/** Where the cursor stands in a check or a scenario. */
export function checkPlace(before: Before): CursorContext {
  const { tokens, last, left, at, item, depth, lineStart } = before;
  const own = tokens.slice(at);
  if (depth > 0) return inBraces(before);
  if (last?.image === item) return { kind: 'nothing' };
  if (lineStart && !isOperator(last) && last?.image !== 'expect') return { kind: item === 'check' ? 'item_or_expectation' : 'item' };
  if (item === 'scenario') return { kind: 'words', words: last?.image === 'is' ? ['possible', 'impossible'] : ['is'] };
  if (last?.image === '==' || last?.image === '!=') return { kind: 'setting_value', name: left?.image ?? '' };
  if (own.some(({ image }) => image === 'expect')) return expected(before);
  if (own.some(({ image }) => image === '}')) return { kind: 'words', words: ['expect'] };
  if (own.some(({ image }) => image === 'for')) {
    if (last?.image === 'in') return { kind: 'setting_value', name: left?.image ?? '' };
    return { kind: 'setting_name' };
  }
  return own.some(({ image }) => image === 'of') ? { kind: 'property_name' } : { kind: 'words', words: ['of', 'for'] };
}

function inBraces(before: Before): CursorContext {
  const { tokens, last, left, at, item } = before;
  if (last?.image === '=') return { kind: 'setting_value', name: left?.image ?? '' };
  if (item === 'scenario') return scenarioPlace(before);
  const own = tokens.slice(at);
  const setting = own.findLastIndex(({ image }) => image === ',' || image === '{' || image === ';');
  if (own[setting + 1]?.image === 'bound' && own.length > setting + 2) return { kind: 'property' };
  const ignored = own.findLastIndex(({ image }) => image === 'ignore');
  return ignored >= 0 && own.slice(ignored).every(({ image }) => image !== '=')
    ? { kind: 'property_name' }
    : { kind: 'setting', taken: own.filter((_, index) => own[index + 1]?.image === '=').map(({ image }) => image) };
}

/** Steps; after an actor that it may wait, and what a run may end in. */
function scenarioPlace({ last }: Before): CursorContext {
  if (last?.image === 'violates') return { kind: 'property_name' };
  if (last?.image === 'waits') return { kind: 'words', words: ['at'] };
  return last?.image === ']' ? { kind: 'words', words: ['waits'] } : { kind: 'step' };
}

function expected({ last }: Before): CursorContext {
  switch (last?.image ?? '') {
    case 'expect':
      return { kind: 'words', words: ['holds', 'violates', 'deadlocks'] };
    case 'when':
      return { kind: 'setting_name' };
    case 'within':
      return { kind: 'nothing' };
    case 'under':
      return { kind: 'words', words: ['fair', 'strongly fair'] };
    case 'fair':
      return { kind: 'step' };
    case 'violates':
    case ',':
      return { kind: 'property_name' };
    case 'holds':
    case 'deadlocks':
      return { kind: 'expectation' };
    default:
      return { kind: 'words', words: ['within', 'when', 'under', 'holds', 'violates', 'expect'] };
  }
}
