import { test } from 'vitest';
import { textOf } from '../kernel/spec_files.ts';
import { drawing } from './drawn.ts';
import type { Reading } from './drawn.ts';

/*
 * Races as commit messages and mails draw them, asked about in the design that has the bug and in the one that has its fix. Each
 * stands for a way of writing; the answers were judged by hand.
 */

interface Race extends Omit<Reading, 'answer'> {
  readonly name: string;
  readonly spec: string;
  readonly text: string;
  /** By check. */
  readonly answers: Readonly<Record<string, string>>;
}

const races: readonly Race[] = [
  {
    name: 'functions of the kernel say who it is, and what only the bug does is impossible in the fix',
    spec: 'bugs/numa_dontneed',
    text: `
	CPU0:				CPU1:
				change_huge_pmd(prot_numa=1)
				 table->pmd = empty
madvise_dontneed()
 zap_pmd_range()
  pmd_trans_huge(*pmd) == 0 (without ptl)
  if (table->pmd == empty)
  // skip the pmd
				 table->pmd = protnone
				 // pmd is re-established
`,
    columns: ['CPU0: = madvise', 'CPU1: = numa'],
    events: [
      '2 1 change_huge_pmd(prot_numa=1)',
      '3 1 table->pmd = empty',
      '4 0 madvise_dontneed()',
      '5 0 zap_pmd_range()',
      '6 0 pmd_trans_huge(*pmd) == 0 (without ptl)',
      '7 0 if (table->pmd == empty)',
      '9 1 table->pmd = protnone',
    ],
    answers: { before: 'possible 4/7', after: 'impossible 3 table->pmd = empty' },
  },
  {
    name: 'a call that starts here and ends there',
    spec: 'rcu_refcount',
    text: `
CPU0: reader                       CPU1: writer
rcu_read_lock
t = rcu_dereference(pointer)
                                   old = xchg(&pointer, NULL)
                                   refcount_dec_and_test(&old->refcount)
                                   synchronize_rcu() starts
atomic_inc(&t->refcount)
rcu_read_unlock
                                   synchronize_rcu() ends
                                   kfree(old)
touch(t)   UAF!
`,
    columns: ['CPU0: reader = reader[0]', 'CPU1: writer = writer'],
    events: [
      '2 0 rcu_read_lock',
      '3 0 t = rcu_dereference(pointer)',
      '4 1 old = xchg(&pointer, NULL)',
      '5 1 refcount_dec_and_test(&old->refcount)',
      '6 1 synchronize_rcu()',
      '7 0 atomic_inc(&t->refcount)',
      '8 0 rcu_read_unlock',
      '9 1 synchronize_rcu()',
      '10 1 kfree(old)',
      '11 0 touch(t)   UAF!',
    ],
    answers: { plain_with_rcu: 'possible', after: 'impossible 7 atomic_inc(&t->refcount)' },
  },
  {
    name: 'a load that the spec has once: the line with its text is meant',
    spec: 'bugs/futex_wait',
    text: `
 *   CPU 0                               CPU 1
 *   val = *futex;
 *   sys_futex(WAIT, futex, val);
 *     futex_wait(futex, val);
 *
 *     spin_lock(hb_lock)
 *     word = futex;
 *                                       *futex = newval;
 *                                       sys_futex(WAKE, futex);
 *                                         futex_wake(futex);
 *                                         if (queue == {})
 *                                           return;
 *     if (word == 0)
 *        queue += {self}
 *        spin_unlock(hb_lock)
 *        schedule();
`,
    columns: ['CPU 0 = waiter[0]', 'CPU 1 = waker'],
    events: [
      '2 0 val = *futex',
      '3 0 sys_futex(WAIT, futex, val)',
      '4 0 futex_wait(futex, val)',
      '6 0 spin_lock(hb_lock)',
      '7 0 word = futex',
      '8 1 *futex = newval',
      '9 1 sys_futex(WAKE, futex)',
      '10 1 futex_wake(futex)',
      '11 1 if (queue == {})',
      '12 1 return',
      '13 0 if (word == 0)',
      '14 0 queue += {self}',
      '15 0 spin_unlock(hb_lock)',
      '16 0 schedule()',
    ],
    answers: { before: 'possible 9/14 ends in a deadlock', after: 'impossible 11 if (queue == {})' },
  },
  {
    name: 'what a call does inside, and calls by what the spec quotes of them',
    spec: 'swap_in_aba',
    text: `
CPU0                             CPU1
----                             ----
do_swap_page()                   do_swap_page() with same entry
<direct swapin path>             <direct swapin path>
  <alloc page A>                   <alloc page B>
  swap_read_folio() <- read to page A
                                   swap_read_folio() <- read to page B
                                   map_if_same(anon)
                                   swap_free(entry) <- Write to page B, now page A is stalled.
                                   <swap out page B to same swap entry>
                                   folio_alloc_swap(e)
  pte_same() <- Check pass, PTE seems unchanged, but page A is stalled!
  map_if_same(fresh[self])
`,
    columns: ['CPU0 = reader[0]', 'CPU1 = writer'],
    events: [
      '3 0 do_swap_page()',
      '3 1 do_swap_page()',
      '6 0 swap_read_folio()',
      '7 1 swap_read_folio()',
      '8 1 map_if_same(anon)',
      '9 1 swap_free(entry)',
      '11 1 folio_alloc_swap(e)',
      '12 0 pte_same()',
      '13 0 map_if_same(fresh[self])',
    ],
    answers: { before: 'possible 8/9', after: 'impossible 8 map_if_same(anon)' },
  },
  {
    name: 'a deadlock of lockdep that the fix does not have',
    spec: 'bugs/irqsave_deadlock',
    text: `
       CPU0
       ----
  lock(&guard);
  <Interrupt>
    lock(&guard);

 *** DEADLOCK ***
`,
    columns: ['CPU0 = task', '<Interrupt> = handler'],
    events: ['3 0 lock(&guard)', '5 1 lock(&guard)'],
    answers: { plain: 'possible ends in a deadlock', irqsave: 'impossible 7 *** DEADLOCK ***' },
  },
  {
    name: 'a condition on what is loaded: one line of C',
    spec: 'bugs/mprotect_reclaim',
    text: `
  reclaim                         mprotect                     user
                                                               tlb_store(pte)
  spin_lock(ptl)
  ptep_get_and_clear(pte)
  spin_unlock(ptl)
                                  spin_lock(ptl)
                                  if (pte->present)  -> no
                                  spin_unlock(ptl)
                                  protected = true
                                                               tlb_store(pte)  <- writes a read-only page
`,
    columns: [' = reclaim', ' = mprotect', ' = user'],
    events: [
      '1 0 reclaim',
      '1 1 mprotect',
      '1 2 user',
      '2 2 tlb_store(pte)',
      '3 0 spin_lock(ptl)',
      '4 0 ptep_get_and_clear(pte)',
      '5 0 spin_unlock(ptl)',
      '6 1 spin_lock(ptl)',
      '7 1 if (pte->present)',
      '8 1 spin_unlock(ptl)',
      '9 1 protected = true',
      '10 2 tlb_store(pte)',
    ],
    answers: { before: 'possible', after: 'possible' },
  },
  {
    name: 'a remark of which a word begins where a column does',
    spec: 'bugs/migrate_vma_tlb',
    text: `
Thread 0 (user)          Thread 1 (migrate)           Thread 2 (madvise)
---------------          ------------------           ------------------
tlb_load(pte)
                         lock(&ptl)
                         ptep_get_and_clear(pte)
                         unlock(&ptl)
                                                      lock(&ptl)
                                                      present = pte->present [false]
                                                      unlock(&ptl)
                                                      gone = true
tlb_load(pte)  <-- reads the old data
                         flush_tlb_page(pte)
`,
    columns: ['Thread 0 (user) = user', 'Thread 1 (migrate) = migrate', 'Thread 2 (madvise) = madvise'],
    events: [
      '3 0 tlb_load(pte)',
      '4 1 lock(&ptl)',
      '5 1 ptep_get_and_clear(pte)',
      '6 1 unlock(&ptl)',
      '7 2 lock(&ptl)',
      '8 2 present = pte->present',
      '9 2 unlock(&ptl)',
      '10 2 gone = true',
      '11 0 tlb_load(pte)',
      '12 1 flush_tlb_page(pte)',
    ],
    answers: { before: 'possible', after: 'impossible 12 flush_tlb_page(pte)' },
  },
  {
    name: 'a constant stands for its value',
    spec: 'bugs/frag_atomic_set',
    text: `
 driver                               walker
                                      folio_try_get(page)
 page->refcount = BIAS
                                      folio_put_testzero(page)
 the reference of the walker is lost
`,
    columns: [' = driver', ' = walker'],
    events: [
      '1 0 driver',
      '1 1 walker',
      '2 1 folio_try_get(page)',
      '3 0 page->refcount = BIAS',
      '4 1 folio_put_testzero(page)',
      '5 0 the reference of the walker is lost',
    ],
    answers: { before: 'possible', 'after[BIAS=3]': 'impossible 4 folio_put_testzero(page)' },
  },
  {
    name: 'names on CPUs in brackets',
    spec: 'bugs/irqsave_deadlock',
    text: `
[task on CPU 0]  spin_lock(&guard)
[IRQ on CPU 0]   spin_lock(&guard)   <- spins forever
`,
    columns: ['task on CPU 0 = task', 'IRQ on CPU 0 = handler'],
    events: ['1 0 spin_lock(&guard)', '2 1 spin_lock(&guard)'],
    answers: { plain: 'possible', irqsave: 'possible' },
  },
  {
    name: 'words with names behind them above the columns',
    spec: 'bugs/numa_dontneed',
    text: `
 numa balancing (numa)                      MADV_DONTNEED (madvise)
 down_read(&mmap_lock)
                                            down_read(&mmap_lock)
 ptl_lock(table)
 table->pmd = empty
                                            if (table->pmd == empty) goto out
 table->pmd = protnone
 ptl_unlock(table)
`,
    columns: ['numa balancing (numa) = numa', 'MADV_DONTNEED (madvise) = madvise'],
    events: [
      '2 0 down_read(&mmap_lock)',
      '3 1 down_read(&mmap_lock)',
      '4 0 ptl_lock(table)',
      '5 0 table->pmd = empty',
      '6 1 if (table->pmd == empty) goto out',
      '7 0 table->pmd = protnone',
      '8 0 ptl_unlock(table)',
    ],
    answers: { before: 'possible', 'after[peek=true]': 'impossible 5 table->pmd = empty' },
  },
  {
    name: 'a function above a column, and its call below',
    spec: 'bugs/offline_pcp',
    text: `
offline_pages()                    free_unref_page()
drain_all_pages()
                                   free_unref_page(page)
while (left)                       // never ends
`,
    columns: [' = offline', ' = owner[0]'],
    events: ['1 0 offline_pages()', '1 1 free_unref_page()', '2 0 drain_all_pages()', '3 1 free_unref_page(page)', '4 0 while (left)'],
    answers: { before: 'possible', after: 'possible' },
  },
  {
    name: 'functions above columns are around what stands below',
    spec: 'bugs/pagewalk_pud',
    text: `
CPU0                     CPU1                   CPU2
walk_pud_range()         split_pud()            fault
entry = level->pud
                         ptl_lock(level)
                         level->pud = empty
                         ptl_unlock(level)
                                                ptl_lock(level)
                                                level->pud = leaf
                                                ptl_unlock(level)
entry = level->pud [leaf]
down
`,
    columns: ['CPU0 = walker', 'CPU1 = splitter', 'CPU2 = fault[0]'],
    events: [
      '2 0 walk_pud_range()',
      '2 1 split_pud()',
      '2 2 fault',
      '3 0 entry = level->pud',
      '4 1 ptl_lock(level)',
      '5 1 level->pud = empty',
      '6 1 ptl_unlock(level)',
      '7 2 ptl_lock(level)',
      '8 2 level->pud = leaf',
      '9 2 ptl_unlock(level)',
      '10 0 entry = level->pud',
      '11 0 down',
    ],
    answers: { before: 'possible', 'after[FAULTS=1]': 'impossible 11 down' },
  },
  {
    name: 'an interrupt whose end is not marked',
    spec: 'bugs/percpu_list',
    text: `
       CPU0
       ----
  push(one)
    first = head;
  <Interrupt>
    push(two)
      first = head;
      head = two;
    one->next = first;
    head = one;
    two is lost
`,
    columns: ['CPU0 = task', '<Interrupt> = handler'],
    events: [
      '3 0 push(one)',
      '4 0 first = head',
      '6 1 push(two)',
      '7 1 first = head',
      '8 1 head = two',
      '9 1 one->next = first',
      '10 1 head = one',
      '11 1 two is lost',
    ],
    answers: {
      unprotected: 'not answered Line 9 may be of the one who was interrupted: write `</Interrupt>` above it.',
      interrupts_off: 'impossible 9 one->next = first',
    },
  },
];

for (const { name, spec, text, columns, events, answers } of races)
  for (const [check, answer] of Object.entries(answers))
    test(`${name}: ${spec}, ${check}`, () => drawing(textOf(`specs/${spec}.mmspec`), text, { columns, events, answer }, { check }));
