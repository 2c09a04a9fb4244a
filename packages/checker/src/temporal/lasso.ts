import { loopThrough } from './loop.ts';
import { isInterrupted } from './pause.ts';
import type { Pause } from './pause.ts';
import type { FairComponents } from './fair_components.ts';
import { noPair, stutterEdge } from './product.ts';
import type { Product } from './product.ts';

/** A behaviour that repeats: edges of the graph, and where the repeated part begins. Stuttering is left out. */
export interface Lasso {
  /** The initial state. */
  readonly start: number;
  /** Edges of the graph, one after the other. */
  readonly edges: readonly number[];
  /** Index of the edge that begins the loop; the number of edges where nothing moves any more. */
  readonly loop: number;
}

/** Edges looked at in search of a shorter lasso than the one from the nearest pair. */
const effort = 3_000_000;

/**
 * A short lasso into a fair component: the way to its nearest pair is a shortest one, and so is the cycle from there
 * that meets all requirements, where the component is small. Pairs farther away are tried while they may give less.
 */
export async function shortLasso(product: Product, components: FairComponents, pause: Pause): Promise<Lasso | null> {
  const depths = depthsOf(product);
  let best: Lasso | null = null;
  let left = effort;
  for (let pair = 0; pair < product.count; pair++) {
    const component = components.list[components.ofPair[pair]! - 1];
    if (component === undefined) continue;
    const depth = depths[pair]!;
    const bound: number = best === null ? Infinity : best.edges.length - depth;
    if (bound <= 0 || (left <= 0 && best !== null)) break;
    // A shorter one is not worth more time than there is.
    if (best !== null && (await isInterrupted(pause()))) break;
    const { loop, work } = loopThrough(product, component, components, pair, bound);
    left -= work;
    if (loop === null) continue;
    const found = joined(product, pair, loop);
    if (best === null || found.edges.length < best.edges.length) best = found;
  }
  return best;
}

/** Steps to each pair on the way by which it was found. */
function depthsOf({ count, parents, parentSteps }: Product): Uint32Array {
  const depths = new Uint32Array(count);
  for (let pair = 0; pair < count; pair++) {
    if (parents[pair] !== noPair) depths[pair] = depths[parents[pair]!]! + (parentSteps[pair] === stutterEdge ? 0 : 1);
  }
  return depths;
}

function joined({ parents, parentSteps, systemState }: Product, pair: number, loop: readonly number[]): Lasso {
  const stem: number[] = [];
  let start = pair;
  for (; parents[start] !== noPair; start = parents[start]!) if (parentSteps[start] !== stutterEdge) stem.push(parentSteps[start]!);
  stem.reverse();
  return { start: systemState(start), edges: [...stem, ...loop.filter((edge) => edge !== stutterEdge)], loop: stem.length };
}
