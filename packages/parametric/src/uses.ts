import type { Model } from '@mmspec/semantics';
import { children, walk } from '@mmspec/syntax';
import type { ActorDeclaration, Expression, Node, TypeNode } from '@mmspec/syntax';
import type { Span } from '@mmspec/source';

/*
 * Where a spec uses the number of instances: as the size of a family, as an upper end of a range, and for anything else,
 * where what it means depends on the number.
 */

export interface Uses {
  /** Actors of which there are so many. */
  readonly families: readonly ActorDeclaration[];
  /** Names of variables, fields and locals whose range ends at a number that grows with it. */
  readonly ranges: readonly string[];
  /** Any other use; `property`: the name of the declared property that it is in; null: something that all of them depend on. */
  readonly others: readonly { readonly span: Span; readonly property: string | null }[];
}

/** All uses of a constant in the files of a spec, its checks and scenarios left out. */
export function usesOf(model: Model, constant: string): Uses {
  const families: ActorDeclaration[] = [];
  const ranges: string[] = [];
  const others: { span: Span; property: string | null }[] = [];
  const declaration = model.constants.find(({ name }) => name.text === constant);
  const isIt = (node: Node): boolean => {
    const meaning = node.kind === 'name_expression' ? model.meanings.get(node.name) : undefined;
    return meaning?.kind === 'const' && meaning.declaration === declaration;
  };
  const isFamily = (node: Node): boolean => {
    const meaning = node.kind === 'name_expression' ? model.meanings.get(node.name) : undefined;
    return meaning?.kind === 'actor' && meaning.declaration.count !== null && isIt(meaning.declaration.count);
  };
  // Where a constant has to stand, how many there are would have to be one.
  const refuseFamily = (expression: Node): void =>
    walk(expression, (node) => {
      if (isFamily(node)) others.push({ span: node.span, property: null });
    });
  // The value of another constant may follow from how many there are.
  for (const each of model.constants) if (each !== declaration) refuseFamily(each);
  const visit = (node: Node, property: string | null, around: string): void => {
    if (node === declaration || node.kind === 'check' || node.kind === 'scenario') return;
    if (isIt(node)) others.push({ span: node.span, property });
    if (node.kind === 'atomic' && node.when !== null) refuseFamily(node.when);
    if (node.kind === 'repeat' && node.count !== null) refuseFamily(node.count);
    const counted = node.kind === 'actor' && node.count !== null && isIt(node.count) ? node : null;
    if (counted !== null) families.push(counted);
    const named = node.kind === 'variable' || node.kind === 'local' || node.kind === 'parameter' ? node.name.text : around;
    for (const child of children(node)) {
      if (counted !== null && child === counted.count) continue;
      if (isTypeOfNumber(node, child) && isSum(child.high, isIt)) {
        if (child.high.kind !== 'number') ranges.push(named);
        visit(child.low, property, named);
      } else visit(child, property, named);
    }
  };
  for (const module of model.modules) {
    for (const child of children(module)) visit(child, null, '');
  }
  const named = new Map(model.properties.map(({ declaration: each, name }) => [each as Node, name]));
  const inProperties = others.map((use) => {
    const around = [...named].find(([{ span }]) => span.file === use.span.file && span.start <= use.span.start && use.span.end <= span.end);
    return around === undefined ? use : { ...use, property: around[1] };
  });
  return { families, ranges, others: inProperties };
}

/** The range of a variable, field, local or parameter: numbers up to its end may be stored, and that is all that it says. */
function isTypeOfNumber(node: Node, child: Node): child is TypeNode & { readonly kind: 'range_type' } {
  return child.kind === 'range_type' && (node.kind === 'variable' || node.kind === 'local' || node.kind === 'parameter' || node.kind === 'array_type');
}

/** An expression that does not fall where the number grows. */
function isSum(expression: Expression, isIt: (node: Node) => boolean): boolean {
  if (expression.kind === 'number' || isIt(expression)) return true;
  return (
    expression.kind === 'binary' &&
    (expression.operator === '+' || expression.operator === '*') &&
    isSum(expression.left, isIt) &&
    isSum(expression.right, isIt)
  );
}
