import { describe, test } from 'vitest';
import { drawing } from './drawn.ts';
import { openAndRemove, readerAndWriter, sharedCpu } from './specs.ts';

/* Who takes the steps: by headings, sentences, and marks of interrupts. */

describe('who it is', () => {
  test('threads by what they do', () =>
    drawing(
      readerAndWriter,
      `
Reader thread                    Writer thread
i = list->head
                                 list->head = NULL
                                 put_item(i)
touch(i)
`,
      {
        columns: ['Reader thread = reader', 'Writer thread = writer'],
        events: ['2 0 i = list->head', '3 1 list->head = NULL', '4 1 put_item(i)', '5 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('sentences about CPUs', () =>
    drawing(
      readerAndWriter,
      `
 - CPU0 loads i = list->head
 - CPU1 stores list->head = NULL
 - CPU1 calls put_item(i), freeing it
 - CPU0 calls touch(i)
`,
      {
        columns: ['CPU0 = reader', 'CPU1 = writer'],
        events: ['1 0 i = list->head', '2 1 list->head = NULL', '3 1 put_item(i), freeing it', '4 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('entries with letters', () =>
    drawing(
      readerAndWriter,
      `
a) CPU0: i = list->head
b) CPU1: list->head = NULL
c) CPU1: put_item(i)
d) CPU0: touch(i)
`,
      {
        columns: ['CPU0 = reader', 'CPU1 = writer'],
        events: ['1 0 i = list->head', '2 1 list->head = NULL', '3 1 put_item(i)', '4 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('a heading below what another one has begun', () =>
    drawing(
      readerAndWriter,
      `
CPU0:
  rcu_read_lock()
  i = list->head
    CPU1:
      list->head = NULL
      put_item(i)
  touch(i)
`,
      {
        columns: ['CPU0 = reader', 'CPU1 = writer'],
        events: ['2 0 rcu_read_lock()', '3 0 i = list->head', '5 1 list->head = NULL', '6 1 put_item(i)', '7 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));
});

describe('interrupts', () => {
  test('in the order of lockdep, with the locks by their name', () =>
    drawing(
      sharedCpu,
      `
CPU0                    CPU1
----                    ----
lock(&lk);
                        lock(&lk);
<Interrupt>
  lock(&lk);

 *** DEADLOCK ***
`,
      {
        columns: ['CPU0 = task', 'CPU1 = other', '<Interrupt> = handler'],
        events: ['3 0 lock(&lk)', '4 1 lock(&lk)', '6 2 lock(&lk)'],
        answer: 'possible ends in a deadlock (c)',
      },
    ));

  test('with interrupts off on the other CPU', () =>
    drawing(
      sharedCpu,
      `
CPU0                    CPU1
----                    ----
spin_lock(&lk);
                        local_irq_disable();
                        spin_lock(&lk);
<Interrupt>
  spin_lock(&lk);

 *** DEADLOCK ***
`,
      {
        columns: ['CPU0 = task', 'CPU1 = other', '<Interrupt> = handler'],
        events: ['3 0 spin_lock(&lk)', '4 1 local_irq_disable()', '5 1 spin_lock(&lk)', '7 2 spin_lock(&lk)'],
        answer: 'possible 3/4 ends in a deadlock (c)',
      },
    ));

  test('behind an arrow, in one column', () =>
    drawing(
      sharedCpu,
      `
CPU0
====
spin_lock(&lk)
  -> IRQ
     handler()
       spin_lock(&lk)   <-- deadlock
`,
      { columns: ['CPU0 = task', '<IRQ> = handler'], events: ['3 0 spin_lock(&lk)', '5 1 handler()', '6 1 spin_lock(&lk)'], answer: 'possible (c)' },
    ));

  test('below a context', () =>
    drawing(
      sharedCpu,
      `
 process context:
   spin_lock(&lk)
     ==> interrupt:
          spin_lock(&lk);   // spins forever
`,
      {
        columns: [' = task', '<interrupt> = handler'],
        events: ['1 0 process context:', '2 0 spin_lock(&lk)', '4 1 spin_lock(&lk)'],
        answer: 'possible 2/3 (c)',
      },
    ));

  test('between stars', () =>
    drawing(
      sharedCpu,
      `
CPU0                       CPU1
spin_lock(&lk)
*** interrupt ***
  spin_lock(&lk)
                           spin_lock(&lk)
`,
      {
        columns: ['CPU0 = task', 'CPU1 = other', '<interrupt> = handler'],
        events: ['2 0 spin_lock(&lk)', '4 2 spin_lock(&lk)', '5 1 spin_lock(&lk)'],
        answer: 'possible (c)',
      },
    ));

  test('in brackets', () =>
    drawing(
      sharedCpu,
      `
CPU0                       CPU1
spin_lock(&lk)
 [ hardirq ]
   spin_lock(&lk)
                           spin_lock(&lk)
`,
      {
        columns: ['CPU0 = task', 'CPU1 = other', '<hardirq> = handler'],
        events: ['2 0 spin_lock(&lk)', '4 2 spin_lock(&lk)', '5 1 spin_lock(&lk)'],
        answer: 'possible (c)',
      },
    ));

  test('a column of its own', () =>
    drawing(
      sharedCpu,
      `
 task context                 hardirq
 ------------                 -------
 spin_lock(&lk)
                              spin_lock(&lk)
`,
      { columns: ['task context = task', 'hardirq = handler'], events: ['3 0 spin_lock(&lk)', '4 1 spin_lock(&lk)'], answer: 'possible (c)' },
    ));

  test('a column of its own, with another name', () =>
    drawing(
      sharedCpu,
      `
task                       IRQ handler
spin_lock(&lk)
                           spin_lock(&lk)  <- deadlock
`,
      { columns: ['task = task', 'IRQ handler = handler'], events: ['2 0 spin_lock(&lk)', '3 1 spin_lock(&lk)'], answer: 'possible (c)' },
    ));
});

const twice = `
module twice
shared cache: bool = false
shared used: 0..2 = 0
actor fault[2] {
  lookup: if cache { goto out }
  alloc:  used += 1
  set:    cache = true
  out:    skip
}
check c { }
`;

test('instances by headings in another order, and steps by labels with what is said of them', () =>
  drawing(
    twice,
    `
fault[1]                         fault[0]
lookup: miss
                                 lookup: miss
alloc, set
                                 alloc, set   [used: 1 -> 2]
`,
    {
      columns: [' = fault[1]', ' = fault[0]'],
      events: ['1 0 fault[1]', '1 1 fault[0]', '2 0 lookup: miss', '3 1 lookup: miss', '4 0 alloc, set', '5 1 alloc, set'],
      answer: 'possible (c)',
    },
  ));

test('a change in brackets behind a statement is compared', () =>
  drawing(
    openAndRemove,
    `
CPU0                    CPU1
d = table
d->gone == 0
                        table = NULL
                        dev_put(d) [refcount: 1 -> 0]
get(d) [refcount: 1 -> 2]
`,
    {
      columns: ['CPU0 = opener', 'CPU1 = remover'],
      events: ['2 0 d = table', '3 0 d->gone == 0', '4 1 table = NULL', '5 1 dev_put(d)', '6 0 get(d)'],
      answer: 'impossible 6 get(d) (c)',
    },
  ));
