import type { BinaryExpression, Binder, CallExpression, Expression } from '@mmspec/syntax';
import { callBuiltin } from './builtin.ts';
import { Awaited, Fault } from './choices.ts';
import { bind, localValue, type Context } from './context.ts';
import { noteAccess } from './live.ts';
import { noteLoad } from './log.ts';
import { nameOf, readPlace, resolve } from './place.ts';
import { domainOf, elementsOf, meaningOf, numbers, tagOf } from './scene.ts';
import { concreteOf } from './types.ts';
import { asSequence, contains, distinct, equal, isAwaited, textOf, unexpected, type RecordValue, type Value } from './value.ts';

/** The value of an expression. What has no value throws `Fault`; a built-in that changes something changes the run of the context. */
export function evaluate(expression: Expression, context: Context): Value {
  switch (expression.kind) {
    case 'number':
    case 'boolean':
      return expression.value;
    case 'none':
      return null;
    case 'forever':
      return 'forever';
    case 'self':
      if (context.self === null) throw new Error('self outside an actor');
      return { kind: 'actor', actor: context.self };
    case 'name_expression':
      return evaluateName(expression, context);
    case 'field':
    case 'index':
      return valueOfPath(expression, context);
    case 'call':
      return evaluateCall(expression, context);
    case 'unary': {
      const operand = evaluate(expression.operand, context);
      return expression.operator === 'not' ? !truth(operand) : -number(operand);
    }
    case 'binary':
      return evaluateBinary(expression, context);
    case 'conditional':
      return evaluate(truth(evaluate(expression.condition, context)) ? expression.consequent : expression.alternative, context);
    case 'range':
      return { kind: 'set', elements: numbers(number(evaluate(expression.low, context)), number(evaluate(expression.high, context))) };
    case 'set':
      return { kind: 'set', elements: distinct(expression.elements.map((element) => evaluate(element, context))) };
    case 'comprehension':
      return { kind: 'set', elements: distinct(among(expression.binder, expression.condition, context).map(({ value }) => value)) };
    case 'quantifier': {
      const holds = ({ inside }: Instance): boolean => truth(evaluate(expression.body, inside));
      const instances = among(expression.binder, expression.condition, context);
      return expression.quantifier === 'forall' ? instances.every(holds) : instances.some(holds);
    }
    case 'count':
      return among(expression.binder, expression.body, context).length;
    case 'sum':
      return among(expression.binder, expression.condition, context).reduce((sum, { inside }) => sum + number(evaluate(expression.body, inside)), 0);
    case 'size':
      return elementsOf(evaluate(expression.operand, context)).length;
    case 'at':
      // In ghost code: where the step begins.
      if (context.property === null && context.run !== null) return context.run.stood(expression, context);
      return ofProperty(expression, context);
    case 'prime':
    case 'step_is':
    case 'new_refs':
    case 'holds':
    case 'refs':
    case 'holders':
    case 'mover':
    case 'enabled':
    case 'quiescent':
    case 'temporal_expression':
      return ofProperty(expression, context);
    case 'error_expression':
      throw new Error('an expression that could not be parsed');
    default:
      return unexpected(expression);
  }
}

function ofProperty(expression: Expression, context: Context): Value {
  if (context.property === null) throw new Error(`${expression.kind} outside a property`);
  return context.property.value(expression, context);
}

interface Instance {
  readonly value: Value;
  readonly inside: Context;
}

/** The members of a binder's set for which the condition holds. */
function among(binder: Binder, condition: Expression | null, context: Context): Instance[] {
  const instances = elementsOf(evaluate(binder.domain, context)).map((value) => ({ value, inside: bind(context, binder, value) }));
  return condition === null ? instances : instances.filter(({ inside }) => truth(evaluate(condition, inside)));
}

export function truth(value: Value): boolean {
  if (isAwaited(value)) throw new Awaited();
  if (typeof value !== 'boolean') throw new Error(`${textOf(value)} is no truth value`);
  return value;
}

export function number(value: Value): number {
  if (value === null) throw new Fault('null_reference');
  if (typeof value !== 'number') throw new Error(`${textOf(value)} is no number`);
  return value;
}

function evaluateName(expression: Extract<Expression, { kind: 'name_expression' }>, context: Context): Value {
  const { scene } = context;
  const meaning = meaningOf(scene, expression.name);
  switch (meaning.kind) {
    case 'const':
    case 'variant': {
      const value = scene.world.settings[meaning.declaration.name.text] ?? scene.world.constant(meaning.declaration.value);
      if (value === undefined) throw new Error(`no value of ${meaning.declaration.name.text}`);
      return typeof value === 'string' ? tagOf(value) : value;
    }
    case 'define':
      return evaluate(meaning.declaration.body, context);
    case 'tag':
      return tagOf(meaning.text);
    case 'enum':
      return { kind: 'set', elements: meaning.declaration.members.map((member) => tagOf(member.text)) };
    case 'object':
      return { kind: 'set', elements: domainOf(scene.world, { kind: 'object', declaration: meaning.declaration }) };
    case 'actor': {
      const instances = domainOf(scene.world, { kind: 'actor', declaration: meaning.declaration });
      return meaning.declaration.count === null ? (instances[0] ?? null) : { kind: 'set', elements: instances };
    }
    case 'all_actors':
      return { kind: 'set', elements: domainOf(scene.world, { kind: 'actor', declaration: null }) };
    case 'variable':
    case 'own_field':
      return valueOfPath(expression, context);
    case 'local': {
      const value = present(localValue(context, meaning.declaration));
      if (!context.bound.has(meaning.declaration)) noteLoad(context.run, nameOf(meaning.declaration), meaning.declaration, value);
      return value;
    }
    case 'any_object':
    case 'record':
    case 'operation':
    case 'builtin':
      throw new Error(`${expression.name.text} is no value`);
    default:
      return unexpected(meaning);
  }
}

