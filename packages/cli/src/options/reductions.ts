import { UsageError } from '../usage_error.ts';

const names = ['symmetry', 'order', 'dead-values'] as const;

type Name = (typeof names)[number];

/** Reductions by name: `symmetry,dead-values`, or `all`. */
export function parseReductions(text: string): readonly Name[] {
  if (text.trim() === 'all') return names;
  return text.split(',').map((part) => {
    const name = names.find((each) => each === part.trim());
    if (name === undefined) throw new UsageError(`${JSON.stringify(part)} is not a reduction; there are ${names.join(', ')}, and all.`);
    return name;
  });
}

/** What a search is given. */
export interface ReductionLimits {
  readonly reduction: boolean;
  readonly symmetry: boolean;
  readonly order: boolean;
  readonly deadValues: boolean;
}

/** From `--reduce`, `--without` and `--no-reduction`; what is left out implies that the others are wanted. */
export function reductionLimits(reduce: readonly Name[] | undefined, without: readonly Name[] | undefined, reduction: boolean): ReductionLimits {
  const wanted: readonly Name[] = reduce === undefined && without !== undefined ? names : (reduce ?? []);
  const has = (name: Name): boolean => wanted.includes(name) && without?.includes(name) !== true;
  return { reduction, symmetry: has('symmetry'), order: has('order'), deadValues: has('dead-values') };
}
