import { describe, test } from 'vitest';
import { drawing } from './drawn.ts';
import { counting, readerAndWriter } from './specs.ts';

/*
 * Drawings in the layouts of commit messages and comments. Each is written down with what it says: who the columns are,
 * what happens in them, and whether it can. `before` is the check of the buggy design and of the declared values.
 */

const useAfterFree = ['CPU0 = reader', 'CPU1 = writer'];
const possible = 'possible (before)';

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

describe('one column', () => {
  test('with names and colons in front', () =>
    drawing(
      readerAndWriter,
      `
Thread A: load
Thread B: free
Thread A: use
`,
      { columns: ['Thread A = reader', 'Thread B = writer'], events: ['1 0 load', '2 1 free', '3 0 use'], answer: possible },
    ));

  test('with actors in front', () =>
    drawing(
      readerAndWriter,
      `
reader: load
writer: unlink
writer: free
reader: use
`,
      { columns: ['reader = reader', 'writer = writer'], events: ['1 0 load', '2 1 unlink', '3 1 free', '4 0 use'], answer: possible },
    ));

  test('with CPUs in brackets', () =>
    drawing(
      readerAndWriter,
      `
[CPU0] load
[CPU1] free
[CPU0] use
`,
      { columns: ['CPU0 = reader', 'CPU1 = writer'], events: ['1 0 load', '2 1 free', '3 0 use'], answer: possible },
    ));

  test.each(['1) ', '[1] ', '(1) ', ' 1: ', '  1 ', '1. ', '#1: ', 't1 '])('with numbers such as "%s" and names in front', (first) =>
    drawing(readerAndWriter, [`${first}CPU0: load`, `${first.replace('1', '2')}CPU1: free`, `${first.replace('1', '3')}CPU0: use`].join('\n'), {
      columns: useAfterFree,
      events: ['1 0 load', '2 1 free', '3 0 use'],
      answer: possible,
    }),
  );

  test('with numbers, actors in front, and sentences around', () =>
    drawing(
      readerAndWriter,
      `
This is how it comes:

  (1) reader: load
  (2) writer: unlink
  (3) writer: free
  (4) reader: use

The reader looks at what is gone.
`,
      { columns: ['reader = reader', 'writer = writer'], events: ['3 0 load', '4 1 unlink', '5 1 free', '6 0 use'], answer: possible },
    ));

  test('with lines below that have no name in front', () =>
    drawing(
      readerAndWriter,
      `
1) CPU0: load
2) CPU1: unlink
         free     // the last reference
3) CPU0: use
`,
      { columns: useAfterFree, events: ['1 0 load', '2 1 unlink', '3 1 free', '4 0 use'], answer: possible },
    ));

  test('a sentence about somebody is none of its lines', () =>
    drawing(
      readerAndWriter,
      `
CPU0 takes the item while it is linked.
CPU0: load
CPU1: free
CPU0: use
CPU1 calls the allocator.
`,
      { columns: useAfterFree, events: ['2 0 load', '3 1 free', '4 0 use'], answer: possible },
    ));

  test('as a list, with what somebody calls', () =>
    drawing(
      readerAndWriter,
      `
 - reader calls rcu_read_lock()
 - reader: load
 - writer: unlink
 - writer: free
 - reader: use
`,
      { columns: ['reader = reader', 'writer = writer'], events: ['1 0 rcu_read_lock()', '2 0 load', '3 1 unlink', '4 1 free', '5 0 use'], answer: possible },
    ));

  test('a list of sentences with colons is none', () =>
    drawing(
      readerAndWriter,
      `
 - take the lock first: it is needed
 - drop it later: the item is gone by then
 - look at the item once more
`,
      { columns: [], events: [], answer: 'not answered (before)' },
    ));

  test.each([
    ['CPU 0:', 'CPU 1:'],
    ['Thread A:', 'Thread B:'],
    ['reader:', 'writer:'],
    ['CPU0 (reader):', 'CPU1 (writer):'],
    ['=== CPU0 ===', '=== CPU1 ==='],
  ])('under headings such as %s', async (first, second) => {
    const names = [first, second].map((name) => name.replace(/:$|=== ?| ===/gu, ''));
    await drawing(
      readerAndWriter,
      `
${first}
  load

${second}
  unlink
  free

${first}
  use
`,
      { columns: [`${names[0]} = reader`, `${names[1]} = writer`], events: ['2 0 load', '5 1 unlink', '6 1 free', '9 0 use'], answer: possible },
    );
  });

  test('under headings that stand as deep as the events, and a sentence above', () =>
    drawing(
      readerAndWriter,
      `
It can come like this:

reader:
load
writer:
free
reader:
use
`,
      { columns: ['reader = reader', 'writer = writer'], events: ['4 0 load', '6 1 free', '8 0 use'], answer: possible },
    ));

  test('under headings, each once, with numbers that say the order', () =>
    drawing(
      readerAndWriter,
      `
CPU0:
  1. load
  3. use
CPU1:
  2. free
`,
      { columns: useAfterFree, events: ['2 0 load', '5 1 free', '3 0 use'], answer: possible },
    ));

  test('labels of C are no headings', () =>
    drawing(
      readerAndWriter,
      `
retry:
  load
unlock:
  use
`,
      { columns: [' = reader'], events: ['1 0 retry:', '2 0 load', '3 0 unlock:', '4 0 use'], answer: 'possible 2/4 (before)' },
    ));

  test('with CPUs in front of blanks', () =>
    drawing(
      readerAndWriter,
      `
T0    load
T1    free
T0    use
`,
      { columns: ['T0 = reader', 'T1 = writer'], events: ['1 0 load', '2 1 free', '3 0 use'], answer: possible },
    ));

  test('as mmspec stacks more than three', () =>
    drawing(
      readerAndWriter,
      `
     CPU0 (reader), CPU1 (writer), CPU2 (a), CPU3 (b)
     ------------------------------------------------
     reader   rcu_read_lock()
     reader   let i = list.head  // i = item
     writer   put_item(mine)
     writer     if refcount_dec_and_test(mine)  // true, refcount 1 -> 0
     writer     mine.freed = true
     reader   touch(i)  [BUG: Item.live]
`,
      {
        columns: ['CPU0 (reader) = reader', 'CPU1 (writer) = writer', 'CPU2 (a)', 'CPU3 (b)'],
        events: [
          '3 0 rcu_read_lock()',
          '4 0 let i = list.head',
          '5 1 put_item(mine)',
          '6 1 if refcount_dec_and_test(mine)',
          '7 1 mine.freed = true',
          '8 0 touch(i)',
        ],
        answer: possible,
      },
    ));
});

