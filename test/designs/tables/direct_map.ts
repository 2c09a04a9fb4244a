import { given, holds, open, violated } from '../tables.ts';
import type { Table } from '../tables.ts';

/** Rows: locks and checks of the converter; who else there is; who loops, and under which fairness. */
export const table: Table = {
  spec: 'specs/direct_map.mmspec',
  means: {
    safety: ['no_content_access_after_removal', 'no_user_access_while_private', 'private_is_unmapped', 'ref_positive', 'only_speculative_get_raises_ref'],
  },
  rows: [
    given('full: folio lock, invalidate_lock, count check, retry', 'full', holds('safety'), violated('ref_stays_safe', 6)),
    given('folio lock only, no invalidate_lock (the post as written); U checks private again after the lock', 'no_invalidate', holds('safety')),
    given('folio lock only, and U does not check private after it gets the lock', 'unchecked_fault', violated('private_is_unmapped', 11)),
    open('invalidate_lock only, no folio lock', 'no_folio_lock', holds('safety'), violated('ref_stays_safe')),
    given('neither lock', 'neither', violated('private_is_unmapped', 10)),
    open(
      'count check before the folio lock, no invalidate_lock',
      'early',
      violated('private_is_unmapped'),
      violated('no_content_access_after_removal'),
      violated('no_user_access_while_private'),
    ),
    open('count check before the folio lock, with invalidate_lock', 'early_invalidate', holds('safety'), violated('ref_stays_safe')),
    given('no count check, only the check for mapped and pinned', 'no_count', violated('no_content_access_after_removal', 15)),
    given('GUP-fast without the second read of the PTE', 'no_recheck', violated('no_content_access_after_removal', 14)),
    given('walker that touches content instead of backing off', 'touching_walker', violated('no_content_access_after_removal', 9)),
    given('the file has a splice_read (actor R)', 'splice_read', violated('no_content_access_after_removal', 8)),
    open(
      'actor K, /proc/kcore style: check, then read',
      'kcore',
      violated('no_content_access_after_removal'),
      holds('private_is_unmapped'),
      holds('no_user_access_while_private'),
    ),
    given('nobody unmaps, C only checks', 'no_unmap', holds('safety'), violated('can_convert')),
    given('-EAGAIN without a retry', 'no_retry', holds('safety'), violated('converts'), violated('can_convert')),
    given('W and G loop for ever, weak fairness', 'loops', holds('safety'), holds('can_convert'), violated('converts')),
    given('W and G loop for ever, strong fairness', 'loops_strong', holds('can_convert'), violated('converts')),
    given('W and G loop for ever, strong fairness per label', 'loops_labels', holds('can_convert'), violated('converts')),
    given('finite W and G, with invalidate_lock', 'finite', holds('converts')),
    open('finite W and G, folio lock only: weak fairness', 'finite_folio_lock', violated('converts')),
    open('finite W and G, folio lock only: strong fairness for one step', 'finite_strong', holds('converts')),
    open('two threads of the user, folio lock only', 'users[invalidate=false,locked=true]', holds('safety'), violated('converts')),
    open('two threads of the user, invalidate_lock only', 'users[invalidate=true,locked=false]', holds('safety'), holds('converts')),
    open('two threads of the user, both locks', 'users[invalidate=true,locked=true]', holds('safety'), holds('converts')),
    open('two threads of the user, neither lock', 'users[invalidate=false,locked=false]', violated('private_is_unmapped', 9)),
    open('two threads of the user, folio lock only: strong fairness for one step', 'users_strong', holds('converts')),
  ],
};
