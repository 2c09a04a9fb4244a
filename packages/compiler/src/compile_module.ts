import { hasErrors } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import { settingsOf } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { Mode, Plain, PlannedCheck, Settings } from '@mmspec/system';
import { systemLines } from './emit/emit.ts';
import type { Form } from './emit/emit.ts';
import type { Program } from './ir/ir.ts';
import { lower } from './lower.ts';
import { commentText, stringLiteral } from './emit/names.ts';
import { annotate, checkTypesText, typesFor } from './emit/runtime_text.ts';

/** A spec with all its checks as one module, in both forms; empty texts where the diagnostics have errors. */
export interface CompiledModule {
  readonly typescript: string;
  readonly javascript: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The systems of a module: one program for each setting of the checks, settings with the same program sharing it. */
interface Systems {
  readonly name: string;
  readonly programs: readonly Program[];
  /** The number of the program for the values of the settings, written by `keyOf`. */
  readonly numbers: ReadonlyMap<string, number>;
}

/**
 * A module that exports `settings`, `checks` and `system(settings)` of a model without errors.
 * `system` knows the settings that the checks have, and returns null for others. Checks under tso and weak are left out: a compiled system takes its steps in the order of the text.
 */
export function compileModule(model: Model, planned: readonly PlannedCheck[]): CompiledModule {
  const checks = planned.filter(isCompiled);
  const diagnostics: Diagnostic[] = [];
  const programs: Program[] = [];
  const printed = new Map<string, number>();
  const numbers = new Map<string, number>();
  const names = model.constants.map((constant) => constant.name.text);
  for (const { settings } of checks) {
    const key = keyOf(names, settings);
    if (numbers.has(key)) continue;
    const lowered = lower(model, settings);
    diagnostics.push(...lowered.diagnostics.filter((diagnostic) => !diagnostics.some((known) => isSame(known, diagnostic))));
    if (lowered.program === null) continue;
    const text = systemLines(lowered.program, false, 'system').join('\n');
    const number = printed.get(text) ?? programs.length;
    if (number === programs.length) programs.push(lowered.program);
    printed.set(text, number);
    numbers.set(key, number);
  }
  if (hasErrors(diagnostics)) return { typescript: '', javascript: '', diagnostics };
  const systems: Systems = { name: model.name, programs, numbers };
  const text = (form: Form): string => moduleText(systems, model, checks, form);
  return { typescript: text('typescript'), javascript: text('javascript'), diagnostics };
}

/** Whether a check or scenario has a compiled system. */
export function isCompiled({ memory = 'sc' }: Mode): boolean {
  return memory === 'sc';
}

function isSame(one: Diagnostic, other: Diagnostic): boolean {
  return one.code === other.code && one.span.file === other.span.file && one.span.start === other.span.start && one.message === other.message;
}

/** The values of settings in the order of their declarations; also computed by the module itself. */
function keyOf(names: readonly string[], settings: Settings): string {
  return names.map((name) => String(settings[name])).join(' ');
}

function moduleText({ name, programs, numbers }: Systems, model: Model, checks: readonly PlannedCheck[], form: Form): string {
  const t = annotate(form === 'typescript');
  const settings = settingsOf(model);
  const lines = [
    `// The transition systems of ${commentText(name)}, one for each setting of its checks, made by mmspec.`,
    '// A state is an Int32Array with one number for each entry of `slots`. Each step is one function, named after it:',
    '// it changes `next`, which equals `state` before and after, and calls `emit` at the end of each way to take the step.',
    ...(form === 'typescript'
      ? [...typesFor(programs), ...(checks.some(({ bound }) => bound !== undefined) ? withBounds(checkTypesText) : checkTypesText)]
      : []),
    `export const settings${t('readonly SettingInfo[]')} = [`,
    ...settings.map((setting) => `  ${data(setting)},`),
    '];',
    `export const checks${t('readonly PlannedCheck[]')} = [`,
    ...checks.map((check) => `  ${data(check)},`),
    '];',
    ...programs.flatMap((program, number) => systemLines(program, form === 'typescript', `system_${number}`)),
    `const systems${t('readonly (readonly [string, () => TransitionSystem])[]')} = [`,
    ...[...numbers].map(([key, number]) => `  [${stringLiteral(key)}, system_${number}],`),
    '];',
    '/** The system under complete settings; null where no check has them. */',
    `export function system(given${t('Settings')})${t('TransitionSystem | null')} {`,
    "  const wanted = settings.map(({ name }) => `${given[name]}`).join(' ');",
    '  for (const [key, make] of systems) if (key === wanted) return make();',
    '  return null;',
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** The types of checks of which some have a bound. */
function withBounds(types: readonly string[]): readonly string[] {
  return types.flatMap((line) => (line.includes('readonly fairness?: Readonly<') ? [line, '  readonly bound?: string;'] : [line]));
}

/** Plain data as an expression whose every text is an escaped literal. */
function data(value: Plain | null | object): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return stringLiteral(value);
  if (Array.isArray(value)) return `[${value.map((each: Plain | null | object) => data(each)).join(', ')}]`;
  // A literal key named `__proto__` would set the prototype; a computed one is a key like any other.
  return `{ ${Object.entries(value)
    .map(([key, part]) => `[${stringLiteral(key)}]: ${data(part as Plain | null | object)}`)
    .join(', ')} }`;
}
