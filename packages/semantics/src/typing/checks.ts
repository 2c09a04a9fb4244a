import { suggest } from '@mmspec/source';
import type { CheckDeclaration, ConstDeclaration, Name, ScenarioDeclaration, VariantDeclaration } from '@mmspec/syntax';
import { bool, describeType, fits, int, type Type } from '../types.ts';
import { didYouMean, replacement, rule, type Rule } from '../rule.ts';
import { report, type Tables } from './context.ts';
import { home } from './declarations.ts';
import { expectType, expectSet, wrongType } from './expressions.ts';
import { typeOfConstant } from './types.ts';

/** A check sets constants and variants. */
export const unknownSetting: Rule = rule({
  code: 'MM0320',
  title: 'unknown constant or variant',
  why: 'Only what is declared by `const` or `variant` can differ between checks.',
  text: 'A check gives each constant at most one value: in braces, or as an axis of its matrix.',
  example: `module m
variant fast: bool = true
actor a { if fast { go: skip } }
check quick { }
check slow { fats = false }
`,
  fix: `module m
variant fast: bool = true
actor a { if fast { go: skip } }
check quick { }
check slow { fast = false }
`,
});

/** Types the axes, settings and conditions of a check. */
export function typeCheck(tables: Tables, check: CheckDeclaration): void {
  const context = home(tables, check);
  const given = new Map<string, Name>();
  const setting = (name: Name): Type | null => {
    const declaration = constantNamed(tables, name);
    if (declaration === null) return null;
    if (given.has(name.text)) {
      report(context, unknownSetting, name.span, `\`${name.text}\` is set twice.`, 'Set it in the braces or as an axis of the matrix, once.');
    }
    given.set(name.text, name);
    return typeOfConstant(context, declaration);
  };
  for (const axis of check.matrix) {
    const type = setting(axis.name);
    if (axis.domain === null) continue;
    const element = expectSet(context, axis.domain, type === null ? null : { kind: 'set', element: type });
    if (type !== null) expectElementType(tables, check, axis.domain, element, type);
  }
  if (check.where !== null) expectType(context, check.where, bool);
  for (const item of check.settings) {
    if (item.kind === 'bound_setting') expectType(home(tables, check, 'property'), item.condition, bool);
    if (item.kind !== 'value_setting') continue;
    const type = setting(item.name);
    if (type !== null) expectType(context, item.value, type);
  }
  for (const clause of check.expectation?.clauses ?? []) {
    if (clause.when !== null) expectType(context, clause.when, bool);
    for (const item of clause.items) {
      if (item.when !== null) expectType(context, item.when, bool);
      if (item.within !== null) expectType(context, item.within, int);
    }
  }
}

/** Types the indices in the steps of a scenario. */
export function typeScenario(tables: Tables, scenario: ScenarioDeclaration): void {
  const context = home(tables, scenario);
  for (const { path } of scenario.steps) if (path.index !== null) expectType(context, path.index, int);
}

function expectElementType(tables: Tables, check: CheckDeclaration, domain: Parameters<typeof expectSet>[1], element: Type, wanted: Type): void {
  if (element.kind === 'unknown' || fits(element, wanted)) return;
  report(
    home(tables, check),
    wrongType,
    domain.span,
    `The set has elements that are ${describeType(element)}, but ${describeType(wanted)} is needed.`,
    'List values of the constant.',
  );
}

/** The constant or variant that a check names; reports where there is none. */
function constantNamed(tables: Tables, name: Name): ConstDeclaration | VariantDeclaration | null {
  const global = tables.declarations.globals.get(name.text);
  if (global?.meaning.kind === 'const' || global?.meaning.kind === 'variant') {
    tables.meanings.set(name, global.meaning);
    return global.meaning.declaration;
  }
  if (name.text === '') return null;
  const near = suggest(
    name.text,
    tables.declarations.model.constants.map((constant) => constant.name.text),
  );
  const context = home(tables, { span: name.span });
  report(context, unknownSetting, name.span, `There is no constant or variant \`${name.text}\`.`, didYouMean(near) || 'Declare it with `const` or `variant`.', {
    fixes: near.slice(0, 3).map((text) => replacement(name.span, text)),
  });
  return null;
}
