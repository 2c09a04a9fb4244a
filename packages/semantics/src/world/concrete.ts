import type { Key, NamedType, TypeNode } from '@mmspec/syntax';
import type { Constants } from './constants.ts';
import type { Model } from '../model.ts';
import { elementType } from '../embedded_objects.ts';
import type { ConcreteType } from './world.ts';

/** The type under a setting. Throws on a type that the analysis has refused. */
export function concreteType(
  model: Pick<Model, 'meanings'>,
  constants: Constants,
  type: TypeNode,
  role: 'value' | 'place',
  /** For the upper ends of ranges. */
  widest: Constants = constants,
): ConcreteType {
  const number = (expression: Parameters<Constants['number']>[0], of: Constants = constants): number => {
    const value = of.number(expression);
    if (value === undefined) throw new Error('a bound of a type has no value');
    return value;
  };
  const key = (node: Key): ConcreteType => {
    if (node.kind === 'key_type') return concrete(node.type, 'value');
    const meaning = node.count.kind === 'name_expression' ? model.meanings.get(node.count.name) : undefined;
    switch (meaning?.kind) {
      case 'actor':
        return { kind: 'actor', declaration: meaning.declaration };
      case 'all_actors':
        return { kind: 'actor', declaration: null };
      case 'object':
        return { kind: 'object', declaration: meaning.declaration };
      case 'enum':
        return {
          kind: 'enum',
          name: meaning.declaration.name.text,
          tags: meaning.declaration.members.map((member) => member.text),
          declaration: meaning.declaration,
        };
      case 'variable':
        return concrete(elementType(meaning.declaration.type), 'value');
      case undefined:
      case 'any_object':
      case 'builtin':
      case 'const':
      case 'define':
      case 'local':
      case 'operation':
      case 'own_field':
      case 'record':
      case 'tag':
      case 'variant':
        return { kind: 'int', min: 0, max: number(node.count) - 1, forever: false };
    }
  };
  const named = (node: NamedType, use: 'value' | 'place'): ConcreteType => {
    const meaning = model.meanings.get(node.name);
    switch (meaning?.kind) {
      case 'enum':
        return { kind: 'enum', name: node.name.text, tags: meaning.declaration.members.map((member) => member.text), declaration: meaning.declaration };
      case 'record': {
        const fields = meaning.declaration.fields.map((field) => ({ name: field.name.text, type: concrete(field.type, 'value') }));
        return { kind: 'record', declaration: meaning.declaration, fields };
      }
      case 'object':
        return { kind: use === 'place' ? 'place' : 'object', declaration: meaning.declaration };
      case 'actor':
        return { kind: 'actor', declaration: meaning.declaration };
      case 'all_actors':
        return { kind: 'actor', declaration: null };
      case 'variable':
        return concrete(elementType(meaning.declaration.type), 'value');
      case 'any_object':
        throw new Error('`object` is no concrete type: it follows from the call');
      case undefined:
      case 'builtin':
      case 'const':
      case 'define':
      case 'local':
      case 'operation':
      case 'own_field':
      case 'tag':
      case 'variant':
        return { kind: 'enum', name: null, tags: [node.name.text], declaration: null };
    }
  };
  const concrete = (node: TypeNode, use: 'value' | 'place'): ConcreteType => {
    switch (node.kind) {
      case 'bool_type':
        return { kind: 'bool' };
      case 'range_type':
        return { kind: 'int', min: number(node.low), max: number(node.high, widest), forever: node.forever };
      case 'named_type':
        return named(node, use);
      case 'tags_type':
        return { kind: 'enum', name: null, tags: [...new Set(node.tags.map((tag) => tag.text))], declaration: null };
      case 'option_type':
        return { kind: 'option', element: concrete(node.element, 'value') };
      case 'array_type':
        return { kind: 'array', element: concrete(node.element, use), key: key(node.key) };
      case 'set_type':
        return { kind: 'set', element: concrete(node.element, 'value') };
      case 'seq_type':
        return { kind: 'seq', element: concrete(node.element, 'value'), capacity: number(node.capacity) };
      case 'ref_type':
        return { kind: 'ref', limit: node.limit === null ? 15 : number(node.limit) };
      case 'error_type':
        throw new Error('a type has an error');
    }
  };
  return concrete(type, role);
}
