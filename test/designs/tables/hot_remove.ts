import { given, holds, open, violated } from '../tables.ts';
import type { Table } from '../tables.ts';

/** Rows: where the grace period stands, and who walks. One GUP-fast walker, unless it says otherwise. */
export const table: Table = {
  spec: 'specs/hot_remove.mmspec',
  means: { safety: ['no_struct_page_uaf', 'no_pfn_valid_bug', 'ref_stays_zero_after_offline'] },
  rows: [
    given('no synchronize_rcu', 'no_grace_period', violated('no_pfn_valid_bug', 9), violated('no_struct_page_uaf', 11)),
    given(
      'synchronize_rcu early, inside mem_hotplug_begin, before the unmapping',
      'early',
      violated('no_pfn_valid_bug', 10),
      violated('no_struct_page_uaf', 12),
    ),
    given('synchronize_rcu after the pages are offline, before the section is removed', ['late', 'any_late[GUPS=1..,ROUNDS=1]'], holds('safety')),
    given('the same with walkers that loop', 'late_loops', holds('safety'), holds('removal_completes')),
    given('the same with any number of walkers that loop', 'any_late[GUPS=1..,ROUNDS=forever]', holds('safety')),
    open('device memory: GUP-fast takes a reference on the pgmap before it touches the struct page; no grace period', 'device', holds('safety')),
    open(
      'late grace period, and a walker N that is not an RCU reader',
      'scanner',
      violated('no_struct_page_uaf'),
      holds('no_pfn_valid_bug'),
      holds('ref_stays_zero_after_offline'),
    ),
    given('late grace period, and N runs under rcu_read_lock', 'scanner_under_rcu', holds('safety')),
    given('a grace period that waits until nobody is inside', 'nobody', holds('safety')),
    given('the same with three walkers that loop, under strong fairness', 'nobody_loops', holds('safety'), violated('removal_completes')),
  ],
};
