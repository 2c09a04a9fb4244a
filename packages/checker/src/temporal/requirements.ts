import type { FairnessConstraints } from './fairness.ts';
import type { Graph } from './graph.ts';
import type { Moves } from './moves.ts';
import { inSlices, roundsPerPause } from './pause.ts';
import type { Pause } from './pause.ts';
import type { Room } from './room.ts';

/*
 * Sets of requirements, numbered: few different ones exist.
 */

/** Which fairness constraints are enabled in each state of the graph; a step into a fault counts as one that can be taken. */
export interface EnabledConstraints {
  /** By state: the number of the set of fairness constraints that are enabled. */
  readonly ofState: Uint32Array;
  /** By state: 1 where none is enabled. */
  readonly none: Uint8Array;
  /** The sets as words, with fairness constraint 0 at bit `from`. */
  wordsOf(from: number, words: number, room: Room): Int32Array;
}

/** About what a list, an entry of a table and its key take. */
const bytesPerSet = 192;

export async function enabledConstraints(graph: Graph, moves: Moves, constraints: FairnessConstraints, room: Room, pause: Pause): Promise<EnabledConstraints> {
  const ofState = room.numbers(graph.stateCount);
  const none = room.flags(graph.stateCount);
  const sets: (readonly number[])[] = [];
  const numbers = new Map<string, number>();
  // Sets are built edge by edge; each extension of a set by a move is looked up.
  const extended: number[][] = [];
  const numberOf = (set: readonly number[]): number => {
    const key = set.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    room.take(bytesPerSet + 12 * set.length);
    numbers.set(key, sets.length);
    extended.push([]);
    return sets.push(set) - 1;
  };
  const extend = (set: number, move: number): number => {
    const known = extended[set]![move];
    if (known !== undefined) return known;
    room.take(bytesPerEntry);
    const more = constraints.ofMove[move]!;
    return (extended[set]![move] = numberOf([...new Set([...(sets[set] ?? []), ...more])].sort((a, b) => a - b)));
  };
  const empty = numberOf([]);
  await inSlices(
    () => graph.expanded,
    roundsPerPause,
    pause,
    (from, to) => {
      for (let state = from; state < to; state++) {
        let set = empty;
        for (let edge = graph.first[state]!; edge < graph.first[state + 1]!; edge++) set = extend(set, moves.ofEdge[edge]!);
        ofState[state] = set;
        none[state] = set === empty ? 1 : 0;
      }
    },
  );
  return {
    ofState,
    none,
    wordsOf: (from, words, space) => {
      const all = space.words(sets.length * words);
      sets.forEach((set, index) =>
        all.set(
          bits(
            words,
            set.map((constraint) => from + constraint),
          ),
          index * words,
        ),
      );
      return all;
    },
  };
}

/** About what an entry of a table of numbers takes. */
const bytesPerEntry = 40;

/** Numbers sets of requirements that edges meet. */
export class EdgeMarks {
  readonly #width: number;
  readonly #room: Room;
  readonly #sets: Int32Array[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #unions: Map<number, number>[] = [];

  constructor(width: number, room: Room) {
    this.#width = width;
    this.#room = room;
  }

  number(members: readonly number[]): number {
    return this.#enter(bits(this.#width, members));
  }

  union(one: number, other: number): number {
    const known = this.#unions[one]!.get(other);
    if (known !== undefined) return known;
    this.#room.take(bytesPerEntry);
    const found = this.#enter(this.#sets[one]!.map((word, at) => word | this.#sets[other]![at]!));
    this.#unions[one]!.set(other, found);
    return found;
  }

  words(): Int32Array {
    const all = this.#room.words(this.#sets.length * this.#width);
    this.#sets.forEach((set, index) => all.set(set, index * this.#width));
    return all;
  }

  #enter(set: Int32Array): number {
    const key = set.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#room.take(bytesPerSet + 16 * set.length);
    this.#numbers.set(key, this.#sets.length);
    this.#unions.push(new Map());
    return this.#sets.push(set) - 1;
  }
}

export function bits(words: number, members: readonly number[]): Int32Array {
  const set = new Int32Array(words);
  for (const member of members) set[member >>> 5]! |= 1 << (member & 31);
  return set;
}
