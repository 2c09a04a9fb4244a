import { roundsPerPause } from './pause.ts';
import type { Pause } from './pause.ts';
import type { Product } from './product.ts';
import type { Room } from './room.ts';

/*
 * Strongly connected parts, by R. Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion.
 */

/** Whether an edge lies in one of the sets that are taken out. */
export function isRemoved({ words, marks, markWords }: Product, edge: number, removed: Int32Array): boolean {
  for (let word = 0; word < words; word++) if ((markWords[marks[edge]! * words + word]! & removed[word]!) !== 0) return true;
  return false;
}

export interface Split {
  /** The strongly connected parts of some product states and of the edges between them that lie in no removed set; single ones without an edge to themselves are dropped. */
  (members: Uint32Array, removed: Int32Array): Promise<readonly Uint32Array[]>;
  /** Makes a region of its own of some product states; its number. */
  mark(members: Uint32Array): number;
}

/** `region` says of each product state to which region it belongs. */
export function splitter(product: Product, region: Uint32Array, room: Room, pause: Pause): Split {
  const { count, first, targets } = product;
  const order = room.numbers(count);
  const low = room.numbers(count);
  const stack = room.numbers(count);
  const path = room.numbers(count);
  const at = room.numbers(count);
  let regions = 0;

  const mark = (members: Uint32Array): number => {
    const own = ++regions;
    for (const productState of members) region[productState] = own;
    return own;
  };
  const hasLoop = (productState: number, removed: Int32Array): boolean => {
    for (let edge = first[productState]!; edge < first[productState + 1]!; edge++)
      if (targets[edge] === productState && !isRemoved(product, edge, removed)) return true;
    return false;
  };
  const split = async (members: Uint32Array, removed: Int32Array): Promise<readonly Uint32Array[]> => {
    const own = mark(members);
    const removes = removed.some((word) => word !== 0);
    const parts: Uint32Array[] = [];
    for (const productState of members) order[productState] = 0;
    let nextRoot = 0;
    let depth = -1;
    let visited = 0;
    let stacked = 0;
    /** So many rounds; true at the end. The numbers that change in every round are its own, and kept between two calls. */
    const advance = (rounds: number): boolean => {
      let [deep, found, height] = [depth, visited, stacked];
      for (let round = 0; round < rounds; round++) {
        if (deep < 0) {
          while (nextRoot < members.length && order[members[nextRoot]!] !== 0) nextRoot++;
          if (nextRoot === members.length) return true;
          const root = members[nextRoot]!;
          deep = 0;
          path[0] = root;
          order[root] = low[root] = ++found;
          at[root] = first[root]!;
          stack[height++] = root;
        }
        const productState = path[deep]!;
        if (at[productState]! < first[productState + 1]!) {
          const edge = at[productState]!++;
          const target = targets[edge]!;
          if (region[target] !== own || (removes && isRemoved(product, edge, removed))) continue;
          if (order[target] === 0) {
            order[target] = low[target] = ++found;
            at[target] = first[target]!;
            stack[height++] = target;
            path[++deep] = target;
          } else if (order[target]! < low[productState]!) low[productState] = order[target]!;
          continue;
        }
        deep--;
        if (deep >= 0) {
          const parent = path[deep]!;
          if (low[productState]! < low[parent]!) low[parent] = low[productState]!;
        }
        if (low[productState] !== order[productState]) continue;
        // The members of the component leave the region, so that nobody looks at them again.
        let from = height;
        do region[stack[--from]!] = 0;
        while (stack[from] !== productState);
        if (height - from > 1 || hasLoop(productState, removed)) {
          room.take(4 * (height - from));
          parts.push(stack.slice(from, height));
        }
        height = from;
      }
      [depth, visited, stacked] = [deep, found, height];
      return false;
    };
    while (!advance(roundsPerPause)) {
      const wait = pause();
      if (wait !== null) await wait;
    }
    return parts;
  };
  return Object.assign(split, { mark });
}
