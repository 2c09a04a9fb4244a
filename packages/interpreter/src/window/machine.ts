import type { ActorIdentity } from '@mmspec/semantics';
import type { Span } from '@mmspec/source';
import { walk, type Node, type Statement } from '@mmspec/syntax';
import { orderingTables, type AccessOrder, type MemoryMode } from '@mmspec/system';
import { everyChoice, Fault, type Choose } from '../choices.ts';
import { sharedCpu } from '../counts.ts';
import { afterStep, hasCpu } from '../cpu.ts';
import { initialOutcomes } from '../initial.ts';
import { placeOfStep, type PlaceOfStep } from '../at_place.ts';
import { current } from '../control.ts';
import type { Scene } from '../scene.ts';
import type { ActorState, Entry, MachineState } from '../state.ts';
import { actionOutcomes, beforeIn, distinctPaths, standingIn, type Outcome } from '../step.ts';
import type { AccessKind } from './accesses.ts';
import { isSameIn } from './cells.ts';
import { performances, type Performed } from './perform.ts';
import type { ActorWindow, WindowState } from './state.ts';
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

const alone = { isOldest: true, isOvertaken: false, spanOf: null, operations: [], noteKey: '', access: null };

/** The window machine of a spec under one setting. */
export class WindowMachine {
  readonly scene: Scene;
  /** A property asks where actors are. */
  readonly asksPlaces: boolean;
  readonly #fetching: Fetching;
  readonly #indivisible = new Map<string, Span>();
  readonly #leftOut = new Map<WhyLeftOut, LeftOut>();
  readonly #walks = new WeakMap<ActorWindow, Walked>();

  constructor(scene: Scene, { memory, window }: WindowOptions) {
    this.scene = scene;
    this.asksPlaces = asksPlaces(scene);
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

  initial(): WindowOutcome[] {
    return initialOutcomes(this.scene).flatMap((outcome): WindowOutcome[] => {
      const { next } = outcome;
      if (next === null) return [{ ...outcome, ...alone, next: null }];
      return everyChoice((choose) => ({ ...outcome, ...alone, next: this.#begin(next, choose) }));
    });
  }

  #begin(state: MachineState, choose: Choose): WindowState {
    const windows = state.actors.map((base): ActorWindow => ({ base, items: [] }));
    let begun: WindowState = { ...state, windows, reserved: new Map() };
    for (const actor of this.scene.world.actors) begun = this.#goOn(begun, actor, begun.windows[actor.id]!, choose).state;
    return begun;
  }

  /** The state in which an actor has fetched what it can. */
  #goOn(state: WindowState, actor: ActorIdentity, window: ActorWindow, choose: Choose): { readonly state: WindowState; readonly walked: Walked } {
    const walked = walkThrough(this.#fetching, actor, window, state.shared, [...state.cpus], beforeIn(this.scene, state), choose);
    this.#walks.set(walked.window, walked);
    const windows = state.windows.map((each, id) => (id === actor.id ? walked.window : each));
    const actors = state.actors.map((each, id) => (id === actor.id ? seen(walked.window) : each));
    return { walked, state: { ...state, shared: walked.shared, windows, actors } };
  }

  /** What an actor has fetched. */
  walked(state: WindowState, actor: ActorIdentity): Walked {
    const window = state.windows[actor.id]!;
    const known = this.#walks.get(window);
    if (known !== undefined) return known;
    const walked = walkThrough(this.#fetching, actor, window, state.shared, [...state.cpus], beforeIn(this.scene, state), () => 0);
    this.#walks.set(window, walked);
    return walked;
  }

  /** Every entry that can be performed and every action, also on paths that will turn out to be wrong. */
  successors(state: WindowState): WindowOutcome[] {
    return [
      ...this.scene.world.actors.flatMap((actor) => this.outcomesOf(state, actor)),
      ...this.scene.model.actions.flatMap((action) => this.#ofAction(state, actionOutcomes(this.scene, state, action))),
    ];
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

  /** Where an actor has performed something beyond its frontier. */
  performedAt(state: WindowState, actor: ActorIdentity): PlaceOfStep[] {
    const { window, spots } = this.walked(state, actor);
    return window.items.flatMap(({ kind, phase }, at) => (kind === 'step' && phase === 'performed' ? [placeOfStep(spots[at]!.stand.stack)] : []));
  }

  outcomesOf(state: WindowState, actor: ActorIdentity, isNoting: boolean = false): WindowOutcome[] {
    if (!hasCpu(this.scene, state, actor, standingIn(this.scene))) return [];
    const walked = this.walked(state, actor);
    const performing = { scene: this.scene, table: this.#fetching.table, state, actor, walked, before: beforeIn(this.scene, state), isNoting };
    return performances(performing).flatMap((performed) => this.#outcomes(state, actor, walked, performed));
  }

  #outcomes(state: WindowState, actor: ActorIdentity, walked: Walked, performed: Performed): WindowOutcome[] {
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
    if (fault !== null) return [{ ...who, next: null, fault }];
    return everyChoice((choose) => {
      try {
        const on = this.#goOn({ ...state, shared, cpus, reserved }, actor, window, choose);
        const next = this.#withCpus(on.state, actor);
        return { ...who, executed: distinctPaths([...executed, ...(on.walked.executedAfter.get(item) ?? [])]), next, fault: null };
      } catch (error) {
        if (error instanceof Fault) return { ...who, next: null, fault: error.property };
        throw error;
      }
    });
  }

  #withCpus(state: WindowState, actor: ActorIdentity): WindowState {
    if (state.cpus.length === 0) return state;
    return { ...state, cpus: afterStep(this.scene, state, actor, standingIn(this.scene)).cpus };
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
  settled(state: WindowState, but: string | null = null): 'yes' | 'waits' | 'no' {
    if (state.reserved.size > 0) return 'no';
    let isWaiting = false;
    for (const actor of this.scene.world.actors) {
      if (actor.name === but) continue;
      const { entries, window, spots } = this.walked(state, actor);
      // Later accesses of the window have been performed on the word of these.
      if (window.items.some((item, at) => item.differs.length > 0 || (item.fixed !== undefined && spots[at]!.access?.kind !== 'load'))) return 'no';
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
    }
    return isWaiting ? 'waits' : 'yes';
  }
}

function stepsUpTo({ window, spots, entries }: Walked, last: number, half: Performing['half']): InWindow[] {
  return window.items.slice(0, last + 1).flatMap(({ kind, phase }, at): InWindow[] => {
    if (kind !== 'step') return [];
    const { stand, access } = spots[at]!;
    const own = entries.filter(({ item, isPast, half: part }) => item === at && !isPast && (at < last || part === half));
    return [
      {
        kind: access?.kind ?? 'none',
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

/** The actor at its frontier, with the references that entries beyond have moved. */
function seen({ base, items }: ActorWindow): ActorState {
  const moved = items.filter(({ moved: by, phase }) => phase === 'performed' && by.size > 0);
  if (moved.length === 0) return base;
  const held = new Map(base.held);
  for (const item of moved)
    for (const [row, change] of item.moved) {
      const count = (held.get(row) ?? 0) + change;
      if (count === 0) held.delete(row);
      else held.set(row, count);
    }
  return { ...base, held };
}
