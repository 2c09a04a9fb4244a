import { describe, test } from 'vitest';
import { drawing } from './drawn.ts';
import { counting, device, interrupted, readerAndWriter, twoLocals, twoLocks } from './specs.ts';

/*
 * What the lines of drawings say: statements, calls, conditions, values, waiting. Written down as in `layouts.test.ts`.
 */

const useAfterFree = ['CPU0 = reader', 'CPU1 = writer'];
const possible = 'possible (before)';

describe('lines', () => {
  test('numbers in front, of all or for each CPU', async () => {
    await drawing(
      readerAndWriter,
      `
CPU0                 CPU1
1) load
                     2) free
3) use
`,
      { columns: useAfterFree, events: ['2 0 load', '3 1 free', '4 0 use'], answer: possible },
    );
    await drawing(
      readerAndWriter,
      `
CPU0                 CPU1
1.1 load
                     2.1 free
1.2 use
`,
      { columns: useAfterFree, events: ['2 0 load', '3 1 free', '4 0 use'], answer: possible },
    );
  });

  test.each(['1. ', '1) ', '1.  ', '(1) ', '#1: '])('numbers such as "%s" that say the order over columns', async (first) => {
    const number = (at: number): string => first.replace('1', String(at));
    await drawing(
      readerAndWriter,
      `
reader                 writer
------                 ------
${`${number(1)}load`.padEnd(23)}${number(2)}unlink
${`${number(4)}use`.padEnd(23)}${number(3)}free
`,
      { columns: ['reader = reader', 'writer = writer'], events: ['3 0 load', '3 1 unlink', '4 1 free', '4 0 use'], answer: possible },
    );
  });

  test('numbers that say the order of lines, and of what stands beside each other', async () => {
    await drawing(
      readerAndWriter,
      `
reader                 writer
------                 ------
1. load                3. unlink
2. use                 4. free
`,
      { columns: ['reader = reader', 'writer = writer'], events: ['3 0 load', '4 0 use', '3 1 unlink', '4 1 free'], answer: 'possible (before)' },
    );
    await drawing(
      readerAndWriter,
      `
reader                 writer
------                 ------
2. load                1. unlink
3. use
`,
      { columns: ['reader = reader', 'writer = writer'], events: ['3 1 unlink', '3 0 load', '4 0 use'], answer: 'impossible 4 use' },
      { check: 'before' },
    );
  });

  test('numbers of lines of one column', () =>
    drawing(
      readerAndWriter,
      `
2) writer: free
1) reader: load
3) reader: use
`,
      { columns: ['writer = writer', 'reader = reader'], events: ['2 1 load', '1 0 free', '3 1 use'], answer: possible },
    ));

  test('numbers of each column, or of some events, say no order over columns', async () => {
    await drawing(
      readerAndWriter,
      `
CPU0                   CPU1
1. load                1. unlink
2. use                 2. free
`,
      { columns: useAfterFree, events: ['2 0 load', '2 1 unlink', '3 0 use', '3 1 free'], answer: possible },
    );
    await drawing(
      readerAndWriter,
      `
CPU0                   CPU1
1. load                3. free
   use
`,
      { columns: useAfterFree, events: ['2 0 load', '2 1 free', '3 0 use'], answer: possible },
    );
  });

  test('two events beside each other have no order', () =>
    drawing(
      readerAndWriter,
      `
CPU0                 CPU1
load                 free
use
`,
      { columns: useAfterFree, events: ['2 0 load', '2 1 free', '3 0 use'], answer: possible },
    ));

  test('remarks, arrows, dots and braces are no events', () =>
    drawing(
      readerAndWriter,
      `
CPU0                          CPU1
load    /* still linked */
...
                              free {    // the last reference
                              }
                              [ the item is gone ]
.
use     <-- use after free
`,
      { columns: useAfterFree, events: ['2 0 load', '4 1 free', '8 0 use'], answer: possible },
    ));

  test('a remark over two lines', () =>
    drawing(
      readerAndWriter,
      `
CPU0                          CPU1
load    /* the item is
         * still linked */
                              free
use
`,
      { columns: useAfterFree, events: ['2 0 load', '4 1 free', '5 0 use'], answer: possible },
    ));

  test('a remark ends where the next column begins', () =>
    drawing(
      readerAndWriter,
      `
CPU0 (writer)        CPU1 (reader)
unlink               load
free  // at last     use
`,
      { columns: ['CPU0 (writer) = writer', 'CPU1 (reader) = reader'], events: ['2 0 unlink', '2 1 load', '3 0 free', '3 1 use'], answer: possible },
    ));

  test('an arrow between columns', () =>
    drawing(
      readerAndWriter,
      `
CPU0                          CPU1
load
                              unlink -------.
                              free          |
use   <-------------------------------------'
`,
      { columns: useAfterFree, events: ['2 0 load', '3 1 unlink', '4 1 free', '5 0 use'], answer: possible },
    ));

  test('of both ways of a condition the one that can be taken', () =>
    drawing(
      counting,
      `
CPU0                          CPU1
                              dying = true
if (dying)
  return
else
  refs++
                              freed = true
`,
      {
        columns: ['CPU0 = getter', 'CPU1 = killer'],
        events: ['2 1 dying = true', '3 0 if (dying)', '4 0 return', '7 1 freed = true'],
        answer: 'possible 3/4 (before)',
      },
    ));

  test('of both ways of a condition the one of which more is read', () =>
    drawing(
      counting,
      `
CPU0                          CPU1
if (dying)
  return
else
  refs++
                              dying = true
`,
      { columns: ['CPU0 = getter', 'CPU1 = killer'], events: ['2 0 if (dying)', '3 0 return', '6 1 dying = true'], answer: possible },
    ));

  test('neither way of a condition', () =>
    drawing(
      counting,
      `
CPU0                          CPU1
refs++
if (dying)
  goto out
else
  assert(!freed)
                              dying = true
`,
      {
        columns: ['CPU0 = getter', 'CPU1 = killer'],
        events: ['2 0 refs++', '3 0 if (dying)', '4 0 goto out', '7 1 dying = true'],
        answer: 'impossible 3 if (dying)',
      },
      { check: 'before' },
    ));

  test('a load into another local than that of the step is none of its accesses', () =>
    drawing(
      twoLocals,
      `
CPU0                          CPU1
seen = *word
now = *word
                              *word = 1
if (now == seen)
  sleep
`,
      {
        columns: ['CPU0 = waiter', 'CPU1 = waker'],
        events: ['2 0 seen = *word', '3 0 now = *word', '4 1 *word = 1', '5 0 if (now == seen)', '6 0 sleep'],
        answer: 'possible 4/5 (before)',
      },
    ));
});

