import type { Model } from '@mmspec/semantics';
import { walk } from '@mmspec/syntax';
import type { Expression } from '@mmspec/syntax';
import { flat } from '../bodies.ts';

/** What a violated implication presupposes, where a step can ask for it: it reads only shared variables, and no locations. */
export function premisesOf(model: Model, property: string): string[] {
  const declaration = model.properties.find(({ name }) => name === property)?.declaration;
  if (declaration?.kind !== 'invariant') return [];
  const { body } = declaration;
  const file = model.files[declaration.span.file];
  if (body.kind !== 'binary' || body.operator !== 'implies' || file === undefined || !canBeAsked(body.left)) return [];
  return [flat(file, body.left.span)];
}

const asked: ReadonlySet<string> = new Set(['name_expression', 'name', 'field', 'index', 'unary', 'binary', 'number', 'boolean', 'none', 'self']);

function canBeAsked(expression: Expression): boolean {
  let can = true;
  walk(expression, (node) => {
    can &&= asked.has(node.kind);
  });
  return can;
}
