import type { ActorIdentity } from '@mmspec/semantics';
import { sharedCpu } from '../counts.ts';
import type { KnownWindow } from '../window/known_windows.ts';
import { storedIn, type Way, type WindowMachine, type WindowOutcome } from '../window/machine.ts';
import type { WindowState } from '../window/state.ts';
import { Decisions } from './decisions.ts';
import type { Parts } from './parts.ts';

/*
 * The steps of a machine as changes of numbers. What an actor does from a window, and what an action does, is asked of the machine once for all
 * states in which the same numbers are there that it looked at.
 */

/** An outcome without the state that it leads to. */
export type Step = Omit<WindowOutcome, 'next'>;

/** What a step changes. */
interface Change {
  /** The number of the outcome. */
  readonly step: number;
  readonly isFault: boolean;
  /** Which numbers of a state become which, one after the other. */
  readonly sets: Int32Array;
}

/** Called with the number of an outcome and the state that it leads to, which is the callee's to copy; null: it is a fault. */
export type EmitStep = (step: number, next: Int32Array | null) => void;

/** An entry that can be performed. */
interface Entry {
  readonly at: number;
  readonly found: Decisions<readonly Change[]>;
}

export class Steps {
  readonly #parts: Parts;
  readonly #machine: WindowMachine;
  /** All outcomes that were met. */
  readonly all: Step[] = [];
  /** By the number of a window. */
  readonly #entries: (readonly Entry[] | undefined)[] = [];
  readonly #ofActions: readonly Decisions<readonly Change[]>[];
  /** By the number of a window of an actor whose CPU several share: whether it has the CPU is looked at before its entries are. */
  readonly #turns: (Decisions<readonly Change[]> | undefined)[] = [];
  readonly #sharesCpu: readonly boolean[];
  readonly #view: Int32Array;
  readonly #next: Int32Array;

  constructor(parts: Parts) {
    const { machine } = parts;
    const { world, model } = machine.scene;
    this.#parts = parts;
    this.#machine = machine;
    this.#ofActions = model.actions.map(() => new Decisions());
    this.#sharesCpu = world.actors.map((actor) => sharedCpu(machine.scene, actor) >= 0);
    this.#view = new Int32Array(parts.width);
    this.#next = new Int32Array(parts.width);
  }

  /** All steps from a state, in the order of the machine. */
  from(words: Int32Array, emit: EmitStep): void {
    const { world, model } = this.#machine.scene;
    this.#parts.look(words, this.#view);
    for (const actor of world.actors) {
      if (this.#sharesCpu[actor.id] === true) this.#ofTurn(words, actor, emit);
      else this.#ofActor(words, actor, emit);
    }
    for (let at = 0; at < model.actions.length; at++) {
      const found = this.#ofActions[at]!;
      const changes = found.find(this.#view) ?? this.#look(words, found, (state) => this.#changesOfAction(state, at));
      this.#take(words, changes, emit);
    }
  }

  #ofActor(words: Int32Array, actor: ActorIdentity, emit: EmitStep): void {
    const number = words[this.#parts.firstActor + actor.id]!;
    for (const { at, found } of this.#entriesOf(number)) {
      const changes = found.find(this.#view) ?? this.#look(words, found, (state) => this.#changesOfEntry(state, actor, this.#parts.windowOf(number), at));
      this.#take(words, changes, emit);
    }
  }

  #entriesOf(window: number): readonly Entry[] {
    const known = this.#entries[window];
    if (known !== undefined) return known;
    const entries = this.#machine.performableIn(this.#parts.windowOf(window)).map((at): Entry => ({ at, found: new Decisions() }));
    this.#entries[window] = entries;
    return entries;
  }

  /** Asks the machine, and notes what it looks at. */
  #look(words: Int32Array, found: Decisions<readonly Change[]>, ask: (state: WindowState) => readonly Change[]): readonly Change[] {
    const asked = new Set<number>();
    const changes = ask(this.#parts.noted(words, (number) => asked.add(number)));
    found.add(this.#view, asked, changes);
    return changes;
  }

  #ofTurn(words: Int32Array, actor: ActorIdentity, emit: EmitStep): void {
    const found = (this.#turns[words[this.#parts.firstActor + actor.id]!] ??= new Decisions());
    const changes =
      found.find(this.#view) ?? this.#look(words, found, (state) => this.#machine.waysOf(state, actor).map((way) => this.#changeOfWay(actor, way)));
    this.#take(words, changes, emit);
  }

  #changesOfEntry(state: WindowState, actor: ActorIdentity, known: KnownWindow, at: number): Change[] {
    return this.#machine.waysIn(state, actor, known, at).map((way) => this.#changeOfWay(actor, way));
  }

  #changeOfWay(actor: ActorIdentity, { window, stored, reserved, cpus, ...step }: Way): Change {
    const parts = this.#parts;
    if (window === null) return this.#changeOf(step, null);
    return this.#changeOf(step, [
      ...this.#setsOf(stored),
      [parts.firstActor + actor.id, parts.ofWindow(window)],
      [parts.cpusAt, parts.ofCpus(cpus)],
      [parts.reservedAt, parts.ofReserved(reserved)],
    ]);
  }

  #changesOfAction(state: WindowState, action: number): Change[] {
    const outcomes = this.#machine.outcomesOfAction(state, this.#machine.scene.model.actions[action]!);
    return outcomes.map(({ next, ...step }) =>
      this.#changeOf(step, next === null ? null : [...this.#setsOf(storedIn(next.shared)), [this.#parts.cpusAt, this.#parts.ofCpus(next.cpus)]]),
    );
  }

  #setsOf(stored: Way['stored']): (readonly [number, number])[] {
    return stored.flatMap(([row, value]) => this.#parts.setsOf(row, value));
  }

  #changeOf(step: Step, sets: readonly (readonly [number, number])[] | null): Change {
    return { step: this.add(step), isFault: sets === null, sets: Int32Array.from((sets ?? []).flat()) };
  }

  /** Gives an outcome a number. */
  add(step: Step): number {
    return this.all.push(step) - 1;
  }

  #take(words: Int32Array, changes: readonly Change[], emit: EmitStep): void {
    const next = this.#next;
    for (const { step, isFault, sets } of changes) {
      if (isFault) emit(step, null);
      else {
        for (let at = 0; at < words.length; at++) next[at] = words[at]!;
        for (let at = 0; at < sets.length; at += 2) next[sets[at]!] = sets[at + 1]!;
        emit(step, next);
      }
    }
  }
}
