import { given, holds, open, violated } from '../tables.ts';
import type { Table } from '../tables.ts';

/** Rows differ from the first in one point; the flush is broadcast where a row does not say otherwise. */
export const table: Table = {
  spec: 'specs/gup_fast.mmspec',
  means: {
    safety: [
      'no_null_deref',
      'Inode.live',
      'PageTable.live',
      'no_garbage_field_read',
      'returned_page_was_mapped_here',
      'no_forbidden_file_pin',
      'pinned_is_not_free',
    ],
    no_use_after_free: ['no_null_deref', 'Inode.live', 'PageTable.live'],
  },
  rows: [
    given(
      'recheck; mapping read once, after the recheck; page table freed by RCU; broadcast flush',
      'upstream',
      holds('safety'),
      violated('temp_ref_never_on_reused_page', 10),
    ),
    given('the same; page table freed by IPI', 'pt_ipi', holds('safety'), violated('temp_ref_never_on_reused_page', 10)),
    given('the same, TLB flush by IPI', 'upstream_ipi', holds('safety'), holds('temp_ref_never_on_reused_page')),
    given('no PTE recheck, broadcast flush', 'no_recheck', violated('no_garbage_field_read', 11), violated('returned_page_was_mapped_here', 13)),
    open('no PTE recheck, IPI flush', 'no_recheck_ipi', holds('safety'), holds('temp_ref_never_on_reused_page')),
    open(
      'mapping checked before the recheck (G3e)',
      'early',
      violated('no_garbage_field_read'),
      holds('no_use_after_free'),
      holds('returned_page_was_mapped_here'),
      holds('no_forbidden_file_pin'),
    ),
    open('a NULL mapping is treated as fine', 'null', violated('no_forbidden_file_pin'), holds('no_use_after_free'), holds('no_garbage_field_read')),
    open('mapping read twice, at G5 and again at G6', 'twice', violated('no_null_deref'), holds('no_garbage_field_read'), holds('no_forbidden_file_pin')),
    open('mapping checked before the recheck, IPI flush', 'early_ipi', holds('safety'), holds('temp_ref_never_on_reused_page')),
    open('a NULL mapping is treated as fine, IPI flush', 'null_ipi', holds('safety'), holds('temp_ref_never_on_reused_page')),
    open('mapping read twice, IPI flush', 'twice_ipi', holds('safety'), holds('temp_ref_never_on_reused_page')),
    given('page table freed without IPI and without RCU', 'pt_now', violated('PageTable.live', 6)),
    given('inode freed without the RCU delay', 'inode_now', violated('Inode.live', 13)),
    given('the page is shmem at the start, so the pin is allowed', 'shmem', violated('mapping_stable_while_pinned', 12)),
  ],
};
