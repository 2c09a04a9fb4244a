/*
 * Numbers that a part of the instances does not fix: a constant, and what the instances outside of the part add.
 * A feature is a number that each instance has; `rest[f]` says how often the sum of feature f over those outside counts.
 */

/** `constant + Σ_f rest[f] * (the sum of feature f over the instances outside)`. Features beyond the end of `rest` count 0 times. */
export interface Linear {
  readonly constant: number;
  readonly rest: readonly number[];
}

/** A number that all is known of, or one that depends on who is outside. */
export type Amount = number | Linear;

export function linear(constant: number, rest: readonly number[]): Amount {
  return rest.every((times) => times === 0) ? constant : { constant, rest };
}

const units: (readonly number[])[] = [];

/** `constant`, and one feature once. */
export function unit(feature: number, constant: number): Linear {
  return { constant, rest: (units[feature] ??= Array.from({ length: feature + 1 }, (_, at) => (at === feature ? 1 : 0))) };
}

/** `one + times * other` */
export function plus(one: Amount, other: Amount, times: number): Amount {
  if (typeof one === 'number' && typeof other === 'number') return one + times * other;
  const a = asLinear(one);
  const b = asLinear(other);
  const length = Math.max(a.rest.length, b.rest.length);
  return linear(
    a.constant + times * b.constant,
    Array.from({ length }, (_, at) => (a.rest[at] ?? 0) + times * (b.rest[at] ?? 0)),
  );
}

export function scaled(amount: Amount, times: number): Amount {
  return plus(0, amount, times);
}

export function asLinear(amount: Amount): Linear {
  return typeof amount === 'number' ? { constant: amount, rest: [] } : amount;
}

/** Whether the amount counts one feature once and no other. */
export function isUnit({ rest }: Linear, feature: number): boolean {
  return rest.every((times, at) => times === (at === feature ? 1 : 0)) && (rest[feature] ?? 0) === 1;
}

/** What a feature vector adds to a sum with these weights. */
export function weigh(rest: readonly number[], features: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < rest.length; at++) sum += (rest[at] ?? 0) * (features[at] ?? 0);
  return sum;
}