/** A variable that has no value: only properties can ask for one. */
function present(value: Value | undefined): Value {
  if (value === undefined) throw new Fault('null_reference');
  return value;
}

function valueOfPath(path: Extract<Expression, { kind: 'name_expression' | 'field' | 'index' }>, context: Context): Value {
  const named = resolve(path, context);
  if (named === null) throw new Error(`no value at ${path.span.start}`);
  if (named.kind === 'value') return named.value;
  noteAccess(context, named.place);
  return readPlace(named.place, context);
}

function evaluateCall(call: CallExpression, context: Context): Value {
  const meaning = meaningOf(context.scene, call.callee);
  switch (meaning.kind) {
    case 'builtin':
      return callBuiltin(
        meaning.name,
        call.arguments.map((argument) => argument.value),
        context,
      );
    case 'define': {
      let inside = context;
      for (const [index, parameter] of (meaning.declaration.parameters ?? []).entries()) {
        const argument = call.arguments[index];
        if (argument === undefined) throw new Error(`too few arguments of ${call.callee.text}`);
        inside = bind(inside, parameter, asSequence(evaluate(argument.value, context), concreteOf(context.scene, parameter.type)));
      }
      return evaluate(meaning.declaration.body, inside);
    }
    case 'record': {
      const given = new Map(call.arguments.map((argument) => [argument.label?.text ?? '', evaluate(argument.value, context)]));
      const fields: RecordValue['fields'] = meaning.declaration.fields.map((field) => ({
        name: field.name.text,
        value: asSequence(given.get(field.name.text) ?? null, concreteOf(context.scene, field.type)),
      }));
      return { kind: 'record', name: meaning.declaration.name.text, fields };
    }
    case 'actor':
    case 'all_actors':
    case 'any_object':
    case 'const':
    case 'enum':
    case 'local':
    case 'object':
    case 'operation':
    case 'own_field':
    case 'tag':
    case 'variable':
    case 'variant':
      throw new Error(`${call.callee.text} cannot be called here`);
  }
}

function evaluateBinary(expression: BinaryExpression, context: Context): Value {
  const left = evaluate(expression.left, context);
  const right = (): Value => evaluate(expression.right, context);
  switch (expression.operator) {
    case 'implies':
      return !truth(left) || truth(right());
    case 'or':
      return truth(left) || truth(right());
    case 'and':
      return truth(left) && truth(right());
    case 'iff':
      return truth(left) === truth(right());
    case '==':
      return same(left, right());
    case '!=':
      return !same(left, right());
    case '<':
      return rank(left) < rank(right());
    case '<=':
      return rank(left) <= rank(right());
    case '>':
      return rank(left) > rank(right());
    case '>=':
      return rank(left) >= rank(right());
    case 'in':
      return contains(elementsOf(right()), left);
    case 'not in':
      return !contains(elementsOf(right()), left);
    case 'within': {
      const whole = elementsOf(right());
      return elementsOf(left).every((element) => contains(whole, element));
    }
    case '+':
      return isSet(left) ? union(left, right()) : number(left) + number(right());
    case '-':
      return isSet(left) ? difference(left, right()) : number(left) - number(right());
    case '*':
      return number(left) * number(right());
    case '/':
      return Math.floor(number(left) / divisor(right()));
    case '%': {
      const by = divisor(right());
      return number(left) - by * Math.floor(number(left) / by);
    }
    default:
      return unexpected(expression.operator);
  }
}

/** Sets are equal as sets, however they are written; `{}` is the empty sequence too. */
function same(one: Value, other: Value): boolean {
  const [left, right] = [asSequence(one, kindOf(other)), asSequence(other, kindOf(one))];
  return equal(isSet(left) ? union(left, left) : left, isSet(right) ? union(right, right) : right);
}

function kindOf(value: Value): { readonly kind: string } | null {
  return value !== null && typeof value === 'object' ? value : null;
}

function isSet(value: Value): boolean {
  return value !== null && typeof value === 'object' && value.kind === 'set';
}

export function union(left: Value, right: Value): Value {
  return { kind: 'set', elements: distinct([...elementsOf(left), ...elementsOf(right)]) };
}

export function difference(left: Value, right: Value): Value {
  const removed = elementsOf(right);
  return { kind: 'set', elements: elementsOf(left).filter((element) => !contains(removed, element)) };
}

function divisor(value: Value): number {
  if (number(value) === 0) throw new Fault('range of division');
  return number(value);
}

/** What is compared by `<`: numbers, and the places of objects and actors in their pools. */
function rank(value: Value): number {
  if (value === null) throw new Fault('null_reference');
  if (value === 'forever') return Number.POSITIVE_INFINITY;
  if (typeof value === 'object' && value.kind === 'object') return value.object.id;
  if (typeof value === 'object' && value.kind === 'actor') return value.actor.index;
  return number(value);
}
