import { given, holds, open, violated } from '../tables.ts';
import type { Table } from '../tables.ts';

/** Rows: take order; drop order; protection of the test; read order. One vCPU, one unsafe holder and the converter, unless it says otherwise. */
export const table: Table = {
  spec: 'specs/safe_refcount.mmspec',
  means: { safety: ['no_unsafe_holder', 'no_unsafe_access', 'counter_invariant'] },
  rows: [
    given('1: ref, safe; safe, ref; folio lock; ref, then safe', 'row1', holds('safety'), violated('no_spurious_eagain', 8), violated('no_new_refs')),
    given('2: ref, safe; safe, ref; folio lock; safe, then ref', 'row2', violated('no_unsafe_holder', 15), violated('no_spurious_eagain', 8)),
    given('3: ref, safe; safe, ref; none; ref, then safe', 'row3', violated('no_unsafe_holder', 11), violated('no_spurious_eagain', 8)),
    open('4: ref, safe; safe, ref; none; safe, then ref', 'row4', violated('no_unsafe_holder'), violated('no_unsafe_access'), holds('counter_invariant')),
    given('5: ref, safe; safe, ref; none; both in one atomic step', 'row5', holds('safety'), violated('no_spurious_eagain', 8)),
    given(
      '6: safe, ref; safe, ref; folio lock; both in one atomic step',
      'row6',
      violated('no_unsafe_holder', 8),
      violated('counter_invariant', 2),
      violated('no_spurious_eagain', 8),
    ),
    open(
      '7: ref, safe; ref, safe; folio lock; both in one atomic step',
      'row7',
      violated('no_unsafe_holder'),
      violated('no_unsafe_access'),
      violated('counter_invariant'),
    ),
    given('8: ref, safe; safe, ref; sequence counter; ref, then safe', 'row8', holds('safety'), violated('no_spurious_eagain', 8)),
    given('9: ref, safe; safe, ref; sequence counter; safe, then ref', 'row9', holds('safety'), violated('no_spurious_eagain', 8)),
    open(
      '9b: safe, ref; ref, safe; sequence counter; ref, then safe',
      'row9b',
      violated('counter_invariant'),
      holds('no_unsafe_holder'),
      holds('no_unsafe_access'),
    ),
    given('10: ref, safe; safe, ref; folio lock, but no unmap; ref, then safe', 'row10', violated('no_unsafe_holder', 7), violated('no_spurious_eagain', 8)),
    open(
      '8 with 2 vCPUs, no lock around the writers',
      'writers8[protect=seqcount]',
      violated('no_unsafe_holder'),
      violated('no_unsafe_access'),
      holds('counter_invariant'),
    ),
    open('8 with 2 vCPUs, a lock around the writers', 'writers8[protect=seqcount_mutex]', holds('safety')),
    open(
      '9 with 2 vCPUs, no lock around the writers',
      'writers9[protect=seqcount]',
      violated('no_unsafe_holder'),
      violated('no_unsafe_access'),
      holds('counter_invariant'),
    ),
    open('9 with 2 vCPUs, a lock around the writers', 'writers9[protect=seqcount_mutex]', holds('safety')),
    open(
      '9b with 2 vCPUs, no lock around the writers',
      'writers9b[protect=seqcount]',
      violated('no_unsafe_holder'),
      violated('no_unsafe_access'),
      violated('counter_invariant'),
    ),
    open(
      '9b with 2 vCPUs, a lock around the writers',
      'writers9b[protect=seqcount_mutex]',
      violated('counter_invariant'),
      holds('no_unsafe_holder'),
      holds('no_unsafe_access'),
    ),
    open('liveness with the folio lock: weak fairness, and strong fairness for one step', ['weak_lock'], violated('converts'), holds('can_convert')),
    given('liveness with the folio lock: strong fairness for one step', ['row1', 'row2', 'row6', 'row7'], holds('converts'), holds('can_convert')),
    open('liveness without the folio lock: weak fairness', ['weak'], holds('converts'), holds('can_convert')),
    open('liveness, GUP pins for ever', ['pinned'], violated('converts'), violated('can_convert')),
  ],
};
