import type { Binder, Expression, Name } from '@mmspec/syntax';
import type { Model } from '../model.ts';

/*
 * Values that are known before there are steps: of expressions over literals, constants, variants and tags.
 */

export type Scalar = number | boolean | string;
/** A scalar, or a set of scalars as the list of its elements. */
export type StaticValue = Scalar | readonly Scalar[];

/** What an expression is evaluated in. */
export interface StaticScope {
  readonly model: Pick<Model, 'meanings'>;
  /** The value of a constant or variant; undefined where it has none. */
  constant(name: string): Scalar | undefined;
  /** The number of instances of an actor. */
  instances(declaration: import('@mmspec/syntax').ActorDeclaration): number | undefined;
}

const sizeMax = 65_536;
const workMax = 200_000;

/** True if nothing in the expression depends on a state; judged on the text. */
export function isStatic(expression: Expression, model: Pick<Model, 'meanings'>): boolean {
  if (expression.kind === 'number' || expression.kind === 'boolean') return true;
  return new Evaluation({ model, constant: () => 0, instances: () => 0 }).isStatic(expression, nothing);
}

/** The value of a static expression; undefined where it is not static, or has no value (a division by zero, a value that is too large). */
export function evaluate(expression: Expression, scope: StaticScope): StaticValue | undefined {
  if (expression.kind === 'number' || expression.kind === 'boolean') return expression.value;
  const evaluation = new Evaluation(scope);
  return evaluation.isStatic(expression, nothing) ? evaluation.value(expression, noLocals) : undefined;
}

type Locals = ReadonlyMap<unknown, Scalar>;

const nothing: ReadonlySet<unknown> = new Set();
const noLocals: Locals = new Map();

/** One evaluation; it counts its work, so that no text can keep it busy for ever. */
class Evaluation {
  readonly #scope: StaticScope;
  #work = 0;

  constructor(scope: StaticScope) {
    this.#scope = scope;
  }

  isStatic(expression: Expression, bound: ReadonlySet<unknown>): boolean {
    this.#work += 1;
    if (this.#work > workMax) return false;
    switch (expression.kind) {
      case 'number':
      case 'boolean':
      case 'none':
      case 'forever':
        return true;
      case 'name_expression':
        return this.#isStaticName(expression.name, bound);
      case 'call': {
        const meaning = this.#scope.model.meanings.get(expression.callee);
        const areStatic = (): boolean => expression.arguments.every(({ value }) => this.isStatic(value, bound));
        if (meaning?.kind === 'builtin') return (meaning.name === 'min' || meaning.name === 'max') && areStatic();
        if (meaning?.kind !== 'define' || !areStatic()) return false;
        return this.isStatic(meaning.declaration.body, new Set(meaning.declaration.parameters ?? []));
      }
      case 'unary':
      case 'size':
        return this.isStatic(expression.operand, bound);
      case 'binary':
        return this.isStatic(expression.left, bound) && this.isStatic(expression.right, bound);
      case 'conditional':
        return this.isStatic(expression.condition, bound) && this.isStatic(expression.consequent, bound) && this.isStatic(expression.alternative, bound);
      case 'range':
        return this.isStatic(expression.low, bound) && this.isStatic(expression.high, bound);
      case 'set':
        return expression.elements.every((element) => this.isStatic(element, bound));
      case 'comprehension':
        return this.#isStaticWithin(bound, expression.binder, expression.condition);
      case 'count':
        return this.#isStaticWithin(bound, expression.binder, expression.body);
      case 'quantifier':
      case 'sum':
        return this.#isStaticWithin(bound, expression.binder, expression.condition, expression.body);
      case 'at':
      case 'enabled':
      case 'error_expression':
      case 'field':
      case 'holders':
      case 'holds':
      case 'index':
      case 'mover':
      case 'new_refs':
      case 'prime':
      case 'quiescent':
      case 'refs':
      case 'self':
      case 'step_is':
      case 'temporal_expression':
        return false;
    }
  }

  #isStaticWithin(bound: ReadonlySet<unknown>, binder: Binder, ...parts: readonly (Expression | null)[]): boolean {
    const inside = new Set(bound).add(binder);
    return this.isStatic(binder.domain, bound) && parts.every((part) => part === null || this.isStatic(part, inside));
  }

