import { given, holds, violated } from '../tables.ts';
import type { Table } from '../tables.ts';

/** Rows: whether the reader holds the mm before it puts the VMA. Here the waits and the reuse are steps of their own. */
export const table: Table = {
  spec: 'specs/vma_lock.mmspec',
  means: {},
  rows: [
    given('before', 'before', violated('no_mm_uaf', 9), holds('locked_vma_is_mine')),
    given('after: mmgrab before the put', ['after', 'any_number'], holds('no_mm_uaf'), holds('locked_vma_is_mine')),
  ],
};
