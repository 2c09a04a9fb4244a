import type { TransitionSystem } from '@mmspec/system';
import { planOf } from './plan.ts';
import type { Plan } from './plan.ts';
import type { Search } from './search/search.ts';

/*
 * Whether reductions are worth what they cost: once a search has found some states, a sample of those that are expanded is looked
 * at again. What does nothing there is not used, and the search begins anew.
 */

/** States after which that is looked at. */
const triedFromDefault = 100_000;
/** States of the sample. */
const sampleMax = 1000;
/** Shares of the sample in which a reduction has to do something. */
const leastShare = 1 / 20;

/** The number of states after which a search looks at what its reductions do; `Infinity`: never, as there are none, or what was found has to stay. */
export function triedFrom({ options, order, canonical, isDepthFirst }: Plan): number {
  const isReduced = order?.order != null || (canonical !== null && canonical.families.length > 0);
  const mayBeginAnew = !isDepthFirst && options.checkpoint === undefined && options.spill == null;
  return isReduced && mayBeginAnew ? (options.reductionsTriedFrom ?? triedFromDefault) : Infinity;
}

/** The plan without the reductions that do next to nothing in what the search has found; null where they all do something. */
export function withoutUseless(plan: Plan, search: Search): Plan | null {
  const { system, reduced, options, order, symmetry, canonical } = plan;
  const { store, codec } = search.expansion;
  const { expanded } = search;
  const sample = Math.min(sampleMax, expanded);
  const [state, next] = [new Int32Array(system.slots.length), new Int32Array(system.slots.length)];
  const [found, kept] = [new Int32Array(system.slots.length), new Int32Array(system.slots.length)];
  let [shortened, steps, renamed] = [0, 0, 0];
  const count = (of: TransitionSystem, onStep: () => void): number => {
    let all = 0;
    of.successors(
      state,
      next,
      () => {
        all++;
        onStep();
      },
      () => void all++,
    );
    return all;
  };
  for (let at = 0; at < sample; at++) {
    codec.unpack(store.words, Math.floor((at * expanded) / sample) * codec.layout.wordCount, state);
    const taken = count(reduced, () => {
      if (canonical === null) return;
      found.set(next);
      canonical.reset(found);
      kept.set(found);
      canonical.reduce(kept);
      steps++;
      if (kept.some((value, slot) => value !== found[slot])) renamed++;
    });
    if (order?.order != null && taken < count(system, () => undefined)) shortened++;
  }
  const isOrderUseless = order?.order != null && shortened < leastShare * sample;
  const isSymmetryUseless = canonical !== null && canonical.families.length > 0 && renamed < leastShare * steps;
  if (!isOrderUseless && !isSymmetryUseless) return null;
  const rest = planOf(system, {
    ...options,
    reductionsTriedFrom: Infinity,
    ...(isOrderUseless ? { order: false } : {}),
    ...(isSymmetryUseless ? { symmetry: false } : {}),
  });
  const when = `after ${store.count.toLocaleString('en-US')} states`;
  return {
    ...rest,
    ...(isOrderUseless ? { order: { order: null, unused: `${when} it left steps out in ${shortened} of ${sample}` } } : {}),
    ...(isSymmetryUseless && symmetry !== null
      ? {
          symmetry: {
            canonical: null,
            interchangeable: [],
            reasons: [...symmetry.reasons, `${when} it renamed ${renamed} of ${steps.toLocaleString('en-US')}`],
          },
        }
      : {}),
  };
}
