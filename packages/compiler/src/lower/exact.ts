import type { Node } from '@mmspec/syntax';
import { boundsOf, type Bounds } from '../ir/fold.ts';
import type { Expr } from '../ir/ir.ts';
import { Unsupported } from './context.ts';

/*
 * What numbers can be computed with, and kept. Generated code and the interpreter have those of 53 bits, a state has those of 32: beyond
 * them both would round or wrap, and agree.
 */

const [keptLeast, keptMost] = [-(2 ** 31), 2 ** 31 - 1];

/** The number, which is exact whatever the values of its parts are. Throws `Unsupported` where it may have more than 53 bits. */
export function exact(value: Expr, of: Pick<Node, 'span'>): Expr {
  const { min, max } = boundsOf(value);
  // Of what has no value, as the index of an actor of which there are none, the bounds are no numbers.
  if (!(min < Number.MIN_SAFE_INTEGER) && !(max > Number.MAX_SAFE_INTEGER)) return value;
  throw new Unsupported(
    'by the ranges of its parts this can be beyond 2^53, to where numbers are exact',
    of,
    'Choose smaller ranges, or take remainders before numbers are multiplied or added.',
  );
}

/** The bounds of a number in the state. Throws `Unsupported` where it does not fit into 32 bits; `of` declares what it belongs to. */
export function mustFit(bounds: Bounds, of: Declared): Bounds {
  if (bounds.min >= keptLeast && bounds.max <= keptMost) return bounds;
  const { node, name } = 'node' in of ? of : { node: of, name: of.name.text };
  throw new Unsupported(
    `\`${name}\` would be a number from ${bounds.min} to ${bounds.max}, with those that \`none\`, \`forever\` and a variable without value take, and a state has numbers of 32 bits`,
    node,
    'Choose a smaller range; give a `let` or `var` without a type one that says what it can be.',
  );
}

/** A variable or field, or a local. */
type Declared = { readonly name: { readonly text: string }; readonly span: Node['span'] } | { readonly node: Pick<Node, 'span'>; readonly name: string };
