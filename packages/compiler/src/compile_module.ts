import { hasErrors } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import { settingsOf, textsOf } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { Plain, PlannedCheck, Settings } from '@mmspec/system';
import { systemLines } from './emit/emit.ts';
import type { Form } from './emit/emit.ts';
import type { Program } from './ir/ir.ts';
import { lower } from './lower.ts';
import { commentText, stringLiteral } from './emit/names.ts';
import { annotate, checkTypesText, typesFor, windowTypesText } from './emit/runtime_text.ts';
import type { Annotate } from './emit/runtime_text.ts';

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
  readonly inWindows: readonly WindowedSettings[];
}

/** Settings of checks under tso or weak. */
interface WindowedSettings {
  /** Their values, written by `keyOf`. */
  readonly settingsKey: string;
  readonly memory: 'tso' | 'weak';
  /** Null: the check names none, so it may be any. */
  readonly window: number | null;
}

/**
 * A module that exports `settings`, `checks` and `system(settings)` of a model without errors.
 * `system` knows the settings that the checks in order have, and returns null for others. Where there are checks under tso and weak it exports
 * `texts` and `windowSystem(settings, mode, windows)` too, which does the same for these: it gives the texts to the window machine of whoever calls it.
 */
export function compileModule(model: Model, checks: readonly PlannedCheck[]): CompiledModule {
  const diagnostics: Diagnostic[] = [];
  const programs: Program[] = [];
  const printed = new Map<string, number>();
  const numbers = new Map<string, number>();
  const names = model.constants.map((constant) => constant.name.text);
  const inWindows = new Map<string, WindowedSettings>();
  for (const { settings, memory = 'sc', window } of checks) {
    const settingsKey = keyOf(names, settings);
    const areWindowed = memory !== 'sc';
    const key = areWindowed ? `${memory} ${window} ${settingsKey}` : settingsKey;
    if (numbers.has(key) || inWindows.has(key)) continue;
    if (areWindowed) inWindows.set(key, { settingsKey, memory, window: window ?? null });
    const lowered = lower(model, settings);
    diagnostics.push(...lowered.diagnostics.filter((diagnostic) => !diagnostics.some((known) => isSame(known, diagnostic))));
    if (lowered.program === null || areWindowed) continue;
    const text = systemLines(lowered.program, false, 'system').join('\n');
    const number = printed.get(text) ?? programs.length;
    if (number === programs.length) programs.push(lowered.program);
    printed.set(text, number);
    numbers.set(key, number);
  }
  if (hasErrors(diagnostics)) return { typescript: '', javascript: '', diagnostics };
  const systems: Systems = { name: model.name, programs, numbers, inWindows: [...inWindows.values()] };
  const text = (form: Form): string => moduleText(systems, model, checks, form);
  return { typescript: text('typescript'), javascript: text('javascript'), diagnostics };
}

function isSame(one: Diagnostic, other: Diagnostic): boolean {
  return one.code === other.code && one.span.file === other.span.file && one.span.start === other.span.start && one.message === other.message;
}

/** The values of settings in the order of their declarations; also computed by the module itself. */
function keyOf(names: readonly string[], settings: Settings): string {
  return names.map((name) => String(settings[name])).join(' ');
}

function moduleText({ name, programs, numbers, inWindows }: Systems, model: Model, checks: readonly PlannedCheck[], form: Form): string {
  const t = annotate(form === 'typescript');
  const settings = settingsOf(model);
  const lines = [
    `// The transition systems of ${commentText(name)}, one for each setting of its checks, made by mmspec.`,
    '// A state is an Int32Array with one number for each entry of `slots`. Each step is one function, named after it:',
    '// it changes `next`, which equals `state` before and after, and calls `emit` at the end of each way to take the step.',
    ...(form === 'typescript'
      ? [
          ...typesFor(programs),
          ...(checks.some(({ bound }) => bound !== undefined) ? withBounds(checkTypesText) : checkTypesText),
          ...(inWindows.length === 0 ? [] : windowTypesText),
        ]
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
    ...(inWindows.length === 0 ? [] : windowLines(model, inWindows, t)),
  ];
  return `${lines.join('\n')}\n`;
}

/** What a module has for checks under tso and weak: the texts, line by line, and the function that hands them on. */
function windowLines(model: Model, inWindows: readonly WindowedSettings[], t: Annotate): readonly string[] {
  const { files, imports } = textsOf(model);
  return [
    '// Under tso and weak actors have windows of accesses that are under way, which the machine of mmspec-runtime.js finds out from the texts.',
    `export const texts${t('Texts')} = {`,
    '  files: [',
    ...files.flatMap(({ text, ...file }) => [
      '    {',
      ...Object.entries(file).map(([key, part]) => `      ${key}: ${data(part)},`),
      '      text: [',
      ...text.split('\n').map((line) => `        ${stringLiteral(line)},`),
      "      ].join('\\n'),",
      '    },',
    ]),
    '  ],',
    '  imports: [',
    ...imports.map((each) => `    ${data(each)},`),
    '  ],',
    '};',
    `const inWindows${t("readonly (readonly [string, 'tso' | 'weak', number | null])[]")} = [`,
    ...inWindows.map(({ settingsKey, memory, window }) => `  ${data([settingsKey, memory, window])},`),
    '];',
    '/** The system under complete settings and a memory model, in the window that is asked for; null where no check has them. `windows` is that of mmspec-runtime.js. */',
    `export function windowSystem(given${t('Settings')}, mode${t('WindowMode')}, windows${t('Windows')})${t('WindowSystem | null')} {`,
    "  const wanted = settings.map(({ name }) => `${given[name]}`).join(' ');",
    '  for (const [key, memory, window] of inWindows)',
    '    if (key === wanted && memory === mode.memory && (window === null || window === mode.window)) return windows(texts, given, mode);',
    '  return null;',
    '}',
  ];
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
