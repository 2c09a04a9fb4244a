import { inSlices } from './pause.ts';
import type { Pause } from './pause.ts';
import { stutterStep } from './product.ts';
import type { Edges, Product } from './product.ts';
import { noRoot } from './roots.ts';
import type { Room } from './room.ts';

/*
 * A product with its edges, for looking at them again and again in search of a short lasso. Product states are numbered
 * anew, breadth first, so that the first of some is the nearest.
 *
 *   parents   the product state from which it was found first, and the step that led there
 *   first     first[p] .. first[p + 1] - 1 are the edges of product state p
 */

export const noProductState = 0xffff_ffff;

export interface StoredProduct extends Product {
  readonly first: Uint32Array;
  readonly targets: Uint32Array;
  readonly steps: Uint32Array;
  /** By edge, in `words` words. */
  readonly marks: Int32Array;
  /** By product state, in `words` words: the fairness constraints that are enabled. */
  readonly enabledAt: Int32Array;
  readonly parents: Uint32Array;
  readonly parentSteps: Uint32Array;
}

/** All product states that the first ones of a product lead to. */
export async function storedProduct(product: Product, room: Room, pause: Pause): Promise<StoredProduct> {
  const { requirements, edges: open } = product;
  const { words } = requirements;
  const numbers = room.numbers(product.count);
  let [first, targets, steps, marks] = [room.numbers(1 << 10), room.numbers(1 << 12), room.numbers(1 << 12), room.words(words << 12)];
  let [productStates, parents, parentSteps, enabledAt] = [room.numbers(1 << 10), room.numbers(1 << 10), room.numbers(1 << 10), room.words(words << 10)];
  let [count, edgeCount] = [0, 0];
  const enter = (productState: number, parent: number, step: number): number => {
    const known = numbers[productState]!;
    if (known !== 0) return known - 1;
    if (count + 2 > productStates.length) {
      productStates = room.grown(productStates);
      parents = room.grown(parents);
      parentSteps = room.grown(parentSteps);
      enabledAt = room.grownWords(enabledAt);
      first = room.grown(first);
    }
    productStates[count] = productState;
    parents[count] = parent;
    parentSteps[count] = step;
    numbers[productState] = ++count;
    return count - 1;
  };
  /** Keeps edges with the numbers of `product`. Nobody takes a step where the product stutters, so what that leads to is as near. */
  const keep = (source: number): void => {
    product.open(productStates[source]!);
    const begin = edgeCount;
    edgeCount += open.count;
    while (edgeCount > targets.length) {
      targets = room.grown(targets);
      steps = room.grown(steps);
      marks = room.grownWords(marks);
    }
    for (let edge = begin; edge < edgeCount; edge++) {
      targets[edge] = open.targets[edge - begin]!;
      steps[edge] = open.steps[edge - begin]!;
      if (steps[edge] === stutterStep) enter(targets[edge]!, source, stutterStep);
    }
    for (let word = 0; word < words * open.count; word++) marks[words * begin + word] = open.marks[word]!;
    enabledAt.set(product.enabled, source * words);
    first[source + 1] = edgeCount;
  };
  const follow = (source: number): void => {
    for (let edge = first[source]!; edge < first[source + 1]!; edge++) targets[edge] = enter(targets[edge]!, source, steps[edge]!);
  };
  const roots = product.roots();
  for (let root = roots.next(); root !== noRoot; root = roots.next()) enter(root, noProductState, stutterStep);
  for (let level = 0; level < count;) {
    const begin = level;
    const each = (at: (source: number) => void) => (from: number, to: number) => {
      for (let source = begin + from; source < begin + to; source++) at(source);
    };
    await inSlices(() => count - begin, product.perPause, pause, each(keep));
    level = count;
    await inSlices(() => level - begin, product.perPause, pause, each(follow));
  }
  room.give(numbers.byteLength);
  return {
    count,
    requirements,
    perPause: storedPerPause,
    first,
    targets,
    steps,
    marks,
    enabledAt,
    parents,
    parentSteps,
    systemState: (productState) => product.systemState(productStates[productState]!),
    automatonState: (productState) => product.automatonState(productStates[productState]!),
    ...opener({ first, targets, steps, marks, enabledAt }, words),
    roots: () => {
      let next = 0;
      return { next: () => (next < count ? next++ : noRoot) };
    },
  };
}

const storedPerPause = 1 << 13;

/** Opens product states whose edges are kept. */
function opener(
  { first, targets, steps, marks, enabledAt }: Pick<StoredProduct, 'enabledAt' | 'first' | 'marks' | 'steps' | 'targets'>,
  words: number,
): Pick<Product, 'edges' | 'enabled' | 'open'> {
  const edges: Edges = { count: 0, targets, steps, marks };
  const enabled = new Int32Array(words);
  return {
    edges,
    enabled,
    open: (productState) => {
      const [from, to] = [first[productState]!, first[productState + 1]!];
      edges.count = to - from;
      edges.targets = targets.subarray(from, to);
      edges.steps = steps.subarray(from, to);
      edges.marks = marks.subarray(from * words, to * words);
      for (let word = 0; word < words; word++) enabled[word] = enabledAt[productState * words + word]!;
    },
  };
}
