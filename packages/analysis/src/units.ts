import type { Planned } from '@mmspec/system';
import type { CheckHelpers, FoundCheck } from './found_check.ts';
import { searchesOf } from './open_check.ts';
import type { AllCandidates } from './open_check.ts';
import { searchKey } from './run_systems.ts';

/*
 * The checks of a spec in parts that can be run by several threads: what shares a search is in one part.
 */

/** Parts of what is listed, in its order: checks of different ones share no search. */
export function unitsOf(listed: readonly Planned[], candidates: AllCandidates): readonly (readonly Planned[])[] {
  const place = new Map(listed.map((check, index) => [check, index]));
  const keys = new Map(listed.map((check) => [check, new Set(searchesOf([check], candidates).map(searchKey))]));
  const byKey = new Map<string, Planned[]>();
  const units = new Set<Planned[]>();
  for (const check of listed) {
    const known = new Set<Planned[]>();
    for (const key of keys.get(check)!) if (byKey.has(key)) known.add(byKey.get(key)!);
    const [unit = [], ...others] = [...known];
    units.add(unit);
    unit.push(check);
    for (const key of keys.get(check)!) byKey.set(key, unit);
    for (const other of others) {
      units.delete(other);
      unit.push(...other);
      for (const each of other) for (const key of keys.get(each)!) byKey.set(key, unit);
    }
  }
  const inOrder = [...units].map((unit) => unit.toSorted((one, other) => place.get(one)! - place.get(other)!));
  return inOrder.toSorted(([one], [other]) => place.get(one!)! - place.get(other!)!);
}

/** What others have found about checks. */
export interface FoundByOthers {
  /** Where one of them has taken its unit; null: it is to be run here. */
  readonly of: (check: Planned) => Promise<FoundCheck | null>;
  /** After an interruption, about a check that nobody here has run; null: nothing. */
  readonly left: (check: Planned) => Promise<FoundCheck | null>;
}

/** What others find about the checks of these units. */
export function foundBy(helpers: CheckHelpers, units: readonly (readonly Planned[])[]): FoundByOthers {
  const unitOf = new Map(units.flatMap((unit, index) => unit.map((check) => [check, index] as const)));
  const known = new Map<number, ReadonlyMap<Planned, FoundCheck>>();
  const ask = async (unit: number): Promise<ReadonlyMap<Planned, FoundCheck>> => {
    // In one go with taking the first one: nobody is to come for that one alone.
    if (known.size === 0) helpers.begin(units.length);
    return byCheck(unit, helpers.claim(unit) ? null : await helpers.found(unit));
  };
  const byCheck = (unit: number, found: readonly FoundCheck[] | null): ReadonlyMap<Planned, FoundCheck> =>
    new Map((found ?? []).map((each, index) => [units[unit]![index]!, each]));
  const asking =
    (asked: (unit: number) => Promise<ReadonlyMap<Planned, FoundCheck>>) =>
    async (check: Planned): Promise<FoundCheck | null> => {
      const unit = unitOf.get(check)!;
      const found = known.get(unit) ?? (await asked(unit));
      known.set(unit, found);
      return found.get(check) ?? null;
    };
  return { of: asking(ask), left: asking(async (unit) => byCheck(unit, await helpers.left(unit))) };
}
