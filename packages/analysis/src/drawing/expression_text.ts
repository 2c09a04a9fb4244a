import type { Constants, LocalNode, Model } from '@mmspec/semantics';
import { textOf } from '@mmspec/source';
import type { Span } from '@mmspec/source';
import { children, isExpression, walk } from '@mmspec/syntax';
import type { Expression, Node } from '@mmspec/syntax';

/*
 * An expression as a drawing shows it: its source text on one line, with what is fixed in the check folded away, and with
 * texts in place of parameters. What nothing is changed in stays as it was written.
 */

/** What names mean where the expression stands. */
export interface TextScope {
  readonly model: Model;
  readonly constants: Constants;
  /** Texts of parameters and of variables of `for` and of actions. */
  readonly named: ReadonlyMap<LocalNode, ExpressionText>;
}

export interface ExpressionText {
  readonly text: string;
  /** It can stand as an operand of anything: a name, a call, something in brackets. */
  readonly isTight: boolean;
  /** The truth value that it is known to have. */
  readonly known?: boolean;
}

export function expressionText(expression: Expression, scope: TextScope): ExpressionText {
  return folded(expression, scope) ?? named(expression, scope) ?? simplified(expression, scope) ?? spliced(expression, scope);
}

/** A value that the check fixes. */
function folded(expression: Expression, scope: TextScope): ExpressionText | null {
  if (!namesConstant(expression, scope.model)) return null;
  const value = scope.constants.scalar(expression);
  if (value === undefined) return null;
  return { text: String(value), isTight: typeof value !== 'number' || value >= 0, ...(typeof value === 'boolean' ? { known: value } : {}) };
}

function namesConstant(expression: Expression, model: Model): boolean {
  let found = false;
  walk(expression, (node) => {
    if (node.kind !== 'name') return !found;
    const meaning = model.meanings.get(node);
    if (meaning?.kind === 'const' || meaning?.kind === 'variant' || meaning?.kind === 'define') found = true;
    return !found;
  });
  return found;
}

/** What stands in place of a parameter. */
function named(expression: Expression, { model, named: texts }: TextScope): ExpressionText | null {
  if (expression.kind !== 'name_expression') return null;
  const meaning = model.meanings.get(expression.name);
  return meaning?.kind === 'local' ? (texts.get(meaning.declaration) ?? null) : null;
}

/** What is left of a formula of which a part is known, and of a double negation. */
function simplified(expression: Expression, scope: TextScope): ExpressionText | null {
  switch (expression.kind) {
    case 'unary': {
      if (expression.operator !== 'not') return null;
      const operand = expressionText(expression.operand, scope);
      if (operand.known !== undefined) return knownText(!operand.known);
      return negatedIn(expression.operand, scope);
    }
    case 'conditional': {
      const { known } = expressionText(expression.condition, scope);
      return known === undefined ? null : expressionText(known ? expression.consequent : expression.alternative, scope);
    }
    case 'binary': {
      const [left, right] = [expressionText(expression.left, scope), expressionText(expression.right, scope)];
      if (left.known === undefined && right.known === undefined) return null;
      const other = left.known === undefined ? left : right;
      const known = left.known ?? right.known;
      switch (expression.operator) {
        case 'and':
          return known === true ? other : knownText(false);
        case 'or':
          return known === false ? other : knownText(true);
        case 'implies':
          return left.known === true ? right : left.known === false || right.known === true ? knownText(true) : null;
        case 'iff':
          return known === true ? other : null;
        case '!=':
        case '%':
        case '*':
        case '+':
        case '-':
        case '/':
        case '<':
        case '<=':
        case '==':
        case '>':
        case '>=':
        case 'in':
        case 'not in':
        case 'within':
          return null;
      }
    }
    case 'at':
    case 'boolean':
    case 'call':
    case 'comprehension':
    case 'count':
    case 'sum':
    case 'enabled':
    case 'error_expression':
    case 'field':
    case 'forever':
    case 'holders':
    case 'holds':
    case 'index':
    case 'mover':
    case 'name_expression':
    case 'new_refs':
    case 'none':
    case 'number':
    case 'prime':
    case 'quantifier':
    case 'quiescent':
    case 'range':
    case 'refs':
    case 'self':
    case 'set':
    case 'size':
    case 'step_is':
    case 'temporal_expression':
      return null;
  }
}

