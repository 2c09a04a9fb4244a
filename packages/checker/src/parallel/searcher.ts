import type { TransitionSystem } from '@mmspec/system';
import { codecOf } from '../store/codec.ts';
import { Judging } from '../judging.ts';
import { judgedOf } from '../packed/loop_text.ts';
import type { TogetherHost, TogetherLoop } from '../packed/loop_types.ts';
import { signed } from '../store/growing.ts';
import { canSplit, emptyPlace, formatOf, splitPlaces } from '../store/table.ts';
import { Control, goOn, noMemory, tooManyStates } from './control.ts';
import type { ControlBuffers } from './control.ts';
import { bytesOf, chunksIn, chunksMax, chunkStates, enterTogether, SharedStates } from './shared_states.ts';
import type { SharedMemories } from './shared_states.ts';

/** What a thread of a search is told; plain data and shared memory. */
export interface SearcherTask {
  readonly me: number;
  readonly threads: number;
  /** The system, as its own `source` says. */
  readonly source: string;
  /** The loop, and the properties over states that it judges. */
  readonly loop: string;
  readonly judged: readonly number[];
  /** With the states found so far; a level begins. */
  readonly memories: SharedMemories;
  readonly stateCount: number;
  /** Properties that still lack evidence. */
  readonly properties: readonly number[];
  readonly statesMax: number;
  readonly memoryMax: number;
  readonly control: ControlBuffers;
}

/** A thread tells how far it is, and looks at the limit of states, so often. */
const chunksBetweenNotes = 16;

/** What a thread has to say at its end. */
export interface SearcherReport {
  /** States that it has found. */
  readonly states: number;
  readonly transitions: number;
  readonly taken: Float64Array;
  /** Steps to the farthest state found by anybody. */
  readonly depth: number;
  /** Depths of the shortest evidence found here, by property. */
  readonly found: readonly (readonly [property: number, depth: number])[];
}

/** One of the threads that search together, level by level; returns when all are done or have to stop. */
export function searchTask(task: SearcherTask): SearcherReport {
  return new Searcher(task).run();
}

class Searcher {
  readonly #task: SearcherTask;
  readonly #control: Control;
  readonly #states: SharedStates;
  readonly #loop: TogetherLoop;
  readonly #wordCount: number;
  readonly #judging: Judging;
  readonly #taken: Float64Array;
  #depth: number;
  /** The states, and the length of the table as a power of two, when they were looked for last. */
  #words: Uint32Array = new Uint32Array(0);
  #indexBits = -1;
  /** The chunk for what is found here; -1: there is none yet. */
  #chunk = -1;

