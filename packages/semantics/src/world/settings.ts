import type { CheckDeclaration, Name, ScenarioDeclaration } from '@mmspec/syntax';
import { isWindow, type Mode, type OpenRange } from '@mmspec/system';
import { constantsUnder, valuesOfConstant, type PartialSettings } from './constants.ts';
import type { Model } from '../model.ts';
import { isMemoryMode, modeDefaults, modeKeys, modeNamed, modeValues } from './modes.ts';
import { isSet, type Scalar } from './static_value.ts';

/** One run of a check: the check itself, or one cell of its matrix. */
export interface Cell extends Mode {
  /** `N`, or `N[a=x,b=y]`. */
  readonly name: string;
  /** What the check fixes, modes too; the others have their declared values. A constant that is open has its first number. */
  readonly settings: PartialSettings;
  /** The constants that have no last number, in the order of the text. */
  readonly open: readonly OpenRange[];
}

export const cellsMax = 10_000;

/** Of each model, whose names all have their meanings: the cells of its checks. Half a dozen rules and the plan ask for them. */
const known = new WeakMap<Pick<Model, 'meanings' | 'constants'>, Map<CheckDeclaration, readonly Cell[] | null>>();

/** The cells of a check in text order; null where there are too many. An axis without value makes no cell. */
export function cellsOf(model: Pick<Model, 'meanings' | 'constants'>, check: CheckDeclaration): readonly Cell[] | null {
  let ofChecks = known.get(model);
  if (ofChecks === undefined) known.set(model, (ofChecks = new Map()));
  let cells = ofChecks.get(check);
  if (cells === undefined) ofChecks.set(check, (cells = madeCells(model, check)));
  return cells;
}

function madeCells(model: Pick<Model, 'meanings' | 'constants'>, check: CheckDeclaration): readonly Cell[] | null {
  const fixed = fixedSettings(model, check);
  let partial: readonly (readonly [Name, Scalar][])[] = [[]];
  for (const axis of check.matrix) {
    const next: (readonly [Name, Scalar][])[] = [];
    for (const chosen of partial) {
      // An axis may depend on the ones before it.
      const values = axisValues(model, axis, withAxes(model, fixed, chosen));
      if (values === null) return null;
      for (const value of values) next.push([...chosen, [axis.name, value]]);
      if (next.length > cellsMax) return null;
    }
    partial = next;
  }
  const cells: Cell[] = [];
  for (const chosen of partial) {
    const settings = withAxes(model, fixed, chosen);
    if (check.where !== null && constantsUnder(model, settings).scalar(check.where) !== true) continue;
    const isOpen = (name: Name): boolean => check.matrix.some((axis) => axis.isOpen && axis.name === name);
    const axes = chosen.map(([name, value]) => `${name.text}=${String(value)}${isOpen(name) ? '..' : ''}`).join(',');
    cells.push({
      name: check.matrix.length === 0 ? check.name.text : `${check.name.text}[${axes}]`,
      settings,
      open: chosen.flatMap(([name, from]) => (isOpen(name) && typeof from === 'number' ? [{ name: name.text, from }] : [])),
      ...modeUnder(settings),
    });
  }
  return cells;
}

function fixedSettings(model: Pick<Model, 'meanings' | 'constants'>, check: CheckDeclaration): PartialSettings {
  const constants = constantsUnder(model, {});
  return record(
    check.settings.flatMap((item): [string, Scalar | undefined][] => {
      if (item.kind === 'value_setting') return [[keyOf(model, item.name), constants.scalar(item.value)]];
      if (item.kind === 'memory_setting') return [[modeKeys.memory, item.model.text]];
      return item.kind === 'window_setting' ? [[modeKeys.window, item.size]] : [];
    }),
  );
}

/** What settings have for a name of a check. */
function keyOf(model: Pick<Model, 'constants'>, { text }: Name): string {
  const mode = modeNamed(model, text);
  return mode === null ? text : modeKeys[mode];
}

/** The modes that settings fix. */
function modeUnder(settings: PartialSettings): Mode {
  const memory = settings[modeKeys.memory];
  const window = settings[modeKeys.window];
  return { ...(isMemoryMode(memory) ? { memory } : {}), ...(typeof window === 'number' && isWindow(window) ? { window } : {}) };
}

