import type { ActorIdentity } from '@mmspec/semantics';
import type { Span } from '@mmspec/source';
import type { OrderingTable } from '@mmspec/system';
import { Awaited, Blocked, everyChoice, Fault, repeated, type Choose } from '../choices.ts';
import { current, pathOf } from '../control.ts';
import { counters, refsOf } from '../holdings.ts';
import { newLog, type Done } from '../log.ts';
import { noteAccess } from '../live.ts';
import type { Place } from '../place.ts';
import { contextOf, type Before, type Run } from '../run.ts';
import type { Scene } from '../scene.ts';
import { chooseBranch, distinctPaths, takeStepAlone } from '../step.ts';
import { equal, type Value } from '../value.ts';
import type { Access } from './accesses.ts';
import { cellValue, isSameIn, overlaps, rootNameOf, withCell } from './cells.ts';
import { copyOf } from '../noted_memory.ts';
import { isHeld, type Entry } from './order.ts';
import type { ActorWindow, Item, WindowState } from './state.ts';
import type { Spot, Walked } from './walked.ts';

/*
 * Performing an entry: the only step.
 */

/** What came of performing an entry, before its actor goes on. */
export interface Performed {
  readonly shared: ReadonlyMap<string, Value>;
  readonly cpus: Run['cpus'];
  readonly reserved: WindowState['reserved'];
  readonly window: ActorWindow;
  /** Number of the item. */
  readonly item: number;
  readonly path: readonly string[];
  readonly operations: readonly string[];
  readonly span: Span;
  /** Which half of a read-modify-write. */
  readonly half: Entry['half'];
  readonly executed: readonly (readonly string[])[];
  readonly flags: readonly string[];
  readonly fault: string | null;
  readonly done: readonly Done[] | null;
}

/** An actor about to perform. */
export interface Performing {
  readonly scene: Scene;
  readonly table: OrderingTable;
  readonly state: WindowState;
  readonly actor: ActorIdentity;
  readonly walked: Walked;
  readonly before: Before;
  readonly isNoting: boolean;
}

/** The numbers of the entries that no earlier one holds back. */
export function performable({ entries }: Walked, table: OrderingTable): number[] {
  return [...entries.keys()].filter((at) => {
    const { isPast, kind } = entries[at]!;
    if (isPast || kind === 'barrier' || kind === 'assumption') return false;
    for (let earlier = 0; earlier < at; earlier++) if (isHeld(entries, earlier, at, table)) return false;
    return true;
  });
}

/** Every way to perform an entry. */
export function performances(performing: Performing, at: number): Performed[] {
  return everyChoice((choose) => new Performance(performing, at, choose).perform());
}

/** What a load finds in its own window. */
interface Earlier {
  readonly forwarded: Value | undefined;
  /** Loads of the cell, and accesses whose address is not known. */
  readonly loads: readonly number[];
  readonly unknown: readonly number[];
}

class Performance {
  readonly #performing: Performing;
  readonly #at: number;
  readonly #entry: Entry;
  readonly #spot: Spot;
  readonly #access: Access;
  readonly #item: Item;
  readonly #choose: Choose;
  readonly #picks: number[] = [];
  readonly #isOldest: boolean;

