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
  #lists = new Int32Array(256);
  #nexts = new Int32Array(256);
  #table = new Int32Array(1024);
  #count = 0;

  /** The number of a list with one more number, of 32 bits, at its end. 0 is the empty list. */
  of(list: number, next: number): number {
    let place = spread(list, next) & (this.#table.length - 1);
    for (let id = this.#table[place]!; id !== 0; id = this.#table[place]!) {
      if (this.#lists[id] === list && this.#nexts[id] === next) return id;
      place = (place + 1) & (this.#table.length - 1);
    }
    const id = ++this.#count;
    if (id === this.#lists.length) this.#widen();
    this.#lists[id] = list;
    this.#nexts[id] = next;
    this.#table[place] = id;
    if (2 * id > this.#table.length) this.#grow();
    return id;
  }

  #widen(): void {
    const [lists, nexts] = [new Int32Array(2 * this.#lists.length), new Int32Array(2 * this.#lists.length)];
    lists.set(this.#lists);
    nexts.set(this.#nexts);
    [this.#lists, this.#nexts] = [lists, nexts];
  }

  #grow(): void {
    const table = new Int32Array(2 * this.#table.length);
    for (let id = 1; id <= this.#count; id++) {
      let place = spread(this.#lists[id]!, this.#nexts[id]!) & (table.length - 1);
      while (table[place]! !== 0) place = (place + 1) & (table.length - 1);
      table[place] = id;
    }
    this.#table = table;
  }
}

function spread(list: number, next: number): number {
  let hash = Math.imul(list ^ Math.imul(next, 0x85eb_ca6b), 0xc2b2_ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x27d4_eb2f);
  return (hash ^ (hash >>> 13)) >>> 0;
}
