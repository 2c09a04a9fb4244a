import type { Projection } from './projection.ts';
import type { Corner, Views } from './views.ts';

/*
 * Where views are of one instance: the instances of a shared state by their classes, and what steps of others make of each class. What
 * is true of one instance of a class beside others is true of all of them, also of those that are found later.
 */

/** What a step makes of a class: the shared state that it leads to, and the class there. */
interface Effect {
  readonly to: Corner;
  readonly class: number;
  readonly step: number;
}

interface Class {
  readonly places: number[];
  readonly effects: Effect[];
  /** The effects as numbers. */
  readonly known: Set<number>;
}

/** The classes of a shared state. */
export class Classes {
  readonly #corner: Corner;
  readonly #views: Views;
  readonly #projection: Projection;
  readonly #classes = new Map<number, Class>();
  /** By family: one instance of each class, in the order in which they were found. */
  readonly heads: readonly number[][];
  #absorbed = 0;

  constructor(corner: Corner, views: Views, projection: Projection) {
    this.#corner = corner;
    this.#views = views;
    this.#projection = projection;
    this.heads = corner.members.map(() => []);
  }

  /** Takes in all instances that the shared state has by now: what was found of their classes becomes of them too. */
  absorb(): void {
    for (; this.#absorbed < this.#corner.ids.length; this.#absorbed++) {
      const place = this.#absorbed;
      const id = this.#projection.classOf(this.#corner.ids[place]!);
      const known = this.#classes.get(id);
      if (known === undefined) {
        this.#classes.set(id, { places: [place], effects: [], known: new Set() });
        this.heads[this.#views.familyOf(this.#corner, place)]!.push(place);
      } else {
        known.places.push(place);
        for (const effect of known.effects) this.#apply(place, effect);
      }
    }
  }

  /** Notes that a step makes something of a class. */
  note(id: number, to: Corner, becomes: number, step: number): void {
    const { places, effects, known } = this.#classes.get(id)!;
    const key = to.id * 2 ** 26 + becomes;
    if (known.has(key)) return;
    known.add(key);
    const effect: Effect = { to, class: becomes, step };
    effects.push(effect);
    for (const place of places) this.#apply(place, effect);
  }

  #apply(place: number, { to, class: becomes, step }: Effect): void {
    this.#views.add(to, this.#projection.changed(this.#corner.ids[place]!, becomes), this.#corner, place, step);
  }
}
