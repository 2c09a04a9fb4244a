import type { FairComponent } from './fair_components.ts';
import { GrowingStack } from './growing_stack.ts';
import type { LoopFound, StepTaken } from './loop.ts';
import { inSlices } from './pause.ts';
import type { Pause } from './pause.ts';
import type { Product } from './product.ts';
import { union } from './requirements.ts';
import type { Room } from './room.ts';

/** A component, as far as a loop through it is looked for. */
export interface LoopPlace extends Pick<FairComponent, 'always' | 'enabled' | 'removed'> {
  readonly isMember: (productState: number) => boolean;
}

/** Whether an edge lies in one of the sets that are taken out. */
export function isRemoved(marks: Int32Array, edge: number, removed: Int32Array): boolean {
  const words = removed.length;
  for (let word = 0; word < words; word++) if ((marks[edge * words + word]! & removed[word]!) !== 0) return true;
  return false;
}

/** Goes to the nearest edge or product state that meets something more, until all is met, and back to the start. */
export async function greedyLoop(product: Product, place: LoopPlace, start: number, room: Room, pause: Pause): Promise<LoopFound> {
  const { edges, enabled, requirements, count, perPause, systemState } = product;
  const { words, weak, edge: hasEdge } = requirements;
  const { always, removed, isMember } = place;
  /** By product state: the one from which it was reached, and the search in which that was. */
  const by = room.numbers(count);
  const stamps = room.numbers(count);
  const queue = new GrowingStack(room);
  let stamp = 0;
  let work = 0;

  // Strong fairness constraints that are enabled anywhere in the component are met like the others.
  const open = union(always, place.enabled).map((word, at) => word & ~hasEdge[at]!);
  const isIdle = (): boolean => {
    for (let word = 0; word < words; word++) if ((weak[word]! & ~enabled[word]! & open[word]!) !== 0) return true;
    return false;
  };
  const meets = (edge: number): boolean => {
    for (let word = 0; word < words; word++) if ((edges.marks[edge * words + word]! & open[word]!) !== 0) return true;
    return false;
  };
  const belongs = (edge: number): boolean => isMember(edges.targets[edge]!) && !isRemoved(edges.marks, edge, removed);

  /** The product states of a shortest way to what is wanted next; the first is `from`. */
  const nearest = async (from: number, isBack: boolean): Promise<readonly number[]> => {
    stamp++;
    let [end, states] = [1, queue.view];
    let found: readonly number[] | null = null;
    states[0] = from;
    stamps[from] = stamp;
    const expand = (productState: number): void => {
      product.open(productState);
      if (!isBack && isIdle()) {
        found = wayTo(productState, from);
        return;
      }
      for (let edge = 0; edge < edges.count; edge++) {
        work++;
        const target = edges.targets[edge]!;
        if (!belongs(edge)) continue;
        if (isBack ? target === start : meets(edge)) {
          found = [...wayTo(productState, from), target];
          return;
        }
        if (stamps[target] === stamp) continue;
        stamps[target] = stamp;
        by[target] = productState;
        if (end === states.length) states = queue.grow();
        states[end++] = target;
      }
    };
    await inSlices(
      () => (found === null ? end : 0),
      perPause,
      pause,
      (at, to) => {
        for (let next = at; next < to && found === null; next++) expand(states[next]!);
      },
    );
    if (found !== null) return found;
    throw new Error('a fair component meets less than it promised');
  };
  const wayTo = (last: number, from: number): readonly number[] => {
    const way = [last];
    for (let productState = last; productState !== from;) way.push((productState = by[productState]!));
    return way.reverse();
  };
  /** Takes an edge from one product state to another that meets as much as one can. */
  const take = (source: number, target: number): StepTaken => {
    product.open(source);
    let best = -1;
    for (let edge = 0; edge < edges.count; edge++)
      if (edges.targets[edge] === target && belongs(edge) && (best < 0 || (meets(edge) && !meets(best)))) best = edge;
    for (let word = 0; word < words; word++) open[word]! &= ~(edges.marks[best * words + word]! | (weak[word]! & ~enabled[word]!));
    return { state: systemState(source), step: edges.steps[best]! };
  };

  const loop: StepTaken[] = [];
  const isDone = (): boolean => open.every((word) => word === 0);
  let here = start;
  do {
    const way = await nearest(here, isDone());
    if (way.length === 1) {
      product.open(here);
      for (let word = 0; word < words; word++) open[word]! &= ~(weak[word]! & ~enabled[word]!);
    }
    for (let at = 1; at < way.length; at++) loop.push(take(way[at - 1]!, way[at]!));
    here = way.at(-1)!;
  } while (!isDone() || here !== start || loop.length === 0);
  room.give(by.byteLength + stamps.byteLength);
  queue.release();
  return { loop, work };
}
