import { textOf } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { DefineDeclaration, Expression, Node, TemporalDeclaration } from '@mmspec/syntax';
import type { Model } from './model.ts';
import { findAtom, stepAtoms } from './step_atoms.ts';

/*
 * What stands under temporal operators.
 */

const temporal: ReadonlySet<Node['kind']> = new Set<Node['kind']>(['temporal_expression']);

/** Whether a temporal operator occurs in an expression, perhaps through a define. */
export function hasTemporal(model: Pick<Model, 'defines'>, expression: Expression): boolean {
  return findAtom(expression, temporal, definesOf(model)) !== null;
}

/**
 * Whether a formula mentions a step that no `always` (or left side of `leads to`) inside it covers:
 * such a formula is about the steps of the `always` around it.
 */
export function isAboutSteps(model: Pick<Model, 'defines' | 'meanings'>, expression: Expression): boolean {
  return firstStep(model, expression) !== null;
}

/** The first mention of a step in an expression that no `always` inside it covers. */
export function firstStep(model: Pick<Model, 'defines' | 'meanings'>, expression: Expression): Node | null {
  let found: Node | null = null;
  walk(expression, (node) => {
    if (found !== null) return false;
    if (node.kind === 'temporal_expression') {
      if (node.operator === 'always') return false;
      if (node.operator === 'leads_to') {
        found = firstStep(model, node.right);
        return false;
      }
    }
    if (stepAtoms.has(node.kind)) found = node;
    const define = node.kind === 'name_expression' ? model.meanings.get(node.name) : node.kind === 'call' ? model.meanings.get(node.callee) : undefined;
    if (define?.kind === 'define') {
      const inside = firstStep(model, define.declaration.body);
      if (inside !== null) found = node;
    }
    return found === null;
  });
  return found;
}

function definesOf({ defines }: Pick<Model, 'defines'>): ReadonlyMap<string, DefineDeclaration> {
  return new Map(defines.map((define) => [define.name.text, define]));
}

/** Names of the `possible` properties that say of something the temporal property wants to happen that it can. */
export function goalsOf(model: Model, declaration: TemporalDeclaration): readonly string[] {
  const text = (expression: Expression): string => {
    const file = model.files[expression.span.file];
    return file === undefined
      ? ''
      : textOf(file, expression.span)
          .replace(/\s+/gu, ' ')
          .replace(/^\((.*)\)$/u, '$1');
  };
  const wanted = new Set<string>();
  walk(declaration.body, (node) => {
    if (node.kind === 'temporal_expression' && node.operator !== 'always') wanted.add(text(node.right));
  });
  return model.properties.flatMap(({ name, declaration: other }) => (other.kind === 'possible' && wanted.has(text(other.body)) ? [name] : []));
}
