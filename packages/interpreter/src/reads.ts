import type { ConcreteType, LocalNode } from '@mmspec/semantics';
import { isPath } from '@mmspec/syntax';
import type { CallExpression, Expression, VariableDeclaration } from '@mmspec/syntax';
import { children } from './children.ts';
import { fieldOf, isAddress, meaningOf, typeOfVariable, type Scene } from './scene.ts';
import { counterArgument, typeOf, withoutOption, type PassedTypes } from './types.ts';

/**
 * Whether the text of an expression reads or writes shared state.
 * Addresses of objects, `self`, ghosts and locals read nothing.
 */
export function touchesShared(scene: Scene, expression: Expression, passed: PassedTypes): boolean {
  const inside = (): boolean => children(expression).some((child) => touchesShared(scene, child, passed));
  switch (expression.kind) {
    case 'name_expression': {
      const meaning = meaningOf(scene, expression.name);
      if (meaning.kind === 'variable' || meaning.kind === 'own_field') return hasSharedValue(scene, meaning.declaration);
      return meaning.kind === 'define' && touchesShared(scene, meaning.declaration.body, passed);
    }
    case 'field':
      return inside() || readsField(scene, expression.name.text, withoutOption(typeOf(scene, expression.object, passed)));
    case 'call':
      return inside() || callTouchesShared(scene, expression, passed);
    case 'at':
    case 'binary':
    case 'boolean':
    case 'comprehension':
    case 'conditional':
    case 'count':
    case 'enabled':
    case 'error_expression':
    case 'forever':
    case 'holders':
    case 'holds':
    case 'index':
    case 'mover':
    case 'new_refs':
    case 'none':
    case 'number':
    case 'prime':
    case 'quantifier':
    case 'quiescent':
    case 'range':
    case 'refs':
    case 'self':
    case 'set':
    case 'size':
    case 'sum':
    case 'step_is':
    case 'temporal_expression':
    case 'unary':
      return inside();
  }
}

function hasSharedValue(scene: Scene, declaration: VariableDeclaration): boolean {
  return declaration.storage !== 'ghost' && !isAddress(typeOfVariable(scene, declaration));
}

function readsField(scene: Scene, name: string, owner: ConcreteType | null): boolean {
  if (owner?.kind !== 'object' && owner?.kind !== 'place') return false;
  const field = fieldOf(owner.declaration, name);
  return field !== null && hasSharedValue(scene, field);
}

function callTouchesShared(scene: Scene, call: CallExpression, passed: PassedTypes): boolean {
  const meaning = meaningOf(scene, call.callee);
  if (meaning.kind === 'define') return touchesShared(scene, meaning.declaration.body, passed);
  if (meaning.kind !== 'builtin') return false;
  const [first] = call.arguments;
  const puts = meaning.name === 'put' || meaning.name === 'sub_and_test';
  return meaning.name === 'touch' || (puts && first !== undefined && counterArgument(scene, first.value, passed) !== first.value);
}

/** Whether an assignment to the target is ghost code. */
export function isGhost(scene: Scene, target: Expression, passed: PassedTypes): boolean {
  if (!isPath(target)) return false;
  switch (target.kind) {
    case 'name_expression': {
      const meaning = meaningOf(scene, target.name);
      if (meaning.kind === 'variable' || meaning.kind === 'own_field') return meaning.declaration.storage === 'ghost';
      return meaning.kind === 'local' && meaning.declaration.kind === 'local' && meaning.declaration.storage === 'ghost';
    }
    case 'index':
      return isGhost(scene, target.array, passed);
    case 'field': {
      const owner = withoutOption(typeOf(scene, target.object, passed));
      if (owner?.kind === 'object' || owner?.kind === 'place') return fieldOf(owner.declaration, target.name.text)?.storage === 'ghost';
      return isGhost(scene, target.object, passed);
    }
  }
}

/** Whether an expression is over constants and variants alone. `bound` are the variables of quantifiers around it. */
export function isStatic(scene: Scene, expression: Expression, bound: readonly LocalNode[] = []): boolean {
  const inside = (more: readonly LocalNode[]): boolean => children(expression).every((child) => isStatic(scene, child, [...bound, ...more]));
  switch (expression.kind) {
    case 'number':
    case 'boolean':
    case 'none':
    case 'forever':
      return true;
    case 'name_expression': {
      const meaning = meaningOf(scene, expression.name);
      if (meaning.kind === 'define') return isStatic(scene, meaning.declaration.body, bound);
      if (meaning.kind === 'local') return bound.includes(meaning.declaration);
      if (meaning.kind === 'actor') return meaning.declaration.count !== null; // the set of its instances
      return meaning.kind === 'const' || meaning.kind === 'variant' || meaning.kind === 'tag' || meaning.kind === 'enum';
    }
    case 'call': {
      const meaning = meaningOf(scene, expression.callee);
      if (meaning.kind === 'define') return inside([]) && isStatic(scene, meaning.declaration.body, meaning.declaration.parameters ?? []);
      return inside([]) && meaning.kind === 'builtin' && (meaning.name === 'min' || meaning.name === 'max');
    }
    case 'unary':
    case 'binary':
    case 'conditional':
    case 'range':
    case 'set':
    case 'size':
      return inside([]);
    case 'comprehension':
    case 'quantifier':
    case 'count':
    case 'sum':
      return inside([expression.binder]);
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
