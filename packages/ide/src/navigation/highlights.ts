import type { Span } from '@mmspec/source';
import { occurrenceAt, occurrences } from '../names/occurrences.ts';
import type { Snapshot } from '../names/snapshot.ts';

export interface Highlight {
  readonly span: Span;
  readonly kind: 'read' | 'write';
}

/** The places in this file that mean what is under the cursor. */
export function highlights(snapshot: Snapshot, offset: number): Highlight[] {
  const at = occurrenceAt(snapshot, offset);
  if (at === null) return [];
  return occurrences(snapshot)
    .filter(({ key, name }) => key === at.key && name.span.file === 0)
    .map(({ name, written }) => ({ span: name.span, kind: written ? 'write' : 'read' }));
}
