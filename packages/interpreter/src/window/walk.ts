import type { ActorIdentity } from '@mmspec/semantics';
import { isBarrier } from '@mmspec/syntax';
import type { AtomicStatement, Statement } from '@mmspec/syntax';
import { awaitedIn } from '../awaited.ts';
import { Awaited, Blocked, Fault, type Choose } from '../choices.ts';
import { current, finish, inAtomic, push, spanInSpec } from '../control.ts';
import { callPosition, operationCall, type OperationCall } from '../operation_call.ts';
import { type Before, type Run } from '../run.ts';
import type { ActorState } from '../state.ts';
import { staticTruth } from '../known_truth.ts';
import { callerOf, entersWhile, executeNext } from '../statement.ts';
import { chooseBranch, isStep, takeStepAlone } from '../step.ts';
import { keyOf, type Value } from '../value.ts';
import { accessOf, type Access } from './accesses.ts';
import { overlaps } from './cells.ts';
import { entriesOf, entryWithout, isLast, past, type Entry } from './order.ts';
import { ownBarriers } from './own_order.ts';
import { GhostWork, isGhostWork, type GhostStatement } from './ghost_work.ts';
import { giveAwaited, giveOwners, restore, returnAwaited, standOf, stepRun, type Stand } from './pass_over.ts';
import { fetched, type ActorWindow, type Item } from './state.ts';
import { copyOf } from '../noted_memory.ts';
import { nestedIn } from './sections.ts';
import { refuseStoredResult } from './stored_result.ts';
import type { Fetching, Spot, Walked, WhyLeftOut } from './walked.ts';

/*
 * From the frontier of an actor through its text: over what is performed with the values that it has seen, over the rest
 * with values that are awaited, and on to where nothing more is fetched.
 */

/** The walk ends here. */
class Stop extends Error {}

const stopped = new Stop();

/** Memory that may not be looked at. */
class Unseen extends Map<string, Value> {
  override get(): Value | undefined {
    throw new Awaited();
  }
}

/** Walks through the window of an actor; beyond it, it fetches more. What is performed first makes the frontier move, and its faults are thrown. */
export function walkThrough(
  fetching: Fetching,
  actor: ActorIdentity,
  window: ActorWindow,
  shared: ReadonlyMap<string, Value>,
  cpus: Run['cpus'],
  before: Before,
  choose: Choose,
): Walked {
  return new Walk(fetching, actor, window, shared, cpus, before, choose).walk();
}

class Walk {
  readonly #fetching: Fetching;
  readonly #actor: ActorIdentity;
  readonly #given: readonly Item[];
  readonly #choose: Choose;
  readonly #run: Run;
  readonly #shared: Map<string, Value>;
  readonly #size: number;
  readonly #items: Item[] = [];
  readonly #spots: Spot[] = [];
  readonly #entries: Entry[] = [];
  readonly #executedAfter = new Map<number, readonly (readonly string[])[]>();
  /** Number of the next item among those that were given. */
  #next = 0;
  /** Places that are taken. */
  #taken = 0;
  /** Nothing that follows could be performed. */
  #isClosed = false;
  /** The last step, among the items, and its ghost work. */
  #carrier = -1;
  #ghosts = new GhostWork([]);
  /** Where the first item stands: what is done behind it is done again with each walk. */
  #frontier: { readonly stand: Stand; readonly cpus: Run['cpus'] } | null = null;
  #why = '';
  readonly #waiting = new Set<number>();

