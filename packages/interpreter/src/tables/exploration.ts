import { settledIn, type Settled, type WindowMachine, type WindowOutcome } from '../window/machine.ts';
import type { WindowState } from '../window/state.ts';
import { Decisions } from './decisions.ts';
import type { Edge, Explored } from './explored.ts';
import { Growing } from './growing.ts';
import { PackedStates } from './packed_states.ts';
import { Parts } from './parts.ts';
import { Steps } from './steps.ts';

/*
 * A search of all states of a machine, breadth first, that goes on as far as it is asked to: the states and steps of `explore`, by the same
 * numbers, as rows of numbers.
 */

/** Bytes of what is known of a window or an outcome: a rough measure. */
const knownBytes = 4_096;

export class Exploration {
  readonly #machine: WindowMachine;
  readonly #parts: Parts;
  readonly #states: PackedStates;
  readonly #steps: Steps;
  readonly #first = new Growing();
  readonly #outcomes = new Growing();
  readonly #targets = new Growing();
  readonly #initial: Edge[] = [];
  /** Initial states that nobody has asked for yet. */
  readonly #beginnings: Iterator<WindowOutcome>;
  #hasBegun = false;
  /** Where it is false nothing happens that counts; null: it is true everywhere. */
  readonly #isWithin: ((state: WindowState) => boolean) | null;
  readonly #within = new Decisions<boolean>();
  /** By the number of a window. */
  readonly #settled: Settled[] = [];
  readonly #current: Int32Array;
  readonly #view: Int32Array;
  /** How many steps away the state is that is expanded, and the last one that is as far. */
  #depth = 0;
  #lastOfDepth = -1;

  constructor(machine: WindowMachine, isWithin: ((state: WindowState) => boolean) | null = null) {
    this.#machine = machine;
    this.#isWithin = isWithin;
    this.#beginnings = machine.initial();
    this.#parts = new Parts(machine);
    const { width, firstActor, cpusAt, keys } = this.#parts;
    this.#states = new PackedStates(width, { begin: firstActor, end: cpusAt, keys });
    this.#steps = new Steps(this.#parts);
    this.#first.push(0);
    this.#current = new Int32Array(width);
    this.#view = new Int32Array(width);
  }

  /** States that were found, also those that only a wrong guess leads to. */
  get states(): number {
    return this.#states.count;
  }

  /** States that were found and not expanded. */
  get waiting(): number {
    return this.#states.count - this.#expanded;
  }

  get transitions(): number {
    return this.#targets.length;
  }

  /** Steps to the state that was found last. */
  get depth(): number {
    return this.#states.count - 1 > this.#lastOfDepth && this.#expanded > 0 ? this.#depth + 1 : this.#depth;
  }

  /** What all of it takes, roughly. */
  get bytes(): number {
    const rows = this.#states.bytes + this.#first.bytes + this.#outcomes.bytes + this.#targets.bytes;
    return rows + (this.#machine.windows.all.length + this.#steps.all.length) * knownBytes;
  }

  get #expanded(): number {
    return this.#first.length - 1;
  }

  /** Finds so many initial states, or expands so many states once all of those are found; false where none is left. */
  expandSome(count: number): boolean {
    for (let left = count; left > 0 && !this.#hasBegun; left--) {
      const { value, done } = this.#beginnings.next();
      if (done === true) this.#begin();
      else this.#addInitial(value);
    }
    if (!this.#hasBegun) return true;
    for (let left = count; left > 0 && this.#expanded < this.#states.count; left--) this.#expand();
    return this.#expanded < this.#states.count;
  }

  #begin(): void {
    this.#hasBegun = true;
    this.#lastOfDepth = this.#states.count - 1;
  }

  #addInitial({ next, ...outcome }: WindowOutcome): void {
    const step = this.#steps.add(outcome);
    if (next !== null) this.#parts.pack(next, this.#current);
    this.#initial.push({ step, to: next === null ? -1 : this.#states.add(this.#current) });
  }

  #expand(): void {
    const state = this.#expanded;
    if (state > this.#lastOfDepth) {
      this.#depth++;
      this.#lastOfDepth = this.#states.count - 1;
    }
    this.#states.read(state, this.#current);
    if (this.#goesOn(state)) this.#steps.from(this.#current, this.#add);
    this.#first.push(this.#targets.length);
  }

  readonly #add = (step: number, next: Int32Array | null): void => {
    this.#outcomes.push(step);
    this.#targets.push(next === null ? -1 : this.#states.add(next));
  };

  /** Beyond the bound only what is assumed is still found out, for that says which states there are. */
  #goesOn(state: number): boolean {
    if (this.#isWithin === null) return true;
    this.#parts.look(this.#current, this.#view);
    let isWithin = this.#within.find(this.#view);
    if (isWithin === undefined) {
      const asked = new Set<number>();
      isWithin = this.#isWithin(this.#parts.noted(this.#current, (number) => asked.add(number)));
      this.#within.add(this.#view, asked, isWithin);
    }
    return isWithin || this.#settledIn(state) !== 'yes';
  }

  #settledIn(state: number, but: string | null = null): Settled {
    const { firstActor, reservedAt } = this.#parts;
    if (this.#states.at(state, reservedAt) !== 0) return 'no';
    let found: Settled = 'yes';
    for (const { id, name } of this.#machine.scene.world.actors) {
      if (name === but) continue;
      const window = this.#states.at(state, firstActor + id);
      const own = (this.#settled[window] ??= settledIn(this.#parts.windowOf(window).walked));
      if (own === 'no') return 'no';
      if (own === 'waits') found = 'waits';
    }
    return found;
  }

  /** What was found so far. */
  explored(): Explored {
    return {
      parts: this.#parts,
      states: this.#states,
      steps: this.#steps.all,
      first: this.#first,
      outcomes: this.#outcomes,
      targets: this.#targets,
      initial: this.#initial,
      isFinished: this.#hasBegun && this.#expanded === this.#states.count,
      leftOut: this.#machine.leftOut,
      settled: (state, but) => this.#settledIn(state, but),
    };
  }
}
