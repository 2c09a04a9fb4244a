import { oneLine } from '@mmspec/source';
import type { Review } from '@mmspec/system';
import { leftOutOf } from '../coverage_text.ts';
import { listed } from '../wrap.ts';

/** So many of a kind are named. */
const namedMax = 6;

/** What no check exercises, as items of what is not covered; none where everything is, or nobody knows. Values are told with the sizes. */
export function exercisedItems({ coverage }: Review): string[] {
  if (coverage === null) return [];
  const groups = leftOutOf(coverage);
  const texts: readonly (readonly [what: string, names: readonly string[]])[] = [
    ['steps', groups.steps],
    ['blocks', groups.blocks],
    ['left sides', groups.implications],
  ];
  const told = texts.filter(([, names]) => names.length > 0).map(([what, names]) => `${what} ${shown(names)}`);
  return told.length === 0 ? [] : [`No check exercises: ${told.join('; ')}.`];
}

function shown(names: readonly string[]): string {
  const own = names.map(oneLine);
  return own.length <= namedMax ? listed(own) : `${own.slice(0, namedMax - 1).join(', ')} and ${own.length - namedMax + 1} more`;
}
