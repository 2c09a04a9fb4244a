import { expandedIn, type Explored } from './explored.ts';

/*
 * Which states of a machine are alive: a path leads from them to one where nothing is assumed any more.
 */

/** What is known of the states that were found. */
export interface Known {
  /** By state: 1 where it is alive. Of a search that was cut short: as far as is known, so what is alive here is so in all of it. */
  readonly isAlive: Uint8Array;
  /** By state: 1 where something follows, now or later, that was not looked at, so that one that is not alive here may be so after all. */
  readonly isOpen: Uint8Array;
}

/** Which states are alive. */
export function knownIn(explored: Explored): Known {
  const aliveness = new Aliveness(explored);
  return { isAlive: aliveness.find(), isOpen: aliveness.open() };
}

class Aliveness {
  readonly #explored: Explored;
  readonly #count: number;
  readonly #isAlive: Uint8Array;
  /** By state: where the states begin from which a step leads to it. */
  readonly #begins: Int32Array;
  readonly #before: Int32Array;

  constructor(explored: Explored) {
    this.#explored = explored;
    this.#count = explored.states.count;
    this.#isAlive = new Uint8Array(this.#count);
    this.#begins = new Int32Array(this.#count + 1);
    this.#before = new Int32Array(explored.targets.length);
    this.#turnRound();
  }

  /** Backwards from the states that are settled, and from those in which nothing but waiting is left. */
  find(): Uint8Array {
    const { settled } = this.#explored;
    const waiting = new Uint8Array(this.#count);
    for (let state = 0; state < this.#count; state++) {
      const how = settled(state);
      if (how === 'waits') waiting[state] = 1;
      if (how === 'yes' || this.#hasFault(state)) this.#spread(state);
    }
    this.#leaveWaiting(waiting);
    for (let state = 0; state < this.#count; state++) if (waiting[state] === 1) this.#spread(state);
    return this.#isAlive;
  }

  /** Backwards from the states that were not expanded. */
  open(): Uint8Array {
    const isOpen = new Uint8Array(this.#count);
    for (let state = expandedIn(this.#explored); state < this.#count; state++) this.#spread(state, isOpen);
    return isOpen;
  }

  #turnRound(): void {
    const { first, targets } = this.#explored;
    const begins = this.#begins;
    for (let step = 0; step < targets.length; step++) {
      const to = targets.at(step);
      if (to >= 0) begins[to + 1]!++;
    }
    for (let state = 0; state < this.#count; state++) begins[state + 1]! += begins[state]!;
    const next = begins.slice();
    for (let from = 0; from < expandedIn(this.#explored); from++) {
      for (let step = first.at(from); step < first.at(from + 1); step++) {
        const to = targets.at(step);
        if (to >= 0) this.#before[next[to]!++] = from;
      }
    }
  }

  /** Marks a state, and all that lead to it. */
  #spread(state: number, marks: Uint8Array = this.#isAlive): void {
    if (marks[state] === 1) return;
    marks[state] = 1;
    const open = [state];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (let at = this.#begins[next]!; at < this.#begins[next + 1]!; at++) {
        const from = this.#before[at]!;
        if (marks[from] === 1) continue;
        marks[from] = 1;
        open.push(from);
      }
    }
  }

  /** A fault of an actor at its frontier, where what all others have done has happened. */
  #hasFault(state: number): boolean {
    const { first, outcomes, targets, steps, settled } = this.#explored;
    if (state >= expandedIn(this.#explored)) return false;
    for (let step = first.at(state); step < first.at(state + 1); step++) {
      if (targets.at(step) < 0 && settled(state, steps[outcomes.at(step)]!.actor) === 'yes') return true;
    }
    return false;
  }

  /**
   * Of the states in which something waits those that are not alive and lead to nothing but others of them stay: what they assume is never
   * found out. Of those that were not expanded nobody knows what they lead to.
   */
  #leaveWaiting(waiting: Uint8Array): void {
    const { first, targets } = this.#explored;
    const open: number[] = [];
    const leave = (state: number): void => {
      if (waiting[state] === 0) return;
      waiting[state] = 0;
      open.push(state);
    };
    for (let state = 0; state < this.#count; state++) {
      if (waiting[state] === 0) continue;
      if (this.#isAlive[state] === 1 || state >= expandedIn(this.#explored)) leave(state);
      else {
        for (let step = first.at(state); step < first.at(state + 1); step++) {
          const to = targets.at(step);
          if (to < 0 || waiting[to] === 0) leave(state);
        }
      }
    }
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (let at = this.#begins[next]!; at < this.#begins[next + 1]!; at++) leave(this.#before[at]!);
    }
  }
}
