import { flat } from '../../bodies.ts';
import { isCheck, type Sequence } from '../units.ts';
import { costs, type Candidate } from '../candidate.ts';
import { isTaken, type Scene } from '../scene.ts';
import { behind } from './texts.ts';

/** A count that is compared is frozen in place of that, until a later step is done. */
export function freezing(scene: Scene, sequence: Sequence): Candidate[] {
  const { file, operations } = scene;
  const { owner, units } = sequence;
  if (sequence.isAtomic || !operations.has('folio_ref_freeze')) return [];
  return units.flatMap((unit, index) => {
    const { statement } = unit;
    if (!isCheck(statement) || !isTaken(scene, sequence, [unit])) return [];
    const { condition } = statement;
    if (condition.kind !== 'binary' || condition.operator !== '!=' || condition.left.kind !== 'field') return [];
    const [object, count] = [flat(file, condition.left.object.span), flat(file, condition.right.span)];
    if (condition.left.name.text !== 'refcount') return [];
    const frozen = { start: condition.span.start, end: condition.span.end, text: `not folio_ref_freeze(${object}, ${count})` };
    return units.slice(index + 1).map((last) => ({
      operator: 'freeze' as const,
      owner,
      name: `freeze ${owner}: ${unit.name}..${last.name}`,
      group: `freeze ${owner} ${unit.name}`,
      cost: costs.freeze,
      offset: unit.start,
      changes: [frozen, behind(last, `folio_ref_unfreeze(${object}, ${count})`)],
    }));
  });
}
