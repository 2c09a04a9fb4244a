import type { DeadSlots, TransitionSystem } from '@mmspec/system';
import { now, sleep } from '../store/host.ts';
import type { Codec } from '../store/codec.ts';
import type { Workers } from '../options.ts';
import { loopText, packedText } from '../packed/loop_text.ts';
import { enterStates } from '../store/table.ts';
import { cancelled, Control, goOn, noMemory, tooManyStates } from './control.ts';
import type { Done } from './control.ts';
import type { SearcherReport, SearcherTask } from './searcher.ts';
import { borrowMemories, bytesOf, chunksIn, chunkStates, giveBackMemories, SharedStates } from './shared_states.ts';
import type { SharedMemories } from './shared_states.ts';

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
  /** Steps are counted. */
  readonly counts: boolean;
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
  readonly taken: readonly Float64Array[];
  /** Properties that were decided, and in how many steps. */
  readonly found: ReadonlyMap<number, number>;
  readonly ended: 'finished' | 'states' | 'memory' | 'stopped';
  /** What went wrong, or the empty text. */
  readonly broken: string;
}

const endings: ReadonlyMap<number, Together['ended']> = new Map([
  [cancelled, 'stopped'],
  [tooManyStates, 'states'],
  [noMemory, 'memory'],
]);

/** Milliseconds for a thread to stop by itself. */
const grace = 2_000;
/** Milliseconds between two looks at how far the threads are. */
const interval = 50;

/**
 * Goes on with a search in several threads; null where the system cannot be searched so.
 * `look` is called many times a second with what has been done, and says whether to stop.
 */
export async function searchTogether(
  system: TransitionSystem,
  codec: Codec,
  { count, spawn }: Workers,
  from: Handover,
  look: (done: Done, depth: number) => boolean,
): Promise<Together | null> {
  const { layout } = codec;
  const text = packedText(system, layout);
  const source = system.source?.();
  if (text === null || source === undefined) return null;
  const memories = borrowMemories();
  if (memories === null) return null;
  const buffers = Control.buffers(count);
  const control = new Control(buffers, count);
  if (!begin(memories, control, from, layout.wordCount, count)) {
    giveBackMemories(memories);
    return null;
  }
  const common: Omit<SearcherTask, 'me'> = {
    threads: count,
    source,
    loop: loopText(text, layout, { dead: from.dead, isRenamed: false }, { by: 'together', counts: from.counts }),
    judged: text.judged.map(({ property }) => property),
    memories,
    stateCount: from.states,
    properties: from.properties,
    statesMax: from.statesMax,
    memoryMax: from.memoryMax,
    control: buffers,
  };
  const ports = Array.from({ length: count }, () => spawn());
  let isOver = false;
  let broken = '';
  let stoppedAt = Infinity;
  const answers = Promise.all(ports.map((port) => port.answer));
  const reports = answers
    .catch((error: unknown): SearcherReport[] => {
      if (control.stopped === goOn) broken = `a thread of the search ended: ${error instanceof Error ? error.message : String(error)}`;
      control.stop(cancelled);
      return [];
    })
    .finally(() => {
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
  // One that was ended may still be writing there.
  if (all.length === count) giveBackMemories(memories);
  const { memoryBytes } = control.done;
  const { states, transitions } = broken === '' ? totals(all, from.states) : control.done;
  const found = new Map<number, number>();
  for (const [property, depth] of all.flatMap((report) => report.found)) found.set(property, Math.min(depth, found.get(property) ?? depth));
  return {
    // Each thread looks at the limit from time to time only. What was found beyond it does not count.
    states: Math.min(states, from.statesMax),
    transitions,
    memoryBytes,
    found,
    broken,
    depth: Math.max(from.level, ...all.map((report) => report.depth)),
    taken: all.map((report) => report.taken),
    ended: states > from.statesMax ? 'states' : (endings.get(control.stopped) ?? 'finished'),
  };
}

function totals(reports: readonly SearcherReport[], before: number): Pick<Done, 'states' | 'transitions'> {
  const sum = (part: (report: SearcherReport) => number): number => reports.reduce((total, report) => total + part(report), 0);
  return { states: before + sum((each) => each.states), transitions: sum((each) => each.transitions) };
}

/** Puts what is known where the threads see it, with the level that begins in chunks of its own; false where there is no room. */
function begin(
  memories: SharedMemories,
  control: Control,
  { words, states, expanded, level, memoryMax }: Handover,
  wordCount: number,
  threads: number,
): boolean {
  const levelBegin = Math.ceil(expanded / chunkStates);
  const chunks = levelBegin + Math.ceil((states - expanded) / chunkStates);
  const room = chunks + 2 * threads;
  let indexBits = 10;
  while (chunksIn(indexBits) < room) indexBits++;
  const shared = new SharedStates(memories, wordCount);
  if (bytesOf(room, wordCount, indexBits) > memoryMax || !shared.makeRoom(room, indexBits)) return false;
  shared.table.fill(0);
  shared.used.fill(0, 0, chunks);
  for (let state = 0; state < states; state++) {
    const number = state < expanded ? state : levelBegin * chunkStates + state - expanded;
    for (let word = 0; word < wordCount; word++) shared.words[number * wordCount + word] = words[state * wordCount + word]!;
    shared.used[Math.floor(number / chunkStates)]!++;
  }
  for (let chunk = 0; chunk < chunks; chunk++)
    enterStates(shared.table, shared.words, wordCount, chunk * chunkStates, chunk * chunkStates + shared.used[chunk]!);
  control.progress = { level, chunks, next: levelBegin, levelEnd: chunks, room, indexBits, isOver: false };
  return true;
}