  constructor(task: SearcherTask) {
    this.#task = task;
    this.#control = new Control(task.control, task.threads);
    this.#depth = this.#control.level;
    // oxlint-disable-next-line no-implied-eval -- the text is the compiler's, see `TransitionSystem.source`
    const system = (new Function(task.source) as () => TransitionSystem)();
    const codec = codecOf(system.slots);
    const { wordCount } = codec.layout;
    this.#wordCount = wordCount;
    this.#states = new SharedStates(task.memories, wordCount);
    this.#judging = new Judging(system, task.properties);
    this.#taken = new Float64Array(system.actions.length);
    const before = new Int32Array(system.slots.length);
    const next = new Int32Array(system.slots.length);
    const after = new Uint32Array(wordCount);
    const judging = this.#judging;
    const stateAt = (index: number, values: Int32Array): Int32Array => {
      codec.unpack(this.#words, index * wordCount, values);
      return values;
    };
    const host: TogetherHost = {
      after: signed(after),
      taken: this.#taken,
      nextChunk: () => this.#nextChunk(),
      entered: (index: number): void => {
        if (judging.state(stateAt(index, next), next, this.#depth + 1)) this.#wish();
      },
      took: (action: number, flags: number): void => {
        codec.unpack(after, 0, next);
        stateAt(this.#loop.current(), before);
        if (judging.openOnSteps.length > 0 && judging.step(before, next, action, this.#depth + 1)) this.#wish();
        if (flags !== 0) judging.flags(before, next, action, flags, this.#depth + 1);
      },
      fault: (action: number, property: number, flags: number): void => {
        this.#taken[action]! += 1;
        judging.fault(property, flags, stateAt(this.#loop.current(), before), action, this.#depth + 1);
      },
      stuck: (index: number): void => {
        if (judging.wantsDeadlock) judging.stuck(stateAt(index, before), this.#depth);
      },
    };
    // oxlint-disable-next-line no-implied-eval -- the text of the steps is made by the compiler from a closed set of shapes
    this.#loop = (new Function('host', task.loop) as (own: TogetherHost) => TogetherLoop)(host);
  }

  run(): SearcherReport {
    this.#attach();
    this.#wish();
    let goesOn = this.#control.barrier(() => undefined);
    while (goesOn) {
      this.#expandLevel();
      goesOn = this.#barrier();
      const { level, isOver } = this.#control.progress;
      if (isOver) goesOn = false;
      if (level > this.#depth) {
        this.#depth = level;
        // What is found from now on belongs to the next level.
        this.#chunk = -1;
        this.#loop.fill(0, 0);
      }
    }
    return {
      states: this.#loop.found(),
      transitions: this.#loop.transitions(),
      taken: this.#taken,
      depth: this.#depth,
      found: this.#judging.found.flatMap((evidence, property) => (evidence === null ? [] : [[property, evidence.depth] as const])),
    };
  }

  #expandLevel(): void {
    const control = this.#control;
    for (let taken = 1; control.stopped === goOn && !control.isFull; taken++) {
      const chunk = control.take();
      if (chunk < 0) break;
      const first = chunk * chunkStates;
      this.#loop.run(first, first + this.#states.used[chunk]!);
      if (taken % chunksBetweenNotes === 0) this.#note();
    }
    this.#note();
  }

  /** Begins another chunk; false where all have to stop. */
  #nextChunk(): boolean {
    this.#publish();
    const chunk = this.#control.newChunk();
    this.#chunk = -1;
    while (!this.#control.hasRoomFor(chunk)) if (!this.#barrier()) return false;
    this.#chunk = chunk;
    this.#states.used[chunk] = 0;
    this.#loop.fill(chunk * chunkStates, (chunk + 1) * chunkStates);
    return true;
  }

  /** Tells how far the own chunk is filled. */
  #publish(): void {
    if (this.#chunk >= 0) this.#states.used[this.#chunk] = this.#loop.free() - this.#chunk * chunkStates;
  }

  /** Waits for the others, and makes room together with them where somebody needs it; false where all have to stop. */
  #barrier(): boolean {
    this.#publish();
    const control = this.#control;
    if (!control.barrier(() => this.#goOn())) return false;
    const { indexBits, chunks } = control.progress;
    const isTableThere = this.#indexBits === indexBits;
    this.#attach();
    if (isTableThere) return true;
    return this.#remakeTable(chunks);
  }

  /** Makes the entries of a table that has grown, each thread a part of them; false where all have to stop. */
  #remakeTable(chunks: number): boolean {
    const { me, threads } = this.#task;
    const { words, table, used } = this.#states;
    const wait = (): boolean => this.#control.barrier(() => undefined);
    const places = table.length / 2;
    const share = (length: number, end: number): number => Math.floor((length * (me + end)) / threads);
    // Memory that was used before has anything in it.
    table.fill(0, places + share(places, 0), places + share(places, 1));
    if (canSplit(places)) {
      const [first, last] = [emptyPlace(table, share(places, 0)), me === threads - 1 ? emptyPlace(table, 0) + places : emptyPlace(table, share(places, 1))];
      if (!wait()) return false;
      splitPlaces(table, words, this.#wordCount, first, last);
      return wait();
    }
    if (!wait()) return false;
    table.fill(0, share(places, 0), share(places, 1));
    if (!wait()) return false;
    for (let chunk = share(chunks, 0); chunk < share(chunks, 1); chunk++)
      enterTogether(table, words, this.#wordCount, chunk * chunkStates, chunk * chunkStates + used[chunk]!);
    return wait();
  }

  /** What the last one does who comes: makes room where there is too little, or begins the next level. */
  #goOn(): void {
    const { progress } = this.#control;
    if (progress.chunks > progress.room) {
      const larger = this.#larger(progress.chunks + this.#task.threads, progress.room, progress.indexBits);
      if (larger === null) this.#control.stop(noMemory);
      else this.#control.progress = { ...progress, ...larger };
      return;
    }
    let found = 0;
    for (let chunk = progress.levelEnd; chunk < progress.chunks; chunk++) found += this.#states.used[chunk]!;
    this.#control.progress = {
      ...progress,
      level: progress.level + (found > 0 ? 1 : 0),
      next: progress.levelEnd,
      levelEnd: progress.chunks,
      isOver: found === 0,
    };
  }

  /** Room for so many chunks; null where a limit forbids it. */
  #larger(chunks: number, roomNow: number, bitsNow: number): { readonly room: number; readonly indexBits: number } | null {
    let indexBits = bitsNow;
    while (chunksIn(indexBits) < chunks) indexBits++;
    const room = Math.min(chunksIn(indexBits), chunksMax);
    const fits = (wanted: number): boolean => wanted >= chunks && wanted <= room && bytesOf(wanted, this.#wordCount, indexBits) <= this.#task.memoryMax;
    for (const wanted of [Math.min(room, Math.ceil(roomNow * 1.25)), chunks]) {
      if (!fits(wanted) || !this.#states.makeRoom(wanted, indexBits)) continue;
      // Somebody waits for one of these chunks, and memory that was used before has anything in it.
      this.#states.used.fill(0, roomNow, wanted);
      return { room: wanted, indexBits };
    }
    return null;
  }

  /** Looks where the states and the table are. */
  #attach(): void {
    const { room, indexBits } = this.#control.progress;
    this.#states.attach(room, indexBits);
    this.#indexBits = indexBits;
    const { words, table } = this.#states;
    this.#words = new Uint32Array(words.buffer, 0, words.length);
    const { tag, far } = formatOf(indexBits);
    this.#loop.attach(words, table, tag, far);
  }

  #wish(): void {
    const { openOnStates, openOnSteps } = this.#judging;
    const { open, byHost } = judgedOf(this.#task.judged, openOnStates);
    this.#loop.wish(open, byHost, openOnSteps.length > 0);
  }

  #note(): void {
    const { me, threads, stateCount, statesMax } = this.#task;
    const { room, indexBits, next, levelEnd } = this.#control.progress;
    const frontier = (Math.max(0, levelEnd - next) * chunkStates) / threads;
    this.#control.note(me, {
      states: this.#loop.found() + (me === 0 ? stateCount : 0),
      frontier,
      transitions: this.#loop.transitions(),
      memoryBytes: bytesOf(room, this.#wordCount, indexBits) / threads,
    });
    if (this.#control.done.states > statesMax) this.#control.stop(tooManyStates);
  }
}