function withAxes(model: Pick<Model, 'constants'>, fixed: PartialSettings, chosen: readonly (readonly [Name, Scalar])[]): PartialSettings {
  return record([...Object.entries(fixed), ...chosen.map(([name, value]): [string, Scalar] => [keyOf(model, name), value])]);
}

/** A plain record whose keys may be any names, `__proto__` too. */
function record(entries: readonly (readonly [string, Scalar | undefined])[]): PartialSettings {
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, Scalar] => entry[1] !== undefined));
}

/** The values of an axis; null where they are too many to list. */
function axisValues(
  model: Pick<Model, 'meanings' | 'constants'>,
  axis: CheckDeclaration['matrix'][number],
  settings: PartialSettings,
): readonly Scalar[] | null {
  const constants = constantsUnder(model, settings);
  if (axis.domain !== null && axis.isOpen) {
    const first = constants.number(axis.domain);
    return first === undefined ? [] : [first];
  }
  if (axis.domain !== null) {
    const set = constants.evaluate(axis.domain);
    return isSet(set) ? set : [];
  }
  const mode = modeNamed(model, axis.name.text);
  if (mode !== null) return modeValues[mode];
  const declaration = model.constants.find((constant) => constant.name.text === axis.name.text);
  return declaration === undefined ? [] : valuesOfConstant(model, declaration.type, constants);
}

/** The settings of a cell; of an open one with its first numbers, and with those that stand for all. */
function atNumbers(model: Pick<Model, 'meanings' | 'constants'>, { settings, open }: Cell): readonly PartialSettings[] {
  const numbers = open.map((range) => [range.name, standInOf(model, settings, range)] as const);
  return open.every(({ from }, at) => numbers[at]![1] === from) ? [settings] : [settings, { ...settings, ...Object.fromEntries(numbers) }];
}

/** The number that stands for all of an open range where one is wanted: the declared one, if it is in the range. */
export function standInOf(model: Pick<Model, 'meanings' | 'constants'>, settings: PartialSettings, { name, from }: OpenRange): number {
  const { [name]: _, ...others } = settings;
  const declared = constantsUnder(model, others).valueOf(name);
  return typeof declared === 'number' && declared > from ? declared : from;
}

const asChecks = new WeakMap<ScenarioDeclaration, CheckDeclaration>();

/** The settings of a scenario as a check without a matrix: always the same one. */
export function settingsOfScenario(scenario: ScenarioDeclaration): CheckDeclaration {
  const before = asChecks.get(scenario);
  if (before !== undefined) return before;
  const { name, settings, doc, span } = scenario;
  const check: CheckDeclaration = { kind: 'check', name, of: [], matrix: [], where: null, settings, expectation: null, doc, span };
  asChecks.set(scenario, check);
  return check;
}

/** Everything that runs under settings of its own: checks, and scenarios as checks. */
export function runsOf({ checks, scenarios }: Pick<Model, 'checks' | 'scenarios'>): readonly CheckDeclaration[] {
  return [...checks, ...scenarios.map(settingsOfScenario)];
}

/** Whether a run asks for another memory model than sc: in one of its cells, where there are no more than can be listed. */
export function asksForWindows(model: Pick<Model, 'meanings' | 'constants'>, check: CheckDeclaration): boolean {
  const isSaid = check.settings.some(({ kind }) => kind === 'memory_setting') || check.matrix.some(({ name }) => modeNamed(model, name.text) === 'memory');
  return isSaid && (cellsOf(model, check)?.some(({ settings }) => (settings[modeKeys.memory] ?? 'sc') !== 'sc') ?? true);
}

/** Settings without the modes. */
function ofSpec(settings: PartialSettings): PartialSettings {
  return record(Object.entries(settings).filter(([name]) => !modeDefaults.has(name)));
}

/** Every setting under which something of the spec runs; the declared one where nothing does. */
export function usedSettings(model: Pick<Model, 'meanings' | 'constants' | 'checks' | 'scenarios'>): readonly PartialSettings[] {
  const found = new Map<string, PartialSettings>();
  for (const check of runsOf(model)) {
    for (const cell of (cellsOf(model, check) ?? []).flatMap((each) => atNumbers(model, each))) {
      const settings = ofSpec(cell);
      found.set(JSON.stringify(model.constants.map(({ name }) => (Object.hasOwn(settings, name.text) ? settings[name.text] : null))), settings);
      if (found.size >= cellsMax) return [...found.values()];
    }
  }
  return found.size === 0 ? [{}] : [...found.values()];
}
