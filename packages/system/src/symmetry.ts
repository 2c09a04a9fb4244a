/*
 * Members that can change places: renaming them all over a state gives a state with the same future, renamed.
 * A permutation of a family is put together from interchanges of two members.
 */

/** What a slot's value becomes when two members change places; done before the slots themselves are interchanged. */
export interface Renaming {
  readonly slot: number;
  /** The slot means something only where this slot has one of these values; null: always. */
  readonly when: { readonly slot: number; readonly values: readonly number[] } | null;
  /** `value`: either value of a pair becomes the other; `bits`: the two bits of a pair change places. */
  readonly kind: 'value' | 'bits';
  readonly pairs: readonly (readonly [number, number])[];
}

/** Two members change places. Doing it twice changes nothing. */
export interface Interchange {
  readonly members: readonly [number, number];
  readonly renamings: readonly Renaming[];
  /** Slots whose values change places. */
  readonly slots: readonly (readonly [number, number])[];
  /** Actors that change places, as indices into `actors`. */
  readonly actors: readonly (readonly [number, number])[];
}

/** Instances of an actor, or objects of an array, whose symmetry no step breaks. */
export interface Family {
  /** `vcpu`, `folio` */
  readonly name: string;
  readonly size: number;
  /** By member: the slots that belong to it and to no member of another family, in the same order for each. */
  readonly own: readonly (readonly number[])[];
  /** For every two members. */
  readonly interchanges: readonly Interchange[];
  /** Indices of the properties that break the symmetry: the family is not interchangeable where one of them is judged. */
  readonly brokenBy: readonly number[];
}
