import { computeCompare, opposite } from '@mmspec/compiler';
import type { Comparison } from '@mmspec/compiler';
import { asLinear, plus, weigh } from './linear.ts';
import type { Amount, Linear } from './linear.ts';

/*
 * Comparisons of numbers that depend on who is outside. What the features of those outside can be bounds their sum; where that
 * does not decide, both outcomes are taken, one after the other, each with what it says about the sum from there on.
 */

interface Signs {
  readonly negative: boolean;
  readonly positive: boolean;
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Sums over those outside that were asked for: of some the sign matters, of some the remainder; by text. */
export type Consulted = Map<string, { readonly rest: readonly number[]; readonly divisor: number | null }>;

/** All that matters of an instance outside, as a text: by sum that was asked for, whether it adds less, nothing or more, or what remainder. */
export function signatureOf(consulted: Consulted, features: readonly number[]): string {
  let text = '';
  for (const { rest, divisor } of consulted.values()) {
    const weight = weigh(rest, features);
    text += `${divisor === null ? Math.sign(weight) : weight % divisor},`;
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
  #features: () => readonly (readonly number[])[] = () => [];
  /** Those outside who can still be there; null: all of them. */
  #left: readonly (readonly number[])[] | null = null;
  /** Where what is asked for is noted. */
  consulted: Consulted = new Map();
  /** By the features of all outside, then by the sum. */
  readonly #signs = new WeakMap<readonly (readonly number[])[], Map<string, Signs>>();
  /** What is known of sums from the beginning: a counter is not below its least value. */
  #known: readonly { readonly sum: Linear; readonly low: number }[] = [];

  /**
   * Takes all ways, one after the other. `outside`: the features that an instance outside can have, asked for where they matter.
   * `known`: sums that are not below a number.
   */
  all(outside: () => readonly (readonly number[])[], known: readonly { readonly sum: Linear; readonly low: number }[], way: () => void): void {
    this.#features = outside;
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
    const step = this.#outside.reduce((common, features) => greatestCommon(common, weigh(rest, features)), divisor);
    let remainder = constant;
    for (let next = step; next < divisor && !this.either(); next += step) remainder = constant + next;
    return remainder - divisor * Math.floor(remainder / divisor);
  }

  #note(key: string, rest: readonly number[], bounds: Bounds): void {
    this.#bounds.set(key, bounds);
    if (bounds.low !== 0 || bounds.high !== 0) return;
    // Nobody outside has anything, if none of them can make up for another one.
    const outside = this.#outside;
    const weights = outside.map((features) => weigh(rest, features));
    if (weights.every((weight) => weight >= 0) || weights.every((weight) => weight <= 0)) this.#left = outside.filter((_, at) => weights[at] === 0);
  }

  get #outside(): readonly (readonly number[])[] {
    return this.#left ?? this.#features();
  }

  /** Whether there is somebody outside who adds less, or more, than nothing to a sum. */
  #signsOf(key: string, rest: readonly number[]): Signs {
    if (!this.consulted.has(key)) this.consulted.set(key, { rest, divisor: null });
    const outside = this.#outside;
    const known = this.#left === null ? (this.#signs.get(outside) ?? new Map<string, Signs>()) : null;
    if (known !== null) this.#signs.set(outside, known);
    const before = known?.get(key);
    if (before !== undefined) return before;
    let [negative, positive] = [false, false];
    for (const features of outside) {
      const weight = weigh(rest, features);
      if (weight < 0) negative = true;
      if (weight > 0) positive = true;
    }
    const signs: Signs = { negative, positive };
    known?.set(key, signs);
    return signs;
  }

  /** The bounds of a sum over those outside; sums that differ by their sign have the same ones, `sign` says which it is. */
  #boundsOf(given: readonly number[]): { readonly key: string; readonly sign: 1 | -1; readonly bounds: Bounds; readonly rest: readonly number[] } {
    const { key, sign, rest } = normal(given);
    let { low, high } = this.#bounds.get(key) ?? { low: -Infinity, high: Infinity };
    const { negative, positive } = this.#signsOf(key, rest);
    if (!negative) low = Math.max(low, 0);
    if (!positive) high = Math.min(high, 0);
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
