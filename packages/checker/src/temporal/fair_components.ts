import { enough, forbidden, known, someFin } from './condition.ts';
import type { Condition } from './condition.ts';
import { inSlices, roundsPerPause } from './pause.ts';
import type { Pause } from './pause.ts';
import type { Product } from './product.ts';
import { bits } from './requirements.ts';
import type { Room } from './room.ts';
import { isRemoved, splitter } from './split.ts';

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
  /** Product states in ascending order. */
  readonly productStates: Uint32Array;
  /** Words of the requirements that its accepted cycles meet, besides strong fairness constraints. */
  readonly always: Int32Array;
  /** Words of the sets whose edges do not belong to it. */
  readonly removed: Int32Array;
  readonly layer: Layer;
}

/** Components that have no product state in common. */
export interface Layer {
  /** By product state: its component plus one; 0 where it is in none. */
  readonly ofProductState: Uint32Array;
  /** By product state: its index among those of its component. */
  readonly indexOf: Uint32Array;
}

export interface FairComponents {
  readonly list: readonly FairComponent[];
  readonly layers: readonly Layer[];
}

/** Components that share product states with those of so many layers are left out: they would only make for shorter cycles. */
const layersMax = 3;

/** A part that is still to be judged. */
interface Part {
  readonly productStates: Uint32Array;
  readonly condition: Condition;
  readonly removed: Int32Array;
}

export async function fairComponents(product: Product, room: Room, pause: Pause): Promise<FairComponents> {
  const { count, words } = product;
  const region = room.numbers(count);
  const split = splitter(product, region, room, pause);
  const list: FairComponent[] = [];
  const layers: Layer[] = [];
  const met = new Int32Array(words);
  const needed = new Int32Array(words);
  const todo: Part[] = [];
  /** Splits some product states without the edges of removed sets; the parts come next. */
  const push = async (productStates: Uint32Array, condition: (productState: number) => Condition, removed: Int32Array): Promise<void> => {
    for (const part of await split(productStates, removed)) todo.push({ productStates: part, condition: condition(part[0]!), removed });
  };
  const all = room.numbers(count);
  for (let productState = 0; productState < count; productState++) all[productState] = productState;
  await push(all, product.conditionAt, new Int32Array(words));
  room.give(all.byteLength);
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    const wait = pause();
    if (wait !== null) await wait;
    const { productStates, removed } = part;
    const own = split.mark(productStates);
    room.give(productStates.byteLength);
    if (!(await requirements(product, part, region, own, met, needed, pause))) continue;
    if (missing(product.always, met)) continue;
    const condition = known(part.condition, (kind, set) => (isMet(met, set) ? null : kind === 'fin'));
    if (condition.kind === 'truth' && !condition.value) continue;
    const avoided = forbidden(condition);
    if (missing(needed, met) || avoided.length > 0) {
      const without = bits(words, avoided);
      const rest = known(condition, (kind, set) => (avoided.includes(set) ? kind === 'fin' : null));
      await push(
        productStates.filter((productState) => !enables(product, productState, needed, met)),
        () => rest,
        removed.map((word, at) => word | without[at]!),
      );
      continue;
    }
    const touched = enough(condition);
    if (touched !== null) {
      const infs = bits(words, touched);
      enter({ productStates, always: product.always.map((word, at) => word | infs[at]!), removed });
      continue;
    }
    const fin = someFin(condition);
    const without = bits(words, [fin]);
    room.take(productStates.byteLength);
    todo.push({ productStates, condition: known(condition, (kind, set) => (kind === 'fin' && set === fin ? false : null)), removed });
    await push(
      productStates,
      () => known(condition, (kind, set) => (set === fin ? kind === 'fin' : null)),
      removed.map((word, at) => word | without[at]!),
    );
  }
  return { list, layers };

  function enter({ productStates: found, ...component }: Omit<FairComponent, 'layer'>): void {
    const productStates = found.toSorted();
    let layer = layers.find(({ ofProductState }) => productStates.every((productState) => ofProductState[productState] === 0));
    if (layer === undefined) {
      if (layers.length === layersMax || (layers.length > 0 && !room.has(8 * count))) return;
      layers.push((layer = { ofProductState: room.numbers(count), indexOf: room.numbers(count) }));
    }
    room.take(productStates.byteLength);
    const number = list.push({ productStates, ...component, layer });
    for (const [index, productState] of productStates.entries()) {
      layer.ofProductState[productState] = number;
      layer.indexOf[productState] = index;
    }
  }
}

/** What the edges and product states of a part meet, and which strong fairness constraints are enabled in it; false where it has no edge. */
async function requirements(
  product: Product,
  { productStates, removed }: Part,
  region: Uint32Array,
  own: number,
  met: Int32Array,
  needed: Int32Array,
  pause: Pause,
): Promise<boolean> {
  const { words, first, targets, marks, markWords, needs, needWords, weak, strong } = product;
  met.fill(0);
  needed.fill(0);
  const removes = removed.some((word) => word !== 0);
  let hasEdge = false;
  const look = (productState: number): void => {
    for (let word = 0; word < words; word++) {
      const enabled = needWords[needs[productState]! * words + word]!;
      met[word]! |= weak[word]! & ~enabled;
      needed[word]! |= strong[word]! & enabled;
    }
    for (let edge = first[productState]!; edge < first[productState + 1]!; edge++) {
      if (region[targets[edge]!] !== own || (removes && isRemoved(product, edge, removed))) continue;
      hasEdge = true;
      for (let word = 0; word < words; word++) met[word]! |= markWords[marks[edge]! * words + word]!;
    }
  };
  await inSlices(
    () => productStates.length,
    roundsPerPause,
    pause,
    (from, to) => {
      for (let at = from; at < to; at++) look(productStates[at]!);
    },
  );
  return hasEdge;
}

function isMet(met: Int32Array, set: number): boolean {
  return ((met[set >>> 5]! >>> (set & 31)) & 1) === 1;
}

function missing(wanted: Int32Array, met: Int32Array): boolean {
  return wanted.some((word, at) => (word & ~met[at]!) !== 0);
}

/** Whether a product state enables a strong fairness constraint that is not met. */
function enables({ words, needs, needWords }: Product, productState: number, needed: Int32Array, met: Int32Array): boolean {
  for (let word = 0; word < words; word++) if ((needWords[needs[productState]! * words + word]! & needed[word]! & ~met[word]!) !== 0) return true;
  return false;
}
