import { given, holds, violated } from '../tables.ts';
import type { Table } from '../tables.ts';

/** Rows: how the reference is taken; with or without a grace period. */
export const table: Table = {
  spec: 'specs/rcu_refcount.mmspec',
  means: {},
  rows: [
    given('plain increment, with RCU (before)', 'plain_with_rcu', violated('no_uaf', 9)),
    given('inc-not-zero, without RCU (before)', 'not_zero_without_rcu', violated('no_uaf', 7)),
    given('inc-not-zero, with RCU (after)', ['after', 'any_number'], holds('no_uaf')),
  ],
};
