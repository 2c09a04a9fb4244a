/*
 * Sets that have something in common with each of others, and no smaller set of theirs has (Berge, "Hypergraphs", 1989, chapter 2).
 */

/** A set of numbers, in order. */
export type Numbers = readonly number[];

/** Sets that are kept at most: of more those that cost least stay. */
const setsMost = 5_000;

/** The minimal sets that meet all clauses given so far. */
export class HittingSets {
  #sets: readonly Numbers[] = [[]];
  readonly #cost: (set: Numbers) => number;
  /** Some were left out. */
  isCut = false;

  constructor(cost: (set: Numbers) => number) {
    this.#cost = cost;
  }

  /** Those that cost least first. */
  get sets(): readonly Numbers[] {
    return this.#sets;
  }

  /** One more set that has to be met. With an empty one there is none that meets all. */
  add(clause: Numbers): void {
    const hits = (set: Numbers): boolean => set.some((each) => clause.includes(each));
    const kept = this.#sets.filter(hits);
    const grown = this.#sets.filter((set) => !hits(set)).flatMap((set) => clause.map((each) => [...set, each].toSorted((a, b) => a - b)));
    const all = new Map([...kept, ...grown].map((set) => [set.join(), set]));
    const minimal = [...all.values()].filter(
      (set) =>
        !kept.some((smaller) => smaller !== set && isWithin(smaller, set)) && !grown.some((smaller) => smaller.length < set.length && isWithin(smaller, set)),
    );
    const ordered = minimal.map((set) => ({ set, cost: this.#cost(set) })).toSorted((a, b) => a.cost - b.cost || a.set.length - b.set.length);
    if (ordered.length > setsMost) this.isCut = true;
    this.#sets = ordered.slice(0, setsMost).map(({ set }) => set);
  }
}

const isWithin = (smaller: Numbers, larger: Numbers): boolean => smaller.every((each) => larger.includes(each));
