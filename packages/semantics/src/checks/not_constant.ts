import type { Diagnostic } from '@mmspec/source';
import type { Expression, Item, Node } from '@mmspec/syntax';
import type { Facts } from '../facts.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { isStatic } from '../static_value.ts';
import { walk } from '../tree_walk.ts';

/** What is decided before there are steps reads constants and variants only. */
export const notConstant: Rule = rule({
  code: 'MM0229',
  title: 'not a constant',
  why: 'Types, counts, settings, and the conditions of checks and of `atomic when` are decided before there are steps.',
  text: 'A constant expression uses numbers, truth values, tags, constants, variants, and defines over them.',
  example: 'module m\nshared n: 0..3 = 2\nshared m: 0..n = 0\nactor a { set: m = n }\n',
  cure: 'module m\nconst N: 0..3 = 2\nshared m: 0..N = 0\nactor a { set: m = N }\n',
});

/** All expressions that must be constant, with what they are. */
export function constantPlaces({ model }: Facts): { readonly expression: Expression; readonly what: string }[] {
  const found: { expression: Expression; what: string }[] = [];
  const add = (what: string, ...expressions: readonly (Expression | null)[]): void => {
    for (const expression of expressions) if (expression !== null) found.push({ expression, what });
  };
  for (const constant of model.constants) add(`The value of the ${constant.kind}`, constant.value);
  for (const actor of model.actors) add('The number of instances', actor.count);
  const visit = (node: Node): void => {
    switch (node.kind) {
      case 'range_type': add('The bound of a type', node.low, node.high); return;
      case 'seq_type': add('The length of a sequence', node.capacity); return;
      case 'ref_type': add('The limit of a counter', node.limit); return;
      case 'key_count': {
        const meaning = node.count.kind === 'name_expression' ? model.meanings.get(node.count.name) : undefined;
        if (meaning === undefined || meaning.kind === 'const' || meaning.kind === 'variant' || meaning.kind === 'define') add('The number of elements', node.count);
        return;
      }
      case 'repeat': add('The number of rounds', node.count); return;
      case 'atomic': add('The condition of `atomic when`', node.when); return;
      case 'check':
        for (const axis of node.matrix) add('The values of an axis', axis.domain);
        add('The condition of a matrix', node.where);
        for (const setting of node.settings) if (setting.kind === 'value_setting') add('A setting', setting.value);
        for (const clause of node.expectation?.clauses ?? []) {
          add('The condition of an expectation', clause.when, ...clause.items.map((item) => item.when));
          add('The number of steps', ...clause.items.map((item) => item.within));
        }
        return;
      case 'scenario':
        for (const setting of node.settings) if (setting.kind === 'value_setting') add('A setting', setting.value);
        add('The index of a step', ...node.steps.map((step) => step.path.index));
        return;
      default:
    }
  };
  const isRun = (item: Item): boolean => (item.kind === 'check' ? model.checks.includes(item) : item.kind !== 'scenario' || model.scenarios.includes(item));
  for (const module of model.modules) for (const item of module.items) if (isRun(item)) walk(item, visit);
  return found;
}

export function checkConstants(facts: Facts): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const { expression, what } of constantPlaces(facts)) {
    if (expression.kind === 'error_expression' || isStatic(expression, facts.model)) continue;
    if (mentionsUnknown(expression, facts.model)) continue;
    diagnostics.push(violation(notConstant, expression.span, `${what} must be a constant.`, 'Use constants, variants and literals only.'));
  }
  return diagnostics;
}

/** Names without meaning were reported where they stand. */
export function mentionsUnknown(expression: Expression, model: Facts['model']): boolean {
  let unknown = false;
  walk(expression, (node) => {
    if (node.kind === 'name_expression' && !model.meanings.has(node.name)) unknown = true;
    if (node.kind === 'call' && !model.meanings.has(node.callee)) unknown = true;
    if (node.kind === 'error_expression') unknown = true;
  });
  return unknown;
}
