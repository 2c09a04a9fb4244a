import { suggest } from '@mmspec/source';
import type { CheckDeclaration, ConstDeclaration, Name, ScenarioDeclaration, VariantDeclaration } from '@mmspec/syntax';
import { bool, describeKind, fits, int, type Kind } from '../kinds.ts';
import { didYouMean, replacement, rule, type Rule } from '../rule.ts';
import { report, type Tables } from './context.ts';
import { home } from './declarations.ts';
import { expectKind, expectSet, wrongKind } from './expressions.ts';
import { kindOfConstant } from './types.ts';

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
  cure: `module m
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
  const setting = (name: Name): Kind | null => {
    const declaration = constantNamed(tables, name);
    if (declaration === null) return null;
    if (given.has(name.text)) {
      report(context, unknownSetting, name.span, `\`${name.text}\` is set twice.`, 'Set it in the braces or as an axis of the matrix, once.');
    }
    given.set(name.text, name);
    return kindOfConstant(context, declaration);
  };
  for (const axis of check.matrix) {
    const kind = setting(axis.name);
    if (axis.domain === null) continue;
    const element = expectSet(context, axis.domain, kind === null ? null : { kind: 'set', element: kind });
    if (kind !== null) expectElementKind(tables, check, axis.domain, element, kind);
  }
  if (check.where !== null) expectKind(context, check.where, bool);
  for (const item of check.settings) {
    if (item.kind !== 'value_setting') continue;
    const kind = setting(item.name);
    if (kind !== null) expectKind(context, item.value, kind);
  }
  for (const clause of check.expectation?.clauses ?? []) {
    if (clause.when !== null) expectKind(context, clause.when, bool);
    for (const item of clause.items) {
      if (item.when !== null) expectKind(context, item.when, bool);
      if (item.within !== null) expectKind(context, item.within, int);
    }
  }
}

/** Types the indices in the steps of a scenario. */
export function typeScenario(tables: Tables, scenario: ScenarioDeclaration): void {
  const context = home(tables, scenario);
  for (const { path } of scenario.steps) if (path.index !== null) expectKind(context, path.index, int);
}

function expectElementKind(tables: Tables, check: CheckDeclaration, domain: Parameters<typeof expectSet>[1], element: Kind, wanted: Kind): void {
  if (element.kind === 'unknown' || fits(element, wanted)) return;
  report(
    home(tables, check),
    wrongKind,
    domain.span,
    `The set has elements that are ${describeKind(element)}, but ${describeKind(wanted)} is needed.`,
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
