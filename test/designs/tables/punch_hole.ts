import { given, holds, open, violated } from '../tables.ts';
import type { Table } from '../tables.ts';

/** Rows: what the vCPU holds; what keeps it and the hole puncher apart. */
export const table: Table = {
  spec: 'specs/punch_hole.mmspec',
  means: { safety: ['no_use_after_free', 'no_spte_to_freed_or_reused_folio', 'ref_non_negative'] },
  rows: [
    given("a: reference, folio lock, recheck of the mapping; retry by KVM's sequence (upstream)", ['a', 'any_a'], holds('safety')),
    given('b: reference, folio lock, recheck of the mapping; none', 'b', violated('no_spte_to_freed_or_reused_folio', 12), violated('no_use_after_free', 13)),
    given('c: folio lock only; none', 'c', violated('no_use_after_free', 10)),
    given('d: folio lock only; invalidate_lock shared', ['d', 'any_d'], holds('safety')),
    open("e: folio lock only; KVM's sequence only", 'e', violated('no_use_after_free'), holds('no_spte_to_freed_or_reused_folio')),
    given('f: safe only (M2), the hole puncher ignores it; none', 'f', violated('no_use_after_free', 10)),
    open(
      'g: safe only, the hole puncher tests safe == 0 without a lock; none',
      'g',
      violated('no_use_after_free'),
      violated('no_spte_to_freed_or_reused_folio'),
    ),
    given('h: safe only, the hole puncher tests safe == 0; invalidate_lock shared', ['h', 'any_h'], holds('safety')),
    open("i: reference and folio lock, no recheck of the mapping; retry by KVM's sequence", 'i', holds('safety')),
  ],
};