describe('calls and blocks', () => {
  test('a call, and what happens in it', () =>
    drawing(
      readerAndWriter,
      `
CPU0                          CPU1
load
                              put_item()
                                refcount_dec_and_test(&i->refcount)
                                i->freed = true
use
`,
      {
        columns: useAfterFree,
        events: ['2 0 load', '3 1 put_item()', '4 1 refcount_dec_and_test(&i->refcount)', '5 1 i->freed = true', '6 0 use'],
        answer: possible,
      },
    ));

  test('a call alone', () =>
    drawing(
      readerAndWriter,
      `
CPU0                          CPU1
load
                              put_item(i)
use
`,
      { columns: useAfterFree, events: ['2 0 load', '3 1 put_item(i)', '4 0 use'], answer: possible },
    ));

  test('a call with what others do inside', () =>
    drawing(
      readerAndWriter,
      `
CPU0                          CPU1
                              put_item(mine)
                                drop
load
                                free
use
`,
      { columns: useAfterFree, events: ['2 1 put_item(mine)', '3 1 drop', '4 0 load', '5 1 free', '6 0 use'], answer: 'impossible 6 use (before)' },
    ));

  test('macros around accesses', () =>
    drawing(
      readerAndWriter,
      `
CPU0                                  CPU1
i = rcu_dereference(list->head);
                                      WRITE_ONCE(list->head, NULL);
                                      free
touch(i);
`,
      {
        columns: useAfterFree,
        events: ['2 0 i = rcu_dereference(list->head)', '3 1 WRITE_ONCE(list->head, NULL)', '4 1 free', '5 0 touch(i)'],
        answer: possible,
      },
    ));

  test('declarations', () =>
    drawing(
      readerAndWriter,
      `
CPU0                                  CPU1
struct item *i = list->head;
                                      free
touch(i);
`,
      { columns: useAfterFree, events: ['2 0 struct item *i = list->head', '3 1 free', '4 0 touch(i)'], answer: possible },
    ));

  test('a condition and what came of it', async () => {
    await drawing(
      counting,
      `
CPU0                          CPU1
if (dying)  // false
                              dying = true
                              if (refs > 1)  // false
refs++
                              freed = true
`,
      {
        columns: ['CPU0 = getter', 'CPU1 = killer'],
        events: ['2 0 if (dying)', '3 1 dying = true', '4 1 if (refs > 1)', '5 0 refs++', '6 1 freed = true'],
        answer: possible,
      },
    );
    await drawing(
      counting,
      `
CPU0                          CPU1
if (dying)  // false
refs++
                              dying = true
                              if (refs > 1)  // false
`,
      {
        columns: ['CPU0 = getter', 'CPU1 = killer'],
        events: ['2 0 if (dying)', '3 0 refs++', '4 1 dying = true', '5 1 if (refs > 1)'],
        answer: 'impossible 5 if (refs > 1)',
      },
      { check: 'before' },
    );
  });

  test('a value that a remark says', async () => {
    await drawing(
      counting,
      `
CPU0                          CPU1
get  // refs 1 -> 2
                              look  // refs = 2
`,
      { columns: ['CPU0 = getter', 'CPU1 = killer'], events: ['2 0 get', '3 1 look'], answer: possible },
    );
    await drawing(
      counting,
      `
CPU0                          CPU1
get  // refs 1 -> 2
                              look  // refs = 1
`,
      { columns: ['CPU0 = getter', 'CPU1 = killer'], events: ['2 0 get', '3 1 look'], answer: 'impossible 3 look' },
      { check: 'before' },
    );
  });

  test('a condition turned round', () =>
    drawing(
      counting,
      `
CPU0                          CPU1
if (!dying)
  refs += 1
                              if (refs == 1)
                              free
`,
      {
        columns: ['CPU0 = getter', 'CPU1 = killer'],
        events: ['2 0 if (!dying)', '3 0 refs += 1', '4 1 if (refs == 1)', '5 1 free'],
        answer: 'impossible 5 free',
      },
      { check: 'before' },
    ));
});

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

  test('no deadlock where somebody can move', () =>
    drawing(
      readerAndWriter,
      `
CPU0                           CPU1
load
                               free
 *** DEADLOCK ***
`,
      { columns: useAfterFree, events: ['2 0 load', '3 1 free'], answer: 'not answered (before)' },
    ));
});

