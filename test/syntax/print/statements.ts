import type { Anchor, Block, Expression, IfStatement, LocalDeclaration, Order, Statement } from '@mmspec/syntax';
import { comparisonBinding } from '../../../packages/syntax/src/parser/operators.ts';
import type { ExpressionPrinter } from './expressions.ts';
import type { TypePrinter } from './types.ts';
import type { Writer } from './writer.ts';

/** `acquire`, `section enter`. */
export function order(out: Writer, each: Order | null): void {
  if (each === null) return;
  if (each.word === 'enter' || each.word === 'leave') out.token('section');
  out.token(each.word);
}

export interface StatementPrinter {
  readonly block: (block: Block) => void;
  readonly statement: (statement: Statement) => void;
}

/** A block of one short statement stands on the line of its keyword. */
const shortWidth = 60;

export function statementPrinter(out: Writer, expressions: ExpressionPrinter, types: TypePrinter, width: (expression: Expression) => number): StatementPrinter {
  const { expression } = expressions;

  function block(each: Block): void {
    out.token('{');
    if (each.statements.length === 0 && !out.hasComments(each.span)) return out.token('}');
    if (isShort(each) && !out.hasComments(each.span)) {
      each.statements.forEach(statement);
      return out.token('}');
    }
    out.indent();
    list(each.statements);
    out.before(each.span.end, each.span);
    out.line();
    out.settle();
    out.dedent();
    out.token('}');
  }

  /** One statement to a line; a label stands before the first that it covers. */
  function list(statements: readonly Statement[]): void {
    let labelled = false;
    for (const each of statements) {
      if (!labelled || each.kind === 'label') out.line();
      statement(each);
      labelled = each.kind === 'label';
    }
  }

  function isShort({ statements }: Block): boolean {
    const [only] = statements;
    return statements.length === 1 && only !== undefined && widthOf(only) <= shortWidth;
  }

  function widthOf(each: Statement): number {
    switch (each.kind) {
      case 'assign':
        return width(each.target) + width(each.value) + 4;
      case 'call_statement':
        return width(each.call);
      case 'await':
      case 'assert':
        return width(each.condition) + 7;
      case 'return':
        return each.value === null ? 6 : width(each.value) + 7;
      case 'break':
      case 'continue':
      case 'goto':
      case 'skip':
        return 10;
      case 'atomic':
      case 'choose':
      case 'either':
      case 'error_statement':
      case 'for':
      case 'if':
      case 'label':
      case 'local':
      case 'repeat':
      case 'while':
        return Infinity;
    }
  }

  function conditional(each: IfStatement): void {
    let current = each;
    for (;;) {
      out.before(current.span.start, current.span);
      out.token('if');
      expression(current.condition);
      block(current.consequent);
      if (current.alternative === null) return;
      out.token('else');
      if (current.alternative.kind === 'block') return block(current.alternative);
      current = current.alternative;
    }
  }

  function where(condition: Expression | null): void {
    if (condition === null) return;
    out.token('where');
    expression(condition);
  }

  function local(each: LocalDeclaration): void {
    out.doc(each.doc, each.span);
    if (each.owns) out.token('owns');
    if (each.weight !== undefined) expressions.operand(each.weight, Infinity);
    out.token(each.storage);
    out.token(each.name.text);
    if (each.type !== null) {
      out.token(':', 'tight');
      types.type(each.type);
    }
    out.token('=');
    expression(each.initial);
  }

  function statement(each: Statement): void {
    out.before(each.span.start, each.span);
    switch (each.kind) {
      case 'label':
        out.token(each.name.text);
        out.token(':', 'tight');
        return anchor(out, each.anchor);
      case 'local':
        return local(each);
      case 'assign':
        if (each.macro !== undefined) {
          out.token(each.macro);
          out.token('(', 'tight');
          expressions.expression(each.target, 'tight');
          out.token(',', 'tight');
          expressions.expression(each.value);
          return out.token(')', 'tight');
        }
        expressions.operand(each.target, comparisonBinding);
        out.token(each.operator);
        return expression(each.value);
      case 'call_statement':
        return expression(each.call);
      case 'if':
        return conditional(each);
      case 'while':
        out.token('while');
        expression(each.condition);
        return block(each.body);
      case 'repeat':
        out.token(each.count === null ? 'loop' : 'repeat');
        if (each.count !== null) expression(each.count);
        return block(each.body);
      case 'either':
        return each.branches.forEach((branch, index) => {
          out.token(index === 0 ? 'either' : 'or');
          block(branch);
        });
      case 'choose':
        out.token('choose');
        expression(each.target);
        out.token(each.subset ? 'within' : 'in');
        expression(each.domain);
        return where(each.condition);
      case 'await':
        if (each.idle) out.token('idle');
        out.token('await');
        return expression(each.condition);
      case 'atomic':
        out.token('atomic');
        order(out, each.order);
        if (each.when !== null) {
          out.token('when');
          expression(each.when);
        }
        return block(each.body);
      case 'for':
        out.token('for');
        expressions.binder(each.binder);
        where(each.condition);
        return block(each.body);
      case 'assert':
        out.token('assert');
        return expression(each.condition);
      case 'goto':
        out.token('goto');
        return out.token(each.label.text);
      case 'return':
        out.token('return');
        if (each.value !== null) expression(each.value, 'glued');
        return;
      case 'break':
      case 'continue':
      case 'skip':
        return out.token(each.kind);
      case 'error_statement':
        throw new Error('a tree with mistakes cannot be printed');
      default:
        return unexpected(each);
    }
  }

  return { block, statement };
}

function unexpected(node: never): never {
  throw new Error(`unknown statement ${JSON.stringify(node)}`);
}

/** `at "mm/gup.c" gup_fast "local_irq_save"`. */
export function anchor(out: Writer, given: Anchor | undefined): void {
  if (given === undefined) return;
  for (const text of ['at', `"${given.path}"`, given.symbol, ...(given.text === null ? [] : [`"${given.text}"`])]) out.token(text);
}
