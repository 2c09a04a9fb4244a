import type { Span } from '@mmspec/source';
import { occurrenceAt, occurrences } from '../names/occurrences.ts';
import type { Snapshot } from '../names/snapshot.ts';

/**
 * The places of a label in this file, which change together while its declaration is typed; empty elsewhere:
 * who types at a `goto` means another label, and not another name for this one.
 */
export function linkedEditing(snapshot: Snapshot, offset: number): Span[] {
  const at = occurrenceAt(snapshot, offset);
  if (at?.target.kind !== 'label' || !at.declares) return [];
  return occurrences(snapshot)
    .filter(({ key, name }) => key === at.key && name.span.file === 0)
    .map(({ name }) => name.span);
}
