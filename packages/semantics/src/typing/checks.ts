import { suggest } from '@mmspec/source';
import type { Span } from '@mmspec/source';
import type { CheckDeclaration, ConstDeclaration, Name, ScenarioDeclaration, VariantDeclaration } from '@mmspec/syntax';
import { bool, describeType, fits, int, type Type } from '../types.ts';
import { didYouMean, replacement, rule, type Rule } from '../rule.ts';
import type { Meaning } from '../model.ts';
import { modeDeclarations, modeNamed } from '../world/modes.ts';
import { globalNamed, report, type Context, type Tables } from './context.ts';
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
  const context = withModes(home(tables, check));
  const given = new Set<VariantDeclaration | ConstDeclaration>();
  const once = (declaration: VariantDeclaration | ConstDeclaration, text: string, span: Span): void => {
    if (given.has(declaration)) report(context, unknownSetting, span, `\`${text}\` is set twice.`, 'Set it in the braces or as an axis of the matrix, once.');
    given.add(declaration);
  };
  const setting = (name: Name, isAxis: boolean): Type | null => {
    const declaration = (isAxis ? modeOf(context, name) : null) ?? constantNamed(tables, name);
    if (declaration === null) return null;
    once(declaration, name.text, name.span);
    return typeOfConstant(context, declaration);
  };
  for (const axis of check.matrix) {
    const type = setting(axis.name, true);
    if (axis.domain === null) continue;
    if (axis.isOpen) {
      expectType(context, axis.domain, int);
      continue;
    }
    const element = expectSet(context, axis.domain, type === null ? null : { kind: 'set', element: type });
    if (type !== null) expectElementType(tables, check, axis.domain, element, type);
  }
  if (check.where !== null) expectType(context, check.where, bool);
  for (const item of check.settings) {
    if (item.kind === 'bound_setting') expectType(home(tables, check, 'property'), item.condition, bool);
    if (item.kind === 'memory_setting') once(modeDeclarations.memory, 'memory', item.span);
    if (item.kind === 'window_setting') once(modeDeclarations.window, 'window', item.span);
    if (item.kind !== 'value_setting') continue;
    const type = setting(item.name, false);
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

/** The mode that an axis names. */
function modeOf({ tables }: Context, name: Name): VariantDeclaration | null {
  const mode = modeNamed(tables.declarations.model, name.text);
  if (mode === null) return null;
  const declaration = modeDeclarations[mode];
  tables.meanings.set(name, { kind: 'variant', declaration });
  return declaration;
}

/** What a condition over constants can mean: where the spec has such a thing, its name is not that of a mode. */
const isConstant: Readonly<Record<Meaning['kind'], boolean>> = {
  const: true,
  variant: true,
  define: true,
  enum: true,
  record: false,
  object: false,
  actor: false,
  all_actors: false,
  any_object: false,
  operation: false,
  builtin: false,
  tag: false,
  variable: false,
  own_field: false,
  local: false,
};

/** Conditions of checks may ask for the mode, where the spec has no other meaning for its name. */
function withModes(context: Context): Context {
  return { ...context, scope: { names: new Map(modesIn(context)), parent: context.scope } };
}

const modesOf = new WeakMap<Tables, Map<number, readonly [string, Meaning][]>>();

/** The names of modes that conditions of checks in this file may use. */
function modesIn(context: Context): readonly [string, Meaning][] {
  const ofFiles = modesOf.get(context.tables) ?? new Map<number, readonly [string, Meaning][]>();
  modesOf.set(context.tables, ofFiles);
  const before = ofFiles.get(context.file);
  if (before !== undefined) return before;
  const names = Object.entries(modeDeclarations).flatMap(([text, declaration]): [string, Meaning][] => {
    const known = globalNamed(context, text);
    return known !== null && isConstant[known.kind] ? [] : [[text, { kind: 'variant', declaration }]];
  });
  ofFiles.set(context.file, names);
  return names;
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
