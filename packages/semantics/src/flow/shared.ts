import { isBarrier } from '@mmspec/syntax';
import type { ActorDeclaration, CallExpression, Expression, Name, OperationDeclaration, Statement } from '@mmspec/syntax';
import type { ConcreteType, World } from '../world/world.ts';
import { counterIn } from '../counted.ts';
import { isEffect } from '../effects.ts';
import { fieldOf, localOf, meaningOf, typeOf, variableType } from './typing.ts';
import type { EffectName, Frame } from './types.ts';

/*
 * What is a step (grammar/steps.md): judged on the text, by what is read or written.
 */

/** A call that may stand only whole: of an operation, or of a built-in that changes something. */
export type EffectCall =
  | { readonly kind: 'operation'; readonly call: CallExpression; readonly negated: boolean }
  | { readonly kind: 'builtin'; readonly call: CallExpression; readonly builtin: EffectName; readonly negated: boolean };

/** The effectful call that an expression is, below any number of `not`; null for an ordinary expression. */
export function effectCall(world: World, expression: Expression): EffectCall | null {
  let inner = expression;
  let negated = false;
  while (inner.kind === 'unary' && inner.operator === 'not') {
    inner = inner.operand;
    negated = !negated;
  }
  if (inner.kind !== 'call') return null;
  const meaning = meaningOf(world, inner.callee);
  if (meaning?.kind === 'operation') return { kind: 'operation', call: inner, negated };
  if (meaning?.kind === 'builtin' && isEffect(meaning.name)) {
    return { kind: 'builtin', call: inner, builtin: meaning.name, negated };
  }
  return null;
}

/** The arguments of a call of a built-in; a variable that owns references stands for the counter of its object. */
export function argumentsOf(world: World, { call, builtin }: EffectCall & { kind: 'builtin' }, frame: Frame): readonly Expression[] {
  const values = call.arguments.map((argument) => argument.value);
  const [first, ...others] = values;
  return first === undefined || (builtin !== 'put' && builtin !== 'sub_and_test') ? values : [counterArgument(world, first, frame), ...others];
}

const counterArguments = new WeakMap<Expression, Expression>();

/** `slot.refcount` for `slot`, which owns its references; any other expression is what it is. */
function counterArgument(world: World, expression: Expression, frame: Frame): Expression {
  const known = counterArguments.get(expression);
  if (known !== undefined) return known;
  const type = typeOf(world, expression, frame);
  const object = type?.kind === 'option' ? type.element : type;
  const ref = object?.kind === 'object' ? counterIn(object.declaration) : null;
  if (ref === null) return expression;
  const { span } = expression;
  const counter: Expression = { kind: 'field', object: expression, name: { kind: 'name', text: ref.name.text, span }, span };
  counterArguments.set(expression, counter);
  return counter;
}

/** The direct parts of an expression. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'field':
      return [expression.object];
    case 'index':
      return [expression.array, expression.index];
    case 'prime':
    case 'unary':
    case 'size':
      return [expression.operand];
    case 'call':
      return expression.arguments.map((argument) => argument.value);
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.consequent, expression.alternative];
    case 'range':
      return [expression.low, expression.high];
    case 'set':
      return expression.elements;
    case 'comprehension':
      return [expression.binder.domain, expression.condition];
    case 'quantifier':
      return expression.condition === null ? [expression.binder.domain, expression.body] : [expression.binder.domain, expression.condition, expression.body];
    case 'count':
      return [expression.binder.domain, expression.body];
    case 'sum':
      return [expression.binder.domain, ...(expression.condition === null ? [] : [expression.condition]), expression.body];
    case 'at':
      return [expression.actor];
    case 'holds':
      return [expression.actor, expression.target];
    case 'temporal_expression':
      return expression.left === null ? [expression.right] : [expression.left, expression.right];
    case 'boolean':
    case 'enabled':
    case 'error_expression':
    case 'forever':
    case 'holders':
    case 'mover':
    case 'name_expression':
    case 'new_refs':
    case 'none':
    case 'number':
    case 'quiescent':
    case 'refs':
    case 'self':
    case 'step_is':
      return [];
  }
}

function isAddress(type: ConcreteType | null): boolean {
  if (type === null) return false;
  return type.kind === 'array' ? isAddress(type.element) : type.kind === 'place';
}

/** True if evaluating the expression loads something that other actors can write. */
function readsShared(world: World, expression: Expression, frame: Frame): boolean {
  if (expression.kind === 'name_expression') return nameReadsShared(world, expression.name, frame);
  if (expression.kind === 'call') {
    const meaning = meaningOf(world, expression.callee);
    if (meaning?.kind === 'define' && readsShared(world, meaning.declaration.body, frame)) return true;
  }
  if (expression.kind === 'field' && fieldReadsShared(world, expression, frame)) return true;
  return partsOf(expression).some((part) => readsShared(world, part, frame));
}

