import type { TokenInfo } from '@mmspec/syntax';

/*
 * How many blanks stand between two tokens of one line.
 */

const tightAfter: ReadonlySet<string> = new Set(['ParenthesisOpen', 'BracketOpen', 'Dot', 'Range', 'SetOpen', 'BarOpen', 'TypeOpen', 'UnaryMinus']);
const tightBefore: ReadonlySet<string> = new Set([
  'ParenthesisClose',
  'BracketOpen',
  'BracketClose',
  'Dot',
  'Range',
  'OpenRange',
  'Comma',
  'Colon',
  'Prime',
  'Question',
  'SetClose',
  'BarClose',
  'TypeOpen',
  'TypeClose',
]);

/** Before these `[` is no index: it lists what the elements of an array begin with. */
const listAfter: ReadonlySet<string> = new Set(['Assign', 'Comma', 'Colon']);

/** Words before which `(` is that of a call. */
const callable: ReadonlySet<string> = new Set(['Name', 'Refs', 'Holders', 'Enabled']);

/** What an operand may end with: a `-` after it is a difference. */
const operandEnds: ReadonlySet<string> = new Set([
  'Name',
  'Number',
  'ParenthesisClose',
  'BracketClose',
  'SetClose',
  'BarClose',
  'Prime',
  'True',
  'False',
  'None',
  'Self',
  'Forever',
  'Mover',
  'Quiescent',
  'Refs',
  'Holders',
  'ActorWord',
  'ObjectWord',
]);

/** The types of tokens, with the sign of a number and the brackets of a type told apart from operators. */
export function spacingTypes(tokens: readonly TokenInfo[]): string[] {
  const types: string[] = [];
  let open = 0;
  let scenario = false;
  for (const [index, { type }] of tokens.entries()) {
    const before = types[index - 1] ?? '';
    if (type === 'Scenario') scenario = true;
    else if (type === 'BlockClose') scenario = false;
    if (type === 'Minus' && !operandEnds.has(before)) types.push('UnaryMinus');
    else if (type === 'Less' && (before === 'Set' || before === 'Seq')) {
      open++;
      types.push('TypeOpen');
    } else if (type === 'Greater' && open > 0) {
      open--;
      types.push('TypeClose');
    } else if (type === 'Semicolon' && scenario) types.push('Then');
    else types.push(type);
  }
  return types;
}

/** The blank between two tokens, or nothing. */
export function blankBetween(left: string, right: string): '' | ' ' {
  // `||` would be one sign.
  if (left === right && (left === 'BarOpen' || left === 'BarClose')) return ' ';
  if (tightAfter.has(left)) return '';
  if (right === 'Semicolon') return '';
  if (right === 'BracketOpen' && listAfter.has(left)) return ' ';
  if (tightBefore.has(right)) return '';
  if (right === 'ParenthesisOpen') return callable.has(left) ? '' : ' ';
  return ' ';
}
