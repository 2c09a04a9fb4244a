import { orderingTables, type MemoryMode, type OrderingTable } from '@mmspec/system';
import { isLockEvent } from '../axioms/graph.ts';
import { compiled, observed, stateText, type Reading } from '../search/condition.ts';
import { combinations } from '../search/combinations.ts';
import { pathsMax, verdictOf, type Wild } from '../search/answer.ts';
import { memoryOf, type Memory } from '../search/memory.ts';
import type { LitmusTest, Location, Statement, Verdict } from '../syntax/tree.ts';
import type { Path } from '../threads/event.ts';
import { pathsOf } from '../threads/paths.ts';
import { known, threadOf, type Thread } from './entries.ts';
import { explore, type Machine, type Performed } from './machine.ts';
import type { State } from './state.ts';
import type { Span } from '@mmspec/source';

export interface WindowLimits {
  /** Entries of a window; null: as many as a thread has, so that nothing is left out. */
  readonly window: number | null;
  readonly statesMax?: number | undefined;
  /** Asked now and then with how many states were found; true: stop. */
  readonly isEnough?: ((states: number) => boolean) | undefined;
}

export interface WindowAnswer {
  readonly verdict: Verdict | null;
  readonly finished: boolean;
  /** Final states where the condition holds, and where it does not. */
  readonly positive: number;
  readonly negative: number;
  readonly finalStates: readonly string[];
  /** The first way to a final state where the condition holds, and to one where it does not. */
  readonly holds: Way | null;
  readonly fails: Way | null;
  /** An access of something that is no variable. */
  readonly wild: Wild | null;
  /** States of the machine. */
  readonly explored: number;
  readonly loops: readonly Statement[];
  /** What a full window kept out first, by thread; null: nothing. */
  readonly full: { readonly thread: number; readonly span: Span } | null;
}

/** How a final state comes about. */
export interface Way {
  readonly state: string;
  readonly threads: readonly Thread[];
  readonly performed: readonly Performed[];
  /** What a load has given. */
  readonly valueOf: (thread: number, entry: number) => number;
}

/** Answers a test by the window machine. */
export function answerWindow(test: LitmusTest, mode: MemoryMode, limits: WindowLimits): WindowAnswer {
  return answerBy(test, orderingTables[mode], mode === 'sc' ? { ...limits, window: 1 } : limits);
}

/** Answers a test by the window machine with a table. */
export function answerBy(test: LitmusTest, table: OrderingTable, limits: WindowLimits): WindowAnswer {
  return new Asking(test, table, limits).answer();
}

class Asking {
  readonly #test: LitmusTest;
  readonly #table: OrderingTable;
  readonly #limits: WindowLimits;
  readonly #memory: Memory;
  readonly #observed: readonly Location[];
  readonly #condition: (read: Reading) => boolean;
  readonly #filter: (read: Reading) => boolean;
  readonly #states: Map<string, boolean> = new Map();
  #explored = 0;
  #wild: Wild | null = null;
  readonly #loops: Set<Statement> = new Set();
  #holds: Way | null = null;
  #fails: Way | null = null;
  #full: WindowAnswer['full'] = null;

  constructor(test: LitmusTest, table: OrderingTable, limits: WindowLimits) {
    this.#test = test;
    this.#table = table;
    this.#limits = limits;
    this.#memory = memoryOf(test);
    this.#observed = observed(test);
    this.#condition = compiled(test.condition, this.#memory);
    this.#filter = test.filter === null ? () => true : compiled(test.filter, this.#memory);
  }

  answer(): WindowAnswer {
    const walks = this.#test.threads.map(({ body }, thread) => pathsOf(body, this.#memory.registers(thread), pathsMax));
    let finished = !walks.some(({ tooMany }) => tooMany);
    for (const paths of combinations(walks.map((walk) => walk.paths))) {
      if (this.#explore(paths)) continue;
      finished = false;
      break;
    }
    const positive = [...this.#states.values()].filter((holds) => holds).length;
    const negative = this.#states.size - positive;
    return {
      verdict: verdictOf(positive, negative, finished),
      finished,
      positive,
      negative,
      finalStates: [...this.#states.keys()].sort(),
      holds: this.#holds,
      fails: this.#fails,
      wild: this.#wild,
      explored: this.#explored,
      loops: [...this.#loops],
      full: this.#full,
    };
  }

  #explore(paths: readonly Path[]): boolean {
    const cut = paths.flatMap((path) => path.cut ?? []);
    const threads = paths.map((path) => threadOf(path, this.#table));
    const size = this.#limits.window ?? Math.max(1, ...threads.map(({ entries }) => entries.length));
    const machine: Machine = { threads, table: this.#table, size, initial: this.#memory.initial };
    return explore(machine, {
      onState: () => this.#goesOn(),
      onEnd: (state, valueOf, way) => {
        if (cut.length === 0) this.#count(machine, state, valueOf, way);
        else for (const loop of cut) this.#loops.add(loop);
      },
      onFull: (thread, { event, constraint }) => {
        if (event !== null && constraint === null && this.#limits.window !== 1) this.#full ??= { thread, span: event.span };
      },
    });
  }

  #wildIn(threads: readonly Thread[], valueOf: Way['valueOf']): Wild | null {
    const { initial, isVariable } = this.#memory;
    for (const [number, thread] of threads.entries())
      for (const { event } of thread.entries) {
        if (event === null || event.address === null) continue;
        const address = known(event.address, thread, (entry) => valueOf(number, entry), initial);
        if (address !== null && !isVariable(address)) return { span: event.statement, address };
      }
    return null;
  }

  #goesOn(): boolean {
    if (this.#wild !== null) return false;
    const { statesMax, isEnough } = this.#limits;
    if (statesMax !== undefined && this.#explored >= statesMax) return false;
    return (++this.#explored & 0x3ff) !== 0 || isEnough === undefined || !isEnough(this.#explored);
  }

  #count({ threads }: Machine, state: State, valueOf: Way['valueOf'], way: () => readonly Performed[]): void {
    this.#wild ??= this.#wildIn(threads, valueOf);
    const { initial, addressOf } = this.#memory;
    const locks = new Set(threads.flatMap(({ entries }) => entries.flatMap(({ event }) => (event !== null && isLockEvent(event) ? [event.address] : []))));
    const read: Reading = (location) => {
      if (location.kind === 'variable') {
        const address = addressOf(location.name);
        // A lock has no value of its own.
        return locks.has(address) ? initial(address) : (state.memory.get(address) ?? initial(address));
      }
      const thread = threads[location.thread]!;
      return known(thread.path.registers.get(location.name) ?? 0, thread, (entry) => valueOf(location.thread, entry), initial) ?? 0;
    };
    if (!this.#filter(read)) return;
    const holds = this.#condition(read);
    const text = stateText(this.#observed, read, this.#memory);
    this.#states.set(text, holds);
    if (holds) this.#holds ??= { state: text, threads, performed: way(), valueOf };
    else this.#fails ??= { state: text, threads, performed: way(), valueOf };
  }
}
