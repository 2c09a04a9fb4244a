import type { FairComponent } from './fair_components.ts';
import { greedyLoop } from './greedy_loop.ts';
import { GrowingStack } from './growing_stack.ts';
import { lassoOf } from './lasso.ts';
import type { Lasso } from './lasso.ts';
import type { StepTaken } from './loop.ts';
import { inSlices } from './pause.ts';
import type { Pause } from './pause.ts';
import { stutterStep } from './product.ts';
import type { Product } from './product.ts';
import { noRoot } from './roots.ts';
import type { Room } from './room.ts';

/** The same product in two extents. */
export interface Products {
  /** Has all product states. */
  readonly whole: Product;
  /** Has those by which the component was found. */
  readonly part: Product;
  /** States of the system. */
  readonly stateCount: number;
}

/**
 * A lasso for products that are too large to be kept: a shortest path to the nearest product state of what was found of a fair
 * component, and a loop from one requirement to the nearest place that meets another, and back.
 */
export async function nearLasso({ whole, part, stateCount }: Products, component: FairComponent, room: Room, pause: Pause): Promise<Lasso> {
  const members = room.flags(whole.count);
  for (const productState of component.productStates) members[part.automatonState(productState) * stateCount + part.systemState(productState)] = 1;
  const isMember = (productState: number): boolean => members[productState] === 1;
  const { start, stem, end } = await pathTo(whole, isMember, room, pause);
  const { loop } = await greedyLoop(whole, { ...component, isMember }, end, room, pause);
  return lassoOf(whole.systemState(start), stem, loop!);
}

/** A shortest path to a member; throws where there is none. */
async function pathTo(
  product: Product,
  isMember: (productState: number) => boolean,
  room: Room,
  pause: Pause,
): Promise<{ readonly start: number; readonly stem: readonly StepTaken[]; readonly end: number }> {
  const { edges, count, perPause, systemState } = product;
  /** By product state: the one from which it was found plus one; itself plus one for a root. */
  const parents = room.numbers(count);
  const queue = new GrowingStack(room);
  let [states, queued, end] = [queue.view, 0, -1];
  const enter = (productState: number, parent: number): void => {
    if (parents[productState] !== 0) return;
    parents[productState] = parent + 1;
    if (end < 0 && isMember(productState)) end = productState;
    if (queued === states.length) states = queue.grow();
    states[queued++] = productState;
  };
  const roots = product.roots();
  for (let root = roots.next(); root !== noRoot; root = roots.next()) enter(root, root);
  await inSlices(
    () => (end < 0 ? queued : 0),
    perPause,
    pause,
    (from, to) => {
      for (let at = from; at < to && end < 0; at++) {
        product.open(states[at]!);
        for (let edge = 0; edge < edges.count; edge++) enter(edges.targets[edge]!, states[at]!);
      }
    },
  );
  if (end < 0) throw new Error('nothing leads to a fair component');
  const stem: StepTaken[] = [];
  let start = end;
  for (let parent = parents[start]! - 1; parent !== start; start = parent, parent = parents[start]! - 1) {
    product.open(parent);
    const edge = edges.targets.subarray(0, edges.count).indexOf(start);
    stem.push({ state: systemState(parent), step: edges.steps[edge] ?? stutterStep });
  }
  room.give(parents.byteLength);
  queue.release();
  return { start, stem: stem.reverse(), end };
}
