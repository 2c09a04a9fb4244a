import type { WindowState } from '../window/state.ts';
import { Decisions } from './decisions.ts';

/*
 * What a property says of states and steps. It is asked once for all that have the same numbers where it looked.
 */

/** How states are looked at. */
export interface Looking {
  /** Numbers of a state. */
  readonly width: number;
  /** Writes the numbers by which everybody but the machine knows a state. */
  look(state: number, into: Int32Array, offset: number): void;
  /** A state that tells which of its numbers are asked for; null: nobody wants to know. */
  stateOf(state: number, onAsked: ((number: number) => void) | null): WindowState;
  /** Whether, since this was asked last, something was looked at that is none of the numbers of a state. */
  hasLookedBeyond(): boolean;
}

/** After so many questions it is seen whether there are any two that are alike. */
const triesMin = 4_096;

export class Judgement {
  readonly #looking: Looking;
  readonly #found = new Decisions<boolean>();
  /** The numbers of a state, those of the one after a step, and the number of the step. */
  readonly #numbers: Int32Array;
  #questions = 0;
  #tries = 0;
  /** Nothing is noted any more. */
  #isPlain = false;

  constructor(looking: Looking) {
    this.#looking = looking;
    this.#numbers = new Int32Array(2 * looking.width + 1);
  }

  ofState(state: number, ask: (state: WindowState) => boolean): boolean {
    const looking = this.#looking;
    if (this.#isPlain) return ask(looking.stateOf(state, null));
    looking.look(state, this.#numbers, 0);
    return this.#known((asked) => ask(looking.stateOf(state, (at) => asked.add(at))));
  }

  /** `step`: the number of its outcome. */
  ofStep(before: number, step: number, after: number, ask: (before: WindowState, after: WindowState) => boolean): boolean {
    const looking = this.#looking;
    if (this.#isPlain) return ask(looking.stateOf(before, null), looking.stateOf(after, null));
    const { width } = looking;
    looking.look(before, this.#numbers, 0);
    looking.look(after, this.#numbers, width);
    this.#numbers[2 * width] = step;
    return this.#known((asked) => {
      asked.add(2 * width);
      return ask(
        looking.stateOf(before, (at) => asked.add(at)),
        looking.stateOf(after, (at) => asked.add(width + at)),
      );
    });
  }

  #known(ask: (asked: Set<number>) => boolean): boolean {
    this.#questions++;
    const before = this.#found.find(this.#numbers);
    if (before !== undefined) return before;
    const asked = new Set<number>();
    this.#looking.hasLookedBeyond();
    const answer = ask(asked);
    this.#tries++;
    if (this.#looking.hasLookedBeyond() || (this.#tries > triesMin && 2 * this.#tries > this.#questions)) this.#isPlain = true;
    else this.#found.add(this.#numbers, asked, answer);
    return answer;
  }
}
