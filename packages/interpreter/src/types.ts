import type { Builtin, ConcreteType, LocalNode } from '@mmspec/semantics';
import type { Expression, TypeNode } from '@mmspec/syntax';
import { fieldOf, fieldsOf, meaningOf, typeOfVariable, type Scene } from './scene.ts';
import type { Passed } from './state.ts';

/** Built-ins whose value is of the type of the place, or of an element of the sequence, that they are given. */
const sequenceCalls: ReadonlySet<Builtin> = new Set<Builtin>(['xchg', 'pop', 'remove_at', 'first', 'last']);

/** What is known of the parameters of the calls that are going on: a parameter of type `object` has its argument's type. */
export type PassedTypes = (node: LocalNode) => Passed | undefined;

/** The type of an expression as far as it tells objects from records and places from values; null where it does not matter. */
export function typeOf(scene: Scene, expression: Expression, passed: PassedTypes): ConcreteType | null {
  switch (expression.kind) {
    case 'name_expression': {
      const meaning = meaningOf(scene, expression.name);
      if (meaning.kind === 'variable' || meaning.kind === 'own_field') return typeOfVariable(scene, meaning.declaration);
      if (meaning.kind === 'define') return typeOf(scene, meaning.declaration.body, passed);
      if (meaning.kind === 'local') return typeOfLocal(scene, meaning.declaration, passed);
      if (meaning.kind === 'actor') return { kind: 'actor', declaration: meaning.declaration };
      return null;
    }
    case 'field': {
      const owner = withoutOption(typeOf(scene, expression.object, passed));
      if (owner?.kind === 'object' || owner?.kind === 'place') {
        const field = fieldOf(owner.declaration, expression.name.text);
        return field === null ? null : typeOfVariable(scene, field);
      }
      if (owner?.kind === 'record') return owner.fields.find((field) => field.name === expression.name.text)?.type ?? null;
      return null;
    }
    case 'index': {
      const array = typeOf(scene, expression.array, passed);
      if (array?.kind === 'array' || array?.kind === 'seq') return array.element;
      return array?.kind === 'actor' ? array : null;
    }
    case 'prime':
      return typeOf(scene, expression.operand, passed);
    case 'conditional':
      return typeOf(scene, expression.consequent, passed) ?? typeOf(scene, expression.alternative, passed);
    case 'self':
      return { kind: 'actor', declaration: null };
    case 'call': {
      const meaning = meaningOf(scene, expression.callee);
      if (meaning.kind === 'define') return typeOf(scene, meaning.declaration.body, passed);
      if (meaning.kind === 'operation') return meaning.declaration.result === null ? null : concreteOf(scene, meaning.declaration.result);
      if (meaning.kind === 'builtin' && sequenceCalls.has(meaning.name)) {
        const place = expression.arguments[0];
        const type = place === undefined ? null : typeOf(scene, place.value, passed);
        return type?.kind === 'seq' ? type.element : type;
      }
      return null;
    }
    case 'at':
    case 'binary':
    case 'boolean':
    case 'comprehension':
    case 'count':
    case 'sum':
    case 'enabled':
    case 'error_expression':
    case 'forever':
    case 'holders':
    case 'holds':
    case 'mover':
    case 'new_refs':
    case 'none':
    case 'number':
    case 'quantifier':
    case 'quiescent':
    case 'range':
    case 'refs':
    case 'set':
    case 'size':
    case 'step_is':
    case 'temporal_expression':
    case 'unary':
      return null;
  }
}

/** `slot.refcount` for `slot`, which owns its references: what `put` is told stands for the counter of its object. */
export function counterArgument(scene: Scene, expression: Expression, passed: PassedTypes): Expression {
  const owner = withoutOption(typeOf(scene, expression, passed));
  const field = owner?.kind === 'object' ? fieldsOf(owner.declaration).find((each) => typeOfVariable(scene, each).kind === 'ref') : undefined;
  if (field === undefined) return expression;
  const { span } = expression;
  return { kind: 'field', object: expression, name: { kind: 'name', text: field.name.text, span }, span };
}

function typeOfLocal(scene: Scene, node: LocalNode, passed: PassedTypes): ConcreteType | null {
  switch (node.kind) {
    case 'local':
      return node.type === null ? typeOf(scene, node.initial, passed) : concreteOf(scene, node.type);
    case 'key_binder':
      return null;
    case 'choose': {
      const element = elementTypeOf(scene, node.domain, passed);
      return node.subset && element !== null ? { kind: 'set', element } : element;
    }
    case 'binder':
      return elementTypeOf(scene, node.domain, passed);
    case 'parameter':
      return concreteOf(scene, node.type) ?? passed(node)?.type ?? null;
  }
}

/** The type of the members of a set. */
function elementTypeOf(scene: Scene, domain: Expression, passed: PassedTypes): ConcreteType | null {
  if (domain.kind === 'name_expression') {
    const meaning = meaningOf(scene, domain.name);
    if (meaning.kind === 'object') return { kind: 'object', declaration: meaning.declaration };
    if (meaning.kind === 'all_actors') return { kind: 'actor', declaration: null };
  }
  if (domain.kind === 'comprehension') return elementTypeOf(scene, domain.binder.domain, passed);
  if (domain.kind === 'set') return domain.elements[0] === undefined ? null : typeOf(scene, domain.elements[0], passed);
  if (domain.kind === 'conditional') return elementTypeOf(scene, domain.consequent, passed) ?? elementTypeOf(scene, domain.alternative, passed);
  if (domain.kind === 'binary') return elementTypeOf(scene, domain.left, passed) ?? elementTypeOf(scene, domain.right, passed);
  const type = typeOf(scene, domain, passed);
  return type?.kind === 'array' || type?.kind === 'set' || type?.kind === 'seq' ? type.element : type;
}

export function withoutOption(type: ConcreteType | null): ConcreteType | null {
  return type?.kind === 'option' ? type.element : type;
}

/** The type of a local; null for `object` and `object?`, which take any object. */
export function concreteOf(scene: Scene, type: TypeNode): ConcreteType | null {
  return takesAnyObject(scene, type) ? null : scene.world.concrete(type, 'value');
}

function takesAnyObject(scene: Scene, type: TypeNode): boolean {
  if (type.kind === 'option_type') return takesAnyObject(scene, type.element);
  return type.kind === 'named_type' && meaningOf(scene, type.name).kind === 'any_object';
}
