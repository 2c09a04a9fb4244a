import { describe, test } from 'vitest';
import { drawing } from './drawn.ts';
import { interrupted, lockedGracePeriod, readerAndWriter, twoLocks } from './specs.ts';
import { possible, useAfterFree } from './expected.ts';

/* Waiting, interrupts, and what cannot be answered. Written down as in `layouts.test.ts`. */

describe('waiting', () => {
  const abba = ['CPU0 = writer', 'CPU1 = sync_fs'];
  test('two locks in both orders, as lockdep prints it', () =>
    drawing(
      twoLocks,
      `
       CPU0                    CPU1
       ----                    ----
  lock(&inode->mutex);
                               lock(&sb->mutex);
                               lock(&inode->mutex);
  lock(&sb->mutex);

 *** DEADLOCK ***
`,
      {
        columns: abba,
        events: ['3 0 lock(&inode->mutex)', '4 1 lock(&sb->mutex)', '5 1 lock(&inode->mutex)', '6 0 lock(&sb->mutex)'],
        answer: 'possible ends in a deadlock (before)',
      },
    ));

  test('the same where the order is one', () =>
    drawing(
      twoLocks,
      `
       CPU0                    CPU1
       ----                    ----
  lock(&inode->mutex);
                               lock(&sb->mutex);
                               lock(&inode->mutex);
  lock(&sb->mutex);

 *** DEADLOCK ***
`,
      {
        columns: abba,
        events: ['3 0 lock(&inode->mutex)', '4 1 lock(&sb->mutex)', '5 1 lock(&inode->mutex)', '6 0 lock(&sb->mutex)'],
        answer: 'impossible 5 lock(&inode->mutex)',
      },
      { check: 'after' },
    ));

  test('as mmspec draws it', () =>
    drawing(
      twoLocks,
      `
     CPU0 (writer)                   CPU1 (sync_fs)
     -------------                   --------------
     mutex_lock(inode.mutex)
                                     mutex_lock(sb.mutex)
     mutex_lock(sb.mutex)
       // waits for sync_fs: sb.mutex.owner since mutex_lock(sb.mutex)
                                     mutex_lock(inode.mutex)
                                       // waits for writer:
                                       // inode.mutex.owner

      *** DEADLOCK ***

     2 steps; 6 states.
`,
      {
        columns: ['CPU0 (writer) = writer', 'CPU1 (sync_fs) = sync_fs'],
        events: ['3 0 mutex_lock(inode.mutex)', '4 1 mutex_lock(sb.mutex)', '5 0 mutex_lock(sb.mutex)', '7 1 mutex_lock(inode.mutex)'],
        answer: 'possible ends in a deadlock (before)',
      },
    ));

  test('a last line that waits', () =>
    drawing(
      twoLocks,
      `
CPU0                           CPU1
outer
                               mutex_lock(&sb->mutex)
inner     // spins
`,
      { columns: abba, events: ['2 0 outer', '3 1 mutex_lock(&sb->mutex)', '4 0 inner'], answer: 'possible ends in a deadlock (before)' },
    ));

  test('who waits goes on later', () =>
    drawing(
      twoLocks,
      `
writer                         sync_fs
------                         -------
                               mutex_lock(&sb->mutex)
outer
inner     // waits
                               end
end
`,
      {
        columns: ['writer = writer', 'sync_fs = sync_fs'],
        events: ['3 1 mutex_lock(&sb->mutex)', '4 0 outer', '5 0 inner', '6 1 end', '7 0 end'],
        answer: possible,
      },
    ));

  test('a grace period', () =>
    drawing(
      readerAndWriter,
      `
reader                         writer
------                         ------
load
                               synchronize_rcu()   // waits for the reader
use
out
                               free
`,
      { columns: ['reader = reader', 'writer = writer'], events: ['3 0 load', '4 1 synchronize_rcu()', '5 0 use', '6 0 out', '7 1 free'], answer: 'possible' },
      { check: 'after' },
    ));

  test('a call begins, others go on, and then it waits for ever', async () => {
    const events = [
      '3 0 rcu_read_lock()',
      '4 1 gone = true',
      '5 1 lock(guard)',
      '6 1 synchronize_rcu()',
      '7 0 if gone',
      '8 0 lock(guard)',
      '9 1 synchronize_rcu()',
    ];
    const columns = ['CPU0 (reader) = reader', 'CPU1 (updater) = updater'];
    const before = `
CPU0 (reader)                   CPU1 (updater)
-------------                   --------------
rcu_read_lock()
                                gone = true
                                lock(guard)
                                synchronize_rcu()  // begins
if gone  // true
lock(guard)  // waits for updater: guard.held since lock(guard)
                                synchronize_rcu()  // waits for reader

 *** DEADLOCK ***
`;
    await drawing(lockedGracePeriod, before, { columns, events, answer: 'possible ends in a deadlock' }, { check: 'locked' });
    // A reader that comes later is not waited for: it may wait for the lock, but not for ever.
    const after = `
CPU0 (reader)                   CPU1 (updater)
-------------                   --------------
                                gone = true
                                lock(guard)
                                synchronize_rcu()  // begins
rcu_read_lock()
if gone  // true
lock(guard)  // waits for updater: guard.held since lock(guard)
                                synchronize_rcu()  // waits for reader

 *** DEADLOCK ***
`;
    const later = [
      '3 1 gone = true',
      '4 1 lock(guard)',
      '5 1 synchronize_rcu()',
      '6 0 rcu_read_lock()',
      '7 0 if gone',
      '8 0 lock(guard)',
      '9 1 synchronize_rcu()',
    ];
    await drawing(lockedGracePeriod, after, { columns, events: later, answer: 'impossible 9 synchronize_rcu()' }, { check: 'locked' });
  });

  test('no deadlock where somebody can move', () =>
    drawing(
      readerAndWriter,
      `
CPU0                           CPU1
load
                               free
 *** DEADLOCK ***
`,
      { columns: useAfterFree, events: ['2 0 load', '3 1 free'], answer: 'impossible 4 *** DEADLOCK *** (before)' },
    ));
});

