import type {
  CheckDeclaration,
  Expectation,
  ExpectationItem,
  Fairness,
  InvariantDeclaration,
  PossibleDeclaration,
  PropertyPath,
  ReachableDeclaration,
  ScenarioDeclaration,
  Setting,
  TemporalDeclaration,
} from '@mmspec/syntax';
import type { ExpressionPrinter } from './expressions.ts';
import type { TypePrinter } from './types.ts';
import type { Writer } from './writer.ts';

type Property = InvariantDeclaration | TemporalDeclaration | PossibleDeclaration | ReachableDeclaration;

export interface PropertyPrinter {
  readonly property: (each: Property) => void;
  readonly check: (each: CheckDeclaration) => void;
  readonly scenario: (each: ScenarioDeclaration) => void;
}

export function propertyPrinter(out: Writer, expressions: ExpressionPrinter, types: TypePrinter): PropertyPrinter {
  const { expression } = expressions;

  /** Items separated by commas. */
  function list<T>(items: readonly T[], one: (item: T) => void): void {
    items.forEach((item, index) => {
      if (index > 0) out.token(',', 'tight');
      one(item);
    });
  }

  function property(each: Property): void {
    out.token(each.kind);
    out.token(each.name.text);
    out.token(':', 'tight');
    expression(each.body);
    if (each.kind === 'temporal' && each.fairness !== null) fairness(each.fairness);
    if (each.kind === 'reachable' && each.when !== undefined) {
      out.token('when');
      expression(each.when);
    }
    if (!each.expectViolated) return;
    out.token('expect');
    out.token('violated');
  }

  function fairness(each: Fairness): void {
    out.before(each.span.start, each.span);
    out.token('under');
    list(each.items, ({ strong, path, except = [], span }) => {
      out.before(span.start, span);
      if (strong) out.token('strongly');
      out.token('fair');
      if (path !== null) expressions.path(path);
      for (const place of except) {
        out.token('except');
        expressions.path(place);
      }
    });
  }

  function path(each: PropertyPath): void {
    out.before(each.span.start, each.span);
    each.parts.forEach((part, index) => {
      if (index > 0) out.token('.', 'tight');
      out.token(part.text, index > 0 ? 'tight' : 'blank');
    });
    each.of.forEach((part, index) => {
      if (index === 0) out.token('of');
      else out.token('.', 'tight');
      out.token(part.text, index > 0 ? 'tight' : 'blank');
    });
  }

  function setting(each: Setting): void {
    out.before(each.span.start, each.span);
    switch (each.kind) {
      case 'value_setting':
        out.token(each.name.text);
        out.token('=');
        return expression(each.value);
      case 'memory_setting':
        out.token('memory');
        return out.token(each.model.text);
      case 'window_setting':
        out.token('window');
        return out.token(String(each.size));
      case 'bound_setting':
        out.token('bound');
        return expression(each.condition);
      case 'ignore_setting':
        out.token('ignore');
        return list(each.names, path);
      default:
        return unexpected(each);
    }
  }

  function item(each: ExpectationItem): void {
    path(each.property);
    if (each.within !== null) {
      out.token('within');
      types.bound(each.within);
    }
    if (each.fairness !== null) fairness(each.fairness);
    if (each.when === null) return;
    out.token('when');
    expression(each.when);
  }

  function expectation(each: Expectation): void {
    out.before(each.span.start, each.span);
    each.clauses.forEach((clause) => {
      out.before(clause.span.start, clause.span);
      out.token('expect');
      out.token(clause.verdict);
      list(clause.items, item);
      if (clause.when === null) return;
      out.token('when');
      expression(clause.when);
    });
  }

  function check(each: CheckDeclaration): void {
    out.token('check');
    out.token(each.name.text);
    if (each.of.length > 0) {
      out.token('of');
      list(each.of, path);
    }
    if (each.matrix.length > 0) {
      out.token('for');
      list(each.matrix, ({ name, domain, isOpen, span }) => {
        out.before(span.start, span);
        out.token(name.text);
        if (domain === null) return;
        out.token('in');
        expression(domain);
        if (isOpen) out.token('..', 'tight');
      });
    }
    if (each.where !== null) {
      out.token('where');
      expression(each.where);
    }
    out.token('{');
    list(each.settings, setting);
    out.token('}');
    if (each.expectation !== null) expectation(each.expectation);
  }

  function scenario(each: ScenarioDeclaration): void {
    out.token('scenario');
    out.token(each.name.text);
    out.token('{');
    each.settings.forEach(setting);
    each.steps.forEach((step, index) => {
      if (step.immediate) out.token(';;', index === 0 ? 'blank' : 'tight');
      else if (index > 0 || each.settings.length > 0) out.token(';', 'tight');
      expressions.path(step.path);
      if (step.waits === null) return;
      out.token('waits');
      if (step.waits.place === null) return;
      out.token('at');
      expressions.path(step.waits.place);
    });
    if (each.end !== null) {
      out.token(each.end.immediate ? ';;' : ';', 'tight');
      if (!each.end.isDeadlock) out.token('violates');
      path(each.end.property);
    }
    out.token('}');
    if (each.expected === null) return;
    out.token('is');
    out.token(each.expected);
  }

  return { property, check, scenario };
}

function unexpected(node: never): never {
  throw new Error(`unknown setting ${JSON.stringify(node)}`);
}
