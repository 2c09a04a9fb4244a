import type { SearchResult } from '@mmspec/checker';

/** What the loop over packed states found otherwise than the loop over values: the same states in the same order, the same steps, the same paths. */
export function loopDifferences(plain: SearchResult, packed: SearchResult): readonly string[] {
  const inShort = ({ states, transitions, depth, taken, results, reduction }: SearchResult): string =>
    `${states} states, ${transitions} transitions, depth ${depth}, ${reduction.approximate ?? 0} approximate, taken ${taken.join('')}: ${results.map(({ verdict, depth: found, path }) => `${verdict} ${found} ${path?.actions.join() ?? ''}`).join('; ')}`;
  return inShort(plain) === inShort(packed) ? [] : [`packed: expected ${inShort(plain)}, got ${inShort(packed)}`];
}
