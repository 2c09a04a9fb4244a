import { GrowingStack } from './growing_stack.ts';
import type { Pause } from './pause.ts';
import type { Product } from './product.ts';
import { noRoot, rootsLater } from './roots.ts';
import type { Roots } from './roots.ts';
import type { Room } from './room.ts';

/*
 * Strongly connected components of a product whose edges nobody keeps, each with what its edges and product states meet:
 * a depth-first search that merges what lies on a cycle (H. N. Gabow, "Path-based depth-first search for strong and
 * biconnected components", Information Processing Letters 74, 2000), with sets of requirements that merge too
 * (J.-M. Couvreur, "On-the-fly verification of linear temporal logic", FM 1999).
 *
 *   order     by product state: when it was found, from 1 on; `unseen` of the pass; or `done`
 *   live      product states found whose component is not complete, in the order in which they were found
 *   path      the product states that lead to the one that is open, by their order, with where their edges begin in `pending`
 *   pending   edges to product states that were not found when their source was opened: target, and what the edge meets
 *   parts     components of what was found so far, along the path: the order of the first product state, its place in `live`,
 *             what is met inside, the strong fairness constraints that are enabled inside, and what the edge to it meets
 */

/** In `order`: not in the part that is searched; its component is known. */
const done = -1;
/** In `order`: to be found by a pass over a part. */
const waiting = -2;

/** A component, or what was found of one. */
export interface Found {
  /** A product state of it. */
  readonly first: number;
  readonly size: number;
  /** Whether it has an edge. */
  readonly hasEdge: boolean;
  /** The requirements that its edges and product states meet. */
  readonly met: Int32Array;
  /** The strong fairness constraints that are enabled in it. */
  readonly enabled: Int32Array;
  /** Its product states. */
  readonly members: () => Uint32Array;
}

/** A pass over all of a product, or over a part of it. */
export interface Pass {
  /** Product states of the part; null: all that the roots lead to, in the first pass. */
  readonly members: Uint32Array | null;
  readonly roots: Roots;
  /** Edges in these sets are left out, */
  readonly removed: Int32Array;
  /** and product states that enable one of these fairness constraints. */
  readonly disabled: Int32Array;
  /** A component is complete; true: that is enough. */
  readonly complete: (found: Found) => boolean;
  /** What was found of a component meets `always`, and the strong fairness constraints that are enabled in it: that is enough. Null: nothing is. */
  readonly enough: ((found: Found) => void) | null;
}

export interface ComponentSearch {
  /** True where somebody said that it is enough. */
  readonly run: (pass: Pass) => Promise<boolean>;
  readonly release: () => void;
}