describe('interrupts', () => {
  test('a remark on a mark says who it is', () =>
    drawing(
      `module m
shared x: 0..2 = 0
shared y: 0..2 = 0
actor w { o1: y = 1  o2: x = 2 }
actor a on cpu[0] { a1: y = 0 }
actor h on cpu[0] as softirq { either { s1: x = 1 } or { s2: x = 2 }  s3: y = 2 }
invariant small: x != 2
check before { }
`,
      `
CPU0 (h)
--------
<SOFTIRQ>  // h
  x = 2
`,
      { columns: ['CPU0 (h) = h', '<SOFTIRQ> = h'], events: ['4 1 x = 2'], answer: possible },
    ));

  test('inside of a column', () =>
    drawing(
      interrupted,
      `
CPU0
----
spin_lock(&dev_lock)
<IRQ>
  spin_lock(&dev_lock)
</IRQ>
`,
      { columns: ['CPU0 = task', '<IRQ> = handler'], events: ['3 0 spin_lock(&dev_lock)', '5 1 spin_lock(&dev_lock)'], answer: possible },
    ));

  test('inside of one of two columns', () =>
    drawing(
      interrupted,
      `
CPU0                           CPU1
spin_lock(&dev_lock)
  count++
                               <IRQ>
                                 spin_lock(&dev_lock);  // spins
`,
      {
        columns: ['CPU0 = task', 'CPU1', '<IRQ> = handler'],
        events: ['2 0 spin_lock(&dev_lock)', '3 0 count++', '5 2 spin_lock(&dev_lock)'],
        answer: possible,
      },
    ));

  test('beside each other, where nothing is drawn inside of the mark', () =>
    drawing(
      interrupted,
      `
CPU0                           CPU1
spin_lock(&dev_lock)
count++
<IRQ>
spin_lock(&dev_lock)   // spins
`,
      {
        columns: ['CPU0 = task', 'CPU1', '<IRQ> = handler'],
        events: ['2 0 spin_lock(&dev_lock)', '3 0 count++', '5 2 spin_lock(&dev_lock)'],
        answer: possible,
      },
    ));

  test('a mark that only says that somebody else goes on', async () => {
    const text = `
CPU0                           CPU1
load
<interrupt>
                               free
use
`;
    const reading = { columns: useAfterFree, events: ['2 0 load', '4 1 free', '5 0 use'] };
    await drawing(readerAndWriter, text, { ...reading, answer: possible });
    await drawing(readerAndWriter, text, { ...reading, answer: 'impossible 5 use' }, { check: 'after' });
  });

  test('the handler comes later', () =>
    drawing(
      interrupted,
      `
CPU0                           CPU1
spin_lock(&dev_lock)
<IRQ>
                               unrelated()
spin_lock(&dev_lock)   // spins
`,
      {
        columns: ['CPU0 = task', 'CPU1', '<IRQ> = handler'],
        events: ['2 0 spin_lock(&dev_lock)', '4 1 unrelated()', '5 0 spin_lock(&dev_lock)'],
        answer: 'possible 2/3 (before)',
      },
    ));
});

describe('what cannot be answered', () => {
  test('a drawing of something else', () =>
    drawing(
      readerAndWriter,
      `
CPU0                 CPU1
milk
                     honey
`,
      { columns: ['CPU0', 'CPU1'], events: ['2 0 milk', '3 1 honey'], answer: 'not answered (before)' },
    ));

  test('only one side is in the spec', () =>
    drawing(
      readerAndWriter,
      `
CPU0                 CPU1
rcu_read_lock()
                     honey
touch(i)
`,
      { columns: ['CPU0 = reader', 'CPU1'], events: ['2 0 rcu_read_lock()', '3 1 honey', '4 0 touch(i)'], answer: 'not answered (before)' },
    ));

  test('some lines say nothing', () =>
    drawing(
      readerAndWriter,
      `
CPU0                 CPU1
load
                     kmem_cache_shrink()
                     free
printk()
use
`,
      { columns: useAfterFree, events: ['2 0 load', '3 1 kmem_cache_shrink()', '4 1 free', '5 0 printk()', '6 0 use'], answer: 'possible 3/5 (before)' },
    ));

  test('unread lines do not matter where the others cannot follow', () =>
    drawing(
      readerAndWriter,
      `
CPU0                 CPU1
load
                     kmem_cache_shrink()
                     free
use
`,
      { columns: useAfterFree, events: ['2 0 load', '3 1 kmem_cache_shrink()', '4 1 free', '5 0 use'], answer: 'impossible 5 use' },
      { check: 'after' },
    ));
});
