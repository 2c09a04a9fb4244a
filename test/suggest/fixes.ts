/*
 * What the kernel did about the races of `specs/`, in the words of `mmspec audit --suggest`.
 * The fixes were written before the search for changes ran for the first time; why some are not among the first three, after it.
 */

/** A violated check, and the change that is the fix. */
export interface Fix {
  readonly spec: string;
  readonly check: string;
  /** The properties to mend, where the fix does not mend all. */
  readonly of?: readonly string[];
  /** The change as its operator: what, in whose text, where. Several: each is the same fix, at another place of no account. */
  readonly fix: readonly string[];
  /** Why it is not among the first three; left out: it is. */
  readonly not?: string;
}

const bug = (spec: string, check: string, ...fix: readonly string[]): Fix => ({ spec: `specs/bugs/${spec}.mmspec`, check, fix });
const design = (spec: string, check: string, of: readonly string[], ...fix: readonly string[]): Fix => ({
  spec: `specs/${spec}.mmspec`,
  check,
  fix,
  ...(of.length > 0 ? { of } : {}),
});

/** By check: what comes first in place of the fix. */
const others: Readonly<Record<string, string>> = {
  'direct_map early': 'the same another way round: the check, or the unmapping that it follows, is moved behind the lock in place of the lock in front of them',
  'hot_remove early': 'the same by a shorter move: it is enough to isolate behind the put',
  'futex_wait no_barrier_of_the_waiter': 'the fourth: to look later, under the lock, or after somebody waits costs no barrier',
  'waitqueue_active before': 'the fifth: to look before it enters, or to leave before, costs no barrier',
  'hugetlb_punch removed_anyway': 'the same without a second walk: what unmaps is moved under the mutex',
  'gup_fast inode_now': 'three that cost less, or as much and come sooner, look at the mapping once more, or wait before the flush',
  'percpu_list unprotected': 'interrupts off is the lighter form of the same, and costs less than a lock',
  'sleep_under_spinlock spinlock_first': 'the fourth: the same order by moving the calls, of which each is one of a step and not of a lock',
};

const reasonOf = (fix: Fix): Fix => {
  const not = others[`${/(\w+)\.mmspec$/u.exec(fix.spec)?.[1]} ${fix.check}`];
  return not === undefined ? fix : { ...fix, not };
};

