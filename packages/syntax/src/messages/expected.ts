import type { IRecognitionException } from 'chevrotain';
import * as t from '../lex/token_types.ts';

/*
 * What the grammar's rules are called by people.
 */

interface Expected {
  /** What may stand there: `expected …`. */
  readonly expected: string;
  readonly why: string;
}

const operandWhy = 'An operator, a comma or a keyword before it promises a value.';
const typeWhy = 'A type is `bool`, a range `a..b`, a name, `T?`, `T[K]`, `set<T>`, `seq<T, N>` or `ref`.';
const statementWhy =
  'A text of steps holds assignments, calls, labels, locals, and `if`, `while`, `loop`, `repeat`, `either`, `choose`, `await`, `atomic`, `for`, `assert`, `goto`, `break`, `continue`, `return`, `skip`.';
const boundWhy = 'The bounds of a type are numbers, constants and sums of them.';

export const elementsWhy = 'The elements of a set are separated by commas.';

const inObject: Expected = { expected: 'a field, an invariant or `}`', why: 'An object holds fields `name: T`, invariants, and `live when`.' };
const oneStep: Expected = { expected: '`{`', why: 'What is one step stands in braces: `atomic { … }`, `atomic when p { … }`.' };

/** By the rule in which reading stopped. */
const places: ReadonlyMap<string, Expected> = new Map<string, Expected>([
  [
    'module',
    {
      expected: 'a declaration',
      why: 'A file holds declarations: `const`, `variant`, `define`, `enum`, `record`, `object`, `shared`, `ghost`, `op`, `actor`, `action`, properties and checks.',
    },
  ],
  ['declaration', { expected: 'a declaration', why: 'A file holds declarations.' }],
  ['primary', { expected: 'an expression', why: operandWhy }],
  ['size', { expected: 'an expression', why: operandWhy }],
  ['initialValue', { expected: 'a value', why: 'A variable begins with a value: `= e`, or with any of `in S`.' }],
  ['matrix', { expected: 'the name of a constant or variant', why: 'Behind `for` stand the axes of a check: `for VCPUS in 1..3, order`.' }],
  ['judged', { expected: 'the name of a property', why: 'Behind `of` stand the properties that a check judges.' }],
  ['object', inObject],
  ['actorBody', oneStep],
  ['block', oneStep],
  ['chooseStatement', { expected: '`in` or `within`', why: 'What is chosen is a member, `choose x in S`, or a subset, `choose s within S`.' }],
  ['operand', { expected: 'an expression', why: operandWhy }],
  ['expression', { expected: 'an expression', why: operandWhy }],
  ['statement', { expected: 'a statement', why: statementWhy }],
  ['simpleStatement', { expected: '`=`, `+=`, `-=` or `:`', why: 'A name at the start of a statement is assigned, called, or a label.' }],
  ['localDeclaration', { expected: '`var`, `let` or `ghost`', why: 'A local is declared as `var x: T = e` or `let x = e`.' }],
  ['type', { expected: 'a type', why: typeWhy }],
  ['typeHead', { expected: 'a type', why: typeWhy }],
  ['rangeOrName', { expected: 'a type', why: typeWhy }],
  ['bound', { expected: 'a number or a constant', why: boundWhy }],
  ['boundOperand', { expected: 'a number or a constant', why: boundWhy }],
  ['tag', { expected: 'a name', why: 'The values of an enum are names.' }],
  ['places', { expected: 'a label, or labels in `{ }`', why: '`at` says where an actor stands: at a label.' }],
  ['clause', { expected: '`holds`, `violates`, `deadlocks` or `undecided`', why: 'An expectation says what the check should find.' }],
  ['expectation', { expected: '`holds`, `violates`, `deadlocks` or `undecided`', why: 'An expectation says what the check should find.' }],
  ['setting', { expected: 'a setting, such as `VCPUS = 2`', why: 'The braces of a check give constants and variants their values.' }],
  ['scenario', { expected: 'a step, such as `vcpu[0].get`', why: 'A scenario lists steps.' }],
]);

/** By the closer that was expected, inside a rule. */
const closing: ReadonlyMap<string, Expected> = new Map<string, Expected>([
  ['block', { expected: 'a statement or `}`', why: statementWhy }],
  ['actorBody', { expected: 'a statement or `}`', why: statementWhy }],
  ['object', inObject],
  ['record', { expected: 'a field or `}`', why: 'A record holds fields `name: T`.' }],
  ['enum', { expected: 'a name or `}`', why: 'The values of an enum are names.' }],
  ['settings', { expected: 'a setting or `}`', why: 'The braces of a check hold settings: `NAME = value`.' }],
  ['scenario', { expected: 'a step or `}`', why: 'A scenario lists steps, separated by `;` or `;;`.' }],
  ['nameOrCall', { expected: '`,` or `)`', why: 'Arguments are separated by commas.' }],
  ['parameters', { expected: '`,` or `)`', why: 'Parameters are `name: T`, separated by commas.' }],
  ['setLiteral', { expected: '`,` or `}`', why: elementsWhy }],
]);

const afterColon = 'The type or the body of a declaration stands after `:`.';
const byToken: ReadonlyMap<string, Expected> = new Map<string, Expected>([
  [t.Identifier.name, { expected: 'a name', why: 'Names are letters, digits and `_`, and do not begin with a digit.' }],
  [t.BlockOpen.name, { expected: '`{`', why: 'What belongs to it stands in braces.' }],
  [t.Colon.name, { expected: '`:`', why: afterColon }],
  [t.Assign.name, { expected: '`=` and a value', why: 'It needs a value.' }],
  ['EOF', { expected: 'a declaration', why: 'A file holds declarations.' }],
]);

/** The rule in which reading stopped; the whole file where it stopped between declarations. */
export function placeOf(error: IRecognitionException): string {
  const stack = error.context?.ruleStack ?? [];
  return stack[stack.length - 1] ?? 'module';
}

/** What the reader was waiting for. Of a mismatch the message is the name of the token, see `base.ts`. */
export function wanted(error: IRecognitionException): Expected {
  const place = placeOf(error);
  if (error.name === 'MismatchedTokenException') {
    const close = error.message === t.BlockClose.name || error.message === t.ParenthesisClose.name || error.message === t.SetClose.name;
    const known = close ? closing.get(place) : byToken.get(error.message);
    if (known !== undefined) return known;
    return { expected: spellingOf(error.message), why: 'It belongs to what was begun before it.' };
  }
  return places.get(place) ?? { expected: 'something else', why: 'This cannot stand here.' };
}

/** `RangeName` of a token type to what is written. */
function spellingOf(name: string): string {
  const type = Object.values(t).find((candidate) => candidate.name === name);
  const label = type?.LABEL ?? name;
  return `\`${label.replace(/^'(.*)'$/s, '$1')}\``;
}
