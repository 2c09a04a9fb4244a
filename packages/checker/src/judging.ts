import { isAboutGraph, isFlag, judgedOn, wantsOneState } from '@mmspec/system';
import type { PropertyKind, TransitionSystem } from '@mmspec/system';
import type { Evidence } from './findings.ts';

/*
 * Which properties a search judges, and the first evidence about each of them.
 */

export class Judging {
  /** Properties that are judged during the search, as indices. */
  readonly all: readonly number[];
  /** Properties over states and over steps that still lack evidence. */
  openOnStates: readonly number[];
  openOnSteps: readonly number[];
  /** By property. */
  readonly found: (Evidence | null)[];
  readonly #system: TransitionSystem;
  /** By property: whether a state with it is looked for, not one without. */
  readonly #wanted: readonly boolean[];
  /** The k-th has bit k in the flags of a step; -1 where it is not judged. */
  readonly #onFlags: readonly number[];
  /** -1 where it is not judged. */
  readonly #deadlock: number;

  constructor(system: TransitionSystem, wanted: readonly number[] | undefined) {
    const { properties } = system;
    const indices = [...properties.keys()];
    const kindOf = (index: number): PropertyKind => properties[index]!.kind;
    this.#system = system;
    this.all = indices.filter((index) => !isAboutGraph(kindOf(index)) && (wanted === undefined || wanted.includes(index)));
    this.openOnStates = this.all.filter((index) => judgedOn(kindOf(index)) === 'state');
    this.openOnSteps = this.all.filter((index) => judgedOn(kindOf(index)) === 'step');
    this.#onFlags = indices.filter((index) => isFlag(kindOf(index))).map((index) => (this.all.includes(index) ? index : -1));
    this.#deadlock = this.all.find((index) => judgedOn(kindOf(index)) === 'stuck') ?? -1;
    this.#wanted = indices.map((index) => wantsOneState(kindOf(index)));
    this.found = properties.map(() => null);
  }

  get wantsDeadlock(): boolean {
    return this.#deadlock >= 0 && this.found[this.#deadlock] === null;
  }

  /** A state that was found new; true where it decides a property. `kept` is what the search keeps of it. */
  state(values: Int32Array, kept: Int32Array, depth: number): boolean {
    let decided = false;
    for (const property of this.openOnStates) {
      if (this.#system.holdsInState(property, values) !== this.#wanted[property]) continue;
      this.found[property] = { depth, state: kept.slice(), step: null };
      decided = true;
    }
    if (decided) this.#close();
    return decided;
  }

  /** A step; true where it decides a property. */
  step(before: Int32Array, after: Int32Array, action: number, depth: number): boolean {
    let decided = false;
    for (const property of this.openOnSteps) {
      if (this.#system.holdsOnStep(property, before, after, action)) continue;
      this.found[property] = { depth, state: before.slice(), step: { action, after: after.slice() } };
      decided = true;
    }
    if (decided) this.#close();
    return decided;
  }

  /** A step with flags. */
  flags(before: Int32Array, after: Int32Array | null, action: number, flags: number, depth: number): void {
    for (const [bit, property] of this.#onFlags.entries()) {
      if (property < 0 || this.found[property] !== null || ((flags >>> bit) & 1) === 0) continue;
      this.found[property] = { depth, state: before.slice(), step: { action, after: after === null ? null : after.slice() } };
    }
  }

  /** A step that ends in a fault, with the flags that it had by then; `before` is null for an initial one. */
  fault(property: number, flags: number, before: Int32Array | null, action: number, depth: number): void {
    if (flags !== 0 && before !== null) this.flags(before, null, action, flags, depth);
    if (!this.all.includes(property) || this.found[property] !== null) return;
    this.found[property] = before === null ? { depth: 0, state: null, step: null } : { depth, state: before.slice(), step: { action, after: null } };
  }

  /** A state that no step leads out of. */
  stuck(state: Int32Array, depth: number): void {
    if (this.wantsDeadlock && !this.#system.isQuiescent(state)) this.found[this.#deadlock] = { depth, state: state.slice(), step: null };
  }

  /** There is evidence about every property. */
  get isDecided(): boolean {
    return this.all.every((property) => this.found[property] !== null);
  }

  /** Takes over what another search of the same system found. */
  adopt(found: readonly (Evidence | null)[]): void {
    for (const property of this.all) this.found[property] = found[property] ?? null;
    this.#close();
  }

  #close(): void {
    const isOpen = (property: number): boolean => this.found[property] === null;
    this.openOnStates = this.openOnStates.filter(isOpen);
    this.openOnSteps = this.openOnSteps.filter(isOpen);
  }
}
