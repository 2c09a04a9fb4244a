import type { PlannedCheck, Settings } from '@mmspec/system';

/** What to run of a plan. */
export interface Selection {
  /** Names of checks, of matrices or of their cells; all where it is left out. */
  readonly checks?: readonly string[] | undefined;
  /** Overrides in every check; expectations are then not judged. */
  readonly set?: Settings | undefined;
  /** Judge these properties only. */
  readonly properties?: readonly string[] | undefined;
}

/** The checks that a selection leaves, as they are to be run; cells that become equal stay once. */
export function selected(planned: readonly PlannedCheck[], { checks, set, properties }: Selection): PlannedCheck[] {
  const wanted = planned.filter(({ name, matrix }) => checks === undefined || checks.includes(name) || (matrix !== null && checks.includes(matrix)));
  const narrowed = properties === undefined ? wanted : wanted.map((check) => onlyOf(check, properties));
  if (set === undefined || Object.keys(set).length === 0) return narrowed;
  const once = new Map<string, PlannedCheck>();
  for (const check of narrowed) {
    const settings = { ...check.settings, ...set };
    const name =
      check.matrix === null
        ? check.name
        : check.name.replace(/(?<=[[,])(\w+)=[^,\]]*/gu, (whole, axis: string) => (Object.hasOwn(set, axis) ? `${axis}=${String(set[axis])}` : whole));
    const key = `${check.matrix ?? check.name} ${JSON.stringify(settings)}`;
    if (!once.has(key)) once.set(key, { ...check, name, settings, expectation: null });
  }
  return [...once.values()];
}

function onlyOf(check: PlannedCheck, properties: readonly string[]): PlannedCheck {
  const { expectation } = check;
  if (expectation === null) return { ...check, of: properties };
  const items = expectation.items.filter(({ property }) => properties.some((name) => name === property || name.startsWith(`${property} of `)));
  const holds = expectation.holds.filter((property) => properties.includes(property));
  return { ...check, of: properties, expectation: { kind: items.length > 0 ? 'violates' : 'holds', items, holds } };
}