export function componentSearch(product: Product, room: Room, pause: Pause): ComponentSearch {
  const { edges, enabled, requirements } = product;
  const { words, weak, strong, always } = requirements;
  const order = room.words(product.count);
  const stacks = Array.from({ length: 5 }, () => new GrowingStack(room));
  const [liveStack, pathStack, pendingStack, markStack, partStack] = stacks as [GrowingStack, GrowingStack, GrowingStack, GrowingStack, GrowingStack];
  const partSize = 2 + 3 * words;
  const [metAt, enabledAt, edgeAt] = [2, 2 + words, 2 + 2 * words];

  const run = async ({ members, roots, removed, disabled, complete, enough }: Pass): Promise<boolean> => {
    const unseen = members === null ? 0 : waiting;
    const removes = removed.some((word) => word !== 0);
    const disables = disabled.some((word) => word !== 0);
    let [live, path, pending, marks, parts] = [liveStack.view, pathStack.view, pendingStack.view, markStack.view, partStack.view];
    let [liveSize, pathSize, pendingSize, partsSize, visited] = [0, 0, 0, 0, 0];
    let isEnough = false;
    if (members !== null) for (const member of members) order[member] = waiting;

    const found = (): Found => {
      const part = partsSize - partSize;
      const from = parts[part + 1]!;
      const wordsAt = (at: number): Int32Array => Int32Array.from(parts.subarray(part + at, part + at + words));
      const met = wordsAt(metAt);
      return {
        first: live[from]!,
        size: liveSize - from,
        hasEdge: (met[0]! & 1) !== 0,
        met,
        enabled: wordsAt(enabledAt),
        members: () => live.slice(from, liveSize),
      };
    };
    const isMet = (part: number): boolean => {
      for (let word = 0; word < words; word++) if ((always[word]! & ~parts[part + metAt + word]!) !== 0) return false;
      return true;
    };
    const isStronglyFair = (part: number): boolean => {
      for (let word = 0; word < words; word++) if ((parts[part + enabledAt + word]! & ~parts[part + metAt + word]!) !== 0) return false;
      return true;
    };
    /** An edge from the product state found last leads to one found before, with order `first`: what lies between is on a cycle. */
    const merge = (first: number, from: Int32Array | Uint32Array, at: number): void => {
      let part = partsSize - partSize;
      for (; parts[part]! > first; part -= partSize) {
        for (let word = 0; word < words; word++) {
          parts[part - partSize + metAt + word]! |= parts[part + metAt + word]! | parts[part + edgeAt + word]!;
          parts[part - partSize + enabledAt + word]! |= parts[part + enabledAt + word]!;
        }
      }
      partsSize = part + partSize;
      for (let word = 0; word < words; word++) parts[part + metAt + word]! |= from[at + word]!;
      if (enough === null || isEnough || !isMet(part) || !isStronglyFair(part)) return;
      isEnough = true;
      enough(found());
    };
    const isRemoved = (edge: number): boolean => {
      for (let word = 0; word < words; word++) if ((edges.marks[edge * words + word]! & removed[word]!) !== 0) return true;
      return false;
    };
    const isDisabled = (): boolean => {
      for (let word = 0; word < words; word++) if ((enabled[word]! & disabled[word]!) !== 0) return true;
      return false;
    };
    const makeRoom = (edgeCount: number): void => {
      if (liveSize === live.length) live = liveStack.grow();
      if (pathSize + 2 > path.length) path = pathStack.grow();
      if (partsSize + partSize > parts.length) parts = partStack.grow();
      if (pendingSize + edgeCount > pending.length) pending = pendingStack.grow(pendingSize + edgeCount);
      if ((pendingSize + edgeCount) * words > marks.length) marks = markStack.grow((pendingSize + edgeCount) * words);
    };
    /** Opens a product state; the edge that led to it meets what stands in `marks`, or nothing. */
    const visit = (productState: number, markAt: number): void => {
      product.open(productState);
      if (disables && isDisabled()) {
        order[productState] = done;
        return;
      }
      const own = ++visited;
      order[productState] = own;
      const { count, targets } = edges;
      makeRoom(count);
      live[liveSize] = productState;
      const part = partsSize;
      parts[part] = own;
      parts[part + 1] = liveSize++;
      for (let word = 0; word < words; word++) {
        parts[part + metAt + word] = weak[word]! & ~enabled[word]!;
        parts[part + enabledAt + word] = strong[word]! & enabled[word]!;
        parts[part + edgeAt + word] = markAt < 0 ? 0 : marks[markAt + word]!;
      }
      partsSize += partSize;
      path[pathSize] = own;
      path[pathSize + 1] = pendingSize;
      pathSize += 2;
      for (let edge = 0; edge < count; edge++) {
        const target = targets[edge]!;
        const at = order[target]!;
        if (at === done || (at === 0 && unseen !== 0) || (removes && isRemoved(edge))) continue;
        if (at !== unseen) {
          merge(at, edges.marks, edge * words);
          continue;
        }
        pending[pendingSize] = target;
        for (let word = 0; word < words; word++) marks[pendingSize * words + word] = edges.marks[edge * words + word]!;
        pendingSize++;
      }
    };
    /** All edges out of the end of the path were followed. */
    const leave = (): void => {
      pathSize -= 2;
      const part = partsSize - partSize;
      if (parts[part] !== path[pathSize]) return;
      const from = parts[part + 1]!;
      if ((parts[part + metAt]! & 1) !== 0 && isMet(part) && complete(found())) isEnough = true;
      for (let at = from; at < liveSize; at++) order[live[at]!] = done;
      liveSize = from;
      partsSize = part;
    };
    /** True at the end. */
    const advance = (rounds: number): boolean => {
      for (let round = 0; round < rounds && !isEnough; round++) {
        if (pathSize === 0) {
          const root = roots.next();
          if (root === noRoot) return true;
          if (root === rootsLater) return false;
          if (order[root] === unseen) visit(root, -1);
        } else if (pendingSize > path[pathSize - 1]!) {
          const target = pending[--pendingSize]!;
          const at = order[target]!;
          if (at === unseen) visit(target, pendingSize * words);
          else if (at !== done) merge(at, marks, pendingSize * words);
        } else {
          leave();
        }
      }
      return isEnough;
    };
    while (!advance(product.perPause)) {
      const wait = pause();
      if (wait !== null) await wait;
    }
    return isEnough;
  };
  return {
    run,
    release: () => {
      for (const stack of stacks) stack.release();
      room.give(order.byteLength);
    },
  };
}
