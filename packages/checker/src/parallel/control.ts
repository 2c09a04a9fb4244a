/*
 * What the threads of a search tell each other: one array of 32-bit numbers for their barrier, and one of 64-bit numbers for what
 * each of them has done so far, which only shows the way it goes.
 */

/** Why a search has to stop; 0: it goes on. */
export const goOn = 0;
export const cancelled = 1;
export const tooManyStates = 2;
export const noMemory = 3;

/** Places in `numbers`. */
const stop = 0;
const generation = 1;
const arrived = 2;
const level = 3;
const chunks = 4;
const next = 5;
const levelEnd = 6;
const room = 7;
const indexBits = 8;
const isOver = 9;
const numberCount = 10;

/** Numbers per thread in `done`. */
const perThread = 4;

/** Milliseconds after which somebody who waits looks again without being called. */
const patience = 1;

export interface ControlBuffers {
  readonly numbers: SharedArrayBuffer;
  readonly done: SharedArrayBuffer;
}

export interface Done {
  readonly states: number;
  readonly frontier: number;
  readonly transitions: number;
  readonly memoryBytes: number;
}

/** Where a search is; changed only while nobody else works. */
export interface LevelProgress {
  level: number;
  /** Chunks that were given to somebody. */
  chunks: number;
  /** The next chunk to expand, and where the level ends. */
  next: number;
  levelEnd: number;
  /** Chunks that there is room for. */
  room: number;
  /** Length of the table, as a power of two. */
  indexBits: number;
  /** Nothing was found in the last level. */
  isOver: boolean;
}

export class Control {
  readonly #numbers: Int32Array<SharedArrayBuffer>;
  readonly #done: Float64Array;
  readonly #threads: number;

  constructor({ numbers, done }: ControlBuffers, threads: number) {
    this.#numbers = new Int32Array(numbers);
    this.#done = new Float64Array(done);
    this.#threads = threads;
  }

  static buffers(threads: number): ControlBuffers {
    return { numbers: new SharedArrayBuffer(4 * numberCount), done: new SharedArrayBuffer(8 * perThread * threads) };
  }

  get stopped(): number {
    return Atomics.load(this.#numbers, stop);
  }

  /** Everybody stops as soon as they look; the first reason counts. */
  stop(reason: number): void {
    Atomics.compareExchange(this.#numbers, stop, goOn, reason);
    Atomics.notify(this.#numbers, generation);
  }

  get progress(): LevelProgress {
    const at = (place: number): number => Atomics.load(this.#numbers, place);
    return { level: at(level), chunks: at(chunks), next: at(next), levelEnd: at(levelEnd), room: at(room), indexBits: at(indexBits), isOver: at(isOver) === 1 };
  }

  set progress(to: LevelProgress) {
    const put = (place: number, value: number): number => Atomics.store(this.#numbers, place, value);
    put(level, to.level);
    put(chunks, to.chunks);
    put(next, to.next);
    put(levelEnd, to.levelEnd);
    put(room, to.room);
    put(indexBits, to.indexBits);
    put(isOver, to.isOver ? 1 : 0);
  }

  get level(): number {
    return Atomics.load(this.#numbers, level);
  }

  /** A chunk for new states, which there may be no room for yet. */
  newChunk(): number {
    return Atomics.add(this.#numbers, chunks, 1);
  }

  hasRoomFor(chunk: number): boolean {
    return chunk < Atomics.load(this.#numbers, room);
  }

  /** Somebody waits for room. */
  get isFull(): boolean {
    return Atomics.load(this.#numbers, chunks) > Atomics.load(this.#numbers, room);
  }

  /** The next chunk to expand; -1 where the level has none any more. */
  take(): number {
    const taken = Atomics.add(this.#numbers, next, 1);
    return taken < Atomics.load(this.#numbers, levelEnd) ? taken : -1;
  }

  /** A barrier: waits until every thread is here. The last one does what `alone` says before the others go on; false where all have to stop. */
  barrier(alone: () => void): boolean {
    const numbers = this.#numbers;
    const mine = Atomics.load(numbers, generation);
    if (Atomics.add(numbers, arrived, 1) === this.#threads - 1) {
      alone();
      Atomics.store(numbers, arrived, 0);
      Atomics.add(numbers, generation, 1);
      Atomics.notify(numbers, generation);
    } else {
      while (Atomics.load(numbers, generation) === mine) {
        if (this.stopped !== goOn) return false;
        Atomics.wait(numbers, generation, mine, patience);
      }
    }
    return this.stopped === goOn;
  }

  note(me: number, { states, frontier, transitions, memoryBytes }: Done): void {
    this.#done.set([states, frontier, transitions, memoryBytes], me * perThread);
  }

  /** Of all threads together. */
  get done(): Done {
    const sum = (at: number): number => this.#done.reduce((total, value, index) => (index % perThread === at ? total + value : total), 0);
    return { states: sum(0), frontier: sum(1), transitions: sum(2), memoryBytes: sum(3) };
  }
}
