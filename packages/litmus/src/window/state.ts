/** A state of the window machine. Entries of all threads are numbered one after the other. */
export interface State {
  /** 1: performed. */
  readonly done: Uint8Array;
  /** What a load has given, or must give once it performs; NaN: open. */
  readonly value: Float64Array;
  /** What was written, by address. */
  readonly memory: Map<number, number>;
  /** The thread that stands between the load and the store of an update of this address. */
  readonly reserved: Map<number, number>;
  /** Loads that were performed on the assumption that an earlier access, whose address was not known, is of another location. */
  readonly passed: Map<number, readonly number[]>;
  /** Ends of sections that a grace period waits for. */
  readonly waited: Map<number, readonly number[]>;
}

export function copyOf({ done, value, memory, reserved, passed, waited }: State): State {
  return {
    done: done.slice(),
    value: value.slice(),
    memory: new Map(memory),
    reserved: new Map(reserved),
    passed: new Map(passed),
    waited: new Map(waited),
  };
}

/** Equal for equal states, and only for these. */
export function keyOf({ done, value, memory, reserved, passed, waited }: State): string {
  const sorted = (map: ReadonlyMap<number, unknown>): string => [...map].sort(([a], [b]) => a - b).join(';');
  return `${done.join('')}|${value.join()}|${sorted(memory)}|${sorted(reserved)}|${sorted(passed)}|${sorted(waited)}`;
}
