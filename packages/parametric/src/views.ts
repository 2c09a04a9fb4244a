import type { Consulted } from './decisions.ts';
import type { Local, Part, Parts, Relation, Shared } from './parts.ts';

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
  readonly local: Local;
  readonly features: readonly number[];
}

/** What two instances say about each other, and how many pairs were found before it. */
export interface Pair {
  readonly said: Relation;
  readonly answered: Relation;
  readonly found: number;
}

/** Two instances of one corner, in this order, as a key. */
const pairKey = (one: number, other: number): number => one * 2 ** 24 + other;

/** The two of a key. */
export function pairOf(key: number): readonly [number, number] {
  return [Math.floor(key / 2 ** 24), key % 2 ** 24];
}

/** All views with one shared state. */
export interface Corner {
  readonly id: number;
  readonly shared: Shared;
  readonly locals: Local[];
  readonly origins: (Origin | null)[];
  /** Where views are of two: by both (see `pairKey`), what they say about each other. */
  readonly pairs: Map<number, Pair[]>;
  /** So many were found of these. */
  pairCount: number;
  readonly index: Map<string, number>;
  /** The same by object, for those that were looked up once. */
  readonly known: Map<Local, number>;
  /** Instances of which each adds something else to counters and sums, or has raised other flags and has other names. */
  readonly kinds: Outsider[];
  readonly kindIndex: Map<string, number>;
  /** By instance: what it adds. */
  readonly features: (readonly number[])[];
  /** By instance: its place among the kinds. */
  readonly kindOf: number[];
  /** Instances, kinds of them, and pairs, that were there when it was expanded last. */
  expanded: { readonly locals: number; readonly kinds: number; readonly pairs: number };
  /** What was asked about those outside of its parts. */
  readonly consulted: Consulted;
  isWaiting: boolean;
}

export class Views {
  readonly corners: Corner[] = [];
  readonly #index = new Map<string, Corner>();
  readonly #known = new Map<Shared, Corner>();
  readonly #waiting: Corner[] = [];
  readonly #size: 1 | 2;
  readonly #featuresOf: (shared: Shared, local: Local) => readonly number[];
  readonly #tagsOf: (local: Local) => readonly number[];
  count = 0;

  constructor(size: 1 | 2, featuresOf: (shared: Shared, local: Local) => readonly number[], tagsOf: (local: Local) => readonly number[]) {
    this.#size = size;
    this.#tagsOf = tagsOf;
    this.#featuresOf = featuresOf;
  }

