/*
 * Sets and relations of events as bits: a relation is one row for each event, the set of what it leads to.
 * The numbers of words of all rows are the same, so a set is one row and a relation is `size * words` words.
 */

/** A set of events: `words` words. */
export type Bits = Int32Array;
/** A relation: `size * words` words. */
export type Relation = Int32Array;

/** Sets and relations over so many events. */
export class Kit {
  readonly size: number;
  readonly words: number;

  constructor(size: number) {
    this.size = size;
    this.words = Math.max(1, (size + 31) >> 5);
  }

  set(members: Iterable<number> = []): Bits {
    const bits = new Int32Array(this.words);
    for (const member of members) bits[member >> 5]! |= 1 << (member & 31);
    return bits;
  }

  relation(): Relation {
    return new Int32Array(this.size * this.words);
  }

  /** All pairs for which this is so. */
  where(isSo: (from: number, to: number) => boolean): Relation {
    const relation = this.relation();
    for (let from = 0; from < this.size; from++) for (let to = 0; to < this.size; to++) if (isSo(from, to)) this.add(relation, from, to);
    return relation;
  }

  add(relation: Relation, from: number, to: number): void {
    relation[from * this.words + (to >> 5)]! |= 1 << (to & 31);
  }

  has(relation: Relation, from: number, to: number): boolean {
    return ((relation[from * this.words + (to >> 5)]! >>> (to & 31)) & 1) !== 0;
  }

  row(relation: Relation, from: number): Bits {
    return relation.subarray(from * this.words, (from + 1) * this.words);
  }

  /** Adds a set to what an event leads to. */
  addRow(relation: Relation, from: number, bits: Bits): void {
    for (let word = 0, at = from * this.words; word < this.words; word++) relation[at + word]! |= bits[word]!;
  }

  union(...relations: readonly Relation[]): Relation {
    const all = this.relation();
    for (const relation of relations) this.unite(all, relation);
    return all;
  }

  unite(into: Relation, other: Relation): void {
    for (let at = 0; at < into.length; at++) into[at]! |= other[at]!;
  }

  /** First one relation, then the other. */
  sequence(first: Relation, second: Relation, into: Relation = this.relation()): Relation {
    const { size, words } = this;
    if (words === 1) {
      for (let from = 0; from < size; from++) {
        let row = 0;
        for (let rest = first[from]!; rest !== 0; rest &= rest - 1) row |= second[31 - Math.clz32(rest & -rest)]!;
        into[from]! |= row;
      }
      return into;
    }
    for (let from = 0; from < size; from++) {
      const at = from * words;
      for (let word = 0; word < words; word++)
        for (let rest = first[at + word]!; rest !== 0; rest &= rest - 1) {
          const middle = ((word << 5) + 31 - Math.clz32(rest & -rest)) * words;
          for (let target = 0; target < words; target++) into[at + target]! |= second[middle + target]!;
        }
    }
    return into;
  }

  /** The relation and what follows from it by going on; in place. */
  close(relation: Relation): Relation {
    const { size, words } = this;
    for (let middle = 0; middle < size; middle++) {
      const word = middle >> 5;
      const bit = 1 << (middle & 31);
      const row = middle * words;
      for (let from = 0; from < size; from++) {
        const at = from * words;
        if ((relation[at + word]! & bit) !== 0) for (let target = 0; target < words; target++) relation[at + target]! |= relation[row + target]!;
      }
    }
    return relation;
  }

  /** The same with every event leading to itself; in place. */
  closeReflexively(relation: Relation): Relation {
    this.addIdentity(relation);
    return this.close(relation);
  }

  addIdentity(relation: Relation): void {
    for (let event = 0; event < this.size; event++) this.add(relation, event, event);
  }

  /** Whether an event leads to itself. */
  isReflexive(relation: Relation): boolean {
    for (let event = 0; event < this.size; event++) if (this.has(relation, event, event)) return true;
    return false;
  }

  /** Keeps only pairs from a set and to a set; in place. Null: any. */
  keep(relation: Relation, from: Bits | null, to: Bits | null): Relation {
    const { size, words } = this;
    for (let event = 0; event < size; event++) {
      const kept = from === null || ((from[event >> 5]! >>> (event & 31)) & 1) !== 0;
      for (let word = 0, at = event * words; word < words; word++) relation[at + word]! &= kept ? (to === null ? -1 : to[word]!) : 0;
    }
    return relation;
  }

  /** Keeps only pairs of another relation; in place. */
  meet(relation: Relation, other: Relation): Relation {
    for (let at = 0; at < relation.length; at++) relation[at]! &= other[at]!;
    return relation;
  }

  /** Leaves out the pairs of another relation; in place. */
  without(relation: Relation, other: Relation): Relation {
    for (let at = 0; at < relation.length; at++) relation[at]! &= ~other[at]!;
    return relation;
  }

  inverse(relation: Relation): Relation {
    const turned = this.relation();
    this.each(relation, (from, to) => this.add(turned, to, from));
    return turned;
  }

  each(relation: Relation, visit: (from: number, to: number) => void): void {
    for (let from = 0; from < this.size; from++)
      for (let word = 0, at = from * this.words; word < this.words; word++)
        for (let rest = relation[at + word]!; rest !== 0; rest &= rest - 1) visit(from, (word << 5) + 31 - Math.clz32(rest & -rest));
  }
}

export function isEmpty(relation: Int32Array): boolean {
  for (let at = 0; at < relation.length; at++) if (relation[at] !== 0) return false;
  return true;
}
