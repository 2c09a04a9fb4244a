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

/** All views with one shared state. */
export interface Corner {
  readonly id: number;
  readonly shared: Shared;
  readonly locals: Local[];
  readonly origins: (Origin | null)[];
  /** Where views are of two: by both, what they say about each other. */
  readonly pairs: Map<string, (readonly [Relation, Relation])[]>;
  readonly index: Map<string, number>;
  /** What instances add to counters and sums, each list once. */
  readonly features: (readonly number[])[];
  readonly featureIndex: Set<string>;
  /** Instances and features that were there when it was expanded last. */
  expanded: { locals: number; features: number; pairs: number };
  pairCount: number;
  isWaiting: boolean;
}

export class Views {
  readonly corners: Corner[] = [];
  readonly #index = new Map<string, Corner>();
  readonly #waiting: Corner[] = [];
  readonly #size: 1 | 2;
  readonly #featuresOf: (shared: Shared, local: Local) => readonly number[];
  count = 0;

  constructor(size: 1 | 2, featuresOf: (shared: Shared, local: Local) => readonly number[]) {
    this.#size = size;
    this.#featuresOf = featuresOf;
  }

  /** Adds all views of a part. */
  add(part: Part, origin: Origin | null): void {
    const corner = this.#cornerOf(part.shared);
    const ids = part.locals.map((local) => this.#localOf(corner, local, origin));
    if (this.#size === 1) return;
    for (let one = 0; one < ids.length; one++) {
      for (let other = 0; other < ids.length; other++) {
        if (one === other) continue;
        this.#addPair(corner, ids[one]!, ids[other]!, part.relations?.[one]?.[other] ?? [], part.relations?.[other]?.[one] ?? []);
      }
    }
  }

  next(): Corner | undefined {
    const corner = this.#waiting.pop();
    if (corner !== undefined) corner.isWaiting = false;
    return corner;
  }

  #cornerOf(shared: Shared): Corner {
    const key = shared.join();
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    const corner: Corner = {
      id: this.corners.length,
      shared,
      locals: [],
      origins: [],
      pairs: new Map(),
      index: new Map(),
      features: [],
      featureIndex: new Set(),
      expanded: { locals: 0, features: 0, pairs: 0 },
      pairCount: 0,
      isWaiting: false,
    };
    this.corners.push(corner);
    this.#index.set(key, corner);
    return corner;
  }

  #localOf(corner: Corner, local: Local, origin: Origin | null): number {
    const key = local.join();
    const known = corner.index.get(key);
    if (known !== undefined) return known;
    const id = corner.locals.length;
    corner.index.set(key, id);
    corner.locals.push(local);
    corner.origins.push(origin);
    const features = this.#featuresOf(corner.shared, local);
    if (!corner.featureIndex.has(features.join())) {
      corner.featureIndex.add(features.join());
      corner.features.push(features);
    }
    if (this.#size === 1) this.count++;
    this.#wait(corner);
    return id;
  }

  #addPair(corner: Corner, one: number, other: number, said: Relation, answered: Relation): void {
    const key = `${one},${other}`;
    const known = corner.pairs.get(key) ?? [];
    corner.pairs.set(key, known);
    const isKnown = known.some(([first, second]) => first.join() === said.join() && second.join() === answered.join());
    if (isKnown) return;
    known.push([said, answered]);
    corner.pairCount++;
    if (one <= other) this.count++;
    this.#wait(corner);
  }

  #wait(corner: Corner): void {
    if (corner.isWaiting) return;
    corner.isWaiting = true;
    this.#waiting.push(corner);
  }
}

/**
 * Calls back for every part of a size all of whose views are there, each set of instances once, in the order of their numbers.
 * `fresh`: only those with an instance that was found since the corner was expanded last.
 */
export function eachPart(corner: Corner, size: number, views: 1 | 2, fresh: number, parts: Parts, visit: (ids: readonly number[], part: Part) => void): void {
  const ids: number[] = [];
  const locals: Local[] = [];
  const relations: Relation[][] = [];
  const extend = (from: number): void => {
    if (ids.length === size) {
      if (ids[size - 1]! < fresh) return;
      visit(ids, { shared: corner.shared, locals: [...locals], relations: views === 1 ? null : relations.map((row) => [...row]) });
      return;
    }
    for (let id = from; id < corner.locals.length; id++) {
      ids.push(id);
      locals.push(corner.locals[id]!);
      if (parts.isPossible(locals)) {
        if (views === 1) extend(id);
        else relate(id, 0);
      }
      ids.pop();
      locals.pop();
    }
  };
  /** Chooses what the last one and each before it say about each other. */
  const relate = (id: number, before: number): void => {
    const last = ids.length - 1;
    if (before === last) {
      relations[last] ??= [];
      relations[last]![last] = [];
      extend(id);
      return;
    }
    for (const [said, answered] of corner.pairs.get(`${ids[before]},${id}`) ?? []) {
      (relations[before] ??= [])[last] = said;
      (relations[last] ??= [])[before] = answered;
      relate(id, before + 1);
    }
  };
  extend(0);
}
