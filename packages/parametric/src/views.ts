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

/** All views with one shared state. */
export interface Corner {
  readonly id: number;
  readonly shared: Shared;
  readonly locals: Local[];
  readonly origins: (Origin | null)[];
  /** Where views are of two: by both, what they say about each other. */
  readonly pairs: Map<string, (readonly [Relation, Relation])[]>;
  readonly index: Map<string, number>;
  /** Instances of which each adds something else to counters and sums, or has raised other flags and has other names. */
  readonly kinds: Outsider[];
  readonly kindIndex: Set<string>;
  /** By instance: what it adds. */
  readonly features: (readonly number[])[];
  /** Instances, and kinds of them, that were there when it was expanded last. */
  expanded: { locals: number; kinds: number };
  isWaiting: boolean;
}

export class Views {
  readonly corners: Corner[] = [];
  readonly #index = new Map<string, Corner>();
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
      kinds: [],
      kindIndex: new Set(),
      features: [],
      expanded: { locals: 0, kinds: 0 },
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
    corner.features.push(features);
    const kind = `${features.join()} ${this.#tagsOf(local).join()}`;
    if (!corner.kindIndex.has(kind)) {
      corner.kindIndex.add(kind);
      corner.kinds.push({ local, features });
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

/** What instances outside of a part can add: those that can be in one configuration with all of it. */
export function outsideOf(corner: Corner, views: 1 | 2, ids: readonly number[], { locals }: Part, parts: Parts): readonly (readonly number[])[] {
  if (views === 1) {
    const able = corner.kinds.filter(({ local }) => parts.isPossible([...locals, local]));
    return able.map(({ features }) => features);
  }
  return corner.features.filter((_, other) => ids.every((id) => corner.pairs.has(`${id},${other}`)) && parts.isPossible([...locals, corner.locals[other]!]));
}
