import { greedyLoop, isRemoved } from './greedy_loop.ts';
import type { LayeredComponent } from './layers.ts';
import { inSlices, roundsPerPause } from './pause.ts';
import type { Pause } from './pause.ts';
import type { StoredProduct } from './stored_product.ts';
import type { Room } from './room.ts';

/*
 * A cycle through a product state that meets every acceptance set, every weak fairness constraint, and every strong fairness constraint that it enables.
 * Where the component is small: breadth first over product states together with what was met so far, which gives a shortest one.
 * Elsewhere: from one requirement to the nearest place that meets another, and back.
 */

export interface LoopFound {
  /** The steps, `stutterStep` among them, or null where none shorter than the bound exists. */
  readonly loop: readonly StepTaken[] | null;
  /** Edges looked at. */
  readonly work: number;
}

/** A step of a path: out of a state of the system, by its index among those of the state. */
export interface StepTaken {
  readonly state: number;
  readonly step: number;
}

/** A requirement of a component. */
interface Requirement {
  readonly word: number;
  readonly bit: number;
  /** A strong fairness constraint: it needs to be met only where it is enabled. */
  readonly strong: boolean;
}

/** Searches for loops in one product, one after the other. */
export interface LoopFinder {
  through(component: LayeredComponent, start: number, bound: number): Promise<LoopFound>;
}

interface Cells {
  /** Cells of this search hold its number. */
  readonly stamps: Uint32Array;
  readonly before: Uint32Array;
  readonly by: Uint32Array;
  stamp: number;
}

/** `cellsMax`: cells of the exact search, product states times sets of requirements. */
export function loopFinder(product: StoredProduct, cellsMax: number, room: Room, pause: Pause): LoopFinder {
  const known = new Map<LayeredComponent, readonly Requirement[]>();
  let cells: Cells | null = null;
  /** Room for a search, which is used again; null where there is too little memory. */
  const cellsFor = (count: number): Cells | null => {
    if (cells !== null && cells.stamps.length >= count) return cells;
    if (cells !== null) room.give(12 * cells.stamps.length);
    cells = room.has(12 * count) ? { stamps: room.numbers(count), before: room.numbers(count), by: room.numbers(count), stamp: 0 } : null;
    return cells;
  };
  return {
    through: (component, start, bound) => {
      let requirements = known.get(component);
      if (requirements === undefined) known.set(component, (requirements = requirementsOf(product, component)));
      const bits = requirements.reduce((sum, { strong }) => sum + (strong ? 2 : 1), 0);
      const count = component.productStates.length * 2 ** bits;
      const own = count <= cellsMax ? cellsFor(count) : null;
      if (own === null) {
        const number = component.layer.ofProductState[start]!;
        const isMember = (productState: number): boolean => component.layer.ofProductState[productState] === number;
        return greedyLoop(product, { ...component, isMember }, start, room, pause);
      }
      return shortestLoop(product, component, requirements, own, start, bound, pause);
    },
  };
}

/** Requirements that not every product state of the component meets by itself. */
function requirementsOf({ requirements, enabledAt }: StoredProduct, { productStates, always }: LayeredComponent): Requirement[] {
  const { words, weak, strong } = requirements;
  const found: Requirement[] = [];
  for (let word = 0; word < words; word++) {
    let idle = weak[word]!;
    let enabled = 0;
    for (const productState of productStates) {
      const need = enabledAt[productState * words + word]!;
      idle &= ~need;
      enabled |= need;
    }
    for (let bit = 0; bit < 32; bit++) {
      const mask = 1 << bit;
      if ((always[word]! & ~idle & mask) !== 0) found.push({ word, bit, strong: false });
      if ((strong[word]! & enabled & mask) !== 0) found.push({ word, bit, strong: true });
    }
  }
  return found;
}

/** What being in a product state meets (weak fairness constraints) and asks for (strong fairness constraints), as bits of the search. */
function bitsOfProductState(product: StoredProduct, requirements: readonly Requirement[], productState: number): number {
  const {
    requirements: { words, weak },
    enabledAt,
  } = product;
  let bits = 0;
  let at = 0;
  for (const { word, bit, strong } of requirements) {
    const enabled = (enabledAt[productState * words + word]! >>> bit) & 1;
    if (strong) bits |= enabled << (at + 1);
    else if (((weak[word]! >>> bit) & 1) === 1) bits |= (1 - enabled) << at;
    at += strong ? 2 : 1;
  }
  return bits;
}

function bitsOfEdge({ requirements: { words }, marks }: StoredProduct, requirements: readonly Requirement[], edge: number): number {
  let bits = 0;
  let at = 0;
  for (const { word, bit, strong } of requirements) {
    bits |= ((marks[edge * words + word]! >>> bit) & 1) << at;
    at += strong ? 2 : 1;
  }
  return bits;
}

function isComplete(requirements: readonly Requirement[], bits: number): boolean {
  let at = 0;
  for (const { strong } of requirements) {
    const met = (bits >>> at) & 1;
    if (met === 0 && (!strong || ((bits >>> (at + 1)) & 1) === 1)) return false;
    at += strong ? 2 : 1;
  }
  return true;
}

async function shortestLoop(
  product: StoredProduct,
  component: LayeredComponent,
  requirements: readonly Requirement[],
  cells: Cells,
  start: number,
  bound: number,
  pause: Pause,
): Promise<LoopFound> {
  const {
    productStates,
    removed,
    layer: { ofProductState, indexOf },
  } = component;
  const { stamps, before, by } = cells;
  const { first, targets, steps, systemState } = product;
  const own = ofProductState[start]!;
  const size = productStates.length;
  const stamp = ++cells.stamp;
  const startCell = bitsOfProductState(product, requirements, start) * size + indexOf[start]!;
  const queue: number[] = [startCell];
  stamps[startCell] = stamp;
  let work = 0;
  let levelEnd = 1;
  let depth = 0;
  let loop: readonly StepTaken[] | null = null;
  /** True at the end. */
  const expand = (at: number): boolean => {
    if (at === levelEnd) {
      levelEnd = queue.length;
      depth++;
      if (depth >= bound) return true;
    }
    const cell = queue[at]!;
    const productState = productStates[cell % size]!;
    const bits = Math.floor(cell / size);
    for (let edge = first[productState]!; edge < first[productState + 1]!; edge++) {
      work++;
      const target = targets[edge]!;
      if (ofProductState[target] !== own || isRemoved(product.marks, edge, removed)) continue;
      const reached = bits | bitsOfEdge(product, requirements, edge) | bitsOfProductState(product, requirements, target);
      if (target === start && isComplete(requirements, reached)) {
        const taken = (from: number, along: number): StepTaken => ({ state: systemState(productStates[from % size]!), step: steps[along]! });
        const found = [taken(cell, edge)];
        for (let back = cell; back !== startCell; back = before[back]!) found.push(taken(before[back]!, by[back]!));
        loop = found.reverse();
        return true;
      }
      const next = reached * size + indexOf[target]!;
      if (stamps[next] === stamp) continue;
      stamps[next] = stamp;
      before[next] = cell;
      by[next] = edge;
      queue.push(next);
    }
    return false;
  };
  let isOver = false;
  await inSlices(
    () => (isOver ? 0 : queue.length),
    roundsPerPause,
    pause,
    (from, to) => {
      for (let at = from; at < to && !isOver; at++) isOver = expand(at);
    },
  );
  return { loop, work };
}
