import type { Local, Relation, Shared } from './parts.ts';
import type { Classes } from './classes.ts';
import type { Projection } from './projection.ts';
import { Chains, Vectors } from './vectors.ts';

/*
 * The views that were found: by shared state, the instances that can be there, and where views are of two, which of them together.
 */

/** How a view came about: from which one, by which step; null: it is there in the beginning. */
export interface Origin {
  readonly corner: Corner;
  readonly local: number;
  readonly step: number;
}

/** An instance that may be outside of a part. */
export interface Outsider {
  readonly features: readonly number[];
  /** Number of the flags that it has raised and names that it has. */
  readonly tags: number;
}

/** What two instances say about each other, and how many pairs were found before it. */
export interface Pair {
  readonly said: number;
  readonly answered: number;
  readonly found: number;
}

/** Two instances of one corner, in this order, as a key. */
const pairKey = (one: number, other: number): number => one * 2 ** 24 + other;

/** The two of a key. */
export function pairOf(key: number): readonly [number, number] {
  return [Math.floor(key / 2 ** 24), key % 2 ** 24];
}

/** Instances of each family, kinds of instances, and pairs, that a corner has. */
export interface Extent {
  readonly members: readonly number[];
  readonly kinds: number;
  readonly pairs: number;
}

/** The classes of a corner, and how many of each family there were when it was expanded last. */
export interface ClassesSoFar {
  readonly classes: Classes;
  before: readonly number[];
}

/** All views with one shared state. */
export interface Corner {
  readonly id: number;
  readonly shared: Shared;
  /** The flags and names that instances have here, by number. */
  readonly held: readonly number[];
  readonly locals: Local[];
  /** By instance: its number among all instances that there are anywhere. */
  readonly ids: number[];
  /** By family: its instances here. */
  readonly members: readonly number[][];
  readonly origins: (Origin | null)[];
  /** Where views are of two: by both (see `pairKey`), what they say about each other. */
  readonly pairs: Map<number, Pair[]>;
  /** So many were found of these. */
  pairCount: number;
  /** Where views are of two: by instance, the others that can be there with it, as bits. */
  readonly beside: number[][];
  /** By number among all instances: its place here. */
  readonly index: Map<number, number>;
  /** Instances of which each adds something else to counters and sums, or has raised other flags and has other names. */
  readonly kinds: Outsider[];
  readonly kindIndex: Map<number, number>;
  /** By instance: its place among the kinds. */
  readonly kindOf: number[];
  /** What there was when it was expanded last. */
  expanded: Extent;
  /** By part that was looked at: what was asked about those outside of it, and what difference they made. */
  readonly looked: Map<number, { readonly asked: number; readonly difference: number }>;
  /** Where views are of one: its instances by what groups of steps look at, by projection, and how many classes of each family there were. */
  readonly classes: Map<Projection, ClassesSoFar>;
  isWaiting: boolean;
}

/** What views are made of, apart from how they came about. */
export interface ViewCoding {
  readonly size: 1 | 2;
  readonly families: number;
  readonly familyOf: (local: Local) => number;
  readonly featuresOf: (shared: Shared, local: Local) => readonly number[];
  readonly tagsOf: (local: Local) => readonly number[];
  readonly heldIn: (shared: Shared) => readonly number[];
}

export class Views {
  readonly corners: Corner[] = [];
  /** All instances that there are, whatever the shared state is. */
  readonly instances: Vectors = new Vectors();
  readonly #relations = new Vectors();
  readonly #index = new Map<number, Corner>();
  readonly #shared = new Vectors();
  readonly #tags = new Vectors();
  readonly #features = new Vectors();
  readonly #chains = new Chains();
  readonly #waiting: Corner[] = [];
  readonly #coding: ViewCoding;
  count = 0;

  constructor(coding: ViewCoding) {
    this.#coding = coding;
    this.relationOf([]);
  }

  /** The number of what an instance says about another one; 0: nothing. */
  relationOf(relation: Relation): number {
    return this.#relations.idOf(relation);
  }

  relation(id: number): Relation {
    return this.#relations.at(id);
  }

