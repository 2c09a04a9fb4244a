import { describe, test } from 'vitest';
import { drawing } from './drawn.ts';
import { migration, readerAndWriter, twoIncrements } from './specs.ts';

/* What is one line of a drawing, and what is said of it. */

describe('lines', () => {
  test('a statement that is broken into lines', () =>
    drawing(
      readerAndWriter,
      `
\tCPU0\t\t\t\t\t\tCPU1
\t----\t\t\t\t\t\t----
\trcu_read_lock()
\ti = list->head
\t\t\t\t\t\t\tlist->head =
\t\t\t\t\t\t\t\tNULL
\t\t\t\t\t\t\trefcount_dec_and_test(
\t\t\t\t\t\t\t\t&i->refcount)
\t\t\t\t\t\t\ti->freed = true
\ttouch(i)
`,
      {
        columns: ['CPU0 = reader', 'CPU1 = writer'],
        events: [
          '3 0 rcu_read_lock()',
          '4 0 i = list->head',
          '5 1 list->head = NULL',
          '7 1 refcount_dec_and_test(&i->refcount)',
          '9 1 i->freed = true',
          '10 0 touch(i)',
        ],
        answer: 'possible (before)',
      },
    ));

  test('a name that is broken at the end of a cell', () =>
    drawing(
      readerAndWriter,
      `
 CPU0                 | CPU1
 ---------------------+--------------------
 i = list->head       |
                      | list->head = NULL
                      | refcount_dec_and_
                      | test(i)
                      | i->freed = true
 touch(i)             |
`,
      {
        columns: ['CPU0 = reader', 'CPU1 = writer'],
        events: ['3 0 i = list->head', '4 1 list->head = NULL', '5 1 refcount_dec_and_test(i)', '7 1 i->freed = true', '8 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('a remark over several lines, which stands between the columns', () =>
    drawing(
      readerAndWriter,
      `
CPU0                    CPU1
==========              ==========
i = list->head  /* takes no reference,
                 * relies on RCU
                 */
                        list->head = NULL
                        put_item(i)
touch(i)
`,
      {
        columns: ['CPU0 = reader', 'CPU1 = writer'],
        events: ['3 0 i = list->head', '6 1 list->head = NULL', '7 1 put_item(i)', '8 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('two statements on one line are two steps', () =>
    drawing(
      readerAndWriter,
      `
CPU0: i = list->head;
CPU1: list->head = NULL; put_item(i);
CPU0: touch(i);
`,
      {
        columns: ['CPU0 = reader', 'CPU1 = writer'],
        events: ['1 0 i = list->head', '2 1 list->head = NULL; put_item(i)', '3 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('with a comma too', () =>
    drawing(
      readerAndWriter,
      `
1) CPU0: rcu_read_lock(), i = list->head
2) CPU1: list->head = NULL, put_item(i)
3) CPU0: touch(i)
`,
      {
        columns: ['CPU0 = reader', 'CPU1 = writer'],
        events: ['1 0 rcu_read_lock(); i = list->head', '2 1 list->head = NULL; put_item(i)', '3 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('an outcome on a line of its own', () =>
    drawing(
      readerAndWriter,
      `
CPU0                          CPU1
i = list->head
                              list->head = NULL
                              refcount_dec_and_test(i)
                                == true
                              free
touch(i)
`,
      {
        columns: ['CPU0 = reader', 'CPU1 = writer'],
        events: ['2 0 i = list->head', '3 1 list->head = NULL', '4 1 refcount_dec_and_test(i)', '6 1 free', '7 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('dots around a remark', () =>
    drawing(
      readerAndWriter,
      `
     CPU0                                       CPU1
     i = list->head
\t... gets preempted ...
                                                list->head = NULL
                                                put_item(i)
\t... resumes ...
     touch(i)
`,
      {
        columns: ['CPU0 = reader', 'CPU1 = writer'],
        events: ['2 0 i = list->head', '4 1 list->head = NULL', '5 1 put_item(i)', '7 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('a tree', () =>
    drawing(
      readerAndWriter,
      `
   reader                           writer
   |                                |
   +- i = list->head                |
   |                                +- list->head = NULL
   |                                +- put_item(i)
   +- touch(i)                      |
`,
      {
        columns: [' = reader', ' = writer'],
        events: ['1 0 reader', '1 1 writer', '3 0 i = list->head', '4 1 list->head = NULL', '5 1 put_item(i)', '6 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('a column of remarks', () =>
    drawing(
      readerAndWriter,
      `
| CPU0           | CPU1              | Note            |
|----------------|-------------------|-----------------|
| i = list->head |                   | i is item       |
|                | list->head = NULL | gone            |
|                | put_item(i)       | count hits 0    |
| touch(i)       |                   | UAF             |
`,
      {
        columns: ['CPU0 = reader', 'CPU1 = writer', 'Note'],
        events: ['3 0 i = list->head', '4 1 list->head = NULL', '5 1 put_item(i)', '6 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('with the stamps of ftrace', () =>
    drawing(
      readerAndWriter,
      `
reader-1234   [000] ....  12.345678: i = list->head
writer-1235   [001] ....  12.345680: list->head = NULL
writer-1235   [001] ....  12.345683: put_item(i)
reader-1234   [000] ....  12.345690: touch(i)
`,
      {
        columns: ['reader = reader', 'writer = writer'],
        events: ['1 0 i = list->head', '2 1 list->head = NULL', '3 1 put_item(i)', '4 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('a question behind it', () =>
    drawing(
      readerAndWriter,
      `
> > The scenario I have in mind:
> >
> > reader                      writer
> > ======                      ======
> > rcu_read_lock
> > i = list->head
> >                             list->head = NULL
> >                             refcount_dec_and_test
> >                             freed = true
> > touch(i)
> >
> > right?
`,
      {
        columns: ['reader = reader', 'writer = writer'],
        events: ['5 0 rcu_read_lock', '6 0 i = list->head', '7 1 list->head = NULL', '8 1 refcount_dec_and_test', '9 1 freed = true', '10 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('what comes of it all, as litmus tests say it', () =>
    drawing(
      twoIncrements,
      `
Initially nr = 0
CPU0                          CPU1
r1 = READ_ONCE(nr);
                              r2 = READ_ONCE(nr);
WRITE_ONCE(nr, r1 + 1);
                              WRITE_ONCE(nr, r2 + 1);
Finally: nr == 1
`,
      {
        columns: ['CPU0 = t[0]', 'CPU1 = t[1]'],
        events: ['3 0 r1 = READ_ONCE(nr)', '4 1 r2 = READ_ONCE(nr)', '5 0 WRITE_ONCE(nr, r1 + 1)', '6 1 WRITE_ONCE(nr, r2 + 1)'],
        answer: 'possible ends in a deadlock (c)',
      },
    ));

  test('what stands below a step that fails', () =>
    drawing(
      migration,
      `
migrate                       zapper                      user
spin_lock(&ptl)
pte = none
spin_unlock(&ptl)
                              spin_lock(&ptl)
                              q = pte   [none]
                              spin_unlock(&ptl)
                                                          t = tlb   [page]
                              page->freed = true
                                                          assert(!page->freed)   <-- BUG
tlb = none
`,
      {
        columns: [' = migrate', ' = zapper', ' = user'],
        events: [
          '1 0 migrate',
          '1 1 zapper',
          '1 2 user',
          '2 0 spin_lock(&ptl)',
          '3 0 pte = none',
          '4 0 spin_unlock(&ptl)',
          '5 1 spin_lock(&ptl)',
          '6 1 q = pte',
          '7 1 spin_unlock(&ptl)',
          '8 2 t = tlb',
          '9 1 page->freed = true',
          '10 2 assert(!page->freed)',
          '11 0 tlb = none',
        ],
        answer: 'possible 12/13 (before)',
      },
    ));
});