  /** Adds all views of a part; `before`: the part that a step was taken in. */
  add(part: Part, origin: Origin | null, before: Part | null): void {
    const corner = this.#cornerOf(part.shared);
    const ids = part.locals.map((local, at) => this.#localOf(corner, local, origin, before?.locals[at] === local));
    if (this.#size === 1) return;
    for (let one = 0; one < ids.length; one++) {
      for (let other = 0; other < ids.length; other++) {
        if (one === other) continue;
        this.#addPair(corner, ids[one]!, ids[other]!, part.relations?.[one]?.[other] ?? [], part.relations?.[other]?.[one] ?? []);
      }
    }
  }

  /** About as many bytes as the views take. */
  get bytes(): number {
    return this.corners.reduce((sum, { locals, pairCount }) => sum + locals.length * (200 + 16 * (locals[0]?.length ?? 0)) + pairCount * 150, 0);
  }

  next(): Corner | undefined {
    const corner = this.#waiting.pop();
    if (corner !== undefined) corner.isWaiting = false;
    return corner;
  }

  #cornerOf(shared: Shared): Corner {
    const seen = this.#known.get(shared);
    if (seen !== undefined) return seen;
    const key = shared.join();
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    const corner: Corner = {
      id: this.corners.length,
      shared,
      locals: [],
      origins: [],
      pairs: new Map(),
      pairCount: 0,
      index: new Map(),
      known: new Map(),
      kinds: [],
      kindIndex: new Map(),
      kindOf: [],
      features: [],
      expanded: { locals: 0, kinds: 0, pairs: 0 },
      consulted: new Map(),
      isWaiting: false,
    };
    this.corners.push(corner);
    this.#index.set(key, corner);
    this.#known.set(shared, corner);
    return corner;
  }

  #localOf(corner: Corner, local: Local, origin: Origin | null, isKept: boolean): number {
    const seen = corner.known.get(local);
    if (seen !== undefined) return seen;
    const key = local.join();
    const known = corner.index.get(key);
    if (known !== undefined) {
      // Instances that a step leaves alone are the objects of another corner, and come again.
      if (isKept) corner.known.set(local, known);
      return known;
    }
    const id = corner.locals.length;
    corner.index.set(key, id);
    corner.known.set(local, id);
    corner.locals.push(local);
    corner.origins.push(origin);
    const features = this.#featuresOf(corner.shared, local);
    corner.features.push(features);
    const kind = `${features.join()} ${this.#tagsOf(local).join()}`;
    const place = corner.kindIndex.get(kind) ?? corner.kinds.length;
    corner.kindOf.push(place);
    if (place === corner.kinds.length) {
      corner.kindIndex.set(kind, place);
      corner.kinds.push({ local, features });
    }
    if (this.#size === 1) this.count++;
    this.#wait(corner);
    return id;
  }

  #addPair(corner: Corner, one: number, other: number, said: Relation, answered: Relation): void {
    const key = pairKey(one, other);
    const known = corner.pairs.get(key);
    if (known === undefined) corner.pairs.set(key, [{ said, answered, found: corner.pairCount++ }]);
    else if (known.some((pair) => isSame(pair.said, said) && isSame(pair.answered, answered))) return;
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

function isSame(one: Relation, other: Relation): boolean {
  return one.length === other.length && one.every((said, at) => said === other[at]);
}

/**
 * Calls back for every part of a size all of whose views were there when a corner had so many (`now`), each set of instances once, in
 * the order of their numbers. `fresh`: it has an instance, or a pair where views are of two, that was not there `before`.
 */
export function eachPart(
  corner: Corner,
  size: number,
  views: 1 | 2,
  parts: Parts,
  before: Corner['expanded'],
  now: Corner['expanded'],
  visit: (ids: readonly number[], part: Part, fresh: boolean) => void,
): void {
  const ids: number[] = [];
  const locals: Local[] = [];
  const relations: Relation[][] = [];
  const extend = (from: number, fresh: boolean): void => {
    if (ids.length === size) {
      visit(ids, { shared: corner.shared, locals: [...locals], relations: views === 1 ? null : relations.map((row) => [...row]) }, fresh);
      return;
    }
    for (let id = from; id < now.locals; id++) {
      const local = corner.locals[id]!;
      if (!parts.isPossible(locals, local)) continue;
      ids.push(id);
      locals.push(local);
      if (views === 1) extend(id, fresh || id >= before.locals);
      else relate(id, 0, fresh || id >= before.locals);
      ids.pop();
      locals.pop();
    }
  };
  /** Chooses what the last one and each before it say about each other. */
  const relate = (id: number, at: number, fresh: boolean): void => {
    const last = ids.length - 1;
    if (at === last) {
      relations[last] ??= [];
      relations[last]![last] = [];
      extend(id, fresh);
      return;
    }
    for (const { said, answered, found } of corner.pairs.get(pairKey(ids[at]!, id)) ?? []) {
      if (found >= now.pairs) break;
      (relations[at] ??= [])[last] = said;
      (relations[last] ??= [])[at] = answered;
      relate(id, at + 1, fresh || found >= before.pairs);
    }
  };
  extend(0, false);
}

/** The kinds of instances that could be outside of a part when a corner had so many: those that can be in one configuration with all of it. */
export function outsideOf(
  corner: Corner,
  views: 1 | 2,
  ids: readonly number[],
  { locals }: Part,
  parts: Parts,
  { locals: localCount, kinds, pairs }: Corner['expanded'],
): readonly number[] {
  if (views === 1) return corner.kinds.flatMap(({ local }, kind) => (kind < kinds && parts.isPossible(locals, local) ? [kind] : []));
  const able = new Set<number>();
  for (let other = 0; other < localCount; other++) {
    const kind = corner.kindOf[other]!;
    // Pairs stand in the order in which they were found.
    if (able.has(kind) || !ids.every((id) => (corner.pairs.get(pairKey(id, other))?.[0]?.found ?? Infinity) < pairs)) continue;
    if (parts.isPossible(locals, corner.locals[other]!)) able.add(kind);
  }
  return [...able];
}
