/*
 * Lists of whole numbers as numbers of their own: two lists are the same where their numbers are, so what is known of one is found by it.
 */

/** Lists of one length, each kept once, in the order in which they came. */
export class Vectors {
  readonly #all: (readonly number[])[] = [];
  readonly #hashes: number[] = [];
  #table = new Int32Array(64).fill(-1);

  /** How many there are. */
  get count(): number {
    return this.#all.length;
  }

  /** The list of a number. */
  at(id: number): readonly number[] {
    return this.#all[id]!;
  }

  /** The number of a list; a new list is kept as it is. */
  idOf(values: readonly number[]): number {
    const hash = hashOf(values);
    let place = hash & (this.#table.length - 1);
    for (let id = this.#table[place]!; id >= 0; id = this.#table[place]!) {
      if (this.#hashes[id] === hash && isSame(this.#all[id]!, values)) return id;
      place = (place + 1) & (this.#table.length - 1);
    }
    const id = this.#all.length;
    this.#all.push(values);
    this.#hashes.push(hash);
    this.#table[place] = id;
    if (2 * this.#all.length > this.#table.length) this.#grow();
    return id;
  }

  #grow(): void {
    const table = new Int32Array(2 * this.#table.length).fill(-1);
    this.#hashes.forEach((hash, id) => {
      let place = hash & (table.length - 1);
      while (table[place]! >= 0) place = (place + 1) & (table.length - 1);
      table[place] = id;
    });
    this.#table = table;
  }
}

function hashOf(values: readonly number[]): number {
  let hash = values.length;
  for (let at = 0; at < values.length; at++) {
    hash = Math.imul(hash ^ values[at]!, 0x85eb_ca6b);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}

/** Lists of any length as numbers, made number by number: `of(of(0, 7), 9)` is always the same, and no other list's. */
export class Chains {
  readonly #next = new Map<number, number>();

  /** The number of a list with one more number, below 2^26, at its end. 0 is the empty list. */
  of(list: number, next: number): number {
    const key = list * 2 ** 26 + next;
    const known = this.#next.get(key);
    if (known !== undefined) return known;
    const made = this.#next.size + 1;
    this.#next.set(key, made);
    return made;
  }
}
