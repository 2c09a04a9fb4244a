import type { ArrayValue, Value } from './value.ts';

/** An array of memory that notes which of its elements are asked for; what is stored stays apart. */
export class NotedArray implements ArrayValue {
  readonly kind = 'array';
  readonly keys: readonly Value[];
  /** The variable or field that it is the value of. */
  readonly row: string;
  /** By position. */
  readonly stored: ReadonlyMap<number, Value>;
  readonly #below: ArrayValue;
  readonly #onAsked: (at: number) => void;

  constructor(row: string, below: ArrayValue, onAsked: (at: number) => void, stored: ReadonlyMap<number, Value> = new Map()) {
    this.keys = below.keys;
    this.row = row;
    this.stored = stored;
    this.#below = below;
    this.#onAsked = onAsked;
  }

  get elements(): readonly Value[] {
    return new Proxy(this.#below.elements, {
      get: (all, key, itself) => {
        if (typeof key !== 'string' || !/^\d+$/u.test(key)) return Reflect.get(all, key, itself) as unknown;
        const at = Number(key);
        if (this.stored.has(at)) return this.stored.get(at);
        this.#onAsked(at);
        return all[at];
      },
    });
  }

  /** The array with another element. */
  with(at: number, value: Value): NotedArray {
    return new NotedArray(this.row, this.#below, this.#onAsked, new Map(this.stored).set(at, value));
  }
}
