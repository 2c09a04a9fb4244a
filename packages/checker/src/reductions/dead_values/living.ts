import type { DeadSlots, Family, Renaming, Slot } from '@mmspec/system';

/**
 * Families that rename no dead value: those keep their minimum when members change places, so that resetting a renamed
 * state and renaming a reset state give the same one.
 */
export function withLivingNames(slots: readonly Slot[], families: readonly Family[], dead: readonly DeadSlots[]): readonly Family[] {
  const living = (renaming: Renaming): Renaming => {
    const own = dead.find((each) => each.dead.some((group) => group.includes(renaming.slot)));
    // Elsewhere a length or a flag says what means something; it dies together with what it speaks about.
    if (own === undefined || (renaming.when !== null && renaming.when.slot !== own.location)) return renaming;
    const { min } = slots[own.location]!;
    const values = renaming.when?.values ?? own.dead.map((_, at) => min + at);
    return { ...renaming, when: { slot: own.location, values: values.filter((value) => own.dead[value - min]?.includes(renaming.slot) !== true) } };
  };
  return families.map((family) => ({ ...family, interchanges: family.interchanges.map((each) => ({ ...each, renamings: each.renamings.map(living) })) }));
}
