import type { ActorIdentity } from '@mmspec/semantics';
import type { Span } from '@mmspec/source';
import { walk, type ActionDeclaration, type Node, type Statement } from '@mmspec/syntax';
import { orderingTables, type AccessOrder, type MemoryMode } from '@mmspec/system';
import { everyChoice, Fault, type Choose } from '../choices.ts';
import { sharedCpu } from '../counts.ts';
import { afterStep, hasCpu } from '../cpu.ts';
import { eachInitialOutcome } from '../initial.ts';
import { current } from '../control.ts';
import type { Scene } from '../scene.ts';
import type { Before } from '../run.ts';
import type { Entry, MachineState } from '../state.ts';
import { actionOutcomes, beforeIn, distinctPaths, standingIn, type Outcome } from '../step.ts';
import type { Value } from '../value.ts';
import type { AccessKind } from './accesses.ts';
import { isSameIn } from './cells.ts';
import { KnownWindows, type KnownWindow } from './known_windows.ts';
import { copyOf, NotedMemory, type Asked } from '../noted_memory.ts';
import { performable, performances, type Performed, type Performing as PerformedIn } from './perform.ts';
import type { ActorWindow, WindowState } from './state.ts';
import { refuseStoredResults } from './stored_result.ts';
import { walkThrough } from './walk.ts';
import type { Fetching, Walked, WhyLeftOut } from './walked.ts';

/** How a spec is run on the window machine. */
export interface WindowOptions {
  readonly memory: MemoryMode;
  /** Entries of a window. */
  readonly window: number;
}

/** What was not fetched though it could have been performed: its actor, and the statement at which fetching stopped. */
export interface LeftOut {
  readonly actor: string;
  readonly span: Span;
  readonly why: WhyLeftOut;
}

/** An outcome whose state has windows. */
export interface WindowOutcome extends Outcome {
  readonly next: WindowState | null;
  /** It is the oldest entry of its actor. */
  readonly isOldest: boolean;
  /** It is, and a later one was performed before it. */
  readonly isOvertaken: boolean;
  /** The step; null where there is none. */
  readonly spanOf: Span | null;
  /** Operations that were being called. */
  readonly operations: readonly string[];
  /** Equal for outcomes of one entry that did the same. */
  readonly noteKey: string;
  /** What is performed, for who asks; null: an action. */
  readonly access: (() => Performing) | null;
}

/** A step that is performed. */
export interface Performing {
  /** A read-modify-write that others may come between is performed in two halves. */
  readonly half: 'whole' | 'load' | 'store';
  /** The steps of the window up to it, in program order; it is the last one. */
  readonly steps: readonly InWindow[];
}

/** A step in a window. */
export interface InWindow {
  readonly kind: AccessKind;
  readonly statement: Statement | null;
  readonly stack: readonly Entry[];
  /** It is not performed, or not all of it. */
  readonly isPending: boolean;
  /** What there is still to perform of it; of a read-modify-write that others may come between two accesses. */
  readonly orders: readonly AccessOrder[];
}

/** A way to perform an entry and to go on, without the parts of the state that it leaves alone. */
export interface Way extends Omit<WindowOutcome, 'next'> {
  /** Null: it is a fault. */
  readonly window: KnownWindow | null;
  readonly stored: readonly (readonly [string, Value])[];
  readonly reserved: WindowState['reserved'];
  readonly cpus: WindowState['cpus'];
}

interface WentOn extends Pick<Walked, 'shared' | 'cpus' | 'executedAfter'> {
  readonly known: KnownWindow;
}

/** Wants to know nothing of what memory is asked for. */
const nobody: Asked = { add: () => undefined };

const alone = { isOldest: true, isOvertaken: false, spanOf: null, operations: [], noteKey: '', access: null };

/** The window machine of a spec under one setting. */
export class WindowMachine {
  readonly scene: Scene;
  readonly windows: KnownWindows;
  readonly #fetching: Fetching;
  readonly #indivisible = new Map<string, Span>();
  readonly #leftOut = new Map<WhyLeftOut, LeftOut>();
  readonly #performable = new WeakMap<KnownWindow, readonly number[]>();

