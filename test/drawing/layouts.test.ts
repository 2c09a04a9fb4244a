import { describe, test } from 'vitest';
import { drawing } from './drawn.ts';
import { counting, readerAndWriter } from './specs.ts';
import { possible, useAfterFree } from './expected.ts';

/*
 * Drawings in the layouts of commit messages and comments. Each is written down with what it says: who the columns are,
 * what happens in them, and whether it can. `before` is the check of the buggy design and of the declared values.
 */

describe('columns', () => {
  test('under names over dashes', () =>
    drawing(
      readerAndWriter,
      `
CPU0                     CPU1
----                     ----
rcu_read_lock()
i = list->head
                         list->head = NULL
                         refcount_dec_and_test(i)
                         i->freed = true
touch(i)
`,
      {
        columns: useAfterFree,
        events: ['3 0 rcu_read_lock()', '4 0 i = list->head', '5 1 list->head = NULL', '6 1 refcount_dec_and_test(i)', '7 1 i->freed = true', '8 0 touch(i)'],
        answer: possible,
      },
    ));

  test('under names over equal signs', () =>
    drawing(
      readerAndWriter,
      `
  T1                T2
  ==                ==
  load
                    unlink
                    free
  use
`,
      { columns: ['T1 = reader', 'T2 = writer'], events: ['3 0 load', '4 1 unlink', '5 1 free', '6 0 use'], answer: possible },
    ));

  test('under actors over one rule each', () =>
    drawing(
      readerAndWriter,
      `
reader          writer
------          ------
load
                free
use
`,
      { columns: ['reader = reader', 'writer = writer'], events: ['3 0 load', '4 1 free', '5 0 use'], answer: possible },
    ));

  test('under a header that stands right of them, with tabs', () =>
    drawing(readerAndWriter, '\t CPU 0\t\t\t\t CPU 1\nload\n\t\t\t\tfree\nuse\n', {
      columns: ['CPU 0 = reader', 'CPU 1 = writer'],
      events: ['2 0 load', '3 1 free', '4 0 use'],
      answer: possible,
    }));

  test('under a header that stands left of them', () =>
    drawing(
      readerAndWriter,
      `
CPU 0                  CPU 1
    load
                             free
    use
`,
      { columns: ['CPU 0 = reader', 'CPU 1 = writer'], events: ['2 0 load', '3 1 free', '4 0 use'], answer: possible },
    ));

  test('under names one blank apart', () =>
    drawing(
      readerAndWriter,
      `
CPU0 (reader) CPU1 (writer)
load
              free
use
`,
      { columns: ['CPU0 (reader) = reader', 'CPU1 (writer) = writer'], events: ['2 0 load', '3 1 free', '4 0 use'], answer: possible },
    ));

  test('with roles below', () =>
    drawing(
      readerAndWriter,
      `
CPU0                CPU1
(reader)            (writer)
load
                    free
use
`,
      { columns: ['CPU0 = reader', 'CPU1 = writer'], events: ['3 0 load', '4 1 free', '5 0 use'], answer: possible },
    ));

  test('with roles behind a dash', () =>
    drawing(
      readerAndWriter,
      `
CPU0 - writer          CPU1 - reader
                       load
free
                       use
`,
      { columns: ['CPU0 - writer = writer', 'CPU1 - reader = reader'], events: ['2 1 load', '3 0 free', '4 1 use'], answer: possible },
    ));

  test('with roles in brackets behind a process', () =>
    drawing(
      readerAndWriter,
      `
process 1 (writer)     process 2 (reader)
                       load
free
                       use
`,
      { columns: ['process 1 (writer) = writer', 'process 2 (reader) = reader'], events: ['2 1 load', '3 0 free', '4 1 use'], answer: possible },
    ));

  test('with colons and numbers as they come', () =>
    drawing(
      readerAndWriter,
      `
Task 1:                Task 2:
load
                       free
use
`,
      { columns: ['Task 1: = reader', 'Task 2: = writer'], events: ['2 0 load', '3 1 free', '4 0 use'], answer: possible },
    ));

  test('with number signs', () =>
    drawing(
      readerAndWriter,
      `
CPU#0                  CPU#1
load
                       free
use
`,
      { columns: ['CPU#0 = reader', 'CPU#1 = writer'], events: ['2 0 load', '3 1 free', '4 0 use'], answer: possible },
    ));

  test('with letters', () =>
    drawing(
      readerAndWriter,
      `
Thread A               Thread B
load
                       free
use
`,
      { columns: ['Thread A = reader', 'Thread B = writer'], events: ['2 0 load', '3 1 free', '4 0 use'], answer: possible },
    ));

  test.each([
    ['A', 'B'],
    ['A:', 'B:'],
    ['[cpu 0] reader', '[cpu 1] writer'],
    ['[reader]', '[writer]'],
    ['(reader)', '(writer)'],
    ['reader (CPU0)', 'writer (CPU1)'],
    ['reader on CPU0', 'writer on CPU1'],
    ['cpu 0, reader', 'cpu 1, writer'],
  ])('under %s and %s without a rule', (first, second) =>
    drawing(
      readerAndWriter,
      `
The item is gone when the reader looks:

  ${first.padEnd(21)}${second}
  load
                       free
  use
`,
      { columns: [`${first} = reader`, `${second} = writer`], events: ['4 0 load', '5 1 free', '6 0 use'], answer: possible },
    ),
  );

  test('of two events first, which are no names', () =>
    drawing(
      readerAndWriter,
      `
load(cpu 0)            unlink
                       free
use
`,
      { columns: [' = reader', ' = writer'], events: ['1 0 load(cpu 0)', '1 1 unlink', '2 1 free', '3 0 use'], answer: possible },
    ));

  test('between bars', () =>
    drawing(
      readerAndWriter,
      `
 reader       | writer
--------------+-------------
 load         |
              | unlink
              | free
 use          |
`,
      { columns: ['reader = reader', 'writer = writer'], events: ['3 0 load', '4 1 unlink', '5 1 free', '6 0 use'], answer: possible },
    ));

  test('with times or numbers of lines in front', async () => {
    await drawing(
      readerAndWriter,
      `
Time    CPU0                 CPU1
t0      load
t1                           free
t2      use
`,
      { columns: useAfterFree, events: ['2 0 load', '3 1 free', '4 0 use'], answer: possible },
    );
    await drawing(
      readerAndWriter,
      `
Step    reader               writer
----    ------               ------
1       load
2                            free
3       use
`,
      { columns: ['reader = reader', 'writer = writer'], events: ['3 0 load', '4 1 free', '5 0 use'], answer: possible },
    );
    await drawing(
      readerAndWriter,
      `
| Time | reader  | writer  |
|------|---------|---------|
| t0   | load    |         |
| t1   |         | free    |
| t2   | use     |         |
`,
      { columns: ['reader = reader', 'writer = writer'], events: ['3 0 load', '4 1 free', '5 0 use'], answer: possible },
    );
  });

  test('of threads whose names look like times', () =>
    drawing(
      readerAndWriter,
      `
T0                           T1
load
                             free
use
`,
      { columns: ['T0 = reader', 'T1 = writer'], events: ['2 0 load', '3 1 free', '4 0 use'], answer: possible },
    ));

  test('between bars, with a header of CPUs and no rule', () =>
    drawing(
      readerAndWriter,
      `
 CPU0         | CPU1
 load         |
              | free
 use          |
`,
      { columns: ['CPU0 = reader', 'CPU1 = writer'], events: ['2 0 load', '3 1 free', '4 0 use'], answer: possible },
    ));

  test('without a header', () =>
    drawing(
      readerAndWriter,
      `
load
                    unlink
                    free
use
`,
      { columns: [' = reader', ' = writer'], events: ['1 0 load', '2 1 unlink', '3 1 free', '4 0 use'], answer: possible },
    ));

  test('without a header, made with tabs', () =>
    drawing(readerAndWriter, 'load\n\t\tunlink\n\t\tfree\nuse\n', {
      columns: [' = reader', ' = writer'],
      events: ['1 0 load', '2 1 unlink', '3 1 free', '4 0 use'],
      answer: possible,
    }));

  test('of functions, without CPUs', () =>
    drawing(
      readerAndWriter,
      `
reader()                 writer()
  load
                           free
  use
`,
      { columns: [' = reader', ' = writer'], events: ['1 0 reader()', '1 1 writer()', '2 0 load', '3 1 free', '4 0 use'], answer: possible },
    ));

  test('of functions, with bodies that a tab indents', () =>
    drawing(counting, 'getter()\t\t\tkiller()\n\nif (!dying)\n\t\t\t\tdying = true\n\t\t\t\tif (refs == 1)\n\t\t\t\t\tfreed = true\n\trefs++\n', {
      columns: [' = getter', ' = killer'],
      events: ['1 0 getter()', '1 1 killer()', '3 0 if (!dying)', '4 1 dying = true', '5 1 if (refs == 1)', '6 1 freed = true', '7 0 refs++'],
      answer: possible,
    }));

  test('of actors that stand right of them', () =>
    drawing(counting, '\tgetter\t\t\t\t\tkiller\nif (!dying)\n\trefs++\n\t\t\tdying = true\n\t\t\tif (refs == 2)\n', {
      columns: [' = getter', ' = killer'],
      events: ['1 0 getter', '1 1 killer', '2 0 if (!dying)', '3 0 refs++', '4 1 dying = true', '5 1 if (refs == 2)'],
      answer: possible,
    }));

  test('without a header, with bodies that a tab indents', () =>
    drawing(counting, 'if (!dying) {\n\trefs++\n}\n\t\t\t\tdying = true\n\t\t\t\tif (refs == 2)\n\t\t\t\t\tgoto out\n', {
      columns: [' = getter', ' = killer'],
      events: ['1 0 if (!dying)', '2 0 refs++', '4 1 dying = true', '5 1 if (refs == 2)', '6 1 goto out'],
      answer: possible,
    }));

  test('of three, the first line of which shows two', () =>
    drawing(
      readerAndWriter,
      `
load            free
                                something
use
`,
      { columns: [' = reader', ' = writer', ''], events: ['1 0 load', '1 1 free', '2 2 something', '3 0 use'], answer: 'possible 3/4 (before)' },
    ));

  test('of CPUs, with functions below', () =>
    drawing(
      readerAndWriter,
      `
CPU0                     CPU1
reader()
  load
                         writer()
                           free
  use
`,
      { columns: useAfterFree, events: ['2 0 reader()', '3 0 load', '4 1 writer()', '5 1 free', '6 0 use'], answer: possible },
    ));

  test('of three, one with nothing in it', () =>
    drawing(
      readerAndWriter,
      `
CPU0         CPU1         CPU2
load
             free
use
`,
      { columns: ['CPU0 = reader', 'CPU1 = writer', 'CPU2'], events: ['2 0 load', '3 1 free', '4 0 use'], answer: possible },
    ));
});
