import { fairComponents } from './fair_components.ts';
import { layered } from './layers.ts';
import { loopFinder } from './loop.ts';
import type { LoopFound, StepTaken } from './loop.ts';
import { Interrupted } from './pause.ts';
import type { Pause } from './pause.ts';
import { stutterStep } from './product.ts';
import type { Product } from './product.ts';
import { OutOfRoom } from './room.ts';
import type { Room } from './room.ts';
import type { Steps } from './steps.ts';
import { noProductState, storedProduct } from './stored_product.ts';
import type { StoredProduct } from './stored_product.ts';
import { noValuations } from './valuations.ts';

/** A behaviour that repeats: the steps one after the other, and where the repeated part begins. Stuttering is left out. */
export interface Lasso {
  /** The initial state. */
  readonly start: number;
  readonly steps: readonly StepTaken[];
  /** Index of the step that begins the loop; the number of steps where nothing moves any more. */
  readonly loop: number;
}

/** How much is done for a short lasso: edges that are looked at, and cells of the search for a loop. */
interface Effort {
  readonly edges: number;
  readonly cells: number;
}

/** Of a lasso that has to be short, and of one for which it matters how short it is. */
const usual: Effort = { edges: 3_000_000, cells: 2 ** 21 };
const untiring: Effort = { edges: Infinity, cells: 2 ** 28 };

/**
 * A short lasso into a fair component: the path to its nearest product state is a shortest one, and so is the cycle from there
 * that meets all requirements, where the component is small. Product states farther away are tried while they may give less.
 * `isThorough`: until none can. Null where there is no fair component.
 */
export async function shortLasso(whole: Product, isThorough: boolean, room: Room, pause: Pause): Promise<Lasso | null> {
  const product = await storedProduct(whole, room, pause);
  const fair = await fairComponents(product, 'all', room, pause);
  if (fair.length === 0) return null;
  const components = layered(fair, product.count, room);
  const depths = depthsOf(product, room);
  const effort = isThorough ? untiring : usual;
  const finder = loopFinder(product, effort.cells, room, pause);
  let best: Lasso | null = null;
  let left = effort.edges;
  for (let productState = 0; productState < product.count; productState++) {
    for (const { ofProductState } of components.layers) {
      const component = components.list[ofProductState[productState]! - 1];
      if (component === undefined) continue;
      const depth = depths[productState]!;
      const bound: number = best === null ? Infinity : best.steps.length - depth;
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
      if (best === null || lasso.steps.length < best.steps.length) best = lasso;
    }
  }
  if (best === null) throw new Error('a fair component has no lasso');
  return best;
}

/** Steps to each product state on the path by which it was found. */
function depthsOf({ count, parents, parentSteps }: StoredProduct, room: Room): Uint32Array {
  const depths = room.numbers(count);
  for (let productState = 0; productState < count; productState++) {
    if (parents[productState] !== noProductState) depths[productState] = depths[parents[productState]!]! + (parentSteps[productState] === stutterStep ? 0 : 1);
  }
  return depths;
}

function joined({ parents, parentSteps, systemState }: StoredProduct, productState: number, loop: readonly StepTaken[]): Lasso {
  const stem: StepTaken[] = [];
  let start = productState;
  for (; parents[start] !== noProductState; start = parents[start]!) stem.push({ state: systemState(parents[start]!), step: parentSteps[start]! });
  return lassoOf(systemState(start), stem.reverse(), loop);
}

/** The lasso of a path and a loop, without the stuttering. */
export function lassoOf(start: number, stem: readonly StepTaken[], loop: readonly StepTaken[]): Lasso {
  const moving = ({ step }: StepTaken): boolean => step !== stutterStep;
  const steps = stem.filter(moving);
  return { start, steps: [...steps, ...loop.filter(moving)], loop: steps.length };
}

/** The states and actions of a lasso. */
export interface Walk {
  /** Numbers of states, one more than actions. */
  readonly states: readonly number[];
  readonly actions: readonly number[];
}

/** `steps` of which an action is a move. */
export function walkOf(steps: Steps, { start, steps: path }: Lasso): Walk {
  const opened = steps.read(noValuations, null);
  const states = [start];
  const actions = path.map(({ state, step }) => {
    opened.open(state);
    states.push(opened.targets[step]!);
    return opened.moves[step]!;
  });
  return { states, actions };
}