const knownText = (known: boolean): ExpressionText => ({ text: String(known), isTight: true, known });

const turned: ReadonlyMap<string, string> = new Map([
  ['!=', '=='],
  ['not in', 'in'],
]);

/** What `not` makes of an operand that is a negation itself; null where it is none. */
function negatedIn(operand: Expression, scope: TextScope): ExpressionText | null {
  if (operand.kind === 'unary' && operand.operator === 'not') return withoutBrackets(expressionText(operand.operand, scope));
  const operator = operand.kind === 'binary' ? turned.get(operand.operator) : undefined;
  if (operand.kind !== 'binary' || operator === undefined) return null;
  return { text: `${operandText(operand.left, scope)} ${operator} ${operandText(operand.right, scope)}`, isTight: false };
}

function operandText(expression: Expression, scope: TextScope): string {
  const { text, isTight } = expressionText(expression, scope);
  return isTight || expression.kind !== 'name_expression' ? text : `(${text})`;
}

/** The source with the texts of its parts. */
function spliced(expression: Expression, scope: TextScope): ExpressionText {
  const text = spliceTexts(expression, scope);
  return { text, isTight: !loose[expression.kind] || isBracketed(text) };
}

/** Written in several parts that an operator beside them could tear apart. */
const loose: Readonly<Record<Expression['kind'], boolean>> = {
  unary: true,
  binary: true,
  conditional: true,
  quantifier: true,
  range: true,
  number: false,
  boolean: false,
  none: false,
  forever: false,
  self: false,
  name_expression: false,
  field: false,
  index: false,
  prime: false,
  call: false,
  set: false,
  comprehension: false,
  count: false,
  size: false,
  sum: false,
  at: false,
  step_is: false,
  new_refs: false,
  holds: false,
  refs: false,
  holders: false,
  mover: false,
  enabled: false,
  quiescent: false,
  temporal_expression: false,
  error_expression: false,
};

/** The source of a node on one line, with the texts of the expressions in it. */
export function spliceTexts(node: Node, scope: TextScope): string {
  const file = scope.model.files[node.span.file];
  if (file === undefined) throw new Error(`a node lies in file ${node.span.file}, which does not exist`);
  let text = '';
  let at = node.span.start;
  for (const child of expressionsIn(node)) {
    const before = withoutComments(file.text.slice(at, child.span.start));
    const { text: inner, isTight } = expressionText(child, scope);
    const source = withoutComments(textOf(file, child.span)).trim();
    const isChanged = inner !== source && !isTight && !isDelimited(file.text, child.span) && (!loose[child.kind] || isBracketed(source));
    text += before + (isChanged ? `(${inner})` : inner);
    at = child.span.end;
  }
  return (text + withoutComments(file.text.slice(at, node.span.end))).replace(/\s+/gu, ' ').trim();
}

/** The outermost expressions under a node, in the order of the text. */
function expressionsIn(node: Node): Expression[] {
  const found: Expression[] = [];
  for (const child of children(node)) {
    if (isExpression(child)) found.push(child);
    else if (child.kind === 'argument' || child.kind === 'binder') found.push(...expressionsIn(child));
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** A text of a spec on one line. */
export function withoutComments(text: string): string {
  return text.replace(/\/\/[^\r\n]*/gu, ' ').replace(/\s+/gu, ' ');
}

/** It stands between brackets or commas, or is all of a right side, so that nothing binds tighter. */
function isDelimited(text: string, { start, end }: Span): boolean {
  const before = /[([,{]\s*$/u.test(text.slice(Math.max(0, start - 40), start));
  return before && /^\s*[)\],}]/u.test(text.slice(end, end + 40));
}

/** One pair of brackets is around all of it. */
function isBracketed(text: string): boolean {
  if (!text.startsWith('(') || !text.endsWith(')')) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    if (depth === 0 && at < text.length - 1) return false;
  }
  return true;
}

/** A text that stands alone needs no brackets around it. */
export function withoutBrackets(found: ExpressionText): ExpressionText {
  return isBracketed(found.text) ? { ...found, text: found.text.slice(1, -1).trim(), isTight: false } : found;
}
