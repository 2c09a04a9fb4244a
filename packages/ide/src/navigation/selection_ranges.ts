import type { Span } from '@mmspec/source';
import { nodesAt } from '../names/nodes_at.ts';
import type { Snapshot } from '../names/snapshot.ts';

/** The spans around an offset, from the inside out, each larger than the one before. */
export function selectionRanges({ module }: Snapshot, offset: number): Span[] {
  const spans: Span[] = [];
  for (const { span } of nodesAt(module, offset).reverse()) {
    const last = spans.at(-1);
    if (last === undefined || span.start < last.start || span.end > last.end) spans.push(span);
  }
  return spans;
}