describe('prefixes and what stands around', () => {
  test('a comment', () =>
    drawing(
      readerAndWriter,
      `
/*
 * CPU0                 CPU1
 *
 * load
 *                      free
 * use
 */
`,
      { columns: useAfterFree, events: ['4 0 load', '5 1 free', '6 0 use'], answer: possible },
    ));

  test('a comment with slashes', () =>
    drawing(
      readerAndWriter,
      `
// CPU0                 CPU1
// load
//                      free
// use
`,
      { columns: useAfterFree, events: ['2 0 load', '3 1 free', '4 0 use'], answer: possible },
    ));

  test('a mail of a mail', () =>
    drawing(
      readerAndWriter,
      `
> > CPU0                 CPU1
> > load
> >                      free
> > use
`,
      { columns: useAfterFree, events: ['2 0 load', '3 1 free', '4 0 use'], answer: possible },
    ));

  test('a patch that adds a comment with tabs', () =>
    drawing(readerAndWriter, '+ * CPU0\t\tCPU1\n+ *\n+ * load\n+ *\t\t\tfree\n+ * use\n', {
      columns: useAfterFree,
      events: ['3 0 load', '4 1 free', '5 0 use'],
      answer: possible,
    }));

  test('a whole patch that adds a comment', () =>
    drawing(
      readerAndWriter,
      `
diff --git a/mm/item.c b/mm/item.c
--- a/mm/item.c
+++ b/mm/item.c
@@ -10,3 +10,7 @@ static void put_item(struct item *i)
 	/*
-	 * Nobody looks.
+	 * CPU0                 CPU1
+	 * load
+	 *                      free
+	 * use
 	 */
`,
      { columns: useAfterFree, events: ['8 0 load', '9 1 free', '10 0 use'], answer: possible },
    ));

  test.each(['[  123.456789] ', '<4>[   12.000001][  T123] '])('the stamps of a log, %s', (stamp) =>
    drawing(
      readerAndWriter,
      [
        `${stamp}CPU0                 CPU1`,
        `${stamp}----                 ----`,
        `${stamp}load`,
        `${stamp}                     free`,
        stamp.trim(),
        `${stamp}use`,
      ].join('\n'),
      { columns: useAfterFree, events: ['3 0 load', '4 1 free', '6 0 use'], answer: possible },
    ),
  );

  test('a star that only some lines begin with is text', () =>
    drawing(
      counting,
      `
CPU0                 CPU1
*dying = 1
                     get
`,
      { columns: ['CPU0 = killer', 'CPU1 = getter'], events: ['2 0 *dying = 1', '3 1 get'], answer: possible },
    ));

  test('sentences before and after', () =>
    drawing(
      readerAndWriter,
      `
The item can be freed while a reader still looks at it:

CPU0                 CPU1
load
                     free
use

Fix this by waiting for a grace period before the free.
`,
      { columns: useAfterFree, events: ['4 0 load', '5 1 free', '6 0 use'], answer: possible },
    ));

  test('settings in the sentence above', () =>
    drawing(
      readerAndWriter,
      `
With waits = true this cannot happen:

CPU0                 CPU1
load
                     free
use
`,
      { columns: useAfterFree, events: ['4 0 load', '5 1 free', '6 0 use'], answer: 'impossible 6 use' },
    ));

  test('a check in the command below', () =>
    drawing(
      readerAndWriter,
      `
     CPU0 (reader)        CPU1 (writer)
     -------------        -------------
     let i = list.head
                          free
     use

     5 steps; 20 states.
     mmspec check spec.mmspec --check after
`,
      {
        columns: ['CPU0 (reader) = reader', 'CPU1 (writer) = writer'],
        events: ['3 0 let i = list.head', '4 1 free', '5 0 use'],
        answer: 'impossible 5 use (after)',
      },
    ));

  test('a block of a page', () =>
    drawing(
      readerAndWriter,
      `
\`\`\`
CPU0                 CPU1
load
                     free
use
\`\`\`
`,
      { columns: useAfterFree, events: ['3 0 load', '4 1 free', '5 0 use'], answer: possible },
    ));
});
