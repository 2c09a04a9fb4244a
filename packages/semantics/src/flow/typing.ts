import { isContextQuestion, isHandlerQuestion } from '../contexts.ts';
import { counterIn } from '../counted.ts';
import { isEmbeddedObject } from '../embedded_objects.ts';
import type { Expression, Name, ObjectDeclaration, VariableDeclaration } from '@mmspec/syntax';
import type { LocalNode, Meaning } from '../model.ts';
import type { ConcreteType, World } from '../world/world.ts';
import { join, joinAll } from './joined.ts';
import type { FlowLocal, Frame } from './types.ts';

/*
 * Types of expressions in one activation: a parameter `object` has the type of the argument of this call.
 * The model is checked already, so a type that cannot be found is a mistake of ours, or of a spec with errors: `unknown`.
 */

const boolean: ConcreteType = { kind: 'bool' };
const anyInteger: ConcreteType = { kind: 'int', min: -(2 ** 31), max: 2 ** 31 - 1, forever: false };
const anyActor: ConcreteType = { kind: 'actor', declaration: null };

function integer(min: number, max: number): ConcreteType {
  return { kind: 'int', min, max, forever: false };
}

/** Locals that are bound by expressions (quantifiers) around the one that is typed. */
export type BinderTypes = ReadonlyMap<LocalNode, ConcreteType>;
const noBinders: BinderTypes = new Map();

/** The local that a node stands for in an activation: its own, or one of the actor around an operation. */
export function localOf(node: LocalNode, frame: Frame): FlowLocal | null {
  for (let at: Frame | null = frame; at !== null; at = at.parent) {
    const local = at.locals.get(node);
    if (local !== undefined) return local;
  }
  return null;
}

/** The meaning of a used name; undefined in a spec with errors. */
export function meaningOf(world: World, name: Name): Meaning | undefined {
  return world.model.meanings.get(name);
}

/** The field of an object type, by name. */
export function fieldOf(declaration: ObjectDeclaration, name: string): VariableDeclaration | undefined {
  let fields = fieldsOf.get(declaration);
  if (fields === undefined) {
    fields = new Map();
    for (const member of declaration.members) if (member.kind === 'variable' && !fields.has(member.name.text)) fields.set(member.name.text, member);
    fieldsOf.set(declaration, fields);
  }
  return fields.get(name);
}

const fieldsOf = new WeakMap<ObjectDeclaration, Map<string, VariableDeclaration>>();

/** Type of a shared variable or field; an object type without initial value is a place. */
export function variableType(world: World, declaration: VariableDeclaration): ConcreteType {
  return world.concrete(declaration.type, isEmbeddedObject(declaration, world.model.meanings) ? 'place' : 'value');
}

/** The type of an expression, or null where the spec has errors. */
export function typeOf(world: World, expression: Expression, frame: Frame, binders: BinderTypes = noBinders): ConcreteType | null {
  const again = (inner: Expression): ConcreteType | null => typeOf(world, inner, frame, binders);
  switch (expression.kind) {
    case 'number':
      return integer(expression.value, expression.value);
    case 'boolean':
    case 'at':
    case 'step_is':
    case 'new_refs':
    case 'holds':
    case 'enabled':
    case 'quiescent':
    case 'temporal_expression':
    case 'quantifier':
      return boolean;
    case 'none':
      return null;
    case 'forever':
      return { kind: 'int', min: 0, max: 0, forever: true };
    case 'self':
      return { kind: 'actor', declaration: rootOf(frame).actor };
    case 'mover':
      return { kind: 'option', element: anyActor };
    case 'name_expression':
      return typeOfName(world, expression.name, frame, binders);
    case 'field':
      return typeOfField(world, again(expression.object), expression.name.text);
    case 'index': {
      const array = again(expression.array);
      if (array?.kind === 'array' || array?.kind === 'seq') return array.element;
      return array?.kind === 'set' ? array.element : null;
    }
    case 'prime':
      return again(expression.operand);
    case 'call':
      return typeOfCall(
        world,
        expression.callee,
        expression.arguments.map((argument) => argument.value),
        frame,
        binders,
      );
    case 'unary':
      return expression.operator === 'not' ? boolean : typeOfBinary('-', integer(0, 0), again(expression.operand));
    case 'binary':
      return typeOfBinary(expression.operator, again(expression.left), again(expression.right));
    case 'conditional':
      return joinAll([expression.consequent, expression.alternative], again);
    case 'range': {
      const low = again(expression.low);
      const high = again(expression.high);
      if (low?.kind !== 'int' || high?.kind !== 'int') return { kind: 'set', element: anyInteger };
      return { kind: 'set', element: integer(low.min, Math.max(low.min, high.max)) };
    }
    case 'set':
      return { kind: 'set', element: joinAll(expression.elements, again) ?? integer(0, 0) };
    case 'comprehension': {
      const element = elementOf(again(expression.binder.domain));
      return element === null ? null : { kind: 'set', element };
    }
    case 'sum':
      return typeOfSum(world, expression, frame, binders);
    case 'count':
    case 'size':
    case 'refs':
      return integer(0, 2 ** 20);
    case 'holders':
      return { kind: 'set', element: anyActor };
    case 'error_expression':
      return null;
  }
}

