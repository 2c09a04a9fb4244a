import type { SourceFile } from '@mmspec/source';
import type { Memory } from '../search/memory.ts';
import type { Way } from '../window/answer.ts';
import type { Performed } from '../window/machine.ts';
import { columns, type Row } from './columns.ts';
import { statementText } from './execution.ts';

/** What was performed, in its order, as columns; what was performed before something that stands before it says so. */
export function drawPerforms(file: SourceFile, way: Way, memory: Memory): string {
  const shown = way.performed.filter(({ thread, entry }) => way.threads[thread]!.entries[entry]!.event !== null);
  const rows = shown.map((performed, row): Row => {
    const { event } = way.threads[performed.thread]!.entries[performed.entry]!;
    return { thread: performed.thread, text: statementText(file, event!.statement), remark: remarks(way, memory, shown, performed, row).join(', ') };
  });
  return columns(way.threads.length, rows);
}

function remarks({ threads, valueOf }: Way, memory: Memory, shown: readonly Performed[], { thread, entry }: Performed, row: number): string[] {
  const { entries } = threads[thread]!;
  const { kind, partner, event } = entries[entry]!;
  const isUpdate = partner >= 0 && (kind === 'load' || kind === 'store');
  const later = shown.findIndex(
    (other, at) => at > row && other.thread === thread && other.entry < entry && entries[other.entry]!.event!.statement.start !== event!.statement.start,
  );
  return [
    ...(isUpdate ? [kind === 'load' ? 'its load' : 'its store'] : []),
    ...(kind === 'load' ? [memory.show(valueOf(thread, entry))] : []),
    ...(later >= 0 ? [`early, before ${later + 1}`] : []),
  ];
}
