/** Something that clients may unfold, and how. */
export interface Shown {
  readonly name: string;
  readonly value: string;
  /** An expression for it, where it has one. */
  readonly path: string | null;
  readonly canBeSet: boolean;
  /** Null: there is nothing in it. */
  readonly children: (() => readonly Shown[]) | null;
}

/** What can be unfolded, and the frame (null: none) in which the expressions for it mean something. */
export interface Unfolding {
  readonly children: () => readonly Shown[];
  readonly frame: number | null;
}

/** All numbers above are of handles. */
export const handlesFrom = 10_000_000;

/** Numbers for what clients may unfold, new ones for each state that is shown. */
export class Handles {
  readonly #known = new Map<number, Unfolding>();
  #last = handlesFrom;

  /** The number by which it is asked for. */
  of(unfolding: Unfolding): number {
    this.#known.set(++this.#last, unfolding);
    return this.#last;
  }

  get(reference: number): Unfolding | null {
    return this.#known.get(reference) ?? null;
  }

  /** The state is another one: the numbers given so far mean nothing any more. */
  forget(): void {
    this.#known.clear();
  }
}