const sumMax = 2 ** 30;

/** As many times the number that is added as the domain can have members. */
function typeOfSum(world: World, { binder, body }: Expression & { kind: 'sum' }, frame: Frame, binders: BinderTypes): ConcreteType {
  const domain = typeOf(world, binder.domain, frame, binders);
  const element = elementOf(domain);
  const added = bounds(typeOf(world, body, frame, element === null ? binders : new Map([...binders, [binder, element]])));
  const count = domain?.kind === 'seq' ? domain.capacity : membersOf(world, element);
  if (added === null) return integer(-sumMax, sumMax);
  return integer(Math.max(-sumMax, count * Math.min(0, added.min)), Math.min(sumMax, count * Math.max(0, added.max)));
}

/** How many values a set of a type can have, at most. */
function membersOf(world: World, type: ConcreteType | null): number {
  switch (type?.kind) {
    case 'int':
      return Math.min(sumMax, type.max - type.min + 1);
    case 'enum':
      return type.tags.length;
    case 'bool':
      return 2;
    case 'object':
    case 'place':
    case 'actor':
      return indexCount(world, type);
    case 'option':
      return 1 + membersOf(world, type.element);
    case 'array':
    case 'record':
    case 'ref':
    case 'seq':
    case 'set':
    case undefined:
      return sumMax;
  }
}

export function rootOf(frame: Frame): Frame {
  let at = frame;
  while (at.parent !== null) at = at.parent;
  return at;
}

/** What a `for`, quantifier or `choose` over a domain of this type runs over. */
export function elementOf(type: ConcreteType | null): ConcreteType | null {
  if (type === null) return null;
  if (type.kind === 'set' || type.kind === 'seq') return type.element;
  if (type.kind === 'array' && type.element.kind === 'place') return { kind: 'object', declaration: type.element.declaration };
  if (type.kind === 'array') return elementOf(type.element);
  if (type.kind === 'place') return { kind: 'object', declaration: type.declaration };
  return type.kind === 'actor' ? type : null;
}

function typeOfName(world: World, name: Name, frame: Frame, binders: BinderTypes): ConcreteType | null {
  const meaning = meaningOf(world, name);
  if (meaning === undefined) return null;
  switch (meaning.kind) {
    case 'const':
    case 'variant':
      return world.concrete(meaning.declaration.type, 'value');
    case 'define':
      return typeOf(world, meaning.declaration.body, frame, binders);
    case 'enum':
      return {
        kind: 'set',
        element: enumType(
          meaning.declaration.members.map((member) => member.text),
          meaning.declaration.name.text,
        ),
      };
    case 'object':
      return { kind: 'set', element: { kind: 'object', declaration: meaning.declaration } };
    case 'actor':
      return meaning.declaration.count === null
        ? { kind: 'actor', declaration: meaning.declaration }
        : { kind: 'set', element: { kind: 'actor', declaration: meaning.declaration } };
    case 'all_actors':
      return { kind: 'set', element: anyActor };
    case 'tag':
      return enumType([meaning.text], null);
    case 'variable':
    case 'own_field':
      return variableType(world, meaning.declaration);
    case 'local':
      return binders.get(meaning.declaration) ?? localOf(meaning.declaration, frame)?.type ?? null;
    case 'record':
    case 'any_object':
    case 'operation':
    case 'builtin':
      return null;
  }
}

function enumType(tags: readonly string[], name: string | null): ConcreteType {
  return { kind: 'enum', name, tags, declaration: null };
}

function typeOfField(world: World, object: ConcreteType | null, name: string): ConcreteType | null {
  if (object === null) return null;
  if (object.kind === 'option') return typeOfField(world, object.element, name);
  if (object.kind === 'record') return object.fields.find((field) => field.name === name)?.type ?? null;
  if (object.kind === 'object' || object.kind === 'place') {
    const field = fieldOf(object.declaration, name);
    return field === undefined ? null : variableType(world, field);
  }
  if (object.kind === 'actor' && object.declaration !== null) return typeOfActorVariable(world, object.declaration.body.statements, name);
  return null;
}

/** `gup.m`: the type of a top-level local, which has one for every `var` and, by inference, for a `let`. */
function typeOfActorVariable(world: World, statements: readonly { readonly kind: string }[], name: string): ConcreteType | null {
  for (const statement of statements as readonly import('@mmspec/syntax').Statement[]) {
    if (statement.kind === 'local' && statement.name.text === name && statement.type !== null) return world.concrete(statement.type, 'value');
  }
  return null;
}

