/*
 * Numbers that a part of the instances does not fix: a constant, and what the instances outside of the part add.
 * A feature is a number that each instance has; `rest[f]` says how often the sum of feature f over those outside counts.
 */

/**
 * `constant + Σ_f rest[f] * (the sum of feature f over the instances outside)`. Features beyond the end of `rest` count 0 times; there is one
 * list for the same weights (`kept`).
 */
export interface Linear {
  readonly constant: number;
  readonly rest: readonly number[];
}

/** A number that all is known of, or one that depends on who is outside. */
export type Amount = number | Linear;

const none: readonly number[] = [];
const units: (readonly number[])[] = [];

/** `constant`, and one feature once. */
export function unit(feature: number, constant: number): Linear {
  return { constant, rest: (units[feature] ??= kept(Array.from({ length: feature + 1 }, (_, at) => (at === feature ? 1 : 0)))) };
}

/** Each list of weights once: sums of the same ones have the same object, so what is known of it is found by it. */
const all = new Map<string, readonly number[]>([['', none]]);
const sums = new Map<readonly number[], Map<readonly number[], Map<number, readonly number[]>>>();

function kept(rest: readonly number[]): readonly number[] {
  let length = rest.length;
  while (length > 0 && rest[length - 1] === 0) length--;
  const short = length === rest.length ? rest : rest.slice(0, length);
  const key = short.join();
  const known = all.get(key) ?? short;
  all.set(key, known);
  return known;
}

function sumOf(one: readonly number[], other: readonly number[], times: number): readonly number[] {
  const byOther = sums.get(one) ?? new Map<readonly number[], Map<number, readonly number[]>>();
  sums.set(one, byOther);
  const byTimes = byOther.get(other) ?? new Map<number, readonly number[]>();
  byOther.set(other, byTimes);
  const known = byTimes.get(times);
  if (known !== undefined) return known;
  const made = kept(Array.from({ length: Math.max(one.length, other.length) }, (_, at) => (one[at] ?? 0) + times * (other[at] ?? 0)));
  byTimes.set(times, made);
  return made;
}

/** `one + times * other` */
export function plus(one: Amount, other: Amount, times: number): Amount {
  if (typeof one === 'number' && typeof other === 'number') return one + times * other;
  const constant = (typeof one === 'number' ? one : one.constant) + times * (typeof other === 'number' ? other : other.constant);
  const rest = sumOf(typeof one === 'number' ? none : one.rest, typeof other === 'number' ? none : other.rest, times);
  return rest.length === 0 ? constant : { constant, rest };
}

export function scaled(amount: Amount, times: number): Amount {
  return plus(0, amount, times);
}

export function asLinear(amount: Amount): Linear {
  return typeof amount === 'number' ? { constant: amount, rest: none } : amount;
}

/** Whether the amount counts one feature once and no other. */
export function isUnit({ rest }: Linear, feature: number): boolean {
  return rest === unit(feature, 0).rest;
}

/** What a feature vector adds to a sum with these weights. */
export function weigh(rest: readonly number[], features: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < rest.length; at++) sum += (rest[at] ?? 0) * (features[at] ?? 0);
  return sum;
}
