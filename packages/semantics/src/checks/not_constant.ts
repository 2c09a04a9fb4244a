import type { Diagnostic } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { Expression, Item, Setting, Statement, TypeNode } from '@mmspec/syntax';
import { itemsOf, kindSet, nodesIn, ofEach, type Facts, type Lint } from '../facts.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { isStatic } from '../world/static_value.ts';

/** What is decided before there are steps reads constants and variants only. */
const notConstant: Rule = rule({
  code: 'MM0229',
  title: 'not a constant',
  why: 'Types, counts, settings, and the conditions of checks and of `atomic when` are decided before there are steps.',
  text: 'A constant expression uses numbers, truth values, tags, constants, variants, and defines over them.',
  example: 'module m\nshared n: 0..3 = 2\nshared m: 0..n = 0\nactor a { set: m = n }\n',
  fix: 'module m\nconst N: 0..3 = 2\nshared m: 0..N = 0\nactor a { set: m = N }\n',
});

/** Types in which there is a number. */
const numbered: Readonly<Record<TypeNode['kind'], boolean>> = {
  range_type: true,
  seq_type: true,
  ref_type: true,
  bool_type: false,
  named_type: false,
  tags_type: false,
  option_type: false,
  array_type: false,
  set_type: false,
  error_type: false,
};
const types = kindSet(...(Object.keys(numbered) as TypeNode['kind'][]).filter((kind) => numbered[kind]));

/** All expressions that must be constant, with what they are. */
function constantPlaces(facts: Facts, item: Item): readonly { readonly expression: Expression; readonly what: string }[] {
  const { model } = facts;
  const nodes = nodesIn(item);
  const found: { expression: Expression; what: string }[] = [];
  const add: Add = (what, ...expressions) => {
    for (const expression of expressions) if (expression !== null) found.push({ expression, what });
  };
  if (item.kind === 'const' || item.kind === 'variant') add(`The value of the ${item.kind}`, item.value);
  if (item.kind === 'actor') add('The number of instances', item.count);
  for (const type of nodes.ofAll(types)) addOfType(type, add);
  for (const statement of nodes.statements) addOfStatement(statement, add);
  for (const { weight } of nodes.of('variable')) add('The number of references', weight ?? null);
  for (const { count } of nodes.of('key_count')) {
    const meaning = count.kind === 'name_expression' ? model.meanings.get(count.name) : undefined;
    if (meaning === undefined || meaning.kind === 'const' || meaning.kind === 'variant' || meaning.kind === 'define') add('The number of elements', count);
  }
  const isRun = item.kind === 'check' ? model.checks.includes(item) : item.kind !== 'scenario' || model.scenarios.includes(item);
  if (isRun) addOfDeclaration(item, add);
  return found;
}

type Add = (what: string, ...expressions: readonly (Expression | null)[]) => void;

function addOfType(type: TypeNode, add: Add): void {
  switch (type.kind) {
    case 'range_type':
      add('The bound of a type', type.low, type.high);
      return;
    case 'seq_type':
      add('The length of a sequence', type.capacity);
      return;
    case 'ref_type':
      add('The limit of a counter', type.limit);
      return;
    case 'bool_type':
    case 'named_type':
    case 'tags_type':
    case 'option_type':
    case 'array_type':
    case 'set_type':
    case 'error_type':
      return;
  }
}

function addOfStatement(statement: Statement, add: Add): void {
  switch (statement.kind) {
    case 'repeat':
      add('The number of rounds', statement.count);
      return;
    case 'atomic':
      add('The condition of `atomic when`', statement.when);
      return;
    case 'local':
      add('The number of references', statement.weight ?? null);
      return;
    case 'label':
    case 'assign':
    case 'call_statement':
    case 'if':
    case 'while':
    case 'either':
    case 'choose':
    case 'await':
    case 'for':
    case 'assert':
    case 'break':
    case 'continue':
    case 'goto':
    case 'return':
    case 'skip':
    case 'error_statement':
      return;
  }
}

function addOfDeclaration(item: Item, add: Add): void {
  switch (item.kind) {
    case 'check':
      for (const axis of item.matrix) add('The values of an axis', axis.domain);
      add('The condition of a matrix', item.where);
      addSettings(item.settings, add);
      for (const clause of item.expectation?.clauses ?? []) {
        add('The condition of an expectation', clause.when, ...clause.items.map(({ when }) => when));
        add('The number of steps', ...clause.items.map(({ within }) => within));
      }
      return;
    case 'reachable':
      add('The condition of `reachable`', item.when ?? null);
      return;
    case 'scenario':
      addSettings(item.settings, add);
      add('The index of a step', ...item.steps.map(({ path }) => path.index));
      return;
    case 'define':
    case 'enum':
    case 'record':
    case 'object':
    case 'variable':
    case 'operation':
    case 'action':
    case 'invariant':
    case 'temporal':
    case 'possible':
      return;
    // Of each name only the first declaration counts: see above.
    case 'const':
    case 'variant':
    case 'actor':
      return;
  }
}

function addSettings(settings: readonly Setting[], add: Add): void {
  for (const setting of settings) if (setting.kind === 'value_setting') add('A setting', setting.value);
}

export const lint: Lint = { rules: [notConstant], check: checkConstants };

function checkConstants(facts: Facts): Diagnostic[] {
  return ofEach(facts, 'constants', itemsOf(facts.model), (item, found) => {
    for (const { expression, what } of constantPlaces(facts, item)) {
      if (expression.kind === 'error_expression' || isStatic(expression, facts.model)) continue;
      if (mentionsUnknown(expression, facts.model)) continue;
      found.push(violation(notConstant, expression.span, `${what} must be a constant.`, 'Use constants, variants and literals only.'));
    }
  });
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
