import type { FairComponent, FairComponents } from './fair_components.ts';
import type { Product } from './product.ts';

/*
 * A cycle through a pair that meets every acceptance set, every weak demand, and every strong demand that it enables.
 * Where the component is small: breadth first over pairs together with what was met so far, which gives a shortest one.
 * Elsewhere: from one requirement to the nearest place that meets another, and back.
 */

export interface LoopFound {
  /** Edges of the graph, or null where none shorter than the bound exists. */
  readonly loop: readonly number[] | null;
  /** Edges looked at. */
  readonly work: number;
}

/** Cells of the exact search: pairs times sets of requirements. */
const cellsMax = 2 ** 21;

/** A requirement of a component. */
interface Requirement {
  readonly word: number;
  readonly bit: number;
  /** A strong demand: it needs to be met only where it is enabled. */
  readonly strong: boolean;
}

interface Search {
  readonly requirements: readonly Requirement[];
  /** Cells of this search hold its number. */
  readonly stamps: Uint32Array;
  readonly before: Uint32Array;
  readonly by: Uint32Array;
  stamp: number;
}

const searches = new WeakMap<FairComponent, Search | null>();

export function loopThrough(product: Product, component: FairComponent, components: FairComponents, start: number, bound: number): LoopFound {
  let search = searches.get(component);
  if (search === undefined) {
    search = searchOf(product, component);
    searches.set(component, search);
  }
  if (search === null) return greedyLoop(product, components.ofPair, start, requirementsOf(product, component));
  return shortestLoop(product, component, components, search, start, bound);
}

function searchOf(product: Product, component: FairComponent): Search | null {
  const requirements = requirementsOf(product, component);
  const bits = requirements.reduce((sum, { strong }) => sum + (strong ? 2 : 1), 0);
  const cells = component.pairs.length * 2 ** bits;
  if (cells > cellsMax) return null;
  return {
    requirements,
    stamps: new Uint32Array(cells),
    before: new Uint32Array(cells),
    by: new Uint32Array(cells),
    stamp: 0,
  };
}

/** Requirements that not every pair of the component meets by itself. */
function requirementsOf({ words, always, weak, strong, needs, needWords }: Product, { pairs }: FairComponent): Requirement[] {
  const found: Requirement[] = [];
  for (let word = 0; word < words; word++) {
    let idle = weak[word]!;
    let enabled = 0;
    for (const pair of pairs) {
      const need = needWords[needs[pair]! * words + word]!;
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

/** What being in a pair meets (weak demands) and asks for (strong demands), as bits of the search. */
function bitsOfPair(product: Product, requirements: readonly Requirement[], pair: number): number {
  const { words, needs, needWords, weak } = product;
  let bits = 0;
  let at = 0;
  for (const { word, bit, strong } of requirements) {
    const enabled = (needWords[needs[pair]! * words + word]! >>> bit) & 1;
    if (strong) bits |= enabled << (at + 1);
    else if (((weak[word]! >>> bit) & 1) === 1) bits |= (1 - enabled) << at;
    at += strong ? 2 : 1;
  }
  return bits;
}

function bitsOfEdge({ words, marks, markWords }: Product, requirements: readonly Requirement[], edge: number): number {
  let bits = 0;
  let at = 0;
  for (const { word, bit, strong } of requirements) {
    bits |= ((markWords[marks[edge]! * words + word]! >>> bit) & 1) << at;
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

function shortestLoop(product: Product, { pairs }: FairComponent, { ofPair, indexOf }: FairComponents, search: Search, start: number, bound: number): LoopFound {
  const { requirements, stamps, before, by } = search;
  const { first, targets, steps } = product;
  const own = ofPair[start]!;
  const size = pairs.length;
  const stamp = ++search.stamp;
  const startCell = bitsOfPair(product, requirements, start) * size + indexOf[start]!;
  const queue: number[] = [startCell];
  stamps[startCell] = stamp;
  let work = 0;
  let levelEnd = 1;
  let depth = 0;
  for (let at = 0; at < queue.length; at++) {
    if (at === levelEnd) {
      levelEnd = queue.length;
      depth++;
      if (depth >= bound) break;
    }
    const cell = queue[at]!;
    const pair = pairs[cell % size]!;
    const bits = Math.floor(cell / size);
    for (let edge = first[pair]!; edge < first[pair + 1]!; edge++) {
      work++;
      const target = targets[edge]!;
      if (ofPair[target] !== own) continue;
      const reached = bits | bitsOfEdge(product, requirements, edge) | bitsOfPair(product, requirements, target);
      if (target === start && isComplete(requirements, reached)) {
        const loop = [steps[edge]!];
        for (let back = cell; back !== startCell; back = before[back]!) loop.push(steps[by[back]!]!);
        return { loop: loop.reverse(), work };
      }
      const next = reached * size + indexOf[target]!;
      if (stamps[next] === stamp) continue;
      stamps[next] = stamp;
      before[next] = cell;
      by[next] = edge;
      queue.push(next);
    }
  }
  return { loop: null, work };
}

/** Goes to the nearest edge or pair that meets something more, until all is met, and back to the start. */
function greedyLoop(product: Product, ofPair: Uint32Array, start: number, requirements: readonly Requirement[]): LoopFound {
  const { first, targets, steps } = product;
  const own = ofPair[start]!;
  const all = requirements.map((requirement) => ({ ...requirement, strong: false }));
  const meets = (pair: number, edge: number): Set<number> => {
    const met = new Set<number>();
    all.forEach((requirement, index) => {
      const inPair = requirements[index]?.strong !== true && bitsOfPair(product, [requirement], pair) !== 0;
      if (inPair || bitsOfEdge(product, [requirement], edge) !== 0) met.add(index);
    });
    return met;
  };
  const open = new Set(all.keys());
  const loop: number[] = [];
  let work = 0;
  let here = start;
  do {
    const goal = (edge: number): boolean => (open.size === 0 ? targets[edge] === start : [...meets(targets[edge]!, edge)].some((index) => open.has(index)));
    const path = nearest(here, goal);
    for (const edge of path) {
      for (const index of meets(targets[edge]!, edge)) open.delete(index);
      loop.push(steps[edge]!);
      here = targets[edge]!;
    }
  } while (open.size > 0 || here !== start);
  return { loop, work };

  function nearest(from: number, goal: (edge: number) => boolean): number[] {
    const reached = new Map<number, number>();
    const queue = [from];
    for (let at = 0; at < queue.length; at++) {
      const pair = queue[at]!;
      for (let edge = first[pair]!; edge < first[pair + 1]!; edge++) {
        work++;
        if (ofPair[targets[edge]!] !== own) continue;
        if (goal(edge)) return back(edge, pair);
        if (reached.has(targets[edge]!) || targets[edge] === from) continue;
        reached.set(targets[edge]!, edge);
        queue.push(targets[edge]!);
      }
    }
    throw new Error('a fair component meets less than it promised');

    function back(last: number, source: number): number[] {
      const path = [last];
      for (let pair = source; pair !== from; ) {
        const edge = reached.get(pair)!;
        path.push(edge);
        pair = sourceOf(edge);
      }
      return path.reverse();
    }
  }

  function sourceOf(edge: number): number {
    let low = 0;
    let high = product.count;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (first[middle]! <= edge) low = middle;
      else high = middle;
    }
    return low;
  }
}
