import { DepthStack } from '../store/depth_stack.ts';
import type { Expansion } from './expansion.ts';
import type { Frontier, NumberedWords, PackedExpansion } from './frontier.ts';
import { fullText } from './limits.ts';
import { predecessorsByParents } from './predecessors.ts';
import type { Predecessors } from './predecessors.ts';

/** States expanded between two looks at the clock, without the packed code and with it. */
const sliceStates = 64;
const packedSliceStates = 4096;
/** Room that there has to be for what one state leads to, unless it is more. */
const statesAhead = 1 << 10;

/** The states found last are expanded first. No checkpoints are kept. */
export class DepthFrontier implements Frontier {
  readonly isWhole = false;
  readonly isPaused = false;
  readonly #expansion: Expansion;
  readonly #stack = new DepthStack();

  constructor(expansion: Expansion) {
    this.#expansion = expansion;
    const { store, limits } = expansion;
    this.#stack.fits = (bytes) => store.byteLength + this.byteLength + bytes <= limits.memoryMax;
  }

  get states(): number {
    return this.#expansion.store.count;
  }

  get size(): number {
    return this.#stack.size;
  }

  get byteLength(): number {
    return this.#stack.byteLength;
  }

  get source(): NumberedWords {
    return { words: this.#expansion.store.words, base: 0 };
  }

  get predecessors(): Predecessors {
    const { system, store, codec, canonical } = this.#expansion;
    return predecessorsByParents(system, store, this.#stack, codec, canonical);
  }

  begun(): void {
    this.#stack.push(this.states, -1);
  }

  expandSome(code: PackedExpansion | null): void {
    const expansion = this.#expansion;
    const stack = this.#stack;
    const count = code === null ? sliceStates : packedSliceStates;
    for (let done = 0; done < count && stack.size > 0 && expansion.stopped === ''; done++) {
      if (!stack.reserve(this.states + statesAhead)) {
        expansion.stopped = fullText(expansion.limits, false);
        return;
      }
      const index = stack.pop();
      const known = this.states;
      expansion.depthNow = stack.depthOf(index) + 1;
      if (code === null) expansion.expand(index);
      else code.expand(index, index + 1);
      if (this.states > known) expansion.depth = Math.max(expansion.depth, expansion.depthNow);
      stack.push(this.states, index);
    }
  }

  settle(): void {}

  makeRoom(): boolean {
    return false;
  }

  mark(): void {}

  checkpoint(): void {}

  end(): void {
    this.#stack.release();
  }
}
