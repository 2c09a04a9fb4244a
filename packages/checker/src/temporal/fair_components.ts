import { componentSearch } from './component_search.ts';
import type { Found } from './component_search.ts';
import { enough, forbidden, known, someFin } from './condition.ts';
import type { Condition } from './condition.ts';
import type { Pause } from './pause.ts';
import type { Product } from './product.ts';
import { bits, has, hasAll, isNever, union } from './requirements.ts';
import { noRoot } from './roots.ts';
import type { Roots } from './roots.ts';
import type { Room } from './room.ts';

/*
 * The parts of a product in which an accepting fair cycle exists.
 *
 * A strongly connected part in which some acceptance set or weak fairness constraint is not met has no such cycle. Where only strong
 * fairness constraints are not met, the states that enable them are taken out and the rest is split again: the recursion of
 * E. A. Emerson and C.-L. Lei, "Modalities for model checking", Science of Computer Programming 8 (1987), for Streett
 * conditions. A condition is judged the same way: sets that every cycle must keep away from are taken out, and where it
 * may be met with and without one of them, both are tried (C. Baier, F. Blahoudek, A. Duret-Lutz, J. Klein, D. Müller and
 * J. Strejček, "Generic emptiness check for fun and profit", ATVA 2019).
 */

/** A strongly connected part; every edge of it lies on a fair cycle that is accepted. */
export interface FairComponent {
  /** Product states. */
  readonly productStates: Uint32Array;
  /** Words of the requirements that its accepted cycles meet, besides strong fairness constraints. */
  readonly always: Int32Array;
  /** Words of the sets whose edges do not belong to it. */
  readonly removed: Int32Array;
  /** The strong fairness constraints that are enabled in it. */
  readonly enabled: Int32Array;
}

/** A part that is still to be judged. */
interface Part {
  readonly productStates: Uint32Array;
  readonly condition: Condition;
  readonly removed: Int32Array;
  readonly disabled: Int32Array;
}

/**
 * `all`: all of them, as far as they go by the conditions. `some`: none where there is none; else one, or what was found of one:
 * it is strongly connected, and has a fair cycle that is accepted.
 */
export async function fairComponents(product: Product, wanted: 'all' | 'some', room: Room, pause: Pause): Promise<readonly FairComponent[]> {
  const { requirements } = product;
  const { words, always, conditions } = requirements;
  const isSome = wanted === 'some';
  const list: FairComponent[] = [];
  const todo: Part[] = [];
  const none = new Int32Array(words);

  const accept = ({ met, enabled, members, size }: Found, condition: Condition, infs: readonly number[], removed: Int32Array): void => {
    room.take(4 * size);
    const untouched = finsOf(condition).filter((set) => !has(met, set));
    list.push({ productStates: members(), always: union(always, bits(words, infs)), removed: union(removed, bits(words, untouched)), enabled });
  };
  const split = (found: Found, condition: Condition, removed: Int32Array, disabled: Int32Array): void => {
    room.take(4 * found.size);
    todo.push({ productStates: found.members(), condition, removed, disabled });
  };
  /** A component without the edges of removed sets that meets `always`; true where nothing else matters. */
  const judge = (found: Found, given: Condition, removed: Int32Array): boolean => {
    const { met, enabled } = found;
    const condition = known(given, (kind, set) => (has(met, set) ? null : kind === 'fin'));
    if (isNever(condition)) return false;
    const avoided = forbidden(condition);
    if (!hasAll(met, enabled) || avoided.length > 0) {
      const rest = known(condition, (kind, set) => (avoided.includes(set) ? kind === 'fin' : null));
      split(
        found,
        rest,
        union(removed, bits(words, avoided)),
        enabled.map((word, at) => word & ~met[at]!),
      );
      return false;
    }
    const touched = enough(condition);
    if (touched !== null) {
      accept(found, given, touched, removed);
      return isSome;
    }
    const fin = someFin(condition);
    const avoiding = known(condition, (kind, set) => (set === fin ? kind === 'fin' : null));
    split(found, avoiding, union(removed, bits(words, [fin])), none);
    return judge(
      found,
      known(condition, (kind, set) => (kind === 'fin' && set === fin ? false : null)),
      removed,
    );
  };
  const stopsEarly = (condition: Condition): boolean => isSome && condition.kind === 'truth' && condition.value;
  const search = componentSearch(product, room, pause);
  const conditionAt = (productState: number): Condition => conditions[product.automatonState(productState)]!;
  try {
    let isEnough = await search.run({
      members: null,
      roots: product.roots(),
      removed: none,
      disabled: none,
      complete: (found) => judge(found, conditionAt(found.first), none),
      enough: conditions.every(stopsEarly) ? (found) => accept(found, conditionAt(found.first), [], none) : null,
    });
    for (let part = isEnough ? undefined : todo.pop(); part !== undefined && !isEnough; part = todo.pop()) {
      const { productStates, condition, removed, disabled } = part;
      isEnough = await search.run({
        members: productStates,
        roots: each(productStates),
        removed,
        disabled,
        complete: (found) => judge(found, condition, removed),
        enough: stopsEarly(condition) ? (found) => accept(found, condition, [], removed) : null,
      });
      room.give(productStates.byteLength);
    }
    return list;
  } finally {
    search.release();
  }
}

function each(productStates: Uint32Array): Roots {
  let at = 0;
  return { next: () => productStates[at++] ?? noRoot };
}

/** The sets that a condition may want no loop to touch. */
function finsOf(condition: Condition): readonly number[] {
  switch (condition.kind) {
    case 'truth':
    case 'inf':
      return [];
    case 'fin':
      return [condition.set];
    case 'and':
    case 'or':
      return condition.operands.flatMap(finsOf);
  }
}