const table: readonly Fix[] = [
  // Another order of steps.
  bug('migrate_vma_tlb', 'before', 'order migrate: late before un'),
  bug('mremap_tlb', 'before', 'order mremap: late before un'),
  bug('tlb_dirty', 'before', 'order zap: late before un'),
  bug('hugetlb_unshare_tlb', 'before', 'order unmap: late before un'),
  bug('work_pending_bit', 'before', 'order worker: clear before early'),
  bug('rq_qos_wait', 'before', 'order rq_qos_wake_function: late before off'),
  bug('timer_irq_lock', 'before', 'order remover: unlock before wait'),
  bug('del_timer_sync', 'under_the_lock[locks=plain]', 'order task: unlock before stop'),
  bug('cache_destroy', 'too_late', 'order destroy: wait before flush'),
  bug('exclusive_wakeup', 'before', 'order waiter: test before prepare+1'),
  bug('futex_wait', 'counts_late', 'order waiter: inc_late before read', 'order waiter: inc_late before lock'),
  bug('waitqueue_active', 'looks_before_it_enters', 'order waiter: join before early'),
  bug('mprotect_reclaim', 'asks_too_early', 'order mprotect: lock before early'),
  bug('swapoff', 'looks_early', 'order fault: enter before early, goto leave'),
  bug('uio_open', 'entry_last[take=plain]', 'order uio_unregister_device: put+1 before put'),
  bug('bpf_timer_cancel', 'looks_first', 'order callback: inc before look'),
  design('safe_refcount', 'row2', ['no_unsafe_holder', 'no_unsafe_access'], 'order converter: read_ref before read_safe'),
  design('safe_refcount', 'row6', ['no_unsafe_holder', 'no_unsafe_access', 'counter_invariant'], 'order vcpu: get before inc'),
  design('safe_refcount', 'row7', ['no_unsafe_holder', 'no_unsafe_access', 'counter_invariant'], 'order vcpu: dec before put'),
  design('gup_fast', 'early', ['no_garbage_field_read'], 'order gup: again before early'),
  design('secure_page', 'before', ['no_dma_on_secure_page'], 'order io: early after reload'),
  design('direct_map', 'early', ['private_is_unmapped', 'no_user_access_while_private'], 'order converter: lock before early, goto unlock_back'),
  design('hot_remove', 'early', [], 'order remover: isolate after offline', 'order remover: isolate after forget', 'order remover: isolate after late'),
  // Steps that are one.
  bug('numa_dontneed', 'before', 'together numa: clear..set'),
  // Waiting for somebody.
  bug('del_timer_sync', 'not_at_all', 'wait task: del_timer_sync() before free', 'wait task: await not running before free'),
  bug('i3c_remove', 'before', 'wait cdns_i3c_master_remove: cancel_work_sync(hj_work) before device_release'),
  bug('cache_destroy', 'before', 'wait destroy: rcu_barrier() before flush'),
  bug('offline_pcp', 'before', 'wait offline: drain_all_pages() before look'),
  bug('mprotect_reclaim', 'before', 'wait mprotect: flush_tlb_page(pte) before look', 'wait mprotect: flush_tlb_page(pte) before un'),
  bug('numa_migrate_tlb', 'before', 'wait fault: flush_tlb_page(pte) before read'),
  bug('swapoff', 'does_not_wait[protect=rcu]', 'wait swapoff: synchronize_rcu() before null'),
  bug('af_unix_gc', 'before', 'wait unix_gc: spin_lock(l.lock); spin_unlock(l.lock) before collect+1'),
  bug(
    'futex_wait',
    'no_barrier_of_the_waiter',
    'wait waiter: await not buffered_count[self] before lock',
    'wait waiter: await not buffered_count[self] before read',
  ),
  bug('futex_wait', 'no_barrier_of_the_waker', 'wait waker: await not buffered_word before look'),
  bug('waitqueue_active', 'before', 'wait waker: await not buffered before look'),
  bug('hugetlb_punch', 'removed_anyway', 'wait punch: unmap_all() before del', 'wait punch: unmap_all() before test', 'wait punch: unmap_all() in test'),
  design('rcu_refcount', 'not_zero_without_rcu', [], 'wait put_thing: synchronize_rcu() before free'),
  design('hot_remove', 'no_grace_period', [], 'wait remover: synchronize_rcu() before forget', 'wait remover: synchronize_rcu() before deactivate'),
  design('gup_fast', 'pt_now', ['PageTable.live'], 'wait freer: synchronize_rcu() before free', 'wait freer: tlb_remove_table_sync_one() before free'),
  design('gup_fast', 'inode_now', ['Inode.live'], 'wait truncate: synchronize_rcu() before free'),
  design('khugepaged_collapse', 'recheck_only', [], 'wait collapser: tlb_remove_table_sync_one() before isolate'),
  design('khugepaged_collapse', 'before', [], 'wait collapser: tlb_remove_table_sync_one() before isolate'),
  // Another operation for one.
  bug('ax25_timer', 'before', 'instead ax25_dev_device_down: timer_shutdown_sync for timer_delete'),
  bug('ax25_timer', 'waits_and_is_armed_again', 'instead ax25_dev_device_down: timer_shutdown_sync for timer_delete_sync'),
  bug('timer_irq_lock', 'does_not_wait', 'instead remover: timer_shutdown_sync for timer_delete'),
  bug('timer_irq_lock', 'armed_by_another', 'instead remover: timer_shutdown_sync for timer_delete_sync'),
  bug('i3c_remove', 'cancels_only', 'instead cdns_i3c_master_remove: cancel_work_sync for cancel_work'),
  bug('i3c_remove', 'interrupt_stays_on', 'instead cdns_i3c_master_remove: disable_work_sync for cancel_work_sync'),
  bug('irqsave_deadlock', 'plain', 'instead task: spin_lock_irqsave for spin_lock'),
  bug('percpu_list', 'preemption_off', 'instead task: local_lock_irqsave for local_lock'),
  design('rcu_refcount', 'plain_with_rcu', [], 'instead reader: refcount_inc_not_zero for atomic_inc, goto none_left'),
  design('secure_page', 'migrate_compared', ['no_stale_user'], 'freeze operator: look..drop', 'freeze operator: look..swap'),
  // Looking once more.
  design('mremap_race', 'before', [], 'check mremap: not pmd_same(old_place, table) goto unlock before move'),
  design('gup_fast', 'no_recheck', ['no_garbage_field_read', 'returned_page_was_mapped_here'], 'check gup: pt.pte != f goto undo before late'),
  design('thp_split', 'before', [], 'check grab: not pmd_same(mm, huge) goto unpin before pinned'),
  design('direct_map', 'no_recheck', ['no_content_access_after_removal', 'try_get_backs_off'], 'check gup: pte == none goto put before touch'),
  design(
    'direct_map',
    'unchecked_fault',
    ['private_is_unmapped', 'no_user_access_while_private', 'no_content_access_after_removal', 'try_get_backs_off'],
    'check user: folio.private goto sigbus before map',
  ),
  // A lock, a section, a reference.
  bug('percpu_list', 'unprotected', 'lock task: local_lock_irqsave(lock) around enter+1'),
  bug('sleep_under_spinlock', 'spinlock_first', 'lock order task: mutex_lock(mutex) outside of spin_lock(guard)'),
  design('hot_remove', 'scanner', [], 'section scan: rcu_read_lock() around load'),
  design('vma_lock', 'before', [], 'hold reader: mmgrab(m) around put..wake'),
];

export const fixes: readonly Fix[] = table.map(reasonOf);
