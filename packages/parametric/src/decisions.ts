import { computeCompare, opposite } from '@mmspec/compiler';
import type { Comparison } from '@mmspec/compiler';
import { asLinear, plus, weigh } from './linear.ts';
import type { Amount, Linear } from './linear.ts';

/*
 * Comparisons of numbers that depend on who is outside. What the features of those outside can be bounds their sum: whoever has raised a flag,
 * or is named, is there once, and of all others any number is; where that
 * does not decide, both outcomes are taken, one after the other, each with what it says about the sum from there on.
 */

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Instances that may be outside of a part. */
export interface Kind {
  /** What each adds to counters and sums. */
  readonly features: readonly number[];
  /** Flags that it has raised, and names that it has, by number; of those that have none there may be any number. */
  readonly holds: readonly number[];
}

export interface Kinds {
  readonly kinds: readonly Kind[];
  /** Flags and names that somebody outside has: each of them one instance. */
  readonly held: readonly number[];
}

/** Sums over those outside that were asked for: of some the sign matters, of some the remainder; by text. */
export type Consulted = Map<string, { readonly rest: readonly number[]; readonly divisor: number | null }>;

/**
 * All that matters of an instance outside, as a text: by sum that was asked for, whether it adds less, nothing or more, or what remainder; of
 * one that has a flag or a name how much.
 */
export function signatureOf(consulted: Consulted, { features, holds }: Kind): string {
  let text = `${holds.join()}:`;
  for (const { rest, divisor } of consulted.values()) {
    const weight = weigh(rest, features);
    text += `${divisor !== null ? weight % divisor : holds.length > 0 ? weight : Math.sign(weight)},`;
  }
  return text;
}

/** Ends a way that cannot be taken. */
export const impossible: Error = new Error('this way cannot be taken');

export class Decisions {
  /** The outcomes that are taken again, and the number of those that were asked for. */
  #trail: boolean[] = [];
  #asked = 0;
  #bounds = new Map<string, Bounds>();
  #all: () => Kinds = () => ({ kinds: [], held: [] });
  /** Those outside who can still be there; null: all of them. */
  #left: readonly Kind[] | null = null;
  /** Where what is asked for is noted. */
  consulted: Consulted = new Map();
  /** By all outside, then by the sum: how much it can be; null: nobody has a flag or a name that somebody has. */
  readonly #extents = new WeakMap<Kinds, Map<string, Bounds | null>>();
  /** What is known of sums from the beginning: a counter is not below its least value. */
  #known: readonly { readonly sum: Linear; readonly low: number }[] = [];

  /**
   * Takes all ways, one after the other. `outside`: who can be outside, asked for where that matters.
   * `known`: sums that are not below a number.
   */
  all(outside: () => Kinds, known: readonly { readonly sum: Linear; readonly low: number }[], way: () => void): void {
    this.#all = outside;
    this.#known = known;
    this.#trail = [];
    for (;;) {
      this.#asked = 0;
      this.#bounds = new Map();
      this.#left = null;
      try {
        way();
      } catch (error) {
        if (error !== impossible) throw error;
      }
      this.#trail.length = Math.min(this.#trail.length, this.#asked);
      while (this.#trail.at(-1) === false) this.#trail.pop();
      if (this.#trail.length === 0) return;
      this.#trail[this.#trail.length - 1] = false;
    }
  }

  /** Either outcome, first true. */
  either(): boolean {
    const at = this.#asked++;
    if (at === this.#trail.length) this.#trail.push(true);
    return this.#trail[at]!;
  }

  /** Whether `left operator right`. */
  compare(operator: Comparison, left: Amount, right: Amount): boolean {
    const difference = plus(left, right, -1);
    if (typeof difference === 'number') return computeCompare(operator, difference, 0);
    const { key, sign, bounds, rest } = this.#boundsOf(difference.rest);
    // sign * R + constant, with R within the bounds.
    const { constant } = difference;
    const low = constant + (sign > 0 ? bounds.low : -bounds.high);
    const high = constant + (sign > 0 ? bounds.high : -bounds.low);
    const decided = decide(operator, low, high);
    if (decided !== null) return decided;
    const outcome = this.either();
    const narrowed = narrow(outcome ? operator : opposite[operator], low, high);
    if (narrowed === null || narrowed.low > narrowed.high) throw impossible;
    const [one, other] = [(narrowed.low - constant) * sign, (narrowed.high - constant) * sign];
    this.#note(key, rest, { low: Math.min(one, other), high: Math.max(one, other) });
    return outcome;
  }

  /** The value, where what is known leaves one; null: several are possible. */
  valueOf(amount: Amount): number | null {
    if (typeof amount === 'number') return amount;
    const { sign, bounds } = this.#boundsOf(amount.rest);
    return bounds.low === bounds.high ? amount.constant + sign * bounds.low : null;
  }

  /**
   * The remainder of a division by a number above 0. That of what those outside add is any multiple of what all that each of them can add
   * has in common: one after the other is taken, whatever is known of the sum.
   */
  remainder(amount: Amount, divisor: number): number {
    const { constant, rest } = asLinear(amount);
    this.consulted.set(`${rest.join()} % ${divisor}`, { rest, divisor });
    const step = this.#outside.reduce((common, { features }) => greatestCommon(common, weigh(rest, features)), divisor);
    let remainder = constant;
    for (let next = step; next < divisor && !this.either(); next += step) remainder = constant + next;
    return remainder - divisor * Math.floor(remainder / divisor);
  }

  #note(key: string, rest: readonly number[], bounds: Bounds): void {
    this.#bounds.set(key, bounds);
    if (bounds.low !== 0 || bounds.high !== 0) return;
    // Nobody outside has anything, if none of them can make up for another one.
    const outside = this.#outside;
    const weights = outside.map(({ features }) => weigh(rest, features));
    if (weights.every((weight) => weight >= 0) || weights.every((weight) => weight <= 0)) this.#left = outside.filter((_, at) => weights[at] === 0);
  }

  get #outside(): readonly Kind[] {
    return this.#left ?? this.#all().kinds;
  }

  /** How much those outside can add to a sum; null: nobody has a flag or a name that somebody outside has. */
  #extentOf(key: string, rest: readonly number[]): Bounds | null {
    if (!this.consulted.has(key)) this.consulted.set(key, { rest, divisor: null });
    const all = this.#all();
    if (this.#left !== null) return extentOf(this.#left, all.held, rest);
    const known = this.#extents.get(all) ?? new Map<string, Bounds | null>();
    this.#extents.set(all, known);
    const before = known.get(key);
    if (before !== undefined) return before;
    const extent = extentOf(all.kinds, all.held, rest);
    known.set(key, extent);
    return extent;
  }

  /** The bounds of a sum over those outside; sums that differ by their sign have the same ones, `sign` says which it is. */
  #boundsOf(given: readonly number[]): { readonly key: string; readonly sign: 1 | -1; readonly bounds: Bounds; readonly rest: readonly number[] } {
    const { key, sign, rest } = normal(given);
    let { low, high } = this.#bounds.get(key) ?? { low: -Infinity, high: Infinity };
    const extent = this.#extentOf(key, rest);
    if (extent === null) throw impossible;
    low = Math.max(low, extent.low);
    high = Math.min(high, extent.high);
    for (const { sum, low: least } of this.#known) {
      const other = normal(sum.rest);
      if (other.key !== key) continue;
      if (other.sign > 0) low = Math.max(low, least - sum.constant);
      else high = Math.min(high, sum.constant - least);
    }
    if (low > high) throw impossible;
    return { key, sign, bounds: { low, high }, rest };
  }
}

