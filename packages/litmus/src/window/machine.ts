import type { OrderingTable } from '@mmspec/system';
import type { Event } from '../threads/event.ts';
import { known, type Entry, type Thread } from './entries.ts';
import { copyOf, keyOf, type State } from './state.ts';

/*
 * The window machine: memory is flat; each thread has a window of accesses that are fetched and not performed.
 * To perform one that no earlier one holds back is the only step.
 */

export interface Machine {
  readonly threads: readonly Thread[];
  readonly table: OrderingTable;
  /** How many entries a window has. */
  readonly size: number;
  /** What an address holds at first. */
  readonly initial: (address: number) => number;
}

export interface Exploration {
  /** Called with each state in which all is performed, once; `way` gives what was performed to come there, in its order. */
  readonly onEnd: (state: State, valueOf: (thread: number, entry: number) => number, way: () => readonly Performed[]) => void;
  /** Called for each state; false ends the search. */
  readonly onState: () => boolean;
  /** Called when a window is full and there is more to fetch: by thread, and what is not fetched. */
  readonly onFull: (thread: number, entry: Entry) => void;
}

/** An entry that was performed. */
export interface Performed {
  readonly thread: number;
  readonly entry: number;
}

/** How a state was reached first. */
interface Origin {
  readonly from: string | null;
  readonly by: Performed | null;
}

/** Visits all states. False: it was ended. */
export function explore(machine: Machine, exploration: Exploration): boolean {
  return new Explorer(machine, exploration).run();
}

function wayTo(seen: ReadonlyMap<string, Origin>, key: string): readonly Performed[] {
  const way: Performed[] = [];
  for (let origin = seen.get(key); origin !== undefined && origin.by !== null; origin = seen.get(origin.from ?? '')) way.unshift(origin.by);
  return way;
}

class Explorer {
  readonly #machine: Machine;
  readonly #exploration: Exploration;
  /** Number of the first entry of each thread. */
  readonly #first: readonly number[];
  readonly #count: number;

  constructor(machine: Machine, exploration: Exploration) {
    this.#machine = machine;
    this.#exploration = exploration;
    let count = 0;
    this.#first = machine.threads.map(({ entries }) => (count += entries.length) - entries.length);
    this.#count = count;
  }

