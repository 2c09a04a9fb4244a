import { availableParallelism } from 'node:os';
import { startupSnapshot } from 'node:v8';
import type { Worker } from 'node:worker_threads';
import type { CheckHelpers, FoundCheck } from '@mmspec/analysis';
import { Answers } from './answers.ts';
import type { FileOutcome, ReadySpec, SpecCall, SpecQuestion } from './check_spec.ts';
import { threadsMemory } from './options/default_memory.ts';
import type { ProgressLine } from './progress.ts';
import type { SpecText } from './files/spec_texts.ts';
import type { Told } from './reporters/recorder.ts';
import type { RacesMode } from './races_shown.ts';
import { SpecClaims } from './spec_claims.ts';
import { runUnits, type UnitAnswer } from './spec_units.ts';

/** What threads are told in the beginning. */
export interface SpecTask extends SpecQuestion {
  readonly limits: Omit<SpecCall['limits'], 'workers'>;
  readonly drawsRaces: boolean;
  /** What is checked, by index; null: no spec. */
  readonly specs: readonly (SpecText | null)[];
  /** Who has taken what: the words of `SpecClaims`. */
  readonly claims: Int32Array;
}

/**
 * What a thread says: how far a check is, or what it has found of a spec, or of a unit of its checks, that it has taken;
 * `found` is null where it could not check it as the caller would.
 */
export type SpecMessage =
  | { readonly kind: 'progress'; readonly shown: Parameters<ProgressLine['show']> }
  | { readonly kind: 'answer'; readonly index: number; readonly found: SpecFound | null }
  | UnitAnswer;

export interface SpecFound {
  readonly told: readonly Told[];
  readonly outcome: FileOutcome;
}

/**
 * Milliseconds of a processor after which a call takes threads, if what is left takes as long: each needs a quarter of a second of one to be ready.
 * On a busy machine, where threads help least, that is later. Whether it does is asked again as often.
 */
const threadsAfter = 300;

/** Milliseconds of a processor that this process has taken. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Whether what nobody has yet takes longer than it takes threads to be ready, at the pace of the units so far, or at that of the last one where it is slower.
 * Of a spec that nobody has begun one cannot tell: it does. `elapsed`: milliseconds of a processor for the call; `last`: since a unit was taken last.
 */
export function isWorthThreads({ specs, units, unitsTaken }: ReturnType<SpecClaims['counted']>, elapsed: number, last: number): boolean {
  return specs > 0 || units * Math.max(elapsed / Math.max(1, unitsTaken), last) > threadsAfter;
}

/**
 * Threads that check specs from the last one on, while the caller checks them from the first one on. Once all are taken
 * they run checks of the one that the caller is at, from its last one on, and so does the caller of one that he would wait for.
 * Results do not depend on who has found them, and are told in the order of the specs and their checks.
 */
export class SpecThreads {
  readonly #task: SpecTask;
  readonly #claims: SpecClaims;
  readonly #signal: AbortSignal;
  readonly #progress: ProgressLine;
  readonly #workers: Worker[] = [];
  readonly #answers: Answers<SpecFound | readonly FoundCheck[]> = new Answers();
  readonly #timer: NodeJS.Timeout;
  /** The one spec is the caller's. */
  readonly #isAlone: boolean;
  /** The call takes so long that threads are worth while. */
  #isLong = false;
  /** When the call began, and when the caller took a unit last, in milliseconds of a processor. */
  readonly #begun = processorTime();
  #lastTaken = this.#begun;

  constructor(call: SpecCall, specs: readonly (SpecText | null)[]) {
    const { checks, properties, set, memory, window, races, notes, kernel, hasPage, limits, reporter, interruption, progress } = call;
    const { workers: _, memoryMax, ...others } = limits;
    const share = memoryMax === undefined ? undefined : (memoryMax * threadsMemory) / Math.max(1, availableParallelism() - 1);
    this.#signal = interruption.signal;
    this.#progress = progress;
    this.#claims = SpecClaims.of(specs.length);
    for (const [index, spec] of specs.entries()) if (spec === null) this.#claims.take(index);
    this.#isAlone = specs.length === 1 && this.#claims.share(0);
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
      claims: this.#claims.words,
    };
    this.#timer = setInterval(() => {
      this.#isLong ||= processorTime() - this.#begun >= threadsAfter;
      this.#startWhereOfUse();
    }, threadsAfter).unref();
  }

  /** Begins, once. */
  start(): void {
    // Where a snapshot is made, there is no thread but one.
    if (this.#workers.length > 0 || this.#signal.aborted || startupSnapshot.isBuildingSnapshot()) return;
    const { specs, units } = this.#claims.counted();
    for (let left = Math.min(availableParallelism() - 1, specs + units); left > 0; left--) this.#spawn();
    this.#signal.addEventListener('abort', () => {
      for (const worker of this.#workers) worker.postMessage('abort');
    });
  }

  /** Whether the caller is to check a spec itself. */
  claim(index: number): boolean {
    return this.#isAlone || this.#claims.share(index);
  }

  /** What a thread found out about a spec that it has taken, which the caller helps it with; null: the caller is to check it after all. */
  async found(index: number, ready: ReadySpec, call: SpecCall, mode: RacesMode): Promise<SpecFound | null> {
    await runUnits(this.#claims, index, ready, call, mode, (answer) => {
      for (const worker of this.#workers) worker.postMessage(answer);
    });
    return (await this.#answers.of(`${index}`)) as SpecFound | null;
  }

  /** Those who run checks of a spec that the caller has taken. */
  helpers(index: number): CheckHelpers {
    return {
      begin: (units) => this.#claims.begin(index, units),
      claim: (unit) => {
        const isOurs = this.#claims.takeUnit(index, unit);
        this.#lastTaken = processorTime();
        this.#startWhereOfUse();
        return isOurs;
      },
      found: async (unit) => (await this.#answers.of(`${index} ${unit}`)) as readonly FoundCheck[] | null,
      left: async (unit) => (this.#claims.isUnitTaken(index, unit) ? ((await this.#answers.soon(`${index} ${unit}`)) as readonly FoundCheck[] | null) : null),
    };
  }

  /** After an interruption: what a thread has found about a spec that the caller has not come to, which may be less than all; null: nothing, or not soon. */
  async left(index: number): Promise<SpecFound | null> {
    return this.#claims.isTaken(index) ? ((await this.#answers.soon(`${index}`)) as SpecFound | null) : null;
  }

  end(): void {
    clearInterval(this.#timer);
    for (const worker of this.#workers) void worker.terminate();
  }

  /** Begins where what is left for others takes long enough. */
  #startWhereOfUse(): void {
    if (!this.#isLong || this.#workers.length > 0) return;
    const now = processorTime();
    if (isWorthThreads(this.#claims.counted(), now - this.#begun, now - this.#lastTaken)) this.start();
  }

  #spawn(): void {
    // A snapshot may not carry the module, so nobody loads it before.
    const threads = process.getBuiltinModule('node:worker_threads');
    const worker = new threads.Worker(new URL('./spec_thread.js', import.meta.url));
    this.#workers.push(worker);
    worker.on('message', (message: SpecMessage) => {
      if (message.kind === 'answer') this.#answers.put(`${message.index}`, message.found);
      else if (message.kind === 'unit') this.#answers.put(`${message.index} ${message.unit}`, message.found);
      else if (this.#answers.isAwaited) this.#progress.show(...message.shown);
    });
    worker.once('error', () => undefined);
    worker.once('exit', () => this.#answers.break());
    worker.postMessage(this.#task);
  }
}
