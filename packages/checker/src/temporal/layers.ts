import type { FairComponent } from './fair_components.ts';
import type { Room } from './room.ts';

/*
 * Which product states lie in which fair components. Components may share product states, so they lie in layers.
 */

/** Components that have no product state in common. */
export interface Layer {
  /** By product state: its component plus one; 0 where it is in none. */
  readonly ofProductState: Uint32Array;
  /** By product state: its index among those of its component. */
  readonly indexOf: Uint32Array;
}

export interface LayeredComponent extends FairComponent {
  readonly layer: Layer;
}

export interface Layered {
  readonly list: readonly LayeredComponent[];
  readonly layers: readonly Layer[];
}

/** Components that share product states with those of so many layers are left out: they would only make for shorter cycles. */
const layersMax = 3;

/** The components of a product with `count` product states, each with its product states in ascending order. */
export function layered(components: readonly FairComponent[], count: number, room: Room): Layered {
  const layers: Layer[] = [];
  const list: LayeredComponent[] = [];
  for (const component of components) {
    const productStates = component.productStates.toSorted();
    let layer = layers.find(({ ofProductState }) => productStates.every((productState) => ofProductState[productState] === 0));
    if (layer === undefined) {
      if (layers.length === layersMax || (layers.length > 0 && !room.has(8 * count))) continue;
      layers.push((layer = { ofProductState: room.numbers(count), indexOf: room.numbers(count) }));
    }
    const number = list.push({ ...component, productStates, layer });
    for (const [index, productState] of productStates.entries()) {
      layer.ofProductState[productState] = number;
      layer.indexOf[productState] = index;
    }
  }
  return { list, layers };
}