  constructor(performing: Performing, at: number, choose: Choose) {
    this.#performing = performing;
    this.#at = at;
    this.#entry = performing.walked.entries[at]!;
    this.#spot = performing.walked.spots[this.#entry.item]!;
    this.#access = this.#spot.access!;
    this.#item = performing.walked.window.items[this.#entry.item]!;
    this.#isOldest = performing.walked.entries.every(({ isPast }, other) => other >= at || isPast);
    this.#choose = (count) => {
      const pick = choose(count);
      this.#picks.push(pick);
      return pick;
    };
  }

  perform(): Performed {
    const { half, order } = this.#entry;
    if (half === 'store') return this.#storeHalf();
    if (half === 'load') return this.#loadHalf();
    if (order.isLoad && !order.isStore) return this.#load();
    if (order.isStore) this.#mayWrite();
    return this.#whole();
  }

  /** The run of the step, or of another one of the window, on a memory. */
  #run(memory: ReadonlyMap<string, Value>, choose: Choose = this.#choose, spot: Spot = this.#spot): Run {
    const { scene, actor, before, state, isNoting } = this.#performing;
    const { stack, top, held, counts } = spot.stand;
    return {
      scene,
      actor,
      kind: actor.declaration.name.text,
      choose,
      shared: copyOf(memory),
      before: state.shared,
      ...before,
      top: new Map(top),
      stack: [...stack],
      held: new Map(held),
      counts: new Map(counts),
      beginning: this.#performing.walked.window.base.beginning,
      cpus: [...state.cpus],
      flags: new Set(),
      executed: [],
      bound: new Map(),
      // Who asks whether something was stored has it noted too.
      log: isNoting || spot.access?.mayFail === true || this.#item.way !== 'any' ? newLog() : null,
      choosing: false,
      failed: null,
    };
  }

  /** Nobody else is in the middle of changing the cell, and nothing of the cell, or of one that is not known, comes before. */
  #mayWrite(): void {
    const { walked } = this.#performing;
    const { cell } = this.#access;
    if (cell === null || (!this.#mayFailHere && this.#isReserved(cell))) throw new Blocked();
    for (let at = 0; at < this.#at; at++) {
      const { isPast, order, cell: other, isUnknown, item } = walked.entries[at]!;
      if (isPast || item === this.#entry.item || (!order.isLoad && !order.isStore)) continue;
      if (isUnknown || (other !== null && overlaps(other, cell))) throw new Blocked();
    }
  }

  /** Whether it fails is not assumed: it is found out when it is performed. */
  get #mayFailHere(): boolean {
    return this.#access.mayFail && this.#item.way === 'any';
  }

  /** Somebody else is in the middle of changing the cell. */
  #isReserved(cell: string): boolean {
    const { actor, state } = this.#performing;
    return [...state.reserved].some(([reserved, owner]) => owner !== actor.id && overlaps(reserved, cell));
  }

  /** A step that is done at once. */
  #whole(): Performed {
    const { state } = this.#performing;
    const run = this.#run(state.shared);
    const path = (): readonly string[] => pathOf(run.stack);
    let begin = path();
    try {
      chooseBranch(run);
      begin = path();
      this.#take(run);
    } catch (error) {
      if (error instanceof Fault && this.#isOldest) return this.#result(run, begin, { fault: error.property });
      throw blockedBy(error);
    }
    if (this.#item.way !== 'any' && this.#hasStored(run) !== (this.#item.way === 'success')) throw new Blocked();
    const { cell } = this.#access;
    if (this.#mayFailHere && cell !== null && this.#isReserved(cell) && this.#hasStored(run)) throw new Blocked();
    this.#keepsReserved(run.shared);
    return this.#result(run, begin, { phase: 'performed', seen: state.shared, shared: run.shared });
  }

  #take(run: Run): void {
    if (run.log !== null) run.log.phase = 'step';
    takeStepAlone(run);
  }

  /** What others have reserved stays as it is. */
  #keepsReserved(shared: ReadonlyMap<string, Value>): void {
    const { state, actor } = this.#performing;
    for (const [cell, owner] of state.reserved) if (owner !== actor.id && !isSameIn(cell, state.shared, shared)) throw new Blocked();
  }

  /** Whether a run has stored into memory. */
  #hasStored({ log }: Run): boolean {
    const { rootOf } = this.#performing.scene;
    const isStored = ({ stores, inside }: Done): boolean =>
      stores.some(({ local, name }) => local === null && rootOf.get(rootNameOf(name, rootOf))?.declaration.storage !== 'ghost') || inside.some(isStored);
    return log?.done.some(isStored) ?? false;
  }

  // ---------------------------------------------------------------- loads

  /** What a load sees: memory, the last earlier store of its own window to the cell, or what a later load has given already. */
  #view(earlier: Earlier): ReadonlyMap<string, Value> {
    const { shared } = this.#performing.state;
    const value = this.#item.fixed === undefined ? earlier.forwarded : this.#item.fixed;
    return value === undefined ? shared : withCell(shared, this.#place(), value);
  }

  #place(): Place {
    const { place } = this.#access;
    if (place === null) throw new Blocked();
    return place;
  }

  #load(): Performed {
    const { cell, kind, isUnknown } = this.#access;
    if (isUnknown) throw new Blocked();
    const earlier: Earlier = cell === null ? { forwarded: undefined, loads: [], unknown: [] } : this.#earlier(cell);
    const memory = this.#view(earlier);
    const run = this.#run(memory);
    const path = pathOf(run.stack);
    const mustBeKnown = kind === 'await' || this.#item.way === 'failure';
    try {
      this.#take(run);
    } catch (error) {
      // The value has been seen; what is computed from it comes later.
      if (mustBeKnown || error instanceof Blocked || !(error instanceof Awaited || error instanceof Fault)) throw blockedBy(error);
    }
    if (this.#item.way === 'failure' && this.#hasStored(run)) throw new Blocked();
    this.#touch(run);
    return this.#result(run, path, { phase: 'performed', seen: memory, shared: this.#performing.state.shared, earlier });
  }

  /** The access itself, where what is computed from it waits. */
  #touch(run: Run): void {
    const { place } = this.#access;
    if (place !== null) noteAccess(contextOf(run), place);
  }

  #loadHalf(): Performed {
    const { cell, isUnknown, mayFail } = this.#access;
    const { actor, state, table } = this.#performing;
    if (isUnknown || cell === null) throw new Blocked();
    for (const reserved of state.reserved.keys()) if (overlaps(reserved, cell)) throw new Blocked();
    const earlier = this.#earlier(cell, !table.acquireReadsOwnUpdate);
    const memory = this.#view(earlier);
    const now = earlier.forwarded === undefined ? cellValue(state.shared, this.#place()) : earlier.forwarded;
    if (this.#item.fixed !== undefined && !equal(this.#item.fixed, now)) throw new Blocked();
    const run = this.#run(memory);
    const path = pathOf(run.stack);
    try {
      this.#take(run);
    } catch (error) {
      if (error instanceof Blocked || mayFail || !(error instanceof Awaited || error instanceof Fault)) throw blockedBy(error);
    }
    if (mayFail && !this.#hasStored(run)) throw new Blocked();
    this.#touch(run);
    const reserved = new Map(state.reserved).set(cell, actor.id);
    return this.#result(run, path, { phase: 'loaded', seen: memory, shared: state.shared, earlier, reserved });
  }

  /** What a load of a cell passes. It may not pass a store whose value is not known yet. */
  #earlier(cell: string, notUpdates: boolean = false): Earlier {
    const { walked } = this.#performing;
    const loads: number[] = [];
    const unknown: number[] = [];
    for (let at = this.#at - 1; at >= 0; at--) {
      const other = walked.entries[at]!;
      const { order, isPast, item } = other;
      if (isPast || item === this.#entry.item || (!order.isLoad && !order.isStore)) continue;
      if (other.isUnknown && other.cell === null) unknown.push(item);
      else if (other.cell === null || !overlaps(other.cell, cell)) continue;
      else if (order.isStore) {
        if (other.cell !== cell || other.isUnknown || (notUpdates && order.isUpdate && this.#entry.order.isAcquire)) throw new Blocked();
        return { forwarded: this.#valueOf(other), loads, unknown };
      } else if (other.cell === cell) loads.push(item);
      else throw new Blocked();
    }
    return { forwarded: undefined, loads, unknown };
  }

  /** What an earlier store of the own window stores. */
  #valueOf({ item, kind, half }: Entry): Value {
    const { walked, state } = this.#performing;
    const spot = walked.spots[item]!;
    const { phase, seen } = walked.window.items[item]!;
    const isStore = kind === 'store' || kind === 'unlock';
    if (!isStore && (half !== 'store' || phase !== 'loaded')) throw new Blocked();
    return storedBy(this.#run(isStore ? state.shared : (seen ?? state.shared), repeated([]), spot), spot.access!.place!);
  }

  /** The store of a read-modify-write whose load is performed. */
  #storeHalf(): Performed {
    const { state } = this.#performing;
    const { seen, picks } = this.#item;
    if (seen === null || this.#item.phase !== 'loaded') throw new Blocked();
    this.#mayWrite();
    const place = this.#place();
    const run = this.#run(withCell(state.shared, place, cellValue(seen, place)), repeated(picks));
    const path = pathOf(run.stack);
    try {
      this.#take(run);
    } catch (error) {
      throw blockedBy(error);
    }
    this.#picks.push(...picks);
    const reserved = new Map(state.reserved);
    reserved.delete(this.#access.cell!);
    return this.#result(run, path, { phase: 'performed', seen, shared: run.shared, reserved });
  }

  // ---------------------------------------------------------------- results

  #result(
    run: Run,
    path: readonly string[],
    given: {
      readonly fault?: string;
      readonly phase?: Item['phase'];
      readonly seen?: ReadonlyMap<string, Value>;
      readonly shared?: ReadonlyMap<string, Value>;
      readonly reserved?: WindowState['reserved'];
      readonly earlier?: Earlier;
    },
  ): Performed {
    const { state, walked, isNoting } = this.#performing;
    const { phase = 'fetched', seen = null, earlier, shared = state.shared, reserved = state.reserved } = given;
    const number = this.#entry.item;
    const moved = phase === 'performed' ? this.#movedBy(run) : this.#item.moved;
    const own: Item = { ...this.#item, phase, seen, cpus: state.cpus, picks: this.#picks, moved, fixed: undefined, differs: [] };
    const items = walked.window.items.map((item, at) => (at === number ? own : this.#passed(item, at, earlier)));
    return {
      shared,
      cpus: run.cpus,
      reserved,
      window: { base: walked.window.base, items },
      item: number,
      path,
      operations: this.#spot.stand.stack.flatMap((entry) => (entry.kind === 'call' ? [entry.operation.name.text] : [])),
      span: current(this.#spot.stand.stack)?.span ?? this.#performing.actor.declaration.name.span,
      half: this.#entry.half,
      executed: distinctPaths(run.executed.length > 0 ? run.executed : [[...path]]),
      flags: [...run.flags],
      fault: given.fault ?? null,
      done: isNoting ? (run.log?.done ?? []) : null,
    };
  }

  /** How many references more the actor has, in its hands and in its variables. */
  #movedBy(run: Run): ReadonlyMap<string, number> {
    const { scene } = this.#performing;
    const changes = counters(scene).map((counter): [string, number] => [counter.row, refsOf(scene, run, counter) - refsOf(scene, this.#spot.stand, counter)]);
    return new Map(changes.filter(([, change]) => change !== 0));
  }

  /** What a load makes of those that it has passed. */
  #passed(item: Item, at: number, earlier: Earlier | undefined): Item {
    const { cell, place } = this.#access;
    if (earlier === undefined || cell === null || place === null) return item;
    if (earlier.unknown.includes(at)) return { ...item, differs: [...new Set([...item.differs, cell])].sort() };
    if (!earlier.loads.includes(at) || item.fixed !== undefined) return item;
    return { ...item, fixed: cellValue(this.#view(earlier), place) };
  }
}

/** What cannot be done now. */
function blockedBy(error: unknown): unknown {
  return error instanceof Awaited || error instanceof Fault ? new Blocked() : error;
}

/** The value that a store gives to its cell; `run`: of its step. */
function storedBy(run: Run, place: Place): Value {
  try {
    takeStepAlone(run);
  } catch (error) {
    throw blockedBy(error);
  }
  return cellValue(run.shared, place);
}
