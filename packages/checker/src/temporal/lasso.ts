import { loopFinder } from './loop.ts';
import type { LoopFound } from './loop.ts';
import { Interrupted } from './pause.ts';
import type { Pause } from './pause.ts';
import type { FairComponents } from './fair_components.ts';
import { noProductState, stutterEdge } from './product.ts';
import type { Product } from './product.ts';
import { OutOfRoom } from './room.ts';
import type { Room } from './room.ts';

/** A behaviour that repeats: edges of the graph, and where the repeated part begins. Stuttering is left out. */
export interface Lasso {
  /** The initial state. */
  readonly start: number;
  /** Edges of the graph, one after the other. */
  readonly edges: readonly number[];
  /** Index of the edge that begins the loop; the number of edges where nothing moves any more. */
  readonly loop: number;
}

/** Edges looked at in search of a shorter lasso than the one from the nearest product state. */
const effort = 3_000_000;

/**
 * A short lasso into a fair component: the path to its nearest product state is a shortest one, and so is the cycle from there
 * that meets all requirements, where the component is small. Product states farther away are tried while they may give less.
 */
export async function shortLasso(product: Product, components: FairComponents, room: Room, pause: Pause): Promise<Lasso | null> {
  const depths = depthsOf(product, room);
  const finder = loopFinder(product, room, pause);
  let best: Lasso | null = null;
  let left = effort;
  for (let productState = 0; productState < product.count; productState++) {
    for (const { ofProductState } of components.layers) {
      const component = components.list[ofProductState[productState]! - 1];
      if (component === undefined) continue;
      const depth = depths[productState]!;
      const bound: number = best === null ? Infinity : best.edges.length - depth;
      if (best !== null && (bound <= 0 || left <= 0)) return best;
      let found: LoopFound;
      try {
        const wait = pause();
        if (wait !== null) await wait;
        found = await finder.through(component, productState, bound);
      } catch (error) {
        // A shorter one is not worth more time or memory than there is.
        if (best !== null && (error instanceof Interrupted || error instanceof OutOfRoom)) return best;
        throw error;
      }
      left -= found.work;
      if (found.loop === null) continue;
      const lasso = joined(product, productState, found.loop);
      if (best === null || lasso.edges.length < best.edges.length) best = lasso;
    }
  }
  return best;
}

/** Steps to each product state on the path by which it was found. */
function depthsOf({ count, parents, parentSteps }: Product, room: Room): Uint32Array {
  const depths = room.numbers(count);
  for (let productState = 0; productState < count; productState++) {
    if (parents[productState] !== noProductState) depths[productState] = depths[parents[productState]!]! + (parentSteps[productState] === stutterEdge ? 0 : 1);
  }
  return depths;
}

function joined({ parents, parentSteps, systemState }: Product, productState: number, loop: readonly number[]): Lasso {
  const stem: number[] = [];
  let start = productState;
  for (; parents[start] !== noProductState; start = parents[start]!) if (parentSteps[start] !== stutterEdge) stem.push(parentSteps[start]!);
  stem.reverse();
  return { start: systemState(start), edges: [...stem, ...loop.filter((edge) => edge !== stutterEdge)], loop: stem.length };
}
