import { costs, type Candidate } from '../candidate.ts';
import { isTaken, type Scene } from '../scene.ts';
import type { Sequence } from '../units.ts';
import { places } from './texts.ts';
import { waysOut } from './ways_out.ts';

/** Looks once more: a condition that somebody asks, or whether what was read is still so, and away. */
export function checking(scene: Scene, sequence: Sequence): Candidate[] {
  const { owner, units } = sequence;
  const all = scene.conditions.filter((piece) => piece.owner === null || piece.owner === owner);
  // What its own text asks, or a property presupposes, is nearer than what others ask.
  const near = new Set(all.filter(({ from = owner }) => from === owner).map(({ text }) => text));
  const conditions = [...new Set(all.map(({ text }) => text))];
  return places(units, ({ name, at, next }) => {
    if (!isTaken(scene, sequence, [next])) return [];
    const ways = waysOut(scene, sequence, next.start);
    return conditions.flatMap((condition) =>
      ways.map((way) => ({
        operator: 'check' as const,
        owner,
        name: `check ${owner}: ${condition} ${way.name} ${name}`,
        group: `check ${owner} ${condition}`,
        cost: costs.check + (near.has(condition) ? 0 : costs.foreign) + costs.further * connectives(condition),
        offset: next.start,
        changes: [at(`if ${condition} ${way.block}`)],
      })),
    );
  });
}

/** Of conditions that are enough the simplest one is the change. */
function connectives(condition: string): number {
  return condition.match(/ (?:and|or) /gu)?.length ?? 0;
}
