import { completeSettings, plan, standIn, withStandIns } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { isOpenCheck, numbersNamed } from '@mmspec/system';
import type { Mode, OpenCheck, Planned, PlannedCheck, Settings } from '@mmspec/system';
import { isWindowed } from './windows.ts';

/** What to run of a plan. */
export interface Selection {
  /** Names of checks, of matrices or of their cells; all where it is left out. */
  readonly checks?: readonly string[] | undefined;
  /** Overrides in every check; expectations are then not judged. */
  readonly set?: Settings | undefined;
  /** The memory model of every check; expectations are then not judged. */
  readonly memory?: Mode['memory'] | undefined;
  /** The window of every check that has one. */
  readonly window?: number | undefined;
  /** Judge these properties only. */
  readonly properties?: readonly string[] | undefined;
}

/** The checks of a model that a selection leaves, as they are to be run; cells that become equal stay once. A value for what is open makes one cell of it. */
export function selected(model: Model, planned: readonly Planned[], selection: Selection): Planned[] {
  // One number of each open range may be asked for by name.
  const named = (check: OpenCheck): readonly PlannedCheck[] =>
    (selection.checks ?? []).flatMap((name) => {
      const numbers = numbersNamed(check.name, name);
      return numbers === null ? [] : [standIn(model, check, numbers)];
    });
  const listed = planned.flatMap((check) => (isOpenCheck(check) ? [check, ...named(check)] : [check]));
  return chosen<Planned>(listed, selection, (check, set, own) => {
    if (!isOpenCheck(check)) return withSettings(check, set, own);
    const { window: _, ...rest } = check;
    const given = { ...check.given, ...set };
    const [first, ...more] = check.open.filter(({ name }) => !Object.hasOwn(set, name));
    return first === undefined ? withValue(model, { ...rest, ...own, given }) : { ...rest, ...own, open: [first, ...more], given };
  });
}

/** The check of a model that has this name, with one number where it is about any; undefined: there is none. */
export function checkNamed(model: Model, name: string): PlannedCheck | undefined {
  return withStandIns(model, selected(model, plan(model).checks, { checks: [name] }))[0];
}

/** The same of checks that have a value for each constant, without their model. */
export function selectedPlain(planned: readonly PlannedCheck[], selection: Selection): PlannedCheck[] {
  return chosen(planned, selection, withSettings);
}

/** What of a check is another one under other settings, or in another mode. */
type Own = Pick<PlannedCheck, 'name' | 'expectation'> & Mode;

function chosen<T extends Planned>(
  planned: readonly T[],
  { checks, set = {}, memory, window, properties }: Selection,
  withOwn: (check: T, set: Settings, own: Own) => T,
): T[] {
  const wanted = planned.filter(({ name, matrix }) => checks === undefined || checks.includes(name) || (matrix !== null && checks.includes(matrix)));
  const narrowed = properties === undefined ? wanted : wanted.map((check) => onlyOf(check, properties));
  const values = { ...set, ...modeValues(memory, window) };
  if (Object.keys(values).length === 0) return narrowed;
  const once = new Map<string, T>();
  for (const check of narrowed) {
    const found = withOwn(check, set, ownOf(check, set, memory, window, values));
    const settings = isOpenCheck(found) ? [found.given, found.open] : found.settings;
    const key = `${check.matrix ?? check.name} ${JSON.stringify([settings, found.memory ?? 'sc', found.window ?? null])}`;
    if (!once.has(key)) once.set(key, found);
  }
  return [...once.values()];
}

const modeValues = (memory: Mode['memory'], window: number | undefined): Settings => ({
  ...(memory === undefined ? {} : { memory }),
  ...(window === undefined ? {} : { window }),
});

/** Of a check with other values: a question now, but where it is only searched with another window. */
function ownOf(check: Planned, set: Settings, memory: Mode['memory'], window: number | undefined, values: Settings): Own {
  const mode: Mode = { ...(memory === undefined ? {} : { memory }), ...windowOf({ ...check, ...(memory === undefined ? {} : { memory }) }, window) };
  const isQuestion = memory !== undefined || Object.keys(set).length > 0;
  return { ...mode, name: cellName(check, values), expectation: isQuestion ? null : check.expectation };
}

function withSettings(planned: PlannedCheck, set: Settings, own: Own): PlannedCheck {
  const { window: _, ...check } = planned;
  return { ...check, ...own, settings: { ...check.settings, ...set } };
}

/** An open check whose constants all got values. */
function withValue(model: Model, planned: OpenCheck): PlannedCheck {
  const { open: _, given, ...check } = planned;
  return { ...check, settings: completeSettings(model, given) };
}

/** Under sc there is no window. */
function windowOf(check: Mode, window: number | undefined): Mode {
  const size = window ?? check.window;
  return size === undefined || !isWindowed(check) ? {} : { window: size };
}

/** The name of a cell with these values on its axes. */
function cellName({ name, matrix }: Planned, values: Settings): string {
  if (matrix === null) return name;
  return name.replace(/(?<=[[,])(\w+)=[^,\]]*/gu, (whole, axis: string) => (Object.hasOwn(values, axis) ? `${axis}=${String(values[axis])}` : whole));
}

function onlyOf<T extends Planned>(check: T, properties: readonly string[]): T {
  const { expectation } = check;
  if (expectation === null) return { ...check, of: properties };
  const items = expectation.items.filter(({ property }) => properties.some((name) => name === property || name.startsWith(`${property} of `)));
  const holds = expectation.holds.filter((property) => properties.includes(property));
  const undecided = (expectation.undecided ?? []).filter((property) => properties.includes(property));
  const only = { kind: items.length > 0 ? ('violates' as const) : ('holds' as const), items, holds };
  return { ...check, of: properties, expectation: { ...only, ...(undecided.length === 0 ? {} : { undecided }) } };
}
