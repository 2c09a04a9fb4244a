import type { Mode, PlannedCheck, Settings } from '@mmspec/system';
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

/** The checks that a selection leaves, as they are to be run; cells that become equal stay once. */
export function selected(planned: readonly PlannedCheck[], { checks, set = {}, memory, window, properties }: Selection): PlannedCheck[] {
  const wanted = planned.filter(({ name, matrix }) => checks === undefined || checks.includes(name) || (matrix !== null && checks.includes(matrix)));
  const narrowed = properties === undefined ? wanted : wanted.map((check) => onlyOf(check, properties));
  const values = { ...set, ...modeValues(memory, window) };
  if (Object.keys(values).length === 0) return narrowed;
  const once = new Map<string, PlannedCheck>();
  for (const check of narrowed) {
    const found = overridden(check, set, memory, window, values);
    const key = `${check.matrix ?? check.name} ${JSON.stringify([found.settings, found.memory ?? 'sc', found.window ?? null])}`;
    if (!once.has(key)) once.set(key, found);
  }
  return [...once.values()];
}

const modeValues = (memory: Mode['memory'], window: number | undefined): Settings => ({
  ...(memory === undefined ? {} : { memory }),
  ...(window === undefined ? {} : { window }),
});

/** A check with other values: a question now, but where it is only searched with another window. */
function overridden(check: PlannedCheck, set: Settings, memory: Mode['memory'], window: number | undefined, values: Settings): PlannedCheck {
  const { window: _, ...rest } = check;
  const mode: Mode = { ...(memory === undefined ? {} : { memory }), ...windowOf({ ...check, ...(memory === undefined ? {} : { memory }) }, window) };
  const isQuestion = memory !== undefined || Object.keys(set).length > 0;
  return {
    ...rest,
    ...mode,
    name: cellName(check, values),
    settings: { ...check.settings, ...set },
    expectation: isQuestion ? null : check.expectation,
  };
}

/** Under sc there is no window. */
function windowOf(check: Mode, window: number | undefined): Mode {
  const size = window ?? check.window;
  return size === undefined || !isWindowed(check) ? {} : { window: size };
}

/** The name of a cell with these values on its axes. */
function cellName({ name, matrix }: PlannedCheck, values: Settings): string {
  if (matrix === null) return name;
  return name.replace(/(?<=[[,])(\w+)=[^,\]]*/gu, (whole, axis: string) => (Object.hasOwn(values, axis) ? `${axis}=${String(values[axis])}` : whole));
}

function onlyOf(check: PlannedCheck, properties: readonly string[]): PlannedCheck {
  const { expectation } = check;
  if (expectation === null) return { ...check, of: properties };
  const items = expectation.items.filter(({ property }) => properties.some((name) => name === property || name.startsWith(`${property} of `)));
  const holds = expectation.holds.filter((property) => properties.includes(property));
  return { ...check, of: properties, expectation: { kind: items.length > 0 ? 'violates' : 'holds', items, holds } };
}