/** How much kinds of instances can add to a sum: any number of those that have no flag and no name, and one for each that is held. */
function extentOf(kinds: readonly Kind[], held: readonly number[], rest: readonly number[]): Bounds | null {
  const [free, holders] = [{ low: 0, high: 0 }, new Map<string, { readonly holds: readonly number[]; low: number; high: number }>()];
  for (const { features, holds } of kinds) {
    const weight = weigh(rest, features);
    if (holds.length === 0) {
      if (weight < 0) free.low = -Infinity;
      if (weight > 0) free.high = Infinity;
      continue;
    }
    const known = holders.get(holds.join()) ?? { holds, low: weight, high: weight };
    holders.set(holds.join(), { holds, low: Math.min(known.low, weight), high: Math.max(known.high, weight) });
  }
  const of = coverOf([...holders.values()], held);
  return of === null ? null : { low: free.low + of.low, high: free.high + of.high };
}

/** How much instances can add that have each of these once; null: there are none. */
function coverOf(holders: readonly (Bounds & Pick<Kind, 'holds'>)[], held: readonly number[]): Bounds | null {
  const [first] = held;
  if (first === undefined) return { low: 0, high: 0 };
  let all: Bounds = { low: Infinity, high: -Infinity };
  for (const { holds, low, high } of holders) {
    if (!holds.includes(first) || !holds.every((each) => held.includes(each))) continue;
    const others = coverOf(
      holders,
      held.filter((each) => !holds.includes(each)),
    );
    if (others === null) continue;
    all = { low: Math.min(all.low, low + others.low), high: Math.max(all.high, high + others.high) };
  }
  return all.low > all.high ? null : all;
}

interface Normal {
  readonly key: string;
  readonly sign: 1 | -1;
  readonly rest: readonly number[];
}

const normals = new WeakMap<readonly number[], Normal>();

/** Sums that differ by their sign as one. */
function normal(given: readonly number[]): Normal {
  const known = normals.get(given);
  if (known !== undefined) return known;
  const sign = (given.find((times) => times !== 0) ?? 1) > 0 ? 1 : -1;
  const rest = given.map((times) => times * sign);
  const made: Normal = { key: rest.join(), sign, rest };
  normals.set(given, made);
  return made;
}

function greatestCommon(one: number, other: number): number {
  return other === 0 ? Math.abs(one) : greatestCommon(other, one % other);
}

/** Whether a number within the bounds compares so with 0; null: some do and some do not. */
function decide(operator: Comparison, low: number, high: number): boolean | null {
  switch (operator) {
    case '===':
      return low === 0 && high === 0 ? true : low > 0 || high < 0 ? false : null;
    case '<':
      return high < 0 ? true : low >= 0 ? false : null;
    case '<=':
      return high <= 0 ? true : low > 0 ? false : null;
    case '!==':
    case '>':
    case '>=': {
      const decided = decide(opposite[operator], low, high);
      return decided === null ? null : !decided;
    }
  }
}

/** The bounds of the numbers that compare so with 0. */
function narrow(operator: Comparison, low: number, high: number): Bounds | null {
  switch (operator) {
    case '===':
      return { low: 0, high: 0 };
    case '!==':
      return low === 0 ? { low: 1, high } : high === 0 ? { low, high: -1 } : { low, high };
    case '<':
      return { low, high: Math.min(high, -1) };
    case '<=':
      return { low, high: Math.min(high, 0) };
    case '>':
      return { low: Math.max(low, 1), high };
    case '>=':
      return { low: Math.max(low, 0), high };
  }
}
