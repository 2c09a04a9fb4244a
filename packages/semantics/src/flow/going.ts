import type { Walk } from './builder.ts';
import type { Position } from './positions.ts';
import type { FlowItem, Tree, TreeEnd } from './types.ts';

/*
 * What a walk has found so far: a finished tree, or items with the place where it goes on.
 * Whoever wants the whole tree goes on in a loop, so that the stack does not grow with the length of the text.
 */

export interface Onward {
  readonly kind: 'onward';
  readonly walk: Walk;
  readonly items: readonly FlowItem[];
  readonly position: Position;
}

export type Going = Onward | (Tree & { readonly kind?: undefined });

export function onward(walk: Walk, position: Position): Onward {
  return { kind: 'onward', walk, items: [], position };
}

/** A walk that ends here. */
export function ended(end: TreeEnd): Tree {
  return { items: [], end };
}

/** Puts items before a tree. */
export function prependTo(items: readonly FlowItem[], rest: Tree): Tree {
  return items.length === 0 ? rest : { items: items.concat(rest.items), end: rest.end };
}

/** Puts items before what was found so far. */
export function prepend(items: readonly FlowItem[], rest: Going): Going {
  return items.length === 0 ? rest : { ...rest, items: items.concat(rest.items) };
}
