import type { Diagnostic } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { Expression, Item } from '@mmspec/syntax';
import { itemsOf, kindSet, nodesIn, type Facts, type Setting, type Lint } from '../facts.ts';
import type { Model } from '../model.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { constantsUnder } from '../world/constants.ts';
import { keyText } from '../world/modes.ts';
import { cellsOf, runsOf } from '../world/settings.ts';
import { isStatic } from '../world/static_value.ts';

/** A constant expression has a value. */
export const noValueRule: Rule = rule({
  code: 'MM0232',
  title: 'a constant without value',
  why: 'Constants are computed before anything runs; a division by zero or a number beyond 2^53 has no value.',
  text: 'The message names the setting in which the value does not exist.',
  example: 'module m\nconst N: 0..3 = 1 / 0\nactor a { if N > 0 { go: skip } }\n',
  fix: 'module m\nconst N: 0..3 = 1 / 1\nactor a { if N > 0 { go: skip } }\n',
});

/** What to do about it. */
export const noValueHelp: string = 'Give it a value in every setting that is used.';

/** ` (with VCPUS = 7)`, or nothing for the declared values. */
export function inSetting({ given }: Setting): string {
  const parts = Object.entries(given).map(([name, value]) => `${keyText(name)} = ${String(value)}`);
  return parts.length === 0 ? '' : ` (with ${parts.join(', ')})`;
}

export const lint: Lint = { rules: [noValueRule], check: checkValues };

/** What is decided before there are steps, and no size, has a value wherever it is decided; each place is reported once. */
function checkValues(facts: Facts): Diagnostic[] {
  const { model } = facts;
  return constantUses(facts).flatMap(({ expression, settings }) => {
    if (!isArithmetic(expression, model) || !isStatic(expression, model)) return [];
    const setting = settings().find(({ constants }) => constants.scalar(expression) === undefined);
    return setting === undefined ? [] : [violation(noValueRule, expression.span, `This has no value.${inSetting(setting)}`, noValueHelp)];
  });
}

interface ConstantUse {
  readonly expression: Expression;
  /** Under which it is decided. */
  readonly settings: () => readonly Setting[];
}

function constantUses(facts: Facts): ConstantUse[] {
  const { model, settings, memory } = facts;
  const found: ConstantUse[] = [];
  const add = (expression: Expression | null, under: () => readonly Setting[]): void => {
    if (expression !== null) found.push({ expression, settings: under });
  };
  for (const expression of itemsOf(model).flatMap((item) => memory.text(item, 'decided', () => decidedIn(item)))) add(expression, () => settings);
  for (const run of runsOf(model)) {
    for (const setting of run.settings) if (setting.kind === 'value_setting') add(setting.value, () => [settingOf(model, {})]);
    const cells = (): readonly Setting[] => (cellsOf(model, run) ?? []).map((cell) => settingOf(model, cell.settings));
    for (const { when, items } of run.expectation?.clauses ?? []) {
      add(when, cells);
      for (const item of items) for (const part of [item.when, item.within]) add(part, cells);
    }
  }
  return found;
}

const deciding = kindSet('repeat', 'atomic');

function decidedIn(item: Item): readonly Expression[] {
  return nodesIn(item)
    .ofAll(deciding)
    .map((node) => (node.kind === 'repeat' ? node.count : node.when))
    .filter((part) => part !== null);
}

function settingOf(model: Model, given: Setting['given']): Setting {
  return { given, constants: constantsUnder(model, given) };
}

/** Only arithmetic can be without a value: that of constants is judged where they are declared. */
function isArithmetic(expression: Expression, model: Model): boolean {
  let found = false;
  walk(expression, (node) => {
    if (node.kind === 'binary') found ||= '+-*/%'.includes(node.operator);
    const meaning = node.kind === 'name_expression' ? model.meanings.get(node.name) : node.kind === 'call' ? model.meanings.get(node.callee) : undefined;
    if (meaning?.kind === 'define') found ||= isArithmetic(meaning.declaration.body, model);
  });
  return found;
}
