import { describe, test } from 'vitest';
import { drawing } from './drawn.ts';
import { textOf } from '../kernel/spec_files.ts';

/* Locks under other names than those of the spec, and conditions that are answered, in the words of commit messages. */

const stale = textOf('specs/bugs/migrate_vma_tlb.mmspec');
const zapped = textOf('specs/bugs/numa_dontneed.mmspec');

describe('a lock of any name', () => {
  test('is taken and left where the spec takes and leaves one: the design that flushes late is meant', () =>
    drawing(
      stale,
      `
CPU0                               CPU1                              CPU2
----                               ----                              ----
migrate_vma_collect_pmd()
  ptep_get_and_clear()
  pte_unmap_unlock()
                                   madvise(MADV_DONTNEED)
                                     pte_offset_map_lock()
                                     [ pte not present, no flush ]
                                     pte_unmap_unlock()
                                                                     reads through the stale TLB
  flush_tlb_page()
`,
      {
        columns: ['CPU0 = migrate', 'CPU1 = madvise', 'CPU2 = user'],
        events: [
          '3 0 migrate_vma_collect_pmd()',
          '4 0 ptep_get_and_clear()',
          '5 0 pte_unmap_unlock()',
          '6 1 madvise(MADV_DONTNEED)',
          '7 1 pte_offset_map_lock()',
          '9 1 pte_unmap_unlock()',
          '10 2 reads through the stale TLB',
          '11 0 flush_tlb_page()',
        ],
        answer: 'possible 7/8 (before)',
      },
    ));

  const race = (answer: string): string => `
CPU0 (numa)                           CPU1 (madvise)
down_read(&mmap_lock)
pmd_lock()
table->pmd = empty
                                      down_read(&mmap_lock)
                                      table->pmd == empty? ${answer}
                                      up_read(&mmap_lock)
table->pmd = protnone
`;
  const columns = ['CPU0 (numa) = numa', 'CPU1 (madvise) = madvise'];
  const events = [
    '2 0 down_read(&mmap_lock)',
    '3 0 pmd_lock()',
    '4 0 table->pmd = empty',
    '5 1 down_read(&mmap_lock)',
    '6 1 table->pmd == empty',
    '7 1 up_read(&mmap_lock)',
    '8 0 table->pmd = protnone',
  ];
  test('is no other lock of the column, and what a question is answered has come of it', () =>
    drawing(zapped, race('yes'), { columns, events, answer: 'possible (before)' }));
  test('and a tag is no other tag', () => drawing(zapped, race('no'), { columns, events, answer: 'impossible 8 table->pmd = protnone' }, { check: 'before' }));
});

test('what is queued does not run', () =>
  drawing(
    textOf('specs/bugs/i3c_remove.mmspec'),
    `
CPU0                                 CPU1
                                     | i3c_master_do_daa() queued by the interrupt
cdns_i3c_master_remove               |
  device_release()                   |
                                     | i3c_master_do_daa(&master->base)
`,
    {
      columns: ['CPU0 = cdns_i3c_master_remove', 'CPU1 = kworker'],
      events: ['2 1 i3c_master_do_daa() queued by the interrupt', '3 0 cdns_i3c_master_remove', '4 0 device_release()', '5 1 i3c_master_do_daa(&master->base)'],
      answer: 'possible 3/4 (before)',
    },
  ));
