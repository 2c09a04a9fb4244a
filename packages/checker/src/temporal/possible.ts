import { GrowingStack } from './growing_stack.ts';
import { inSlices } from './pause.ts';
import type { Pause } from './pause.ts';
import type { Room } from './room.ts';
import type { Steps } from './steps.ts';
import { unwanted } from './steps.ts';
import { noValuations } from './valuations.ts';

/*
 * `possible p` is AG EF p: it holds where every terminal component has a state with p. A depth-first search finds them
 * (Gabow, as in component_search.ts). As soon as it comes to a state from which p can be reached, everything that is found and
 * not complete reaches it too, since all of that leads to the end of the path; so most searches are short, and only a
 * component of states that cannot reach p is ever complete.
 */

/** In `order`: p can be reached, */
const good = -1;
/** or cannot. */
const lost = -2;

/**
 * The first state from which no state with the property can be reached any more, or -1.
 * States that were not expanded may lead anywhere. States are numbered breadth first, so the first is the nearest.
 */
export async function firstLost(steps: Steps, property: number, room: Room, pause: Pause): Promise<number> {
  const { stateCount, expanded, perPause } = steps;
  const order = room.words(stateCount);
  order.fill(good, expanded);
  const flags = new Uint8Array(perPause);
  await inSlices(
    () => expanded,
    perPause,
    pause,
    (from, to) => {
      steps.holding(property, from, to, flags);
      for (let state = from; state < to; state++) if (flags[state - from] === 1) order[state] = good;
    },
  );
  const search = lostSearch(steps, order, room);
  let [root, first, isDone] = [0, -1, false];
  await inSlices(
    () => (isDone ? 0 : Infinity),
    perPause,
    pause,
    (from, to) => {
      for (let round = from; round < to && !isDone; round++) {
        if (search.advance()) continue;
        first = search.first();
        // All before are known.
        if (first >= 0 && first <= root) isDone = true;
        else {
          while (root < expanded && order[root] !== 0) root++;
          if (root === expanded) isDone = true;
          else search.visit(root);
        }
      }
    },
  );
  search.release();
  return search.first();
}

interface LostSearch {
  /** Opens a state that was not found. */
  readonly visit: (state: number) => void;
  /** Goes on; false where all that was found is known. */
  readonly advance: () => boolean;
  /** The first state from which p cannot be reached; -1: none so far. */
  readonly first: () => number;
  readonly release: () => void;
}

function lostSearch(steps: Steps, order: Int32Array, room: Room): LostSearch {
  const opened = steps.read(noValuations, null);
  const stacks = Array.from({ length: 4 }, () => new GrowingStack(room));
  const [liveStack, pathStack, pendingStack, partStack] = stacks as [GrowingStack, GrowingStack, GrowingStack, GrowingStack];
  let [live, path, pending, parts] = [liveStack.view, pathStack.view, pendingStack.view, partStack.view];
  let [liveSize, pathSize, pendingSize, partsSize] = [0, 0, 0, 0];
  let first = -1;
  const makeRoom = (): void => {
    if (liveSize === live.length) live = liveStack.grow();
    if (pathSize + 2 > path.length) path = pathStack.grow();
    if (partsSize === parts.length) parts = partStack.grow();
    if (pendingSize + opened.count > pending.length) pending = pendingStack.grow(pendingSize + opened.count);
  };
  /** A step leads to a state found before, which is not complete: all from there on is one component. */
  const merge = (at: number): void => {
    while (parts[partsSize - 1]! > at) partsSize--;
  };
  const reach = (): void => {
    for (let at = 0; at < liveSize; at++) order[live[at]!] = good;
    liveSize = pathSize = pendingSize = partsSize = 0;
  };
  const visit = (state: number): void => {
    opened.open(state);
    makeRoom();
    live[liveSize++] = state;
    order[state] = liveSize;
    parts[partsSize++] = liveSize;
    path[pathSize] = liveSize;
    path[pathSize + 1] = pendingSize;
    pathSize += 2;
    for (let step = 0; step < opened.count; step++) {
      const target = opened.targets[step]!;
      if (target >= unwanted) continue;
      const at = order[target]!;
      if (at === good) {
        reach();
        return;
      }
      if (at === 0) pending[pendingSize++] = target;
      else if (at !== lost) merge(at);
    }
  };
  const leave = (): void => {
    pathSize -= 2;
    const own = path[pathSize]!;
    if (parts[partsSize - 1] !== own) return;
    for (let at = own - 1; at < liveSize; at++) {
      order[live[at]!] = lost;
      if (first < 0 || live[at]! < first) first = live[at]!;
    }
    liveSize = own - 1;
    partsSize--;
  };
  return {
    visit,
    advance: () => {
      if (pathSize === 0) return false;
      if (pendingSize === path[pathSize - 1]) leave();
      else {
        const target = pending[--pendingSize]!;
        const at = order[target]!;
        if (at === 0) visit(target);
        else if (at !== lost) merge(at);
      }
      return true;
    },
    first: () => first,
    release: () => {
      for (const stack of stacks) stack.release();
      room.give(order.byteLength);
    },
  };
}
