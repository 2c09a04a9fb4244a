import type { Model } from '@mmspec/semantics';
import { children } from '@mmspec/syntax';
import type { Node } from '@mmspec/syntax';

export interface Uses {
  /** Names of actors of which there are so many. */
  readonly actors: readonly string[];
  /** Properties in which the number itself is used. */
  readonly properties: ReadonlySet<string>;
  /** Whether it is used anywhere else but as the number of instances of an actor, and as the end of a range. */
  readonly steps: boolean;
  /** Names of variables, fields and locals whose range ends at a number that grows with it. */
  readonly ranges: ReadonlySet<string>;
}

/** Where a spec uses a constant, its checks and scenarios left out. */
export function usesOf(model: Model, constant: string): Uses {
  const declaration = model.constants.find(({ name }) => name.text === constant);
  const found = new Set<string>();
  const ranges = new Set<string>();
  const actors: string[] = [];
  let steps = false;
  const isFamily = (node: Node | null): boolean => {
    const meaning = node?.kind === 'name_expression' ? model.meanings.get(node.name) : undefined;
    return meaning?.kind === 'actor' && meaning.declaration.count !== null && isConstant(meaning.declaration.count);
  };
  const isConstant = (node: Node): boolean => {
    const meaning = node.kind === 'name_expression' ? model.meanings.get(node.name) : undefined;
    return meaning?.kind === 'const' && meaning.declaration === declaration;
  };
  const names = new Map(model.properties.map(({ declaration: property, name }) => [property as Node, name]));
  /** `isFixed`: the value has to be known before there are instances; `named`: the variable or local whose type it is. */
  const visit = (node: Node, around: string | null, isFixed: boolean, named: string): void => {
    if (node === declaration || node.kind === 'check' || node.kind === 'scenario') return;
    const property = names.get(node) ?? around;
    if (isConstant(node) || (isFixed && isFamily(node))) {
      if (property === null) steps = true;
      else found.add(property);
    }
    for (const child of children(node)) {
      if (node.kind === 'actor' && child === node.count && isConstant(child)) {
        actors.push(node.name.text);
        continue;
      }
      const isFixedChild =
        isFixed || node.kind === 'const' || (node.kind === 'repeat' && child === node.count) || (node.kind === 'atomic' && child === node.when);
      // What may be stored ends nowhere.
      const inner = node.kind === 'variable' || node.kind === 'local' || node.kind === 'parameter' ? node.name.text : named;
      const isType = node.kind === 'variable' || node.kind === 'local' || node.kind === 'parameter' || node.kind === 'array_type';
      if (isType && child.kind === 'range_type' && isGrowing(child.high, isConstant)) {
        if (child.high.kind !== 'number') ranges.add(inner);
        visit(child.low, property, isFixedChild, inner);
      } else visit(child, property, isFixedChild, inner);
    }
  };
  for (const module of model.modules) visit(module, null, false, '');
  return { actors, properties: found, steps, ranges };
}

function isGrowing(node: Node, isConstant: (node: Node) => boolean): boolean {
  if (node.kind === 'number' || isConstant(node)) return true;
  return node.kind === 'binary' && (node.operator === '+' || node.operator === '*') && children(node).every((child) => isGrowing(child, isConstant));
}
