import type { DeadSlots, TransitionSystem } from '@mmspec/system';
import { packedReset } from '../dead_values/reset.ts';
import { now, sleep } from '../host.ts';
import type { Codec } from '../codec.ts';
import type { Workers } from '../options.ts';
import { packedText } from '../packed_search.ts';
import { cancelled, Control, goOn, noMemory, tooManyStates } from './control.ts';
import type { Done } from './control.ts';
import { ownerMasks } from './owner.ts';
import type { PartitionReport, PartitionTask } from './partition.ts';
import { partitionText } from './partition_text.ts';
import { Ring } from './ring.ts';

/** Where a search is when several threads go on with it: at the beginning of a level. */
export interface Handover {
  /** The words of all states found so far. */
  readonly words: Uint32Array;
  readonly states: number;
  readonly expanded: number;
  readonly level: number;
  /** Properties that still lack evidence. */
  readonly properties: readonly number[];
  readonly dead: readonly DeadSlots[];
  readonly statesMax: number;
  readonly memoryMax: number;
}

export interface Together {
  readonly states: number;
  /** Taken by the threads. */
  readonly transitions: number;
  readonly depth: number;
  readonly memoryBytes: number;
  /** By action. */
  readonly taken: readonly Uint8Array[];
  /** Properties that were decided, and in how many steps. */
  readonly found: ReadonlyMap<number, number>;
  readonly ended: 'finished' | 'states' | 'memory' | 'stopped';
  /** What went wrong, or the empty text. */
  readonly broken: string;
}

const endings: ReadonlyMap<number, Together['ended']> = new Map([[cancelled, 'stopped'], [tooManyStates, 'states'], [noMemory, 'memory']]);

/** Milliseconds for a thread to stop by itself. */
const grace = 2_000;
/** Milliseconds between two looks at how far the threads are. */
const interval = 50;

/**
 * Goes on with a search in several threads; null where the system cannot be searched so.
 * `look` is called many times a second with what has been done, and says whether to stop.
 */
export async function searchTogether(system: TransitionSystem, codec: Codec, { count, spawn }: Workers, from: Handover, look: (done: Done, depth: number) => boolean): Promise<Together | null> {
  const { layout } = codec;
  const text = packedText(system, layout);
  const source = system.source?.();
  if (text === null || source === undefined) return null;
  const buffers = Control.buffers(count);
  const control = new Control(buffers, count);
  const shared = new SharedArrayBuffer(from.states * layout.wordCount * 4);
  new Uint32Array(shared).set(from.words.subarray(0, from.states * layout.wordCount));
  const rings = Array.from({ length: count }, () => Array.from({ length: count }, () => Ring.buffer()));
  const masks = ownerMasks(system, codec, from.words, from.expanded, from.states);
  const common: Omit<PartitionTask, 'me'> = {
    partitions: count,
    source,
    loop: partitionText(layout.wordCount, text, packedReset(from.dead, layout), masks, count),
    judged: text.judged.map(({ property }) => property),
    masks,
    states: shared,
    stateCount: from.states,
    expanded: from.expanded,
    level: from.level,
    properties: from.properties,
    statesMax: from.statesMax,
    memoryMax: from.memoryMax / count,
    control: buffers,
    rings,
  };
  const ports = Array.from({ length: count }, () => spawn());
  let isOver = false;
  let broken = '';
  let stoppedAt = Infinity;
  const answers = Promise.all(ports.map((port) => port.answer));
  const reports = answers.catch((error: unknown): PartitionReport[] => {
    if (control.stopped === goOn) broken = `a thread of the search ended: ${error instanceof Error ? error.message : String(error)}`;
    control.stop(cancelled);
    return [];
  }).finally(() => {
    isOver = true;
  });
  ports.forEach((port, me) => port.post({ ...common, me }));
  while (!isOver) {
    await Promise.race([reports, sleep(interval)]);
    if (isOver) break;
    if (stoppedAt === Infinity && look(control.done, Math.max(from.level, control.level))) {
      control.stop(cancelled);
      stoppedAt = now();
    }
    if (now() - stoppedAt > grace) for (const port of ports) port.end();
  }
  const all = await reports;
  for (const port of ports) port.end();
  const { states, transitions, memoryBytes } = broken === '' ? totals(all) : control.done;
  const found = new Map<number, number>();
  for (const [property, depth] of all.flatMap((report) => report.found)) found.set(property, Math.min(depth, found.get(property) ?? depth));
  return {
    states, transitions, memoryBytes, found, broken,
    depth: Math.max(from.level, ...all.map((report) => report.depth)),
    taken: all.map((report) => report.taken),
    ended: endings.get(control.stopped) ?? 'finished',
  };
}

function totals(reports: readonly PartitionReport[]): Done {
  const sum = (part: (report: PartitionReport) => number): number => reports.reduce((total, report) => total + part(report), 0);
  return { states: sum((each) => each.states), waiting: 0, transitions: sum((each) => each.transitions), memoryBytes: sum((each) => each.memoryBytes) };
}
