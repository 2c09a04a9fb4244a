import { describe, test } from 'vitest';
import { drawing } from './drawn.ts';
import { counting, readerAndWriter, twoLocals } from './specs.ts';
import { possible, useAfterFree } from './expected.ts';

/*
 * What the lines of drawings say: statements, calls, conditions, values. Written down as in `layouts.test.ts`.
 */

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

  test('what was there before, where somebody who is not drawn has put it', () =>
    drawing(
      'module m\nshared x: 0..2 = 0\nactor a { go: x = 2 }\nactor b { set: x = 1 }\n',
      `
CPU0 (a)
--------
x = 2  // x 1 -> 2
`,
      { columns: ['CPU0 (a) = a'], events: ['3 0 x = 2'], answer: 'possible' },
    ));
});
