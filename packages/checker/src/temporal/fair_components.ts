import { roundsPerPause } from './pause.ts';
import type { Pause } from './pause.ts';
import type { Product } from './product.ts';

/*
 * The parts of a product in which an accepting fair cycle exists.
 * Strongly connected components are found by R. Tarjan, "Depth-first search and linear graph algorithms" (1972), without
 * recursion. A component in which some acceptance set or weak demand is not met has no such cycle. Where only strong
 * demands are not met, the states that enable them are taken out and the rest is split again: the recursion of
 * E. A. Emerson and C.-L. Lei, "Modalities for model checking", Science of Computer Programming 8 (1987), for Streett conditions.
 */

/** A strongly connected part, every edge of which lies on a fair cycle that is accepted. */
export interface FairComponent {
  /** Pairs in ascending order. */
  readonly pairs: Uint32Array;
}

export interface FairComponents {
  readonly list: readonly FairComponent[];
  /** By pair: its component plus one; 0 where it is in none. */
  readonly ofPair: Uint32Array;
  /** By pair: its index among those of its component. */
  readonly indexOf: Uint32Array;
}

export async function fairComponents(product: Product, pause: Pause): Promise<FairComponents> {
  const { count, words } = product;
  const region = new Uint32Array(count);
  const split = splitter(product, region, pause);
  let regions = 0;
  const all = Uint32Array.from({ length: count }, (_, pair) => pair);
  const todo: Uint32Array[] = await split(all, 0, () => ++regions);
  const fair: FairComponent[] = [];
  const ofPair = new Uint32Array(count);
  const indexOf = new Uint32Array(count);
  const met = new Int32Array(words);
  const needed = new Int32Array(words);
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    const wait = pause();
    if (wait !== null) await wait;
    const own = region[part[0]!]!;
    if (!requirements(product, part, region, own, met, needed)) continue;
    if (missing(product.always, met)) continue;
    if (missing(needed, met)) {
      const rest = part.filter((pair) => !enables(product, pair, needed, met));
      for (const pair of part) region[pair] = 0;
      if (rest.length === 0) continue;
      const inner = ++regions;
      for (const pair of rest) region[pair] = inner;
      for (const inside of await split(rest, inner, () => ++regions)) todo.push(inside);
      continue;
    }
    const pairs = part.toSorted();
    const number = fair.push({ pairs });
    for (const [index, pair] of pairs.entries()) {
      ofPair[pair] = number;
      indexOf[pair] = index;
    }
  }
  return { list: fair, ofPair, indexOf };
}

/** What the edges and pairs of a part meet, and which strong demands are enabled in it; false where it has no edge. */
function requirements(product: Product, part: Uint32Array, region: Uint32Array, own: number, met: Int32Array, needed: Int32Array): boolean {
  const { words, first, targets, marks, markWords, needs, needWords, weak, strong } = product;
  met.fill(0);
  needed.fill(0);
  let hasEdge = false;
  for (const pair of part) {
    for (let word = 0; word < words; word++) {
      const enabled = needWords[needs[pair]! * words + word]!;
      met[word]! |= weak[word]! & ~enabled;
      needed[word]! |= strong[word]! & enabled;
    }
    for (let edge = first[pair]!; edge < first[pair + 1]!; edge++) {
      if (region[targets[edge]!] !== own) continue;
      hasEdge = true;
      for (let word = 0; word < words; word++) met[word]! |= markWords[marks[edge]! * words + word]!;
    }
  }
  return hasEdge;
}

function missing(wanted: Int32Array, met: Int32Array): boolean {
  return wanted.some((word, at) => (word & ~met[at]!) !== 0);
}

/** Whether a pair enables a strong demand that is not met. */
function enables({ words, needs, needWords }: Product, pair: number, needed: Int32Array, met: Int32Array): boolean {
  for (let word = 0; word < words; word++) if ((needWords[needs[pair]! * words + word]! & needed[word]! & ~met[word]!) !== 0) return true;
  return false;
}

type Split = (members: Uint32Array, own: number, next: () => number) => Promise<Uint32Array[]>;

/** Splits the pairs of a region into strongly connected ones, each a region of its own; single ones without an edge to themselves are dropped. */
function splitter({ count, first, targets }: Product, region: Uint32Array, pause: Pause): Split {
  const order = new Uint32Array(count);
  const low = new Uint32Array(count);
  const stack = new Uint32Array(count);
  const path = new Uint32Array(count);
  const at = new Uint32Array(count);
  return async (members, own, next) => {
    const parts: Uint32Array[] = [];
    for (const pair of members) order[pair] = 0;
    let visited = 0;
    let stacked = 0;
    let rounds = 0;
    for (const root of members) {
      if (order[root] !== 0) continue;
      let depth = 0;
      path[0] = root;
      order[root] = low[root] = ++visited;
      at[root] = first[root]!;
      stack[stacked++] = root;
      while (depth >= 0) {
        const wait = ++rounds % roundsPerPause === 0 ? pause() : null;
        if (wait !== null) await wait;
        const pair = path[depth]!;
        if (at[pair]! < first[pair + 1]!) {
          const target = targets[at[pair]!++]!;
          if (region[target] !== own) continue;
          if (order[target] === 0) {
            order[target] = low[target] = ++visited;
            at[target] = first[target]!;
            stack[stacked++] = target;
            path[++depth] = target;
          } else if (order[target]! < low[pair]!) low[pair] = order[target]!;
          continue;
        }
        depth--;
        if (depth >= 0) {
          const parent = path[depth]!;
          if (low[pair]! < low[parent]!) low[parent] = low[pair]!;
        }
        if (low[pair] !== order[pair]) continue;
        // The members of the component leave the region, so that nobody looks at them again.
        const number = next();
        let from = stacked;
        do region[stack[--from]!] = number;
        while (stack[from] !== pair);
        if (stacked - from > 1 || hasLoop(pair)) parts.push(stack.slice(from, stacked));
        stacked = from;
      }
    }
    return parts;
  };

  function hasLoop(pair: number): boolean {
    for (let edge = first[pair]!; edge < first[pair + 1]!; edge++) if (targets[edge] === pair) return true;
    return false;
  }
}
