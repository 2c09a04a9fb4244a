import { completeSettings, plan, settingsOf, withStandIns } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { MemoryMode, Mode, Plain, Settings } from '@mmspec/system';
import type { Under } from '@mmspec/system';
import type { Drawing } from './layout/drawing.ts';
import { settingsKey } from '../settings_key.ts';

/** What a drawing says about the check and the settings that it is of. */
export interface SettingsSaid {
  readonly check: string | null;
  readonly set: Settings;
  /** `memory weak, window 3`, as it stands above a race. */
  readonly mode: Mode;
}

/** Settings in what stands above and below a drawing: `--check NAME`, `--set NAME=VALUE`, `with NAME = VALUE`. */
export function settingsIn(model: Model, { prose }: Pick<Drawing, 'prose'>): SettingsSaid {
  const text = prose
    .map((line) => line.trim().replace(/\\$/u, ''))
    .join(' ')
    .replace(/\s+/gu, ' ');
  const names = new Set(plan(model).checks.flatMap(({ name, matrix }) => (matrix === null ? [name] : [name, matrix])));
  const [, quoted, bare] = /--check[ =](?:'([^']+)'|"?([^\s"']+)"?)/u.exec(text) ?? [];
  const check = quoted ?? bare ?? null;
  const set: Record<string, Plain> = {};
  // The first thing that is said about a name counts. No pattern is made of names: they may be longer than one can be.
  const values = new Map([...text.matchAll(/(?<![\w.>])(\w+)(?=\s*=\s*([\w.-]+))/gu)].map(([, name = '', value]) => [name, value] as const).reverse());
  for (const { name, values: known } of settingsOf(model)) {
    const said = values.get(name);
    const value = said === undefined ? undefined : known.find((each) => String(each) === said.replace(/[.,;]+$/u, ''));
    if (value !== undefined) set[name] = value;
  }
  const [, memory, window] = /\bmemory (sc|tso|weak)\b(?:, window (\d+)\b)?/u.exec(text) ?? [];
  const mode: Mode = memory === undefined ? {} : { memory: memory as MemoryMode, ...(window === undefined ? {} : { window: Number(window) }) };
  return { check: check !== null && names.has(check) ? check : null, set, mode };
}

/** Settings that a drawing is to be asked about under, in order: those that are given, or the declared ones and then those of each check. */
export function undersOf(model: Model, given: { readonly check: string | null; readonly set: Settings }, said: SettingsSaid): readonly Under[] {
  const checks = withStandIns(model, plan(model).checks);
  const { mode } = said;
  const asSaid = (under: Under): Under => (mode.memory === undefined ? under : { ...under, ...mode });
  const of = (check: string | null, set: Settings): Under[] => {
    const cells = check === null ? [] : checks.filter(({ name, matrix }) => name === check || matrix === check);
    return cells.length === 0
      ? [{ check: null, settings: completeSettings(model, set) }]
      : cells.map((cell) => ({ check: cell.name, settings: completeSettings(model, { ...cell.settings, ...set }), ...modeOfCell(cell) }));
  };
  const listed = (list: readonly Under[]): Under[] => unique(list.map(asSaid));
  if (given.check !== null || Object.keys(given.set).length > 0) return listed(of(given.check, given.set));
  if (said.check !== null || Object.keys(said.set).length > 0) return listed(of(said.check, said.set));
  const all = [...of(null, {}), ...checks.map((cell): Under => ({ check: cell.name, settings: cell.settings, ...modeOfCell(cell) }))];
  const [declared] = all;
  // The declared values by the name of a check, where there is one with these.
  const named = all.find((under) => under.check !== null && declared !== undefined && keyOf(under) === keyOf(declared));
  return listed(named === undefined ? all : [named, ...all.slice(1)]);
}

/** Those that are asked about in the same states are one. */
function unique(list: readonly Under[]): Under[] {
  return list.filter((under, index) => list.findIndex((other) => keyOf(other) === keyOf(under)) === index);
}

const keyOf = ({ settings, memory = 'sc', window }: Under): string => `${settingsKey(settings)} ${memory} ${memory === 'sc' ? '' : (window ?? '')}`;

function modeOfCell({ memory, window }: Mode): Mode {
  return { ...(memory === undefined ? {} : { memory }), ...(window === undefined ? {} : { window }) };
}
