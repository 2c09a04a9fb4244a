import type {
  ActorDeclaration,
  InitialValue,
  Item,
  ObjectMember,
  OperationDeclaration,
  Parameter,
  RecordField,
  Statement,
  VariableDeclaration,
} from '@mmspec/syntax';
import type { ExpressionPrinter } from './expressions.ts';
import type { PropertyPrinter } from './properties.ts';
import { anchor, order, type StatementPrinter } from './statements.ts';
import type { TypePrinter } from './types.ts';
import type { Writer } from './writer.ts';

/** The printers of the other chapters. */
export interface Printers {
  readonly expressions: ExpressionPrinter;
  readonly types: TypePrinter;
  readonly statements: StatementPrinter;
  readonly properties: PropertyPrinter;
}

/** Prints one declaration, its doc lines included. */
export function itemPrinter(out: Writer, { expressions, types, statements, properties }: Printers): (item: Item) => void {
  const { expression } = expressions;

  /** `name: T`. */
  function typed({ name, type }: Parameter | RecordField | VariableDeclaration): void {
    out.token(name.text);
    out.token(':', 'tight');
    types.type(type);
  }

  function variable(each: VariableDeclaration): void {
    if (each.storage !== 'field') out.token(each.storage);
    if (each.owns) out.token('owns');
    if (each.weight !== undefined) expressions.operand(each.weight, Infinity);
    typed(each);
    if (each.initial !== null) {
      out.token('=');
      expression(each.initial);
    }
    if (each.beginning?.kind === 'choice_beginning') {
      const { subset, domain, condition } = each.beginning;
      out.token(subset ? 'within' : 'in');
      expression(domain);
      if (condition !== null) {
        out.token('where');
        expression(condition);
      }
    } else if (each.beginning !== null) {
      out.token('=');
      initialValue(each.beginning, 'blank');
    }
    anchor(out, each.anchor);
  }

  /** `[a, b]`, `[k: e]`. */
  function initialValue(value: InitialValue, how: 'blank' | 'tight'): void {
    if (value.kind !== 'list_beginning' && value.kind !== 'keyed_beginning') return expression(value, how);
    out.token('[', how);
    if (value.kind === 'keyed_beginning') {
      out.token(value.key.name.text, 'tight');
      out.token(':', 'tight');
      initialValue(value.value, 'blank');
    } else {
      value.elements.forEach((element, index) => {
        if (index > 0) out.token(',', 'tight');
        initialValue(element, index > 0 ? 'blank' : 'tight');
      });
    }
    out.token(']', 'tight');
  }

  function member(each: ObjectMember): void {
    out.line();
    if (each.kind === 'live') {
      out.before(each.span.start, each.span);
      out.token('live');
      out.token('when');
      return expression(each.condition);
    }
    out.doc(each.doc, each.span);
    if (each.kind === 'variable') variable(each);
    else properties.property(each);
  }

  /** Members in braces, each on a line of its own. */
  function braces<T extends { readonly span: Item['span'] }>(members: readonly T[], one: (member: T) => void, span: Item['span']): void {
    out.token('{');
    if (members.length > 0 || out.hasComments(span)) {
      out.indent();
      members.forEach(one);
      out.before(span.end, span);
      out.line();
      out.settle();
      out.dedent();
    }
    out.token('}');
  }

  function parameters(list: readonly Parameter[]): void {
    out.token('(', 'tight');
    list.forEach((each, index) => {
      out.before(each.span.start, each.span);
      if (index > 0) out.token(',', 'tight');
      out.token(each.name.text, index > 0 ? 'blank' : 'tight');
      out.token(':', 'tight');
      types.type(each.type);
    });
    out.token(')', 'tight');
  }

  function operation(each: OperationDeclaration): void {
    if (each.atomic) out.token('atomic');
    order(out, each.order);
    out.token('op');
    out.token(each.name.text);
    parameters(each.parameters);
    if (each.result !== null) {
      out.token(':', 'tight');
      types.type(each.result);
    }
    if (each.placed) {
      out.token('on');
      out.token('cpu');
    }
    anchor(out, each.anchor);
    statements.block(each.body);
  }

  function actor(each: ActorDeclaration): void {
    out.token('actor');
    out.token(each.name.text);
    if (each.count !== null) {
      out.token('[', 'tight');
      expression(each.count, 'tight');
      out.token(']', 'tight');
    }
    if (each.cpu !== null) {
      out.token('on');
      out.token('cpu');
      out.token('[', 'tight');
      expression(each.cpu, 'tight');
      out.token(']', 'tight');
    }
    if (each.context !== null) {
      out.token('as');
      out.token(each.context.text);
    }
    if (each.guard !== null) {
      out.token('when');
      expression(each.guard);
    }
    anchor(out, each.anchor);
    let labelled = false;
    const parts = [...each.operations, ...each.body.statements];
    if (each.span.file >= 0) parts.sort((a, b) => a.span.start - b.span.start);
    braces<Statement | OperationDeclaration>(
      parts,
      (part) => {
        if (!labelled || part.kind === 'label' || part.kind === 'operation') out.line();
        labelled = part.kind === 'label';
        if (part.kind !== 'operation') return statements.statement(part);
        out.doc(part.doc, part.span);
        operation(part);
        out.gap();
      },
      each.body.span,
    );
  }

  function item(each: Item): void {
    out.doc(each.doc, each.span);
    switch (each.kind) {
      case 'const':
      case 'variant':
        out.token(each.kind);
        out.token(each.name.text);
        out.token(':', 'tight');
        types.type(each.type);
        out.token('=');
        return expression(each.value);
      case 'define':
        out.token('define');
        out.token(each.name.text);
        if (each.parameters !== null) parameters(each.parameters);
        out.token('=');
        return expression(each.body);
      case 'enum':
        out.token('enum');
        out.token(each.name.text);
        out.token('{');
        each.members.forEach((name, index) => {
          out.before(name.span.start, name.span);
          if (index > 0) out.token(',', 'tight');
          out.token(name.text);
        });
        return out.token('}');
      case 'record':
        out.token('record');
        out.token(each.name.text);
        return braces(
          each.fields,
          (field) => {
            out.line();
            out.doc(field.doc, field.span);
            typed(field);
          },
          each.span,
        );
      case 'object':
        out.token('object');
        out.token(each.name.text);
        return braces(each.members, member, each.span);
      case 'variable':
        return variable(each);
      case 'operation':
        return operation(each);
      case 'actor':
        return actor(each);
      case 'action':
        out.token('action');
        out.token(each.name.text);
        if (each.parameters.length > 0) {
          out.token('(', 'tight');
          each.parameters.forEach(({ name, domain, span }, index) => {
            out.before(span.start, span);
            if (index > 0) out.token(',', 'tight');
            out.token(name.text, index > 0 ? 'blank' : 'tight');
            out.token('in');
            expression(domain);
          });
          out.token(')', 'tight');
        }
        if (each.guard !== null) {
          out.token('when');
          expression(each.guard);
        }
        return statements.block(each.body);
      case 'invariant':
      case 'temporal':
      case 'possible':
      case 'reachable':
        return properties.property(each);
      case 'check':
        return properties.check(each);
      case 'scenario':
        return properties.scenario(each);
      default:
        return unexpected(each);
    }
  }

  return item;
}

function unexpected(node: never): never {
  throw new Error(`unknown declaration ${JSON.stringify(node)}`);
}
