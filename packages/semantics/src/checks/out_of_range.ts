import { textOf } from '@mmspec/source';
import type { Diagnostic, Span } from '@mmspec/source';
import type { ConstDeclaration, Expression, TypeNode, VariableDeclaration, VariantDeclaration } from '@mmspec/syntax';
import type { Facts, Setting, Lint } from '../facts.ts';
import { elementType, initialValues } from '../embedded_objects.ts';
import { rule, violation, type Rule } from '../rule.ts';
import { runsOf } from '../world/settings.ts';
import type { Scalar } from '../world/static_value.ts';
import { inSetting } from './values.ts';

/** Constants, settings and initial values lie in the range of their type. */
const outOfRange: Rule = rule({
  code: 'MM0233',
  title: 'value out of range',
  why: 'A value that does not fit where it is stored is an error, never a wrap.',
  text: 'What is known before anything runs is judged at once; a store in a step is judged by the run, as the property `range of X`.',
  example: 'module m\nconst VCPUS: 1..4 = 9\nactor vcpu[VCPUS] { go: skip }\n',
  fix: 'module m\nconst VCPUS: 1..4 = 2\nactor vcpu[VCPUS] { go: skip }\n',
});

export const lint: Lint = { rules: [outOfRange], check: checkRanges };

/** Diagnostics for values that do not fit, under each setting of the spec's checks. */
function checkRanges(facts: Facts): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const initials = variablesWithValue(facts);
  for (const setting of facts.settings) {
    const judge = (span: Span, name: string, type: TypeNode, value: Scalar | undefined): void => {
      const bounds = boundsOf(type, setting);
      if (bounds === null || bounds.low > bounds.high || value === undefined || fitsIn(value, bounds)) return;
      const key = `${span.file} ${span.start}`;
      if (seen.has(key)) return;
      seen.add(key);
      const message = `\`${name}\` cannot be ${typeof value === 'number' && !Number.isSafeInteger(value) ? textOf(facts.model.files[span.file]!, span) : String(value)}: its range is ${bounds.low}..${bounds.high}${bounds.forever ? ' or forever' : ''}${inSetting(setting)}.`;
      diagnostics.push(violation(outOfRange, span, message, 'Choose a value in the range, or widen the type.'));
    };
    for (const constant of facts.model.constants) {
      judge(whereSet(facts, setting, constant), constant.name.text, constant.type, setting.constants.valueOf(constant.name.text));
    }
    for (const { variable, initial } of initials) judge(initial.span, variable.name.text, elementType(variable.type), setting.constants.scalar(initial));
  }
  return diagnostics;
}

function variablesWithValue({ model }: Facts): { readonly variable: VariableDeclaration; readonly initial: Expression }[] {
  const fields = model.objects.flatMap((object) => object.members.filter((member) => member.kind === 'variable'));
  return [...model.variables, ...fields].flatMap((variable) => initialValues(variable).map((initial) => ({ variable, initial })));
}

interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly forever: boolean;
}

function boundsOf(type: TypeNode, { constants }: Setting): Bounds | null {
  if (type.kind === 'option_type') return boundsOf(type.element, { constants, given: {} });
  if (type.kind === 'ref_type') return { low: 0, high: type.limit === null ? 15 : (constants.number(type.limit) ?? 15), forever: false };
  if (type.kind !== 'range_type') return null;
  const low = constants.number(type.low);
  const high = constants.number(type.high);
  return low === undefined || high === undefined ? null : { low, high, forever: type.forever };
}

function fitsIn(value: Scalar, { low, high, forever }: Bounds): boolean {
  if (typeof value === 'number') return value >= low && value <= high;
  return value !== 'forever' || forever;
}

/** Where the value of a constant was written: at its declaration, or in the check that sets it. */
function whereSet({ model }: Facts, setting: Setting, constant: ConstDeclaration | VariantDeclaration): Span {
  const { text } = constant.name;
  if (!Object.hasOwn(setting.given, text)) return constant.value.span;
  for (const check of runsOf(model)) {
    for (const item of check.settings) {
      if (item.kind === 'value_setting' && item.name.text === text && setting.constants.scalar(item.value) === setting.given[text]) return item.value.span;
    }
  }
  const axes = model.checks.flatMap((check) => check.matrix).filter((candidate) => candidate.name.text === text && candidate.domain !== null);
  const isFirst = (domain: Expression): boolean => setting.constants.scalar(domain) === setting.given[text];
  const axis = axes.find(({ domain, isOpen }) => isOpen && isFirst(domain!)) ?? axes.find(({ isOpen }) => !isOpen) ?? axes[0];
  return axis?.domain?.span ?? constant.value.span;
}