describe('interrupts', () => {
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

describe('drawings of earlier versions of mmspec', () => {
  test('conditions that were found false are turned round', () =>
    drawing(
      counting,
      `
     CPU0 (getter)                   CPU1 (killer)
     -------------                   -------------
     dying == false
                                     dying = true
                                     refs <= 1
     refs += 1
                                     freed = true
     assert not freed  [BUG: getter.use]

     6 steps; 20 states with rechecks = false.
     mmspec check spec.mmspec --check before
`,
      {
        columns: ['CPU0 (getter) = getter', 'CPU1 (killer) = killer'],
        events: ['3 0 dying == false', '4 1 dying = true', '5 1 refs <= 1', '6 0 refs += 1', '7 1 freed = true', '8 0 assert not freed'],
        answer: 'possible (before)',
      },
    ));

  test('calls without arguments, and several statements on one line', () =>
    drawing(
      readerAndWriter,
      `
     CPU0 (reader)                   CPU1 (writer)
     -------------                   -------------
     rcu_read_lock()
     let i = list.head  // i = item
                                     lock(list.lock)
                                     list.head = none
                                     unlock(list.lock)
                                     owns let mine = xchg(linked, none)
                                     put_item()
                                       refcount_dec_and_test(i)
                                       i.freed = true
     touch(i)  [BUG: Item.live]
`,
      {
        columns: ['CPU0 (reader) = reader', 'CPU1 (writer) = writer'],
        events: [
          '3 0 rcu_read_lock()',
          '4 0 let i = list.head',
          '5 1 lock(list.lock)',
          '6 1 list.head = none',
          '7 1 unlock(list.lock)',
          '8 1 owns let mine = xchg(linked, none)',
          '9 1 put_item()',
          '10 1 refcount_dec_and_test(i)',
          '11 1 i.freed = true',
          '12 0 touch(i)',
        ],
        answer: possible,
      },
    ));
});

describe('statements of C', () => {
  const columns = ['opener = opener', 'remover = remover'];

  test('a way out below a condition may be the one that is not taken', () =>
    drawing(
      device,
      `
opener                    remover
------                    -------
spin_lock(&guard)
d = entry
if (!d)
	goto out
d->refcount++
                          entry = NULL
spin_unlock(&guard)
`,
      {
        columns,
        events: ['3 0 spin_lock(&guard)', '4 0 d = entry', '5 0 if (!d)', '6 0 goto out', '7 0 d->refcount++', '8 1 entry = NULL', '9 0 spin_unlock(&guard)'],
        answer: 'possible (question)',
      },
    ));

  test('nor may it be the one that is taken, where the other one cannot', () =>
    drawing(
      device,
      `
opener                    remover
------                    -------
spin_lock(&guard)
                          entry = NULL
d = entry
if (!d)
	goto out
spin_unlock(&guard)
`,
      {
        columns,
        events: ['3 0 spin_lock(&guard)', '4 1 entry = NULL', '5 0 d = entry', '6 0 if (!d)', '7 0 goto out', '8 0 spin_unlock(&guard)'],
        answer: 'possible (question)',
      },
    ));

  test('the object where the spec has a variable that leads to it, and a tag that is called null', () =>
    drawing(
      device,
      `
opener                    remover
------                    -------
                          dev->state = NULL
                          device_put(dev)
spin_lock(&guard)
`,
      { columns, events: ['3 1 dev->state = NULL', '4 1 device_put(dev)', '5 0 spin_lock(&guard)'], answer: 'possible (question)' },
    ));

  test('a constant that a local takes is no load', () =>
    drawing(
      device,
      `
opener                    remover
------                    -------
d = NULL
spin_lock(&guard)
d = entry
                          entry = NULL
`,
      { columns, events: ['3 0 d = NULL', '4 0 spin_lock(&guard)', '5 0 d = entry', '6 1 entry = NULL'], answer: 'possible 3/4 (question)' },
    ));

  test('a statement about what the spec has is no other one with the same words', () =>
    drawing(
      device,
      `
opener                    remover
------                    -------
spin_lock(&guard)
                          entry = NULL
guard = entry
`,
      { columns, events: ['3 0 spin_lock(&guard)', '4 1 entry = NULL', '5 0 guard = entry'], answer: 'possible 2/3 (question)' },
    ));

  test('a label in front of its statement', () =>
    drawing(
      device,
      `
opener                    remover
------                    -------
take: spin_lock(guard)
find: let d = entry
                          hide: entry = none
get: get(d.refcount)
`,
      {
        columns,
        events: ['3 0 take: spin_lock(guard)', '4 0 find: let d = entry', '5 1 hide: entry = none', '6 0 get: get(d.refcount)'],
        answer: 'possible (question)',
      },
    ));

  test('a part of a record in a remark', () =>
    drawing(
      device,
      `
     CPU0 (remover)
     --------------
     entry = none
     dev.state = null
     device_put(registered)
     let was = word; word.pending = true; if was.pending
       // was.locked = true, was.pending = false, pending false -> true, false
`,
      {
        columns: ['CPU0 (remover) = remover'],
        events: ['3 0 entry = none', '4 0 dev.state = null', '5 0 device_put(registered)', '6 0 let was = word; word.pending = true; if was.pending'],
        answer: 'possible (question)',
      },
    ));

  test('a call that has returned waits no more', () =>
    drawing(
      readerAndWriter,
      `
reader                    writer
------                    ------
load
                          synchronize_rcu()   // returns
use
`,
      { columns: ['reader = reader', 'writer = writer'], events: ['3 0 load', '4 1 synchronize_rcu()', '5 0 use'], answer: 'impossible 5 use' },
      { check: 'after' },
    ));
});
