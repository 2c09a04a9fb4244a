/*
 * What was found out by looking at some numbers of a state, one after the other: a tree that asks for the same ones.
 * Who finds out must be deterministic: which number is looked at next depends on nothing but those looked at before.
 */

interface Node<T> {
  /** Which number is asked for; -1: nothing more is. */
  readonly at: number;
  /** By the number that is there. */
  readonly next: (Node<T> | undefined)[];
  readonly value: T | undefined;
}

export class Decisions<T> {
  #root: Node<T> | undefined = undefined;

  /** What was found where these numbers were the same; undefined: nobody has looked. */
  find(numbers: Int32Array): T | undefined {
    let node = this.#root;
    while (node !== undefined && node.at >= 0) node = node.next[numbers[node.at]!];
    return node?.value;
  }

  /** `asked`: which numbers were looked at, each once, in order. */
  add(numbers: Int32Array, asked: Iterable<number>, value: T): void {
    const order = [...asked];
    let holder: (Node<T> | undefined)[] | null = null;
    let slot = 0;
    let node = this.#root;
    for (const at of order) {
      if (node === undefined) {
        node = { at, next: [], value: undefined };
        this.#put(holder, slot, node);
      }
      if (node.at !== at) throw new Error('what is found out depends on something that nobody has noted');
      holder = node.next;
      slot = numbers[at]!;
      node = holder[slot];
    }
    if (node !== undefined) throw new Error('what is found out depends on something that nobody has noted');
    this.#put(holder, slot, { at: -1, next: [], value });
  }

  #put(holder: (Node<T> | undefined)[] | null, slot: number, node: Node<T>): void {
    if (holder === null) this.#root = node;
    else holder[slot] = node;
  }
}
