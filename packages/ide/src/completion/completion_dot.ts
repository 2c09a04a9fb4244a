import type { TokenInfo } from '@mmspec/syntax';
import type { Before, CursorContext } from './cursor_context.ts';

/** After a dot: a field, a part of a path of steps, or a part of the name of a property. */
export function dottedPlace(before: Before, dot: TokenInfo): CursorContext {
  const { tokens, at, item, depth } = before;
  let index = tokens.length - 1;
  const path: string[] = [];
  // Backwards over `a`, `a[0]`, `a.b`.
  while (index > at && tokens[index]?.image === '.') {
    index--;
    if (tokens[index]?.image === ']') {
      while (index > at && tokens[index]?.image !== '[') index--;
      index--;
    }
    const name = tokens[index];
    if (name === undefined || !/^\w+$/u.test(name.image)) break;
    path.unshift(name.image);
    index--;
  }
  const start = tokens[index]?.image ?? '';
  const word = path.at(-1) ?? '';
  if (item === 'scenario' && depth > 0 && start !== '=') return { kind: 'step_field', path };
  if (item === 'check' && (depth === 0 || start === 'ignore') && start !== 'when' && start !== '==')
    return { kind: 'property_field', before: word, dot: dot.start };
  const isStep =
    ['is', 'at', 'enabled', 'fair', '..'].includes(start) || (start === '(' && tokens[index - 1]?.image === 'enabled') || isInPlaces(tokens, index);
  return isStep ? { kind: 'step_field', path } : { kind: 'field', before: word, dot: dot.start };
}

/** Is this token inside the braces of `at { … }`? */
function isInPlaces(tokens: readonly TokenInfo[], from: number): boolean {
  let index = from;
  while (index > 0 && (tokens[index]?.isName === true || [',', '.', '..'].includes(tokens[index]?.image ?? ''))) index--;
  return tokens[index]?.image === '{' && tokens[index - 1]?.image === 'at';
}