function nameReadsShared(world: World, name: Name, frame: Frame): boolean {
  const meaning = meaningOf(world, name);
  if (meaning?.kind === 'define') return readsShared(world, meaning.declaration.body, frame);
  if (meaning?.kind !== 'variable' && meaning?.kind !== 'own_field') return false;
  return meaning.declaration.storage !== 'ghost' && !isAddress(variableType(world, meaning.declaration));
}

function fieldReadsShared(world: World, expression: Expression & { kind: 'field' }, frame: Frame): boolean {
  const object = typeOf(world, expression.object, frame);
  if (object === null) return true; // the variable of a quantifier over objects
  const inner = object.kind === 'option' ? object.element : object;
  if (inner.kind !== 'object' && inner.kind !== 'place') return false;
  const field = fieldOf(inner.declaration, expression.name.text);
  return field !== undefined && field.storage !== 'ghost' && !isAddress(variableType(world, field));
}

/** True if storing to the target writes (or finding it reads) shared state. */
function targetShared(world: World, target: Expression, frame: Frame): boolean {
  if (target.kind === 'index') return targetShared(world, target.array, frame) || readsShared(world, target.index, frame);
  if (target.kind === 'field') {
    const type = typeOf(world, target.object, frame);
    const object = type?.kind === 'option' ? type.element : type;
    return object?.kind === 'record' ? targetShared(world, target.object, frame) : true;
  }
  return readsShared(world, target, frame);
}

/** True if a store to the target is ghost code. */
export function targetGhost(world: World, target: Expression, frame: Frame): boolean {
  if (target.kind === 'index') return targetGhost(world, target.array, frame);
  if (target.kind === 'field') {
    const type = typeOf(world, target.object, frame);
    const object = type?.kind === 'option' ? type.element : type;
    if (object?.kind === 'record') return targetGhost(world, target.object, frame);
    if (object?.kind !== 'object' && object?.kind !== 'place') return false;
    return fieldOf(object.declaration, target.name.text)?.storage === 'ghost';
  }
  if (target.kind !== 'name_expression') return false;
  const meaning = meaningOf(world, target.name);
  if (meaning?.kind === 'variable') return meaning.declaration.storage === 'ghost';
  return meaning?.kind === 'local' && (localOf(meaning.declaration, frame)?.ghost ?? false);
}

