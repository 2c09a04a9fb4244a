import type { Block, Statement } from '@mmspec/syntax';
import { occurrences } from '../names/occurrences.ts';
import type { Snapshot } from '../names/snapshot.ts';

/** Is there a label before a statement of a block that something names? It covers the statement, unless another label comes between. */
export function isCovered(snapshot: Snapshot, { statements }: Block, statement: Statement): boolean {
  const before = statements.slice(0, statements.indexOf(statement));
  const label = before.findLast((each) => each.kind === 'label');
  if (label?.kind !== 'label') return false;
  return occurrences(snapshot).some(({ target, declares }) => !declares && target.kind === 'label' && target.labels.includes(label));
}