  run(): boolean {
    const begin: State = {
      done: new Uint8Array(this.#count),
      value: new Float64Array(this.#count).fill(Number.NaN),
      memory: new Map(),
      reserved: new Map(),
      passed: new Map(),
      waited: new Map(),
    };
    const seen = new Map<string, Origin>();
    const open: { readonly state: State; readonly key: string }[] = [];
    const add = (state: State, origin: Origin): void => {
      if (!this.#settle(state)) return;
      const key = keyOf(state);
      if (seen.has(key)) return;
      seen.set(key, origin);
      open.push({ state, key });
    };
    add(begin, { from: null, by: null });
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { state, key } = next;
      if (!this.#exploration.onState()) return false;
      if (state.done.every((isDone) => isDone === 1))
        this.#exploration.onEnd(
          state,
          (thread, entry) => state.value[this.#first[thread]! + entry]!,
          () => wayTo(seen, key),
        );
      else
        for (const [thread, { entries }] of this.#machine.threads.entries())
          this.#steps(state, thread, entries, (reached, entry) => add(reached, { from: key, by: { thread, entry } }));
    }
    return true;
  }

  #steps(state: State, thread: number, entries: readonly Entry[], add: (state: State, entry: number) => void): void {
    for (const entry of this.#window(state, thread)) {
      if (this.#machine.threads[thread]!.heldBy[entry]!.some((earlier) => !this.#isDone(state, thread, earlier))) continue;
      const next = copyOf(state);
      if (this.#perform(next, thread, entry, entries[entry]!)) add(next, entry);
    }
  }

  #isDone(state: State, thread: number, entry: number): boolean {
    return state.done[this.#first[thread]! + entry] === 1;
  }

  /** What is fetched and not performed. */
  #window(state: State, thread: number): number[] {
    const { entries } = this.#machine.threads[thread]!;
    const window: number[] = [];
    for (const [entry, fetched] of entries.entries()) {
      if (this.#isDone(state, thread, entry)) continue;
      if (window.length === this.#machine.size) {
        this.#exploration.onFull(thread, fetched);
        break;
      }
      window.push(entry);
    }
    return window;
  }

  /** What follows without a step. False: an assumption was wrong. */
  #settle(state: State): boolean {
    for (let changed = true; changed;) {
      changed = false;
      for (const [thread, { entries }] of this.#machine.threads.entries())
        for (const entry of this.#window(state, thread)) {
          const settled = this.#settled(state, thread, entry, entries[entry]!);
          if (settled === 'wrong') return false;
          if (settled === 'open') continue;
          state.done[this.#first[thread]! + entry] = 1;
          changed = true;
        }
    }
    return this.#areDifferent(state) && this.#succeed(state);
  }

  #settled(state: State, thread: number, entry: number, { kind, constraint }: Entry): 'open' | 'done' | 'wrong' {
    if (kind === 'barrier') return this.#isOldest(state, thread, entry) ? 'done' : 'open';
    if (constraint === null) return 'open';
    const value = this.#known(state, thread, constraint.symbolic);
    if (value === null) return 'open';
    return (value !== 0) === constraint.holds ? 'done' : 'wrong';
  }

  #isOldest(state: State, thread: number, entry: number): boolean {
    for (let earlier = 0; earlier < entry; earlier++) if (!this.#isDone(state, thread, earlier)) return false;
    return true;
  }

  #known(state: State, thread: number, symbolic: Parameters<typeof known>[0]): number | null {
    const valueAt = (entry: number): number | null => (this.#isDone(state, thread, entry) ? state.value[this.#first[thread]! + entry]! : null);
    return known(symbolic, this.#machine.threads[thread]!, valueAt, this.#machine.initial);
  }

  /** Where an access is, as far as that is known; it may still wait for a load that changes nothing. */
  #location(state: State, thread: number, entry: number): number | null {
    const { event } = this.#machine.threads[thread]!.entries[entry]!;
    return event === null || event.address === null ? null : this.#known(state, thread, event.address);
  }

  #address(state: State, thread: number, entry: number): number | null {
    const { event } = this.#machine.threads[thread]!.entries[entry]!;
    if (event === null || event.address === null || !this.#areDone(state, thread, event.addr)) return null;
    return this.#location(state, thread, entry);
  }

  #data(state: State, thread: number, event: Event): number | null {
    return this.#areDone(state, thread, event.data) ? this.#known(state, thread, event.value!) : null;
  }

  /** A value depends on these loads, also where it does not change with them. */
  #areDone(state: State, thread: number, loads: readonly number[]): boolean {
    const { entryOf } = this.#machine.threads[thread]!;
    return loads.every((load) => entryOf[load] === -1 || this.#isDone(state, thread, entryOf[load]!));
  }

  /** Accesses that were assumed to be of different locations are, as far as it is known. */
  #areDifferent(state: State): boolean {
    for (const [number, loads] of state.passed) {
      const thread = this.#threadOf(number);
      const first = this.#first[thread]!;
      const address = this.#location(state, thread, number - first);
      if (address === null) continue;
      if (loads.some((load) => this.#location(state, thread, load - first) === address)) return false;
      state.passed.delete(number);
    }
    return true;
  }

  #threadOf(number: number): number {
    return this.#first.findLastIndex((first, thread) => first <= number && this.#machine.threads[thread]!.entries.length > 0);
  }

  /** What is asked of values by operations that succeed or fail holds, as far as it is known. */
  #succeed(state: State): boolean {
    return this.#machine.threads.every(({ path }, thread) =>
      path.constraints.every(({ symbolic, holds, isBranch }) => {
        if (isBranch) return true;
        const value = this.#known(state, thread, symbolic);
        return value === null || (value !== 0) === holds;
      }),
    );
  }

  /** Performs an entry in place. False: it cannot be performed now. */
  #perform(state: State, thread: number, entry: number, what: Entry): boolean {
    const number = this.#first[thread]! + entry;
    switch (what.kind) {
      case 'barrier':
      case 'assumption':
        return false;
      case 'enter':
      case 'leave':
        state.done[number] = 1;
        return true;
      case 'grace':
        return this.#grace(state, number, what);
      case 'load':
        return this.#load(state, thread, entry, what);
      case 'store':
      case 'lock':
        return this.#store(state, thread, entry, what);
    }
  }

  /** A grace period first notes the sections that are open, then waits until they are left. */
  #grace(state: State, number: number, { domain }: Entry): boolean {
    const waited = state.waited.get(number);
    if (waited === undefined) {
      state.waited.set(number, this.#openSections(state, domain));
      return true;
    }
    if (waited.some((leave) => state.done[leave] === 0)) return false;
    state.waited.delete(number);
    state.done[number] = 1;
    return true;
  }

  #openSections(state: State, domain: Entry['domain']): number[] {
    return this.#machine.threads.flatMap(({ entries }, thread) =>
      entries.flatMap((mark, entry) => {
        const leave = this.#first[thread]! + mark.partner;
        const isOpen = mark.kind === 'enter' && mark.domain === domain && this.#isDone(state, thread, entry) && state.done[leave] === 0;
        return isOpen ? [leave] : [];
      }),
    );
  }

  #load(state: State, thread: number, entry: number, { order, partner, event }: Entry): boolean {
    const first = this.#first[thread]!;
    const address = this.#address(state, thread, entry);
    if (address === null) return false;
    const earlier = this.#earlier(state, thread, entry, address);
    if (earlier === null) return false;
    const isUpdate = partner >= 0;
    if (isUpdate && state.reserved.has(address)) return false;
    if (earlier.store !== null && order.isAcquire && !this.#machine.table.acquireReadsOwnUpdate && earlier.store.order.isUpdate) return false;
    const current = earlier.value ?? state.memory.get(address) ?? this.#machine.initial(address);
    const fixed = state.value[first + entry]!;
    const value = Number.isNaN(fixed) ? current : fixed;
    if ((isUpdate && value !== current) || (event!.value !== null && event!.value !== value)) return false;
    state.done[first + entry] = 1;
    state.value[first + entry] = value;
    if (isUpdate) state.reserved.set(address, thread);
    for (const load of earlier.loads) if (Number.isNaN(state.value[first + load]!)) state.value[first + load] = value;
    for (const access of earlier.unknown) state.passed.set(first + access, [...(state.passed.get(first + access) ?? []), first + entry]);
    return true;
  }

  /** What a load passes: the last store to its location with its value, loads of it, and what may be of it. Null: it may not pass. */
  #earlier(state: State, thread: number, entry: number, address: number): Earlier | null {
    const { entries } = this.#machine.threads[thread]!;
    const loads: number[] = [];
    const unknown: number[] = [];
    for (let at = entry - 1; at >= 0; at--) {
      const { order, kind, event } = entries[at]!;
      if (this.#isDone(state, thread, at) || (!order.isLoad && !order.isStore)) continue;
      const other = this.#location(state, thread, at);
      if (other === null) unknown.push(at);
      else if (other !== address) continue;
      else if (kind === 'load') loads.push(at);
      else {
        const value = kind === 'lock' || this.#address(state, thread, at) === null ? null : this.#data(state, thread, event!);
        return value === null ? null : { store: entries[at]!, value, loads, unknown };
      }
    }
    return { store: null, value: null, loads, unknown };
  }

  #store(state: State, thread: number, entry: number, { kind, event, partner }: Entry): boolean {
    const address = this.#address(state, thread, entry);
    if (address === null || this.#isBehindSame(state, thread, entry, address)) return false;
    const owner = state.reserved.get(address);
    if (owner !== undefined && owner !== thread) return false;
    const isFree = (state.memory.get(address) ?? this.#machine.initial(address)) === 0;
    const value = kind === 'lock' ? (isFree ? 1 : null) : this.#data(state, thread, event!);
    if (value === null) return false;
    state.memory.set(address, value);
    if (partner >= 0) state.reserved.delete(address);
    state.done[this.#first[thread]! + entry] = 1;
    return true;
  }

  /** An earlier access of the location, or of one that is not known, is not performed. */
  #isBehindSame(state: State, thread: number, entry: number, address: number): boolean {
    const { entries } = this.#machine.threads[thread]!;
    for (let at = 0; at < entry; at++) {
      const { order } = entries[at]!;
      if (this.#isDone(state, thread, at) || (!order.isLoad && !order.isStore)) continue;
      const other = this.#address(state, thread, at);
      if (other === null || other === address) return true;
    }
    return false;
  }
}

interface Earlier {
  readonly store: Entry | null;
  readonly value: number | null;
  readonly loads: readonly number[];
  readonly unknown: readonly number[];
}
