/*
 * A tape of numbers decides everything about a random spec.
 * Zero is always the simplest choice and an exhausted tape gives zeros, so that shrinking the tape shrinks the spec.
 */

/** Largest number on a tape. */
export const tapeMax = 0xffff;

export interface Choices {
  /** A number from 0 to `count - 1`. */
  below(count: number): number;
  /** True in `percent` of a hundred cases; false on an exhausted tape. */
  chance(percent: number): boolean;
  /** One of a list that is not empty; the first is the simplest. */
  pick<T>(list: readonly T[]): T;
  /** One of a list with weights; the first is the simplest. */
  weighted<T>(entries: readonly (readonly [number, T])[]): T;
}

/** Reads choices from a tape. */
export function choicesFrom(tape: ArrayLike<number>): Choices {
  let position = 0;
  const draw = (): number => tape[position++] ?? 0;
  const below = (count: number): number => Math.floor((draw() * count) / (tapeMax + 1));
  return {
    below,
    chance: (percent) => draw() > tapeMax - (percent * tapeMax) / 100,
    pick: (list) => {
      const chosen = list[below(list.length)];
      if (chosen === undefined) throw new Error('nothing to pick from');
      return chosen;
    },
    weighted: (entries) => {
      let rest = below(entries.reduce((sum, [weight]) => sum + weight, 0));
      for (const [weight, value] of entries) {
        if (rest < weight) return value;
        rest -= weight;
      }
      throw new Error('nothing to pick from');
    },
  };
}
