import { GrowingNumbers, longerThan } from '../store/growing.ts';
import { OutOfRoom } from './room.ts';
import type { Room } from './room.ts';

/** Numbers that are pushed and popped by who uses them; the memory is asked of a room, and grows where it is. */
export class GrowingStack {
  readonly #numbers = new GrowingNumbers(lengthAtFirst);
  readonly #room: Room;

  constructor(room: Room) {
    room.take(4 * lengthAtFirst);
    this.#room = room;
  }

  /** Another one after each growth. */
  get view(): Uint32Array {
    return this.#numbers.view;
  }

  /** Makes room for more numbers, or for so many. */
  grow(least = 0): Uint32Array {
    const { length } = this.view;
    const longer = Math.max(least, longerThan(length));
    this.#room.take(4 * (longer - length));
    try {
      this.#numbers.grow(longer);
    } catch (error) {
      throw error instanceof RangeError ? new OutOfRoom() : error;
    }
    return this.view;
  }

  /** Gives the memory back. */
  release(): void {
    this.#room.give(4 * this.view.length);
    this.#numbers.release();
  }
}

const lengthAtFirst = 1 << 8;
