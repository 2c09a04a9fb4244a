/*
 * Who has taken what of the specs of a call, in one array of shared memory.
 * Of each spec there is a word, one for the number of its units, and one for each of these.
 */

/** Units of a spec that others can take than who has the spec. */
const unitsMax = 254;

const perSpec = unitsMax + 2;

/** Nobody has a spec or a unit; somebody has it; the main thread has a spec. */
const [free, taken, shared] = [0, 1, 2];

export class SpecClaims {
  readonly words: Int32Array;

  constructor(words: Int32Array) {
    this.words = words;
  }

  /** Where a snapshot is made there are no threads, and no memory that they share. */
  static of(specs: number): SpecClaims {
    const Memory = typeof SharedArrayBuffer === 'undefined' ? ArrayBuffer : SharedArrayBuffer;
    return new SpecClaims(new Int32Array(new Memory(4 * perSpec * specs)));
  }

  /** Takes a whole spec; false where somebody else has. */
  take(spec: number): boolean {
    return this.#exchange(spec * perSpec, taken);
  }

  /** The same for the main thread, whose specs the other threads run units of. */
  share(spec: number): boolean {
    return this.#exchange(spec * perSpec, shared);
  }

  /** Says how many units there are of a spec that one has taken. */
  begin(spec: number, units: number): void {
    Atomics.store(this.words, spec * perSpec + 1, Math.min(units, unitsMax));
  }

  /** Takes a unit; false where somebody else has. Those beyond the most are of who has the spec. */
  takeUnit(spec: number, unit: number): boolean {
    return unit >= unitsMax || this.#exchange(spec * perSpec + 2 + unit, taken);
  }

  /** Whether another thread than the main one has a spec. */
  isTaken(spec: number): boolean {
    return Atomics.load(this.words, spec * perSpec) === taken;
  }

  /** Whether somebody has a unit. */
  isUnitTaken(spec: number, unit: number): boolean {
    return unit < unitsMax && Atomics.load(this.words, spec * perSpec + 2 + unit) === taken;
  }

  /** Whether the main thread has a spec. */
  isShared(spec: number): boolean {
    return Atomics.load(this.words, spec * perSpec) === shared;
  }

  /** Units of a spec that nobody has, in order; none before it was said how many there are. */
  freeUnits(spec: number): readonly number[] {
    return [...this.#freeUnitsOf(spec)].map((at) => at - spec * perSpec - 2);
  }

  /** How many specs nobody has, and of the specs that somebody has, how many units nobody has and how many somebody has. */
  counted(): { readonly specs: number; readonly units: number; readonly unitsTaken: number } {
    let [specs, units, unitsTaken] = [0, 0, 0];
    for (let spec = 0; spec * perSpec < this.words.length; spec++) {
      if (Atomics.load(this.words, spec * perSpec) === free) {
        specs++;
        continue;
      }
      const left = this.freeUnits(spec).length;
      units += left;
      unitsTaken += Atomics.load(this.words, spec * perSpec + 1) - left;
    }
    return { specs, units, unitsTaken };
  }

  *#freeUnitsOf(spec: number): Generator<number> {
    const from = spec * perSpec + 2;
    const end = from + Atomics.load(this.words, from - 1);
    for (let at = from; at < end; at++) if (Atomics.load(this.words, at) === free) yield at;
  }

  #exchange(at: number, word: number): boolean {
    return Atomics.compareExchange(this.words, at, free, word) === free;
  }
}
