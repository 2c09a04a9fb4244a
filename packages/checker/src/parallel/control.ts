/*
 * What the partitions of a search share: one array of 32-bit numbers for meeting, and one of 64-bit numbers for what each
 * of them has done so far, which only shows the way it goes.
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
const sent = 3;
const found = 4;
const foundBefore = 5;
const level = 6;
const firstRing = 8;

/** Numbers per partition in `done`. */
const perPartition = 4;

/** Milliseconds after which somebody who waits looks again without being called. */
const patience = 1;

export interface ControlBuffers {
  readonly numbers: SharedArrayBuffer;
  readonly done: SharedArrayBuffer;
}

export interface Done {
  readonly states: number;
  readonly waiting: number;
  readonly transitions: number;
  readonly memoryBytes: number;
}

export class Control {
  readonly numbers: Int32Array<SharedArrayBuffer>;
  readonly #done: Float64Array;
  readonly #partitions: number;

  constructor({ numbers, done }: ControlBuffers, partitions: number) {
    this.numbers = new Int32Array(numbers);
    this.#done = new Float64Array(done);
    this.#partitions = partitions;
  }

  static buffers(partitions: number): ControlBuffers {
    return {
      numbers: new SharedArrayBuffer(4 * (firstRing + 2 * partitions * partitions)),
      done: new SharedArrayBuffer(8 * perPartition * partitions),
    };
  }

  /** Where the counts of the ring between two partitions are. */
  ring(from: number, to: number): number {
    return firstRing + 2 * (from * this.#partitions + to);
  }

  get stopped(): number {
    return Atomics.load(this.numbers, stop);
  }

  /** Everybody stops as soon as they look; the first reason counts. */
  stop(reason: number): void {
    Atomics.compareExchange(this.numbers, stop, goOn, reason);
    Atomics.notify(this.numbers, generation);
  }

  get level(): number {
    return Atomics.load(this.numbers, level);
  }

  set level(to: number) {
    Atomics.store(this.numbers, level, to);
  }

  /** A partition has sent all that its level leads to. */
  hasSent(): void {
    Atomics.add(this.numbers, sent, 1);
  }

  get allHaveSent(): boolean {
    return Atomics.load(this.numbers, sent) === this.#partitions;
  }

  /** Sleeps a moment, while others work. */
  rest(): void {
    Atomics.wait(this.numbers, generation, Atomics.load(this.numbers, generation), patience);
  }

  /** Waits until every partition is here, each with the number of states it has found; gives their sum, or -1 where all have to stop. */
  meet(count: number): number {
    const { numbers } = this;
    const mine = Atomics.load(numbers, generation);
    Atomics.add(numbers, found, count);
    if (Atomics.add(numbers, arrived, 1) === this.#partitions - 1) {
      Atomics.store(numbers, foundBefore, Atomics.exchange(numbers, found, 0));
      Atomics.store(numbers, arrived, 0);
      Atomics.store(numbers, sent, 0);
      Atomics.add(numbers, generation, 1);
      Atomics.notify(numbers, generation);
    } else {
      while (Atomics.load(numbers, generation) === mine) {
        if (this.stopped !== goOn) return -1;
        Atomics.wait(numbers, generation, mine, patience);
      }
    }
    return this.stopped === goOn ? Atomics.load(numbers, foundBefore) : -1;
  }

  note(me: number, { states, waiting, transitions, memoryBytes }: Done): void {
    this.#done.set([states, waiting, transitions, memoryBytes], me * perPartition);
  }

  /** Of all partitions together. */
  get done(): Done {
    const sum = (at: number): number => this.#done.reduce((total, value, index) => (index % perPartition === at ? total + value : total), 0);
    return { states: sum(0), waiting: sum(1), transitions: sum(2), memoryBytes: sum(3) };
  }
}
