import { suggest } from '@mmspec/source';
import type { Diagnostic, Span } from '@mmspec/source';
import { walk } from '@mmspec/syntax';
import type { CheckDeclaration, Expression, Setting } from '@mmspec/syntax';
import { isWindow, windowMost } from '@mmspec/system';
import type { Facts, Lint } from '../facts.ts';
import type { Model } from '../model.ts';
import { didYouMean, rule, violation, type Rule } from '../rule.ts';
import { isMemoryMode, memoryModes, modeKeys, modeNamed } from '../world/modes.ts';
import { asksForWindows, cellsOf, runsOf } from '../world/settings.ts';

/** A check asks for a memory model that there is. */
const unknownModel: Rule = rule({
  code: 'MM0333',
  title: 'no such memory model or window',
  why: `The models are \`sc\`, \`tso\` and \`weak\`; a window has room for 1 to ${windowMost} accesses of an actor.`,
  text: '`sc` lets every access take effect at once, in the order of the text; `tso` is x86, with a store buffer for each actor; `weak` is the order that the kernel asks of every architecture, as one machine. What a litmus test is by the memory model of the kernel, `mmspec litmus` answers.',
  example: 'module m\nshared n: 0..1 = 0\nactor a { set: n = 1 }\ncheck c { memory arm }\n',
  fix: 'module m\nshared n: 0..1 = 0\nactor a { set: n = 1 }\ncheck c { memory weak }\n',
});

/** A window is one of accesses that wait, which there are under tso and weak only. */
const idleWindow: Rule = rule({
  code: 'MM0343',
  severity: 'warning',
  title: 'a window under sc',
  why: 'Under `sc` every access is performed when it is reached: no window holds it.',
  text: 'A window is how many accesses of an actor may be under way at a time under `tso` and `weak`. Without one, 2 are tried, then 3, then 4.',
  example: 'module m\nshared n: 0..1 = 0\nactor a { set: n = 1 }\ncheck c { window 3 }\n',
  fix: 'module m\nshared n: 0..1 = 0\nactor a { set: n = 1 }\ncheck c { memory weak, window 3 }\n',
});

export const lint: Lint = {
  rules: [unknownModel, idleWindow],
  check: ({ model }: Facts) => runsOf(model).flatMap((run) => [...run.settings.flatMap(wrongSetting), ...wrongAxes(model, run), ...idleWindows(model, run)]),
};

function wrongSetting(setting: Setting): Diagnostic[] {
  if (setting.kind === 'window_setting' && !isWindow(setting.size))
    return [violation(unknownModel, setting.span, `A window cannot be ${setting.size}.`, `Write 1 to ${windowMost}.`)];
  if (setting.kind !== 'memory_setting' || setting.model.text === '' || isMemoryMode(setting.model.text)) return [];
  const { text, span } = setting.model;
  return [violation(unknownModel, span, `There is no memory model \`${text}\`.`, helpFor(text))];
}

/** What people call the models elsewhere. */
const called: Readonly<Record<string, string>> = {
  x86: '`memory tso` is the order of x86.',
  arm: '`memory weak` contains what ARMv8 does, and more.',
  arm64: '`memory weak` contains what ARMv8 does, and more.',
  armv8: '`memory weak` contains what ARMv8 does, and more.',
  lkmm: '`mmspec litmus` answers by the memory model of the kernel; `memory weak` is one machine within it.',
};

function helpFor(text: string): string {
  return called[text.toLowerCase()] ?? (didYouMean(suggest(text, memoryModes)) || `Write one of ${memoryModes.join(', ')}.`);
}

/** Windows of an axis that are out of range, of the cells that there are; wrong models are wrong tags. */
function wrongAxes(model: Model, check: CheckDeclaration): Diagnostic[] {
  const domain = check.matrix.find(({ name }) => modeNamed(model, name.text) === 'window')?.domain ?? null;
  if (domain === null) return [];
  const sizes = new Set((cellsOf(model, check) ?? []).map(({ settings }) => settings[modeKeys.window]));
  return [...sizes].flatMap((size) =>
    typeof size === 'number' && !isWindow(size)
      ? [violation(unknownModel, numberIn(domain, size) ?? domain.span, `A window cannot be ${size}.`, `Write 1 to ${windowMost}.`)]
      : [],
  );
}

/** Where a number is written; null: it is computed. */
function numberIn(domain: Expression, size: number): Span | null {
  let found: Span | null = null;
  walk(domain, (node) => {
    if (node.kind === 'number' && node.value === size) found ??= node.span;
  });
  return found;
}

function idleWindows(model: Model, run: CheckDeclaration): Diagnostic[] {
  const { matrix, settings } = run;
  const sizes = [
    ...settings.flatMap((each) => (each.kind === 'window_setting' ? [each.span] : [])),
    ...matrix.flatMap(({ name }) => (modeNamed(model, name.text) === 'window' ? [name.span] : [])),
  ];
  return sizes.length === 0 || asksForWindows(model, run)
    ? []
    : sizes.map((span) => violation(idleWindow, span, 'There is no window under `sc`.', 'Add `memory tso` or `memory weak`.'));
}
