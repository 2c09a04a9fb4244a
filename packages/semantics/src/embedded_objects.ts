import type { Expression, InitialValue, Name, TypeNode, VariableDeclaration } from '@mmspec/syntax';
import type { Meaning } from './model.ts';

/**
 * True for a shared variable or field where objects live, like a struct inside a struct: an object type, or an array
 * of them, without initial value, or with one that says what the fields of each begin with. With another initial value,
 * or as `T?`, it holds a reference.
 */
export function isEmbeddedObject(declaration: VariableDeclaration, meanings: ReadonlyMap<Name, Meaning>): boolean {
  const type = elementType(declaration.type);
  if (type.kind !== 'named_type') return false;
  const values = initialValues(declaration);
  if (values.length === 0) return declaration.beginning === null;
  return values.every((value) => isCallOf(value, type.name.text)) && meanings.get(type.name)?.kind === 'object';
}

/** The expressions that give a variable its one initial value, or its elements theirs; none where there are several to choose from. */
export function initialValues({ initial, beginning }: VariableDeclaration): readonly Expression[] {
  if (initial !== null) return [initial];
  return beginning === null || beginning.kind === 'choice_beginning' ? [] : valuesIn(beginning);
}

function valuesIn(value: InitialValue): readonly Expression[] {
  if (value.kind === 'list_beginning') return value.elements.flatMap(valuesIn);
  return value.kind === 'keyed_beginning' ? valuesIn(value.value) : [value];
}

/** `T(field: e, …)`. */
function isCallOf(value: Expression, type: string): boolean {
  return value.kind === 'call' && value.callee.text === type;
}

/** The type under all arrays. */
export function elementType(type: TypeNode): TypeNode {
  return type.kind === 'array_type' ? elementType(type.element) : type;
}