  constructor(
    fetching: Fetching,
    actor: ActorIdentity,
    { base, items }: ActorWindow,
    shared: ReadonlyMap<string, Value>,
    cpus: Run['cpus'],
    before: Before,
    choose: Choose,
  ) {
    this.#fetching = fetching;
    this.#actor = actor;
    this.#given = items;
    this.#choose = choose;
    this.#shared = copyOf(shared);
    this.#size = fetching.size(actor);
    this.#run = {
      scene: fetching.scene,
      actor,
      kind: actor.declaration.name.text,
      choose,
      shared: new Unseen(),
      before: new Map(),
      ...before,
      top: new Map(base.top),
      stack: [...base.stack],
      held: new Map(base.held),
      counts: new Map(base.counts),
      beginning: base.beginning,
      cpus,
      flags: new Set(),
      executed: [],
      bound: new Map(),
      log: null,
      decide: (value) => this.#decide(value),
      choosing: false,
      failed: null,
    };
  }

  walk(): Walked {
    try {
      while (this.#run.stack.length > 0) this.#go();
      this.#why = 'done';
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
    this.#noteExecuted();
    if (this.#next < this.#given.length && this.#why !== 'fault') throw new Error(`a window of ${this.#actor.name} that does not fit its text`);
    const end = standOf(this.#run);
    const base: ActorState = { ...(this.#frontier?.stand ?? end), beginning: this.#run.beginning };
    return {
      window: { base, items: this.#items },
      spots: this.#spots,
      entries: this.#entries,
      end,
      endKey: this.#why,
      executedAfter: this.#executedAfter,
      waiting: this.#waiting,
      shared: this.#shared,
      cpus: this.#frontier?.cpus ?? this.#run.cpus,
    };
  }

  #go(): void {
    const run = this.#run;
    const statement = current(run.stack);
    if (statement?.kind === 'atomic' && isBarrier(statement)) this.#barrier(statement);
    else if (statement !== null && isStep(run, statement)) this.#step(statement);
    else this.#local(statement);
  }

  /** All that was met so far is performed: what is done here is done for good. */
  get #isAtFrontier(): boolean {
    return this.#frontier === null;
  }

  #stop(why: string): never {
    this.#why = why;
    throw stopped;
  }

  #leaveOut(why: WhyLeftOut): never {
    this.#noteLeftOut(why);
    return this.#stop('full');
  }

  #noteLeftOut(why: WhyLeftOut): void {
    const { stack } = this.#run;
    this.#fetching.onLeftOut(this.#actor, spanInSpec(stack) ?? current(stack)?.span ?? this.#actor.declaration.span, why);
  }

  /** The next of the items that are there; null: it would be a new one. */
  #known(): Item | null {
    return this.#given[this.#next++] ?? null;
  }

  /** A new item takes places; null: everything before is performed. */
  #hasRoom(places: number): boolean {
    return this.#isAtFrontier || this.#taken + places <= this.#size;
  }

  #add(item: Item, spot: Spot, entries: readonly Entry[]): void {
    if (item.phase === 'performed' && this.#isAtFrontier) {
      return;
    }
    this.#frontier ??= { stand: spot.stand, cpus: [...this.#run.cpus] };
    this.#items.push(item);
    this.#spots.push(spot);
    this.#entries.push(...entries);
    this.#taken += entries.filter(({ isPast }) => !isPast).length;
    if (entries.some((entry) => !entry.isPast && isLast(entry, this.#fetching.table))) this.#isClosed = true;
  }

  // ---------------------------------------------------------------- barriers and conditions

  #barrier(statement: AtomicStatement): void {
    this.#passBarrier(statement);
    executeNext(this.#run);
    executeNext(this.#run);
  }

  /** Those of an operation of one step, which stand before its step and after it. */
  #ownBarriers(barriers: readonly AtomicStatement[]): void {
    for (const barrier of barriers) if (!this.#isAtFrontier || this.#given[this.#next]?.kind === 'barrier') this.#passBarrier(barrier);
  }

  #passBarrier(statement: AtomicStatement): void {
    const run = this.#run;
    const word = statement.order?.word;
    const isHere = statement.when === null || staticTruth(run.scene, statement.when);
    const { readBarrier, writeBarrier } = this.#fetching.table;
    const isSome = word === 'full' || (word === 'read' && readBarrier !== 'nothing') || (word === 'write' && writeBarrier !== 'nothing');
    if (isHere && isSome && word !== undefined) {
      const known = this.#known();
      if (known === null && !this.#isAtFrontier) {
        if (this.#isClosed) this.#stop('closed');
        if (!this.#hasRoom(1)) this.#leaveOut('full');
      }
      const isPassed = this.#isAtFrontier;
      const entry = entryWithout(this.#items.length, 'barrier', word as 'full' | 'read' | 'write');
      this.#add(
        { ...fetched, kind: 'barrier', phase: isPassed ? 'performed' : 'fetched' },
        { stand: standOf(this.#run), access: null },
        isPassed ? [] : [entry],
      );
    }
  }

  /** The outcome of a condition: known, or assumed. */
  #decide(value: () => boolean): boolean {
    const now = known(value);
    if (this.#next >= this.#given.length && this.#isAtFrontier) {
      if (now === null) throw new Error('a condition at the frontier that waits');
      return now;
    }
    const stand = { stand: standOf(this.#run), access: null };
    const assumed = this.#given[this.#next];
    if (assumed === undefined && now === null) {
      if (this.#isClosed) this.#stop('closed');
      if (!this.#hasRoom(1)) this.#leaveOut('full');
    }
    this.#next++;
    const holds = assumed?.holds ?? now ?? this.#choose(2) === 0;
    if (now !== null && now !== holds) throw new Blocked();
    const item: Item = { ...fetched, kind: 'assumption', holds, phase: now === null ? 'fetched' : 'performed' };
    this.#add(item, stand, now === null ? [entryWithout(this.#items.length, 'assumption')] : []);
    return holds;
  }

  // ---------------------------------------------------------------- local work

  #local(statement: Statement | null): void {
    const run = this.#run;
    refuseStoredResult(run.scene, run.stack, statement);
    if (statement !== null && isGhostWork(run, statement)) return this.#ghost(statement);
    const stand = standOf(this.#run);
    try {
      executeNext(run);
    } catch (error) {
      if (error instanceof Fault) this.#fail(error);
      if (!(error instanceof Awaited) || statement === null) throw error;
      restore(this.#run, stand);
      this.#give(statement, '');
    }
  }

  /** What a step does wrong beyond the frontier, it may do on a path that is never taken. */
  #fail(fault: Fault): never {
    if (this.#isAtFrontier) throw fault;
    this.#why = `fault ${fault.property}`;
    this.#next = this.#given.length;
    throw stopped;
  }

  #ghost(statement: GhostStatement): void {
    const carrier = this.#items[this.#carrier];
    try {
      const done = this.#ghosts.meet(this.#run, this.#shared, statement, this.#carrier < 0 || carrier?.phase === 'performed');
      if (done !== null && carrier !== undefined) this.#items[this.#carrier] = { ...carrier, ghosts: done };
    } catch (error) {
      if (error instanceof Fault) this.#fail(error);
      throw error;
    }
    if (this.#ghosts.isWaiting) this.#waiting.add(this.#carrier);
    if (current(this.#run.stack) === statement) finish(this.#run);
  }

  /** A statement that waits for something: what it gives is awaited. */
  #give(statement: Statement, more: string): void {
    if (!giveAwaited(this.#run, statement, more)) this.#leaveOut('a value');
  }

  // ---------------------------------------------------------------- steps

  #step(statement: Statement): void {
    const { table } = this.#fetching;
    const run = this.#run;
    this.#noteExecuted();
    const called = entersWhile(run, statement) ? null : operationCall(run.scene, callPosition(statement), callerOf(run));
    const { first, last } = ownBarriers(statement, called);
    this.#ownBarriers(first);
    const access = nestedIn(accessOf(run, this.#shared, statement, called), this.#shared, this.#spots, this.#items);
    if (access.kind === 'several') this.#fetching.onSeveral(statement.span);
    const known = this.#given[this.#next];
    if (known === undefined) this.#mayFetch(access);
    this.#next++;
    const item = known ?? { ...fetched, way: this.#wayOf(access) };
    if (item.differs.some((cell) => access.cell !== null && overlaps(cell, access.cell))) throw new Blocked();
    const number = this.#items.length;
    const isWhole = this.#size === 1 || access.isWhole;
    const entries = item.phase === 'performed' ? past(number, access) : entriesOf(number, { ...access, isWhole }, item.way, item.phase === 'loaded', table);
    const wasAtFrontier = this.#isAtFrontier;
    this.#add(item, { stand: standOf(this.#run), access: { ...access, isWhole } }, entries);
    this.#carrier = this.#items.length > number ? number : -1;
    this.#ghosts = new GhostWork(item.ghosts);
    if (item.phase === 'fetched') {
      if (access.kind === 'either' || access.jumps) {
        if (access.kind !== 'either' || this.#size > 1) this.#noteLeftOut(access.kind === 'either' ? 'branches' : 'a way out');
        this.#stop('choice');
      }
      this.#skip(statement, called, `#${this.#entries.length}`);
    } else this.#replay(statement, called, item, access, wasAtFrontier);
    this.#ownBarriers(last);
  }

  #mayFetch(access: Access): void {
    if (this.#isAtFrontier) return;
    if (this.#isClosed) this.#stop('closed');
    const entries = entriesOf(0, access, 'any', false, this.#fetching.table);
    if (access.kind === 'either') this.#leaveOut('branches');
    if (!this.#hasRoom(entries.length)) this.#leaveOut('full');
  }

  /** One that may fail is fetched as one that does, and as one that does not; with nothing before it that makes no difference where nobody comes between. */
  #wayOf(access: Access): Item['way'] {
    const { mayFail, isWhole, kind } = access;
    if (!mayFail || (kind !== 'update' && kind !== 'lock') || this.#size === 1) return 'any';
    if (this.#isAtFrontier && isWhole) return 'any';
    return this.#choose(2) === 0 ? 'success' : 'failure';
  }

  /** Over a step that is not performed. One that will do something wrong whatever it sees is as far as it goes. */
  #skip(statement: Statement, called: OperationCall | null, more: string): void {
    try {
      this.#pass(statement, called, more);
    } catch (error) {
      if (error instanceof Fault) this.#stop('fault');
      throw error;
    }
  }

  #pass(statement: Statement, called: OperationCall | null, more: string): void {
    const run = this.#run;
    if (called === null) {
      this.#give(statement, more);
      return;
    }
    const awaited = awaitedIn(run, statement, more);
    giveOwners(this.#run, called.call, awaited);
    push(run, { kind: 'call', operation: called.operation, arguments: new Map() });
    returnAwaited(run, called.operation.result === null ? null : awaited);
  }

  /** Over a step that is performed, or whose load is, with what it has seen. */
  #replay(statement: Statement, called: OperationCall | null, item: Item, access: Access, isAtFrontier: boolean): void {
    const before = standOf(this.#run);
    const step = stepRun(this.#run, item);
    // What comes of a condition is decided as where the load is not performed; inside of a step it is the step's own.
    const run: Run = { ...step, decide: (value) => (inAtomic(run.stack) ? value() : this.#decide(value)) };
    try {
      chooseBranch(run);
      takeStepAlone(run);
      this.#run.stack = run.stack;
    } catch (error) {
      if (error instanceof Fault && isAtFrontier) throw error;
      if (error instanceof Fault) this.#fail(error);
      if (!(error instanceof Awaited)) throw error;
      restore(this.#run, before);
      const seen = access.place?.root.kind === 'shared' ? item.seen?.get(access.place.root.row) : undefined;
      this.#skip(statement, called, `=${keyOf(seen ?? null)}`);
    }
  }

  #noteExecuted(): void {
    const { executed } = this.#run;
    this.#executedAfter.set(this.#next - 1, [...(this.#executedAfter.get(this.#next - 1) ?? []), ...executed]);
    executed.length = 0;
  }
}

function known(value: () => boolean): boolean | null {
  try {
    return value();
  } catch (error) {
    if (error instanceof Awaited) return null;
    throw error;
  }
}
