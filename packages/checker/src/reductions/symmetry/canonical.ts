import type { DeadSlots, Family, Slot } from '@mmspec/system';
import type { Layout } from '../../store/layout.ts';
import { packedForm, plainForm } from './form.ts';
import { representatives } from './member_code.ts';
import type { Transposition } from './member_code.ts';

/*
 * One state for all that differ by the names of interchangeable members (Clarke, Enders, Filkorn and Jha, "Exploiting
 * symmetry in temporal logic model checking", 1996; Ip and Dill, "Better verification through symmetry", 1996).
 *
 * The members of a family are sorted by their own slots, in which a reference to a member counts as one to anybody of its
 * family. Members that look alike are then sorted by whom they refer to, where those are in their places already. For
 * members that still look alike every order is tried and the least state is taken, unless interchanging them changes
 * nothing anyway: those of one family first, which may tell others apart. Each stage looks only at what no renaming changes, so all states of an orbit end as the same one;
 * where there are too many orders the state is left as it is: then an orbit has several representatives, which costs
 * states and nothing else.
 */

/** Makes a state the representative of its orbit, in place. */
export interface Canonical {
  readonly families: readonly Family[];
  /** What `reset` gives its minimum, in place; `reduce` begins with it. */
  readonly dead: readonly DeadSlots[];
  readonly reset: (state: Int32Array) => void;
  /** False where other states of the orbit may have another representative. */
  readonly reduce: (state: Int32Array) => boolean;
  /** The same, with the interchanges that were done, in order. */
  readonly reduceNoting: (state: Int32Array) => readonly Transposition[];
  readonly interchange: (state: Int32Array, step: Transposition) => void;
}

/** Orders of members that look alike that are tried. */
const ordersMax = 720;

export function canonicalOf(slots: readonly Slot[], families: readonly Family[], ordersAtMost: number = ordersMax): Canonical {
  const notes: { log: Transposition[] | null } = { log: null };
  const { reduce, interchange } = representatives(slots, families, plainForm(slots), ordersAtMost, notes);
  return {
    families,
    dead: [],
    reset: () => undefined,
    reduce,
    reduceNoting: (state) => {
      const steps: Transposition[] = [];
      notes.log = steps;
      reduce(state);
      notes.log = null;
      return steps;
    },
    interchange: (state, { family, one, other }) => interchange(state, family, Math.min(one, other), Math.max(one, other)),
  };
}

/** `reduce` of the same families over packed words. */
export function packedRepresentative(slots: readonly Slot[], families: readonly Family[], layout: Layout): (words: Int32Array) => boolean {
  return representatives(slots, families, packedForm(layout), ordersMax, { log: null }).reduce;
}