function typeOfCall(world: World, callee: Name, values: readonly Expression[], frame: Frame, binders: BinderTypes): ConcreteType | null {
  const meaning = meaningOf(world, callee);
  if (meaning === undefined) return null;
  const first = values[0];
  if (meaning.kind === 'operation') {
    return meaning.declaration.result === null ? null : world.concrete(meaning.declaration.result, 'value');
  }
  if (meaning.kind === 'define') {
    const inner = new Map(binders);
    meaning.declaration.parameters?.forEach((parameter, at) => {
      const value = values[at];
      const type = value === undefined ? null : typeOf(world, value, frame, binders);
      if (type !== null) inner.set(parameter, type);
    });
    return typeOf(world, meaning.declaration.body, frame, inner);
  }
  if (meaning.kind === 'record') {
    return world.concrete({ kind: 'named_type', name: callee, span: callee.span }, 'value');
  }
  if (meaning.kind === 'builtin' && (isContextQuestion(meaning.name) || isHandlerQuestion(meaning.name))) return boolean;
  if (meaning.kind !== 'builtin' || first === undefined) return null;
  const type = typeOf(world, first, frame, binders);
  switch (meaning.name) {
    case 'try_get':
    case 'freeze':
    case 'cmpxchg':
    case 'sub_and_test':
    case 'remove':
      return boolean;
    case 'xchg':
      return type;
    case 'put':
    case 'count': {
      const counted = counterType(world, type);
      return counted?.kind === 'ref' ? integer(0, counted.limit) : anyInteger;
    }
    case 'rest':
      return integer(-(2 ** 20), 2 ** 20);
    case 'find':
      return type?.kind === 'seq' ? { kind: 'option', element: integer(0, Math.max(0, type.capacity - 1)) } : null;
    case 'first':
    case 'last':
    case 'pop':
    case 'remove_at':
      return type?.kind === 'seq' ? type.element : null;
    case 'index':
      return integer(0, Math.max(0, indexCount(world, type) - 1));
    case 'min':
    case 'max':
      return values.length === 1 ? elementOf(type) : values.map((value) => typeOf(world, value, frame, binders)).reduce((a, b) => join(a, b), null);
    case 'get':
    case 'unfreeze':
    case 'touch':
    case 'append':
    case 'insert':
    case 'might_sleep':
    case 'in_task':
    case 'irqs_disabled':
    case 'shares_cpu':
    case 'preemptible':
    case 'is_handler':
    case 'in_interrupt':
    case 'in_hardirq':
    case 'irq_count_inc':
    case 'irq_count_dec':
    case 'bh_count_inc':
    case 'bh_count_dec':
    case 'preempt_count_inc':
    case 'preempt_count_dec':
    case 'rcu_depth_inc':
    case 'rcu_depth_dec':
      return null;
  }
}

/** The type of the counter that an argument names: of a variable that owns references that of its object. */
function counterType(world: World, type: ConcreteType | null): ConcreteType | null {
  const object = type?.kind === 'option' ? type.element : type;
  if (object?.kind !== 'object') return type;
  const ref = counterIn(object.declaration);
  return ref === null ? type : variableType(world, ref);
}

function indexCount(world: World, type: ConcreteType | null): number {
  if (type?.kind === 'actor') return type.declaration === null ? world.actors.length : world.actorsOf(type.declaration).length;
  if (type?.kind === 'object' || type?.kind === 'place') return world.objects(type.declaration).length;
  return 1;
}

function typeOfBinary(operator: string, left: ConcreteType | null, right: ConcreteType | null): ConcreteType | null {
  if (operator !== '+' && operator !== '-' && operator !== '*' && operator !== '/' && operator !== '%') return boolean;
  if (left?.kind === 'set' || right?.kind === 'set') return join(left, right);
  const a = bounds(left);
  const b = bounds(right);
  if (a === null || b === null) return anyInteger;
  switch (operator) {
    case '+':
      return integer(a.min + b.min, a.max + b.max);
    case '-':
      return integer(a.min - b.max, a.max - b.min);
    case '*': {
      const products = [a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max];
      return integer(Math.min(...products), Math.max(...products));
    }
    case '/': {
      const size = Math.max(Math.abs(a.min), Math.abs(a.max));
      return integer(a.min < 0 || b.min < 0 ? -size : 0, size);
    }
    case '%': {
      const size = Math.max(Math.abs(b.min), Math.abs(b.max));
      return integer(b.min < 0 ? -size : 0, size);
    }
  }
}

function bounds(type: ConcreteType | null): { readonly min: number; readonly max: number } | null {
  if (type?.kind === 'int') return type;
  return type?.kind === 'ref' ? { min: 0, max: type.limit } : null;
}