  constructor(scene: Scene, { memory, window }: WindowOptions) {
    this.scene = scene;
    this.windows = new KnownWindows(scene, asksPlaces(scene));
    const places = memory === 'sc' ? 1 : window;
    this.#fetching = {
      scene,
      table: orderingTables[memory],
      // Actors that share a CPU see each other in program order.
      size: (actor) => (sharedCpu(scene, actor) >= 0 ? 1 : places),
      onLeftOut: (actor, span, stopped) => {
        if (places === 1) return;
        const why = stopped === 'full' && sharedCpu(scene, actor) >= 0 ? 'one CPU' : stopped;
        if (!this.#leftOut.has(why)) this.#leftOut.set(why, { actor: actor.name, span, why });
      },
      onSeveral: (span) => {
        this.#indivisible.set(`${span.file}:${span.start}`, span);
      },
    };
  }

  /** The first thing of each kind that was left out. */
  get leftOut(): readonly LeftOut[] {
    return [...this.#leftOut.values()];
  }

  /** Steps over several locations that were met. */
  get indivisible(): readonly Span[] {
    return [...this.#indivisible.values()];
  }

  /** One after the other, as they are asked for. */
  *initial(): Generator<WindowOutcome> {
    for (const outcome of eachInitialOutcome(this.scene)) {
      const { next } = outcome;
      if (next === null) yield { ...outcome, ...alone, next: null };
      else yield* everyChoice((choose) => ({ ...outcome, ...alone, next: this.#begin(next, choose) }));
    }
  }

  #begin(state: MachineState, choose: Choose): WindowState {
    for (const { stack } of state.actors) refuseStoredResults(this.scene, stack);
    const windows = state.actors.map((base): ActorWindow => ({ base, items: [] }));
    let begun: WindowState = { ...state, windows, reserved: new Map() };
    for (const actor of this.scene.world.actors) {
      const { known, shared, cpus } = this.#goOn(begun, actor, begun.windows[actor.id]!, choose);
      begun = withWindow({ ...begun, shared, cpus }, actor, known);
    }
    return begun;
  }

  /** What an actor has fetched when it can fetch nothing more. */
  #goOn(state: WindowState, actor: ActorIdentity, window: ActorWindow, choose: Choose, before: Before = beforeIn(this.scene, state)): WentOn {
    const walked = walkThrough(this.#fetching, actor, window, state.shared, [...state.cpus], before, choose);
    const { shared, cpus, executedAfter } = walked;
    return { known: this.windows.known(actor, walked), shared, cpus, executedAfter };
  }

  /** What an actor has fetched. */
  walked(state: WindowState, actor: ActorIdentity): Walked {
    return this.windows.of(state, actor.id).walked;
  }

  /** Every entry that can be performed and every action, also on paths that will turn out to be wrong. */
  successors(state: WindowState): WindowOutcome[] {
    return [
      ...this.scene.world.actors.flatMap((actor) => this.outcomesOf(state, actor)),
      ...this.scene.model.actions.flatMap((action) => this.outcomesOfAction(state, action)),
    ];
  }

  /** Everything that an action of the environment can do. */
  outcomesOfAction(state: WindowState, action: ActionDeclaration): WindowOutcome[] {
    return this.#ofAction(state, actionOutcomes(this.scene, state, action));
  }

  /** What an actor, or an action, can do, with what it does. */
  notedOutcomes(state: WindowState, { actor: name, environment }: Pick<Outcome, 'actor' | 'environment'>): WindowOutcome[] {
    const { world, model } = this.scene;
    return [
      ...world.actors.filter((actor) => actor.name === name).flatMap((actor) => this.outcomesOf(state, actor, true)),
      ...model.actions
        .filter((action) => action.name.text === environment)
        .flatMap((action) => this.#ofAction(state, actionOutcomes(this.scene, state, action, true))),
    ];
  }

  /** Everything that an actor can perform. */
  outcomesOf(state: WindowState, actor: ActorIdentity, isNoting: boolean = false): WindowOutcome[] {
    const noting = { ...state, shared: new NotedMemory(state.shared, nobody) };
    return this.waysOf(noting, actor, isNoting).map(({ stored, reserved, cpus, window, ...outcome }) => {
      if (window === null) return { ...outcome, next: null };
      return { ...outcome, next: withWindow({ ...state, shared: withStored(state.shared, stored), reserved, cpus }, actor, window) };
    });
  }

  /** Every way to perform an entry of an actor that has its CPU, in a state whose memory notes what is asked for; none where others keep it. */
  waysOf(state: WindowState, actor: ActorIdentity, isNoting: boolean = false): readonly Way[] {
    if (!hasCpu(this.scene, state, actor, standingIn(this.scene))) return [];
    const known = this.windows.of(state, actor.id);
    return this.performableIn(known).flatMap((at) => this.waysIn(state, actor, known, at, isNoting).map((way) => this.#withCpus(way, state, actor)));
  }

  /** The numbers of the entries that an actor can perform. */
  performableIn(known: KnownWindow): readonly number[] {
    const found = this.#performable.get(known) ?? performable(known.walked, this.#fetching.table);
    this.#performable.set(known, found);
    return found;
  }

  /** Every way to perform an entry in a state whose memory notes what is asked for. */
  waysIn(state: WindowState, actor: ActorIdentity, { walked }: KnownWindow, at: number, isNoting: boolean = false): readonly Way[] {
    const before = beforeIn(this.scene, state);
    const performing: PerformedIn = { scene: this.scene, table: this.#fetching.table, state, actor, walked, before, isNoting };
    return performances(performing, at).flatMap((performed) => this.#waysOn(performing, performed));
  }

  #waysOn({ state, actor, walked, before }: PerformedIn, performed: Performed): Way[] {
    const { shared, cpus, reserved, window, item, half, path, operations, span, executed, flags, fault, done } = performed;
    const isOldest = walked.window.items.every(({ phase }, at) => at >= item || phase === 'performed');
    const isOvertaken = isOldest && walked.window.items.some(({ kind, phase }, at) => at > item && kind === 'step' && phase !== 'fetched');
    const who = {
      actor: actor.name,
      isOvertaken,
      spanOf: span,
      operations,
      noteKey: JSON.stringify([item, half, window.items[item]?.picks, fault]),
      environment: null,
      parameters: [],
      path,
      executed,
      flags,
      isOldest,
      access: () => ({ half, steps: stepsUpTo(walked, item, half) }),
      ...(done === null ? {} : { done, bound: new Map() }),
    };
    const ended = (property: string): Way => ({ ...who, fault: property, window: null, stored: [], reserved, cpus });
    if (fault !== null) return [ended(fault)];
    return everyChoice((choose): Way => {
      try {
        const on = this.#goOn({ ...state, shared, cpus, reserved }, actor, window, choose, before);
        const all = distinctPaths([...executed, ...(on.executedAfter.get(item) ?? [])]);
        return { ...who, executed: all, fault: null, window: on.known, stored: storedIn(on.shared), reserved, cpus: on.cpus };
      } catch (error) {
        if (error instanceof Fault) return ended(error.property);
        throw error;
      }
    });
  }

  #withCpus(way: Way, { shared, actors }: WindowState, actor: ActorIdentity): Way {
    if (way.window === null || way.cpus.length === 0) return way;
    const memory = copyOf(shared);
    for (const [row, value] of way.stored) memory.set(row, value);
    const after = { shared: memory, actors: actors.with(actor.id, way.window.seen), cpus: way.cpus };
    return { ...way, cpus: afterStep(this.scene, after, actor, standingIn(this.scene)).cpus };
  }

  /** An action is performed at once, and writes nothing that somebody is in the middle of changing. */
  #ofAction(state: WindowState, outcomes: readonly Outcome[]): WindowOutcome[] {
    return outcomes.flatMap((outcome, at): WindowOutcome[] => {
      const noteKey = JSON.stringify([outcome.parameters, at]);
      if (outcome.next === null) return [{ ...outcome, ...alone, noteKey, next: null }];
      const { shared, cpus } = outcome.next;
      const isKept = [...state.reserved.keys()].every((cell) => isSameIn(cell, state.shared, shared));
      return isKept ? [{ ...outcome, ...alone, noteKey, next: { ...state, shared, cpus } }] : [];
    });
  }

  /**
   * Whether what has led here has happened: nobody is in the middle of a read-modify-write, and nothing was performed beyond a condition
   * that is assumed, or beyond an `await`. `yes`: nothing is assumed either. `waits`: what is assumed is so behind an `await` that may be one for ever.
   * `but`: leaves out an actor that makes a fault at its frontier.
   */
  settled(state: WindowState, but: string | null = null): Settled {
    if (state.reserved.size > 0) return 'no';
    const all = this.scene.world.actors.filter(({ name }) => name !== but).map((actor) => settledIn(this.walked(state, actor)));
    return all.includes('no') ? 'no' : all.includes('waits') ? 'waits' : 'yes';
  }
}

/** Whether what an actor has performed has happened. */
export type Settled = 'yes' | 'waits' | 'no';

/** The same as `settled` of one actor. */
export function settledIn({ entries, window, spots }: Walked): Settled {
  // Later accesses of the window have been performed on the word of these.
  if (window.items.some((item, at) => item.differs.length > 0 || (item.fixed !== undefined && spots[at]!.access?.kind !== 'load'))) return 'no';
  let isWaiting = false;
  let hasAwait = false;
  for (const { kind, item, isPast } of entries) {
    // What is assumed of a read-modify-write that may fail is found out when it is performed.
    const isAssumed = kind === 'assumption' || (window.items[item]!.way !== 'any' && window.items[item]!.phase === 'fetched');
    if (isPast || (!isAssumed && kind !== 'await')) continue;
    if (window.items.slice(item + 1).some(({ phase, kind: other }) => other === 'step' && phase !== 'fetched')) return 'no';
    if (kind === 'await') hasAwait = true;
    else if (!hasAwait) return 'no';
    else isWaiting = true;
  }
  return isWaiting ? 'waits' : 'yes';
}

function stepsUpTo({ window, spots, entries }: Walked, last: number, half: Performing['half']): InWindow[] {
  return window.items.slice(0, last + 1).flatMap(({ kind, phase, way }, at): InWindow[] => {
    if (kind !== 'step') return [];
    const { stand, access } = spots[at]!;
    const own = entries.filter(({ item, isPast, half: part }) => item === at && !isPast && (at < last || part === half));
    return [
      {
        kind: way === 'failure' ? 'load' : (access?.kind ?? 'none'),
        statement: current(stand.stack),
        stack: stand.stack,
        isPending: phase !== 'performed',
        orders: own.map(({ order }) => order),
      },
    ];
  });
}

function asksPlaces({ model }: Scene): boolean {
  let asks = false;
  const look = (node: Node): void =>
    walk(node, ({ kind }) => {
      if (kind === 'at') asks = true;
      return !asks;
    });
  for (const { declaration } of model.properties) look(declaration);
  for (const define of model.defines) look(define.body);
  return asks;
}

/** A state in which an actor has another window. */
function withWindow(state: WindowState, { id }: ActorIdentity, { walked, seen }: KnownWindow): WindowState {
  return { ...state, windows: state.windows.with(id, walked.window), actors: state.actors.with(id, seen) };
}

/** What was stored into memory that notes it. */
export function storedIn(shared: ReadonlyMap<string, Value>): Way['stored'] {
  if (!(shared instanceof NotedMemory)) throw new Error('memory that notes nothing');
  return shared.stored;
}

/** Memory with what was stored; the same where nothing changes. */
function withStored(shared: ReadonlyMap<string, Value>, stored: Way['stored']): ReadonlyMap<string, Value> {
  const changed = stored.filter(([row, value]) => shared.get(row) !== value);
  return changed.length === 0 ? shared : new Map([...shared, ...changed]);
}
