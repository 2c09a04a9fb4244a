import { describe, test } from 'vitest';
import { drawing } from './drawn.ts';
import { counting, readerAndWriter } from './specs.ts';
import { possible, useAfterFree } from './expected.ts';

/* Drawings of one column, and what stands in front of and around drawings. Written down as in `layouts.test.ts`. */

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