/** True if the expression has one value for ever in each instance: constants, places, `self` and what is made of them. */
export function isStatic(world: World, expression: Expression, frame: Frame): boolean {
  switch (expression.kind) {
    case 'number':
    case 'boolean':
    case 'none':
    case 'forever':
    case 'self':
      return true;
    case 'name_expression': {
      const meaning = meaningOf(world, expression.name);
      if (meaning?.kind === 'local') return (localOf(meaning.declaration, frame)?.alias ?? null) !== null;
      if (meaning?.kind === 'variable') return isAddress(variableType(world, meaning.declaration));
      if (meaning?.kind === 'define') return isStatic(world, meaning.declaration.body, frame);
      return meaning?.kind === 'const' || meaning?.kind === 'variant' || meaning?.kind === 'tag' || meaning?.kind === 'actor';
    }
    case 'field':
      return isAddress(typeOf(world, expression, frame)) && isStatic(world, expression.object, frame);
    case 'index':
      return isStatic(world, expression.array, frame) && isStatic(world, expression.index, frame);
    case 'call': {
      const meaning = meaningOf(world, expression.callee);
      const pure = meaning?.kind === 'builtin' && (meaning.name === 'index' || meaning.name === 'min' || meaning.name === 'max');
      return pure && expression.arguments.every((argument) => isStatic(world, argument.value, frame));
    }
    case 'unary':
    case 'binary':
    case 'conditional':
      return partsOf(expression).every((part) => isStatic(world, part, frame));
    case 'at':
    case 'comprehension':
    case 'count':
    case 'sum':
    case 'enabled':
    case 'error_expression':
    case 'holders':
    case 'holds':
    case 'mover':
    case 'new_refs':
    case 'prime':
    case 'quantifier':
    case 'quiescent':
    case 'range':
    case 'refs':
    case 'set':
    case 'size':
    case 'step_is':
    case 'temporal_expression':
      return false;
  }
}

/** Whether a value that is assigned, returned, tested or called makes its statement a step; a call of a plain operation does not. */
function valueIsStep(world: World, value: Expression, frame: Frame): boolean {
  const call = effectCall(world, value);
  if (call === null) return readsShared(world, value, frame);
  if (call.kind === 'builtin') {
    const values = argumentsOf(world, call, frame);
    return call.builtin === 'touch' || values.some((argument) => targetShared(world, argument, frame) || readsShared(world, argument, frame));
  }
  return isAtomicOperation(world, call.call, frame);
}

function isAtomicOperation(world: World, call: CallExpression, { actor }: Frame): boolean {
  const meaning = meaningOf(world, call.callee);
  return meaning?.kind === 'operation' && formFor(world, meaning.declaration, actor, false).atomic;
}

/** The text of an operation that a call takes: that of an actor on a CPU the form for there, outside of steps. */
export function formFor({ model }: World, operation: OperationDeclaration, caller: ActorDeclaration | null, atomic: boolean): OperationDeclaration {
  if (atomic || caller === null || caller.cpu === null) return operation;
  return model.placedForms.get(operation) ?? operation;
}

/** True for `atomic { … }` but a barrier, and for `atomic when c` where c is true. */
export function isAtomicHere(world: World, statement: Statement & { kind: 'atomic' }): boolean {
  return !isBarrier(statement) && (statement.when === null || world.constant(statement.when) === true);
}

/** True if the statement (of an `if` or `while`: its condition) is a step, outside of `atomic`. An `either` is one: its location is its own. */
export function isStep(world: World, statement: Statement, frame: Frame): boolean {
  switch (statement.kind) {
    case 'local':
      return statement.storage !== 'ghost' && valueIsStep(world, statement.initial, frame);
    case 'assign':
      if (targetGhost(world, statement.target, frame)) return false;
      if (effectCall(world, statement.value)?.kind === 'operation') return valueIsStep(world, statement.value, frame);
      return targetShared(world, statement.target, frame) || valueIsStep(world, statement.value, frame);
    case 'call_statement':
      return valueIsStep(world, statement.call, frame);
    case 'if':
    case 'while':
      return world.constant(statement.condition) === undefined && valueIsStep(world, statement.condition, frame);
    case 'return':
      return statement.value !== null && valueIsStep(world, statement.value, frame);
    case 'assert':
      return readsShared(world, statement.condition, frame);
    case 'choose':
    case 'skip':
    case 'await':
    case 'either':
      return true;
    case 'atomic':
      return isAtomicHere(world, statement);
    case 'for':
      return true;
    case 'label':
    case 'repeat':
    case 'break':
    case 'continue':
    case 'goto':
    case 'error_statement':
      return false;
  }
}
