import { NotedArray } from './noted_array.ts';
import type { Value } from './value.ts';

/** Who is told which rows are asked for. */
export interface Asked {
  add(row: string): unknown;
  /** Which element of an array; left out where an array is asked for as a whole. */
  element?(row: string, at: number): unknown;
}

/** Memory that notes which rows are asked for; what is stored stays apart. */
export class NotedMemory extends Map<string, Value> {
  readonly #below: ReadonlyMap<string, Value>;
  readonly #asked: Asked;

  constructor(below: ReadonlyMap<string, Value>, asked: Asked) {
    super();
    this.#below = below;
    this.#asked = asked;
  }

  /** The same with what is stored, and with the same notes. */
  copy(): NotedMemory {
    const copy = new NotedMemory(this.#below, this.#asked);
    for (const [row, value] of this.stored) copy.set(row, value);
    return copy;
  }

  /** Rows that were stored, with their values. */
  get stored(): readonly (readonly [string, Value])[] {
    return [...super.entries()];
  }

  override get(row: string): Value | undefined {
    if (super.has(row)) return super.get(row);
    const value = this.#below.get(row);
    const asked = this.#asked;
    if (asked.element !== undefined && typeof value === 'object' && value?.kind === 'array') return new NotedArray(row, value, (at) => asked.element!(row, at));
    asked.add(row);
    return value;
  }

  override has(row: string): boolean {
    return super.has(row) || this.#below.has(row);
  }

  /** All rows; what they have is not asked for. */
  override keys(): MapIterator<string> {
    return new Set([...this.#below.keys(), ...super.keys()]).values();
  }

  override *entries(): MapIterator<[string, Value]> {
    for (const row of this.keys()) yield [row, this.get(row) ?? null];
  }

  override [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }
}

/** A copy of memory that may be changed; of one that notes, one that notes in the same place. */
export function copyOf(memory: ReadonlyMap<string, Value>): Map<string, Value> {
  return memory instanceof NotedMemory ? memory.copy() : new Map(memory);
}