  /** Whether instances with these flags and names can be in one configuration: a flag was raised by one of them at most, a name names one. */
  isPossible(one: number, other: number): boolean {
    const [mine, its] = [this.#tags.at(one), this.#tags.at(other)];
    return mine.every((tag, at) => tag === 0 || its[at] === 0);
  }

  /** The flags that an instance has raised, and the names that it has, by number. */
  tagsOf({ tags }: Outsider): readonly number[] {
    return this.#tags.at(tags).flatMap((tag, at) => (tag === 0 ? [] : [at]));
  }

  /** The flags and names that instances of a shared state have, and nobody in a part: whoever has them is outside. */
  heldOutside(corner: Corner, places: readonly number[]): readonly number[] {
    if (corner.held.length === 0) return corner.held;
    const inside = new Set(places.flatMap((place) => (place < 0 ? [] : this.tagsOf(corner.kinds[corner.kindOf[place]!]!))));
    return corner.held.filter((tag) => !inside.has(tag));
  }

  /** The index of the family of an instance. */
  familyOf(corner: Corner, place: number): number {
    return this.#coding.familyOf(corner.locals[place]!);
  }

  /** About as many bytes as the views take. */
  get bytes(): number {
    return this.corners.reduce((sum, { locals, pairCount }) => sum + locals.length * (200 + 16 * (locals[0]?.length ?? 0)) + pairCount * 150, 0);
  }

  /** The corner that was found first of those with something new: what leads to others is there before these are expanded. */
  next(): Corner | undefined {
    const first = this.#waiting.reduce((so, { id }, at, all) => (id < all[so]!.id ? at : so), 0);
    const [corner] = this.#waiting.splice(first, 1);
    if (corner !== undefined) corner.isWaiting = false;
    return corner;
  }

  cornerOf(shared: Shared): Corner {
    const key = this.#shared.idOf(shared);
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    const members = Array.from({ length: this.#coding.families }, (): number[] => []);
    const corner: Corner = {
      id: this.corners.length,
      shared,
      held: this.#coding.heldIn(shared).flatMap((held, at) => (held === 0 ? [] : [at])),
      locals: [],
      ids: [],
      members,
      origins: [],
      pairs: new Map(),
      pairCount: 0,
      beside: [],
      index: new Map(),
      kinds: [],
      kindIndex: new Map(),
      kindOf: [],
      expanded: { members: members.map(() => 0), kinds: 0, pairs: 0 },
      looked: new Map(),
      classes: new Map(),
      isWaiting: false,
    };
    this.corners.push(corner);
    this.#index.set(key, corner);
    return corner;
  }

  /** The place of an instance in a corner, which has it from now on. */
  add(corner: Corner, id: number, from: Corner | null, local: number, step: number): number {
    const known = corner.index.get(id);
    if (known !== undefined) return known;
    const place = corner.ids.length;
    const values = this.instances.at(id);
    corner.index.set(id, place);
    corner.ids.push(id);
    corner.locals.push(values);
    corner.members[this.#coding.familyOf(values)]!.push(place);
    corner.origins.push(from === null ? null : { corner: from, local, step });
    const features = this.#coding.featuresOf(corner.shared, values);
    const tags = this.#tags.idOf(this.#coding.tagsOf(values));
    const kind = this.#chains.of(this.#features.idOf(features) + 1, tags);
    const at = corner.kindIndex.get(kind) ?? corner.kinds.length;
    corner.kindOf.push(at);
    if (at === corner.kinds.length) {
      corner.kindIndex.set(kind, at);
      corner.kinds.push({ features, tags });
    }
    if (this.#coding.size === 1) this.count++;
    this.#wait(corner);
    return place;
  }

  /** Adds what two instances of a corner say about each other. */
  addPair(corner: Corner, one: number, other: number, said: number, answered: number): void {
    const key = pairKey(one, other);
    const known = corner.pairs.get(key);
    if (known === undefined) {
      corner.pairs.set(key, [{ said, answered, found: corner.pairCount++ }]);
      const bits = (corner.beside[one] ??= []);
      bits[other >> 5] = (bits[other >> 5] ?? 0) | (1 << (other & 31));
    } else if (known.some((pair) => pair.said === said && pair.answered === answered)) return;
    else known.push({ said, answered, found: corner.pairCount++ });
    if (one <= other) this.count++;
    this.#wait(corner);
  }

  #wait(corner: Corner): void {
    if (corner.isWaiting) return;
    corner.isWaiting = true;
    this.#waiting.push(corner);
  }
}

/** What instances of a part say about each other, by two of them; null: nothing is said of anybody. */
export type Relations = readonly (readonly number[])[] | null;

/** What parts are made of. */
export interface Choice {
  /** By family: how many instances of it a part has. */
  readonly sizes: readonly number[];
  /** By family: instances that they are. */
  readonly members: readonly (readonly number[])[];
  /** How many of these there were before. */
  readonly before: readonly number[];
  /** How many there are now, and how many pairs. */
  readonly now: Omit<Extent, 'kinds'>;
  /** An instance that every part has besides; -1: none. */
  readonly mover: number;
  /** Whether the one that every part has was not there before. */
  readonly fresh: boolean;
  /** Whether parts with nothing new are wanted too. */
  readonly all: boolean;
}

/**
 * Calls back for every part all of whose views were there, each set of instances once, in the order of their places. `fresh`: it has an
 * instance that was not there before. What the call is given is written over by the next one.
 */
export function eachPart(
  corner: Corner,
  views: Views,
  size: 1 | 2,
  { sizes, members: lists, before, now, mover, fresh: isFresh, all }: Choice,
  visit: (places: readonly number[], relations: Relations, fresh: boolean) => void,
): void {
  const places: number[] = [];
  const relations: number[][] | null = size === 1 ? null : [];
  const isAble = (place: number): boolean => {
    const { tags } = corner.kinds[corner.kindOf[place]!]!;
    if (mover >= 0 && !views.isPossible(corner.kinds[corner.kindOf[mover]!]!.tags, tags)) return false;
    for (let at = 0; at < places.length; at++) if (!views.isPossible(corner.kinds[corner.kindOf[places[at]!]!]!.tags, tags)) return false;
    return true;
  };
  const last = sizes.reduce((sum, each) => sum + each, 0) - 1;
  /** Chooses the instance of a family that has `left` more. */
  const extend = (family: number, left: number, from: number, fresh: boolean): void => {
    if (left === 0) {
      if (family + 1 < sizes.length) extend(family + 1, sizes[family + 1]!, 0, fresh);
      else visit(places, relations, fresh);
      return;
    }
    const members = lists[family]!;
    // Where nothing but what is fresh is wanted, the last one has to be.
    const first = size === 1 && !fresh && !all && places.length === last ? Math.max(from, before[family]!) : from;
    for (let at = first; at < now.members[family]!; at++) {
      const place = members[at]!;
      if (!isAble(place)) continue;
      places.push(place);
      const isNew = fresh || at >= before[family]!;
      if (relations === null) extend(family, left - 1, at, isNew);
      else relate(relations, 0, () => extend(family, left - 1, at, isNew));
      places.pop();
    }
  };
  /** Chooses what the last one and each before it say about each other. */
  const relate = (rows: number[][], at: number, go: () => void): void => {
    const end = places.length - 1;
    if (at === end) {
      (rows[end] ??= [])[end] = 0;
      go();
      return;
    }
    const pairs = corner.pairs.get(pairKey(places[at]!, places[end]!));
    if (pairs === undefined) return;
    for (const { said, answered, found } of pairs) {
      if (found >= now.pairs) break;
      (rows[at] ??= [])[end] = said;
      (rows[end] ??= [])[at] = answered;
      relate(rows, at + 1, go);
    }
  };
  extend(0, sizes[0]!, 0, isFresh);
}

/**
 * The kinds of instances that could be outside of a part: those that can be in one configuration with all of it, in their order. `places`:
 * of the instances in it; -1: there is none.
 */
export function outsideOf(corner: Corner, views: Views, size: 1 | 2, places: readonly number[], kinds: number): readonly number[] {
  if (size === 1) {
    return corner.kinds.flatMap(({ tags }, kind) =>
      kind < kinds && places.every((place) => place < 0 || views.isPossible(corner.kinds[corner.kindOf[place]!]!.tags, tags)) ? [kind] : [],
    );
  }
  const able = new Set<number>();
  const [first = 0, ...others] = places.filter((place) => place >= 0);
  const words = corner.beside[first] ?? [];
  for (let word = 0; word < words.length; word++) {
    let bits = words[word] ?? 0;
    for (const place of others) bits &= corner.beside[place]?.[word] ?? 0;
    for (; bits !== 0; bits &= bits - 1) able.add(corner.kindOf[32 * word + 31 - Math.clz32(bits & -bits)]!);
  }
  return [...able].toSorted((one, other) => one - other);
}
