import type { FairComponent } from './fair_components.ts';
import type { LoopFound } from './loop.ts';
import { inSlices, roundsPerPause } from './pause.ts';
import type { Pause } from './pause.ts';
import type { Product } from './product.ts';
import type { Room } from './room.ts';
import { isRemoved } from './split.ts';

/** Goes to the nearest edge or product state that meets something more, until all is met, and back to the start. */
export async function greedyLoop(product: Product, component: FairComponent, start: number, room: Room, pause: Pause): Promise<LoopFound> {
  const { words, first, targets, steps, marks, markWords, needs, needWords, weak, strong } = product;
  const {
    productStates,
    removed,
    layer: { ofProductState, indexOf },
  } = component;
  const own = ofProductState[start]!;
  /** By index in the component: the edge by which it was reached, and the search in which that was. */
  const by = room.numbers(productStates.length);
  const stamps = room.numbers(productStates.length);
  const queue = room.numbers(productStates.length);
  let stamp = 0;
  let work = 0;

  // Strong fairness constraints that are enabled anywhere in the component are met like the others.
  const open = component.always.slice();
  for (const productState of productStates)
    for (let word = 0; word < words; word++) open[word]! |= strong[word]! & needWords[needs[productState]! * words + word]!;
  const meetsWord = (edge: number, word: number): number =>
    markWords[marks[edge]! * words + word]! | (weak[word]! & ~needWords[needs[targets[edge]!]! * words + word]!);
  const isGoal = (edge: number, isMet: boolean): boolean => {
    if (isMet) return targets[edge] === start;
    for (let word = 0; word < words; word++) if ((meetsWord(edge, word) & open[word]!) !== 0) return true;
    return false;
  };

  /** The shortest path to an edge that is a goal. */
  const nearest = async (from: number, isMet: boolean): Promise<readonly number[]> => {
    stamp++;
    let end = 0;
    queue[end++] = from;
    stamps[indexOf[from]!] = stamp;
    let found: readonly number[] | null = null;
    const expand = (productState: number): void => {
      for (let edge = first[productState]!; edge < first[productState + 1]!; edge++) {
        work++;
        const target = targets[edge]!;
        if (ofProductState[target] !== own || isRemoved(product, edge, removed)) continue;
        if (isGoal(edge, isMet)) {
          found = pathTo(edge, productState, from);
          return;
        }
        if (stamps[indexOf[target]!] === stamp) continue;
        stamps[indexOf[target]!] = stamp;
        by[indexOf[target]!] = edge;
        queue[end++] = target;
      }
    };
    await inSlices(
      () => (found === null ? end : 0),
      roundsPerPause,
      pause,
      (at, to) => {
        for (let next = at; next < to && found === null; next++) expand(queue[next]!);
      },
    );
    if (found !== null) return found;
    throw new Error('a fair component meets less than it promised');
  };
  const pathTo = (last: number, source: number, from: number): readonly number[] => {
    const path = [last];
    for (let productState = source; productState !== from;) {
      const edge = by[indexOf[productState]!]!;
      path.push(edge);
      productState = sourceOf(edge);
    }
    return path.reverse();
  };
  const sourceOf = (edge: number): number => {
    let low = 0;
    let high = product.count;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (first[middle]! <= edge) low = middle;
      else high = middle;
    }
    return low;
  };

  const loop: number[] = [];
  let here = start;
  let isMet = open.every((word) => word === 0);
  do {
    for (const edge of await nearest(here, isMet)) {
      for (let word = 0; word < words; word++) open[word]! &= ~meetsWord(edge, word);
      loop.push(steps[edge]!);
      here = targets[edge]!;
    }
    isMet = open.every((word) => word === 0);
  } while (!isMet || here !== start);
  room.give(12 * productStates.length);
  return { loop, work };
}
