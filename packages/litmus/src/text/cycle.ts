import type { SourceFile } from '@mmspec/source';
import type { Memory } from '../search/memory.ts';
import type { Cycle } from '../model/explain.ts';
import type { Item } from '../model/universe.ts';
import { columns, type Row } from './columns.ts';
import { statementText } from './execution.ts';

/** What the words of a cycle mean. */
const meanings: Readonly<Record<string, string>> = {
  rfe: 'another thread reads it',
  rf: 'it is read',
  rfi: 'the same thread reads it',
  fre: 'another thread overwrites what is read',
  fr: 'what is read is overwritten',
  coe: 'another thread overwrites it',
  co: 'it is overwritten',
  mb: 'a full barrier lies between',
  rmb: 'smp_rmb() lies between',
  wmb: 'smp_wmb() lies between',
  acquire: 'the first is an acquire',
  release: 'the second is a release',
  addr: 'the address depends on it',
  data: 'the value depends on it',
  ctrl: 'whether it happens depends on it',
  po: 'program order',
  'po, same location': 'program order, to the same location',
  'grace period': 'a grace period lies between',
  section: 'from the end of a read-side critical section to its beginning',
  'unlock, lock': 'an unlock and the next lock lie between',
  'rmw sequence': 'read-modify-writes follow one upon the other',
  'the same read-modify-write': 'its two halves are one step',
};

/** A cycle as columns, each event with what leads to the next, and what the words mean. */
export function drawCycle(file: SourceFile, { links }: Cycle, items: readonly Item[], memory: Memory, threadCount: number): string {
  const merged = inOneRow(links, items);
  const rows = merged.map(({ from, name }, row): Row => {
    const next = row + 1 === merged.length ? 1 : row + 2;
    const { event, thread, location } = items[from]!;
    const text = event === null ? `${memory.show(location!)} at first` : statementText(file, event.statement);
    return { thread: Math.max(0, thread), text, remark: merged.length === 1 ? name : `${name} -> ${next}` };
  });
  const words = [...new Set(links.map(({ name }) => name))].filter((name) => meanings[name] !== undefined);
  return [columns(threadCount, rows), '', ...words.map((name) => `${name}: ${meanings[name]}`)].join('\n');
}

/** Events of one statement that follow each other are one row. */
function inOneRow(links: Cycle['links'], items: readonly Item[]): { readonly from: number; readonly name: string }[] {
  const rows: { readonly from: number; name: string }[] = [];
  for (const { from, name } of links) {
    const last = rows.at(-1);
    const statementOf = (item: number): number => items[item]!.event?.statement.start ?? -1 - item;
    if (last !== undefined && statementOf(last.from) === statementOf(from) && items[last.from]!.thread === items[from]!.thread) last.name += `, ${name}`;
    else rows.push({ from, name });
  }
  return rows;
}