  #isStaticName(name: Name, bound: ReadonlySet<unknown>): boolean {
    const meaning = this.#scope.model.meanings.get(name);
    switch (meaning?.kind) {
      case 'const':
      case 'variant':
      case 'tag':
      case 'enum':
        return true;
      case 'actor':
        return meaning.declaration.count !== null;
      case 'define':
        return meaning.declaration.parameters === null && this.isStatic(meaning.declaration.body, nothing);
      case 'local':
        return bound.has(meaning.declaration);
      case undefined:
      case 'all_actors':
      case 'any_object':
      case 'builtin':
      case 'object':
      case 'operation':
      case 'own_field':
      case 'record':
      case 'variable':
        return false;
    }
  }

  value(expression: Expression, locals: Locals): StaticValue | undefined {
    this.#work += 1;
    if (this.#work > workMax) return undefined;
    switch (expression.kind) {
      case 'number':
      case 'boolean':
        return expression.value;
      case 'none':
        return 'none';
      case 'forever':
        return 'forever';
      case 'name_expression':
        return this.#name(expression.name, locals);
      case 'call':
        return this.#call(expression, locals);
      case 'unary': {
        const operand = this.value(expression.operand, locals);
        if (expression.operator === 'not') return typeof operand === 'boolean' ? !operand : undefined;
        return typeof operand === 'number' ? 0 - operand : undefined;
      }
      case 'binary':
        return this.#binary(expression, locals);
      case 'conditional': {
        const condition = this.value(expression.condition, locals);
        if (typeof condition !== 'boolean') return undefined;
        return this.value(condition ? expression.consequent : expression.alternative, locals);
      }
      case 'range': {
        const low = this.value(expression.low, locals);
        const high = this.value(expression.high, locals);
        if (typeof low !== 'number' || typeof high !== 'number' || high - low >= sizeMax) return undefined;
        return Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => low + index);
      }
      case 'set': {
        const elements = expression.elements.map((element) => this.value(element, locals));
        return elements.every(isScalar) ? [...new Set(elements)] : undefined;
      }
      case 'size': {
        const { operand } = expression;
        const set = this.value(operand, locals);
        return isSet(set) ? set.length : undefined;
      }
      case 'comprehension':
        return this.#filter(expression.binder, [expression.condition], locals);
      case 'count':
        return this.#filter(expression.binder, [expression.body], locals)?.length;
      case 'sum': {
        const chosen = this.#filter(expression.binder, expression.condition === null ? [] : [expression.condition], locals);
        let sum = 0;
        for (const element of chosen ?? []) {
          const body = this.value(expression.body, new Map(locals).set(expression.binder, element));
          if (typeof body !== 'number') return undefined;
          sum += body;
        }
        return chosen === undefined || !Number.isSafeInteger(sum) ? undefined : sum;
      }
      case 'quantifier': {
        const chosen = this.#filter(expression.binder, expression.condition === null ? [] : [expression.condition], locals);
        if (chosen === undefined) return undefined;
        for (const element of chosen) {
          const body = this.value(expression.body, new Map(locals).set(expression.binder, element));
          if (typeof body !== 'boolean') return undefined;
          if (body !== (expression.quantifier === 'forall')) return body;
        }
        return expression.quantifier === 'forall';
      }
      case 'at':
      case 'enabled':
      case 'error_expression':
      case 'field':
      case 'holders':
      case 'holds':
      case 'index':
      case 'mover':
      case 'new_refs':
      case 'prime':
      case 'quiescent':
      case 'refs':
      case 'self':
      case 'step_is':
      case 'temporal_expression':
        return undefined;
    }
  }

  #filter(binder: Binder, conditions: readonly Expression[], locals: Locals): readonly Scalar[] | undefined {
    const domain = this.value(binder.domain, locals);
    if (!isSet(domain)) return undefined;
    const found: Scalar[] = [];
    for (const element of domain) {
      const values = conditions.map((condition) => this.value(condition, new Map(locals).set(binder, element)));
      if (values.some((value) => typeof value !== 'boolean')) return undefined;
      if (values.every((value) => value === true)) found.push(element);
    }
    return found;
  }

  #name(name: Name, locals: Locals): StaticValue | undefined {
    const meaning = this.#scope.model.meanings.get(name);
    switch (meaning?.kind) {
      case 'const':
      case 'variant':
        return this.#scope.constant(meaning.declaration.name.text);
      case 'tag':
        return meaning.text;
      case 'enum':
        return meaning.declaration.members.map((member) => member.text);
      case 'actor': {
        const count = this.#scope.instances(meaning.declaration);
        return count === undefined || count > sizeMax ? undefined : Array.from({ length: count }, (_, index) => `${meaning.declaration.name.text}[${index}]`);
      }
      case 'define':
        return this.value(meaning.declaration.body, noLocals);
      case 'local':
        return locals.get(meaning.declaration);
      case undefined:
      case 'all_actors':
      case 'any_object':
      case 'builtin':
      case 'object':
      case 'operation':
      case 'own_field':
      case 'record':
      case 'variable':
        return undefined;
    }
  }

  #call(call: Extract<Expression, { kind: 'call' }>, locals: Locals): StaticValue | undefined {
    const meaning = this.#scope.model.meanings.get(call.callee);
    const values = call.arguments.map((argument) => this.value(argument.value, locals));
    if (!values.every(isScalar)) return undefined;
    if (meaning?.kind === 'builtin') {
      if (meaning.name !== 'min' && meaning.name !== 'max') return undefined;
      if (!values.every((value) => typeof value === 'number')) return undefined;
      return meaning.name === 'min' ? Math.min(...values) : Math.max(...values);
    }
    if (meaning?.kind !== 'define') return undefined;
    const parameters = meaning.declaration.parameters ?? [];
    return this.value(meaning.declaration.body, new Map(parameters.map((parameter, index) => [parameter, values[index] as Scalar])));
  }

  #binary(expression: Extract<Expression, { kind: 'binary' }>, locals: Locals): StaticValue | undefined {
    const left = this.value(expression.left, locals);
    const lazily = (decided: boolean, result: boolean): StaticValue | undefined => {
      if (typeof left !== 'boolean') return undefined;
      if (left === decided) return result;
      const right = this.value(expression.right, locals);
      return typeof right === 'boolean' ? right : undefined;
    };
    switch (expression.operator) {
      case 'and':
        return lazily(false, false);
      case 'or':
        return lazily(true, true);
      case 'implies':
        return lazily(false, true);
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
      case 'iff':
      case 'in':
      case 'not in':
      case 'within':
        break;
    }
    const right = this.value(expression.right, locals);
    if (left === undefined || right === undefined) return undefined;
    switch (expression.operator) {
      case 'iff':
      case '==':
        return same(left, right);
      case '!=':
        return !same(left, right);
      case 'in':
        return isSet(right) && isScalar(left) ? right.includes(left) : undefined;
      case 'not in':
        return isSet(right) && isScalar(left) ? !right.includes(left) : undefined;
      case 'within':
        return isSet(left) && isSet(right) ? left.every((element) => right.includes(element)) : undefined;
      case '%':
      case '*':
      case '+':
      case '-':
      case '/':
      case '<':
      case '<=':
      case '>':
      case '>=':
        return typeof left === 'number' && typeof right === 'number' ? arithmetic(expression.operator, left, right) : undefined;
    }
  }
}

function arithmetic(operator: string, left: number, right: number): Scalar | undefined {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '+':
      return safe(left + right);
    case '-':
      return safe(left - right);
    case '*':
      return safe(left * right);
    case '/':
      return right === 0 ? undefined : safe(Math.floor(left / right));
    case '%':
      return right === 0 ? undefined : safe(left - right * Math.floor(left / right));
    default:
      return undefined;
  }
}

function safe(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value + 0 : undefined;
}

function same(left: StaticValue, right: StaticValue): boolean {
  if (!isSet(left) || !isSet(right)) return left === right;
  return left.length === right.length && left.every((element) => right.includes(element));
}

export function isScalar(value: StaticValue | undefined): value is Scalar {
  return value !== undefined && typeof value !== 'object';
}

export function isSet(value: StaticValue | undefined): value is readonly Scalar[] {
  return typeof value === 'object';
}
