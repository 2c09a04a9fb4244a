import type { AuditKind } from '@mmspec/system';

/*
 * What opens something and what closes it, by the names of the library: such calls are taken out together.
 */

interface Pairing {
  readonly kind: AuditKind;
  readonly opens: readonly string[];
  readonly closes: readonly string[];
}

const pairings: readonly Pairing[] = [
  { kind: 'lock', opens: ['lock', 'trylock'], closes: ['unlock'] },
  { kind: 'lock', opens: ['folio_lock', 'folio_trylock'], closes: ['folio_unlock'] },
  { kind: 'lock', opens: ['mutex_lock', 'mutex_trylock'], closes: ['mutex_unlock'] },
  {
    kind: 'lock',
    opens: ['spin_lock', 'spin_trylock', 'spin_lock_irq', 'spin_lock_irqsave', 'spin_lock_bh'],
    closes: ['spin_unlock', 'spin_unlock_irq', 'spin_unlock_irqrestore', 'spin_unlock_bh'],
  },
  { kind: 'lock', opens: ['down_read', 'down_read_trylock'], closes: ['up_read'] },
  { kind: 'lock', opens: ['down_write', 'down_write_trylock'], closes: ['up_write', 'downgrade_write'] },
  { kind: 'lock', opens: ['filemap_invalidate_lock'], closes: ['filemap_invalidate_unlock'] },
  { kind: 'lock', opens: ['filemap_invalidate_lock_shared'], closes: ['filemap_invalidate_unlock_shared'] },
  { kind: 'lock', opens: ['local_lock', 'local_lock_irqsave'], closes: ['local_unlock', 'local_unlock_irqrestore'] },
  { kind: 'lock', opens: ['ptl_lock'], closes: ['ptl_unlock'] },
  { kind: 'lock', opens: ['pte_offset_map_lock', 'pte_offset_map_lock_once'], closes: ['pte_unmap_unlock'] },
  { kind: 'section', opens: ['rcu_read_lock'], closes: ['rcu_read_unlock'] },
  { kind: 'section', opens: ['srcu_read_lock'], closes: ['srcu_read_unlock'] },
  { kind: 'section', opens: ['enter'], closes: ['leave'] },
  { kind: 'section', opens: ['mmu_invalidate_begin'], closes: ['mmu_invalidate_end'] },
  { kind: 'section', opens: ['mmu_notifier_invalidate_range_start'], closes: ['mmu_notifier_invalidate_range_end'] },
  { kind: 'section', opens: ['write_seqcount_begin'], closes: ['write_seqcount_end'] },
  { kind: 'off', opens: ['local_irq_save', 'local_irq_disable'], closes: ['local_irq_restore', 'local_irq_enable'] },
  { kind: 'off', opens: ['preempt_disable'], closes: ['preempt_enable'] },
  { kind: 'off', opens: ['local_bh_disable'], closes: ['local_bh_enable'] },
  { kind: 'freeze', opens: ['folio_ref_freeze', 'freeze'], closes: ['folio_ref_unfreeze', 'unfreeze'] },
];

/** Calls after which something has ended that others were in, or has happened that they do. */
const waiting: ReadonlySet<string> = new Set([
  'synchronize_rcu',
  'synchronize_srcu',
  'synchronize',
  'rcu_barrier',
  'smp_call_function',
  'smp_call_function_many',
  'csd_lock_wait',
  'tlb_remove_table_sync_one',
  'tlb_flush',
  'flush_tlb_page',
  'drain_all_pages',
  'timer_delete_sync',
  'timer_shutdown_sync',
  'flush_work',
  'cancel_work_sync',
  'disable_work_sync',
  'wait_for_completion',
  'percpu_ref_wait',
]);

/** What an operation of this name opens or closes: its kind, and a key that all calls of the pair share. */
export function pairingOf(name: string): { readonly kind: AuditKind; readonly key: string; readonly opens: boolean } | null {
  for (const [index, { kind, opens, closes }] of pairings.entries()) {
    if (opens.includes(name)) return { kind, key: String(index), opens: true };
    if (closes.includes(name)) return { kind, key: String(index), opens: false };
  }
  return null;
}

/** Whether an operation of this name waits for others. */
export function isWaiting(name: string): boolean {
  return waiting.has(name);
}

/** What is taken and released, one name each: of several ways to release, the first. */
interface NamedPair {
  readonly opens: string;
  readonly closes: string;
}

function pairsOf(isOne: (kind: AuditKind) => boolean): NamedPair[] {
  return pairings.filter(({ kind }) => isOne(kind)).flatMap(({ opens, closes }) => plainPairs(opens, closes));
}

/** Openings that wait, each with its closing: `spin_lock_irq` with `spin_unlock_irq`. */
function plainPairs(opens: readonly string[], closes: readonly string[]): NamedPair[] {
  const plain = opens.filter((name) => !name.includes('trylock'));
  return plain.flatMap((name, index) => {
    const closing = closes[index] ?? closes[0];
    return closing === undefined ? [] : [{ opens: name, closes: closing }];
  });
}

/** Locks by the operations that take and release them. */
export const lockPairs: readonly NamedPair[] = pairsOf((kind) => kind === 'lock');

/** Sections, and what is off. */
export const sectionPairs: readonly NamedPair[] = pairsOf((kind) => kind === 'section' || kind === 'off');
