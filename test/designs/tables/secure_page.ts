import { given, holds, open, violated } from '../tables.ts';
import type { Table } from '../tables.ts';

/** Rows: the operation, its count, its locks; what a submitter of I/O does, and who else there is. */
export const table: Table = {
  spec: 'specs/secure_page.mmspec',
  means: {
    all: ['no_dma_on_secure_page', 'no_bug', 'no_stale_user', 'ref_non_negative', 'no_new_validated_ref_to_old'],
    ref_non_negative_as_fault: ['underflow'],
  },
  rows: [
    given(
      's390; every I/O place takes the reference and then calls make_accessible',
      's390',
      holds('no_dma_on_secure_page'),
      violated('no_new_validated_ref_to_old', 10),
    ),
    given('an I/O place without make_accessible (the splice code before the patch)', 'never', violated('no_dma_on_secure_page', 11)),
    open('make_accessible before taking the reference', 'before', violated('no_dma_on_secure_page'), holds('no_bug')),
    given('count check instead of a freeze', 'compared', violated('no_dma_on_secure_page', 11)),
    given('getter that adds without the test for zero (TINY_RCU)', 'tiny_rcu', violated('no_bug', 5)),
    open('the same, where VM_BUG_ON is empty: the add happens', 'tiny_rcu_unchecked', violated('no_dma_on_secure_page', 11), violated('no_bug', 6)),
    given('try_get_page through the present PTE (Wk)', 'walk', violated('no_bug', 4)),
    open(
      'a second mapping is unmapped between S1 and S2 (actor X), while an I holds a reference',
      'other',
      violated('no_dma_on_secure_page'),
      violated('ref_non_negative_as_fault'),
    ),
    given(
      'S without the PTL, so the only mapping can be zapped between S1 and S2',
      'no_ptl',
      violated('no_dma_on_secure_page', 13),
      violated('ref_non_negative_as_fault', 12),
    ),
    open('no I/O: freeze, or count check', ['quiet[count=frozen]', 'quiet[count=compared]'], holds('all')),
    open('no I/O, a second mapping is unmapped (X)', 'quiet_other', violated('ref_non_negative_as_fault', 6), holds('no_dma_on_secure_page')),
    given('migration: check before the freeze, freeze, replace', 'migrate', holds('all')),
    open('migration: freeze and replace, without the check before', 'migrate_frozen', holds('all')),
    given('migration: only the check before, no freeze', 'migrate_compared', violated('no_stale_user', 9)),
    given('reclaim: freeze, and remove the slot', 'reclaim', holds('all')),
  ],
};
