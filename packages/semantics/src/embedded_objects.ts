import type { TypeNode, VariableDeclaration } from '@mmspec/syntax';

/**
 * True for a shared variable or field where objects live, like a struct inside a struct: an object type, or an array
 * of them, without initial value. With an initial value, or as `T?`, it holds a reference.
 */
export function isEmbeddedObject(declaration: VariableDeclaration): boolean {
  return declaration.initial === null && elementType(declaration.type).kind === 'named_type';
}

/** The type under all arrays. */
export function elementType(type: TypeNode): TypeNode {
  return type.kind === 'array_type' ? elementType(type.element) : type;
}
