import type { StateStore } from '../store/state_store.ts';
import { NumberFile } from './number_file.ts';

/*
 * States on a disk. Once memory is full all states lie in a file, in order of discovery, and the store holds candidates:
 * states found since the file was last read. Which of them are new is decided for all of them together, by reading the
 * file from its beginning (Stern and Dill, "Using magnetic disk instead of main memory in the Murphi verifier", CAV 1998).
 * This is done when the store is full, and at the end of each level, so levels are what they are in memory.
 */

/** States that are read at a time. */
const blockStates = 1 << 15;

export class SpilledStates {
  readonly file: NumberFile;
  readonly #wordCount: number;
  readonly #block: Uint32Array;
  /** By candidate: whether the file has it; used again by each merge. */
  #known: Uint8Array = new Uint8Array(0);

  constructor(file: NumberFile, wordCount: number) {
    this.file = file;
    this.#wordCount = wordCount;
    this.#block = new Uint32Array(blockStates * wordCount);
  }

  /** States in the file. */
  get count(): number {
    return this.file.length / this.#wordCount;
  }

  get byteLength(): number {
    return this.#block.byteLength + this.#known.byteLength;
  }

  /** The states from `first` to at most `last - 1`, in a buffer that the next call uses again. */
  block(first: number, last: number): Uint32Array {
    const states = Math.min(last - first, blockStates);
    const part = this.#block.subarray(0, states * this.#wordCount);
    this.file.read(first * this.#wordCount, part);
    return part;
  }

  /** Adds the candidates that the file does not have, up to `statesMax` in all, and empties the store; true where there was no room for one. */
  merge(candidates: StateStore, statesMax: number): boolean {
    if (this.#known.length < candidates.count) this.#known = new Uint8Array(candidates.count);
    const isKnown = this.#known.fill(0, 0, candidates.count);
    for (let first = 0; first < this.count && candidates.count > 0; first += blockStates) {
      candidates.note(this.block(first, this.count), isKnown);
    }
    const { words } = candidates;
    const wordCount = this.#wordCount;
    const room = statesMax - this.count;
    let kept = 0;
    let missed = false;
    for (let index = 0; index < candidates.count; index++) {
      if (isKnown[index] === 1) continue;
      if (kept >= room) {
        missed = true;
        break;
      }
      words.copyWithin(kept * wordCount, index * wordCount, (index + 1) * wordCount);
      kept++;
    }
    this.file.append(words.subarray(0, kept * wordCount));
    candidates.clear();
    return missed;
  }
}
