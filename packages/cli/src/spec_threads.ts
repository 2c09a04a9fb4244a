import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { FileOutcome, SpecCall, SpecQuestion } from './check_spec.ts';
import type { ProgressLine } from './progress.ts';
import type { SpecText } from './files/spec_texts.ts';
import type { Told } from './reporters/recorder.ts';

/** What threads are told in the beginning. */
export interface SpecTask extends SpecQuestion {
  readonly limits: Omit<SpecCall['limits'], 'workers'>;
  readonly drawsRaces: boolean;
  /** What is checked, by index; null: no spec. */
  readonly specs: readonly (SpecText | null)[];
  /** For each spec whether somebody has taken it: one word of shared memory. */
  readonly claims: Int32Array<SharedArrayBuffer>;
}

/** What a thread says: how far a check is, or what it has found of a spec that it has taken; `found` is null where it could not check it as the caller would. */
export type SpecMessage =
  | { readonly kind: 'progress'; readonly shown: Parameters<ProgressLine['show']> }
  | { readonly kind: 'answer'; readonly index: number; readonly found: SpecFound | null };

export interface SpecFound {
  readonly told: readonly Told[];
  readonly outcome: FileOutcome;
}

/** So much of the memory that one search may use is for the searches of all threads beside it. */
const memoryPart = 1 / 3;

/** Takes a spec; false where somebody else has. */
export function claim(claims: Int32Array<SharedArrayBuffer>, index: number): boolean {
  return Atomics.exchange(claims, index, 1) === 0;
}

/**
 * Threads that check specs from the last one on, while the caller checks them from the first one on.
 * Results do not depend on who has checked a spec, and are told in the order of the specs.
 */
export class SpecThreads {
  readonly #task: SpecTask;
  readonly #signal: AbortSignal;
  readonly #progress: ProgressLine;
  readonly #workers: Worker[] = [];
  readonly #found: Map<number, SpecFound | null> = new Map();
  /** The spec that a thread has taken and the caller waits for. */
  #waiting: { readonly index: number; readonly resolve: (found: SpecFound | null) => void } | null = null;
  /** A thread has ended, with whatever it had taken. */
  #isBroken = false;

  constructor(call: SpecCall, specs: readonly (SpecText | null)[]) {
    const { checks, properties, set, memory, window, races, notes, kernel, hasPage, limits, reporter, interruption, progress } = call;
    const { workers: _, memoryMax, ...others } = limits;
    const share = memoryMax === undefined ? undefined : (memoryMax * memoryPart) / this.#count(specs.length);
    this.#signal = interruption.signal;
    this.#progress = progress;
    this.#task = {
      checks,
      properties,
      set,
      memory,
      window,
      races,
      notes,
      kernel,
      hasPage,
      specs,
      limits: { ...others, memoryMax: share },
      drawsRaces: reporter.drawsRaces,
      claims: new Int32Array(new SharedArrayBuffer(4 * Math.max(1, specs.length))),
    };
  }

  /** Begins, once. */
  start(): void {
    if (this.#workers.length > 0) return;
    for (let left = this.#count(this.#task.specs.length); left > 0; left--) this.#spawn();
    this.#signal.addEventListener('abort', () => {
      for (const worker of this.#workers) worker.postMessage('abort');
    });
  }

  /** Whether the caller is to check a spec itself. */
  claim(index: number): boolean {
    return claim(this.#task.claims, index);
  }

  /** What a thread found out about a spec that it has taken; null: the caller is to check it after all. */
  async found(index: number): Promise<SpecFound | null> {
    const found = this.#found.get(index);
    if (found !== undefined || this.#isBroken) return found ?? null;
    return new Promise((resolve) => {
      this.#waiting = { index, resolve };
    });
  }

  end(): void {
    for (const worker of this.#workers) void worker.terminate();
  }

  #answered(index: number, found: SpecFound | null): void {
    this.#found.set(index, found);
    if (this.#waiting?.index === index) this.#resolve(found);
  }

  #resolve(found: SpecFound | null): void {
    this.#waiting?.resolve(found);
    this.#waiting = null;
  }

  /** One for each core beside this one, as far as there are specs. */
  #count(specs: number): number {
    return Math.max(0, Math.min(availableParallelism(), specs) - 1);
  }

  #spawn(): void {
    // A snapshot may not carry the module, so nobody loads it before.
    const threads = process.getBuiltinModule('node:worker_threads');
    const worker = new threads.Worker(new URL('./spec_thread.js', import.meta.url));
    this.#workers.push(worker);
    worker.on('message', (message: SpecMessage) => {
      if (message.kind === 'answer') this.#answered(message.index, message.found);
      else if (this.#waiting !== null) this.#progress.show(...message.shown);
    });
    worker.once('error', () => undefined);
    worker.once('exit', () => {
      this.#isBroken = true;
      this.#resolve(null);
    });
    worker.postMessage(this.#task);
  }
}
