import { judgedOn } from '@mmspec/system';
import type { DeadSlots, Family, TransitionSystem } from '@mmspec/system';
import { withLivingNames } from '../dead_values/living.ts';
import { canonicalOf } from './canonical.ts';
import type { Canonical } from './canonical.ts';

/** Which families a search can use. */
export interface Usable {
  /** Null where there is none. */
  readonly canonical: Canonical | null;
  /** Names of the families used. */
  readonly interchangeable: readonly string[];
  /** Why families, by name or all together, are not used. */
  readonly reasons: readonly string[];
}

/**
 * The families whose symmetry no judged property breaks. Properties over paths are judged without any: fairness is about each
 * member on its own, and a representative does not say who is who along a path (Emerson and Sistla, "Utilizing symmetry
 * when model-checking under fairness assumptions", 1997).
 */
export function usableFamilies(system: TransitionSystem, judged: readonly number[], dead: readonly DeadSlots[]): Usable {
  const families = system.symmetry?.() ?? [];
  const without = system.withoutSymmetry ?? [];
  if (families.length === 0) return { canonical: null, interchangeable: [], reasons: without };
  const temporal = judged.find((index) => judgedOn(system.properties[index]!.kind) === 'paths');
  if (temporal !== undefined) return { canonical: null, interchangeable: [], reasons: [`${nameOf(system, temporal)} is about paths`] };
  const initial = initialStates(system);
  const reasons: string[] = [...without];
  const used = families.filter((family) => {
    const breaking = family.brokenBy.find((property) => judged.includes(property));
    if (breaking !== undefined) reasons.push(`${nameOf(system, breaking)} tells ${family.name} apart`);
    else if (!isClosed(system, family, initial)) reasons.push(`the initial state tells ${family.name} apart`);
    else return true;
    return false;
  });
  return {
    canonical: used.length === 0 ? null : canonicalOf(system.slots, withLivingNames(system.slots, used, dead)),
    interchangeable: used.map(({ name }) => name),
    reasons,
  };
}

/** The families whose members neither a step, an initial state nor this property tells apart, by name. */
export function interchangeableFor(system: TransitionSystem, property: number): readonly string[] {
  const families = (system.symmetry?.() ?? []).filter(({ brokenBy }) => !brokenBy.includes(property));
  if (families.length === 0) return [];
  const initial = initialStates(system);
  return families.filter((family) => isClosed(system, family, initial)).map(({ name }) => name);
}

function nameOf(system: TransitionSystem, property: number): string {
  return system.properties[property]?.name ?? '';
}

function initialStates(system: TransitionSystem): readonly Int32Array[] {
  const next = new Int32Array(system.slots.length);
  const found: Int32Array[] = [];
  system.initial(
    next,
    () => void found.push(next.slice()),
    () => undefined,
  );
  return found;
}

/** Every interchange makes an initial state of an initial state. */
function isClosed(system: TransitionSystem, family: Family, initial: readonly Int32Array[]): boolean {
  const known = new Set(initial.map((state) => state.join()));
  const { interchange } = canonicalOf(system.slots, [family]);
  return family.interchanges.every(({ members: [one, other] }) =>
    initial.every((state) => {
      const image = state.slice();
      interchange(image, { family: 0, one, other });
      return known.has(image.join());
    }),
  );
}

/** Actions that some interchange makes of one that was taken are taken too, by somebody else. */
export function spreadTaken(system: TransitionSystem, { families }: Canonical, taken: Uint8Array): void {
  const kinds = system.actors.map((_, actor) => actor);
  for (const [one, other] of families.flatMap(({ interchanges }) => interchanges.flatMap(({ actors }) => actors))) {
    const [least, most] = [Math.min(kinds[one]!, kinds[other]!), Math.max(kinds[one]!, kinds[other]!)];
    kinds.forEach((kind, actor) => {
      if (kind === most) kinds[actor] = least;
    });
  }
  // Actions of one actor that look the same are told apart by their order, which is the same for all instances.
  const counts = new Map<string, number>();
  const keys = system.actions.map(({ actor, environment, span, path, executed }) => {
    const action = JSON.stringify([environment, span, path, executed]);
    const count = counts.get(`${actor} ${action}`) ?? 0;
    counts.set(`${actor} ${action}`, count + 1);
    return `${actor < 0 ? -1 : kinds[actor]} ${action} ${count}`;
  });
  const known = new Set<string>();
  taken.forEach((isTaken, index) => {
    if (isTaken === 1) known.add(keys[index]!);
  });
  taken.forEach((isTaken, index) => {
    if (isTaken === 0 && known.has(keys[index]!)) taken[index] = 1;
  });
}
