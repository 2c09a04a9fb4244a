import { describe, test } from 'vitest';
import { drawing } from './drawn.ts';
import { possible, useAfterFree } from './expected.ts';
import { readerAndWriter } from './specs.ts';

/*
 * Arrows in front of what happens, and tables: no line is taken for a remark, or for a heading, that is none.
 */

describe('an arrow in front', () => {
  test.each(['->', '=>', '-->', '\u2192'])('%s of what the other CPU does', (arrow) =>
    drawing(
      readerAndWriter,
      `
CPU0                     CPU1
load
                         ${arrow} list->head = NULL
                         ${arrow} refcount_dec_and_test(i)
                         ${arrow} i->freed = true;
touch(i)
`,
      {
        columns: useAfterFree,
        events: ['2 0 load', '3 1 list->head = NULL', '4 1 refcount_dec_and_test(i)', '5 1 i->freed = true', '6 0 touch(i)'],
        answer: possible,
      },
    ),
  );

  test('of a function that the one above calls', () =>
    drawing(
      readerAndWriter,
      `
CPU0                     CPU1
load
                         put_item(mine)
                           -> refcount_dec_and_test(i)
                             -> kfree(i)
use
`,
      {
        columns: useAfterFree,
        events: ['2 0 load', '3 1 put_item(mine)', '4 1 refcount_dec_and_test(i)', '5 1 kfree(i)', '6 0 use'],
        answer: 'possible (before)',
      },
    ));

  test('of what came of it stays a remark', () =>
    drawing(
      readerAndWriter,
      `
CPU0                     CPU1
load
                         free
                           -> the item is gone
use  -> UAF
  => crash
`,
      { columns: useAfterFree, events: ['2 0 load', '3 1 free', '5 0 use'], answer: possible },
    ));
});

describe('a table', () => {
  test('of Markdown, whose bars stand anywhere', () =>
    drawing(
      readerAndWriter,
      `
| CPU0 | CPU1 |
|---|:---:|
| load |  |
| | list->head = NULL |
| | free |
| use | |
`,
      { columns: useAfterFree, events: ['3 0 load', '4 1 list->head = NULL', '5 1 free', '6 0 use'], answer: possible },
    ));

  test('with characters for boxes', () =>
    drawing(
      readerAndWriter,
      `
CPU0                   \u2502 CPU1
\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u253c\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500
load                   \u2502
                       \u2502 free
use                    \u2502
`,
      { columns: useAfterFree, events: ['3 0 load', '4 1 free', '5 0 use'], answer: possible },
    ));

  test('in a frame, without headings', () =>
    drawing(
      readerAndWriter,
      `
+----------------------+----------------------+
|load                  |                      |
|                      |free                  |
|use                   |                      |
`,
      { columns: [' = reader', ' = writer'], events: ['2 0 load', '3 1 free', '4 0 use'], answer: possible },
    ));
});

test('what an operation stores to its argument is a store of it', () =>
  drawing(
    readerAndWriter,
    `
CPU0                     CPU1
load
                         list->head = NULL
                         linked = NULL
                         free
use
`,
    { columns: useAfterFree, events: ['2 0 load', '3 1 list->head = NULL', '4 1 linked = NULL', '5 1 free', '6 0 use'], answer: possible },
  ));

const shares = `
module shares
import kernel.spinlock
shared lk: Spinlock
actor task on cpu[0] { t1: spin_lock(lk)  t2: spin_unlock(lk) }
actor handler on cpu[0] as hardirq { h1: spin_lock(lk)  h2: spin_unlock(lk) }
actor other on cpu[1] { o1: spin_lock(lk)  o2: spin_unlock(lk) }
check c { } expect deadlocks
`;

test('what interrupts a column is a handler of its CPU, and another column is of another CPU', () =>
  drawing(
    shares,
    `
CPU0                      CPU1
----                      ----
spin_lock(&lk)
<interrupt>
  spin_lock(&lk)
                          spin_lock(&lk)

 *** DEADLOCK ***
`,
    {
      columns: ['CPU0 = task', 'CPU1 = other', '<interrupt> = handler'],
      events: ['3 0 spin_lock(&lk)', '5 2 spin_lock(&lk)', '6 1 spin_lock(&lk)'],
      answer: 'possible ends in a deadlock (c)',
    },
  ));

const grid = (rows: readonly string[], rule: string, between: string): string =>
  [rule, rows[0]!, rule.replaceAll('-', '='), ...rows.slice(1).flatMap((row) => (between === '' ? [row] : [row, between])), rule].join('\n');
const border = '+-------------------+-------------------+';
const cells = [
  '| CPU0              | CPU1              |',
  '| i = list->head    |                   |',
  '|                   | list->head = NULL |',
  '|                   | put_item(i)       |',
  '| touch(i)          |                   |',
];

test.each([
  ['each row', border, [4, 6, 8, 10]],
  ['the whole', '', [4, 5, 6, 7]],
])('a grid with borders around %s', (_, between, [load = 0, store = 0, put = 0, use = 0]) =>
  drawing(readerAndWriter, grid(cells, border, between), {
    columns: ['CPU0 = reader', 'CPU1 = writer'],
    events: [`${load} 0 i = list->head`, `${store} 1 list->head = NULL`, `${put} 1 put_item(i)`, `${use} 0 touch(i)`],
    answer: 'possible (before)',
  }),
);

test('a grid with a column of times', () =>
  drawing(
    readerAndWriter,
    `
+------+----------------+-------------------+
| time | CPU0           | CPU1              |
+======+================+===================+
| 1    | i = list->head |                   |
+------+----------------+-------------------+
| 2    |                | list->head = NULL |
|      |                | put_item(i)       |
+------+----------------+-------------------+
| 3    | touch(i)       |                   |
+------+----------------+-------------------+
`,
    {
      columns: ['CPU0 = reader', 'CPU1 = writer'],
      events: ['4 0 i = list->head', '6 1 list->head = NULL', '7 1 put_item(i)', '9 0 touch(i)'],
      answer: 'possible (before)',
    },
  ));

test('two bars between the columns', () =>
  drawing(
    readerAndWriter,
    `
CPU0                    CPU1
i = list->head     ||   lock(&list->lock)
                   ||   list->head = NULL
                   ||   unlock(&list->lock)
touch(i)           ||   put_item(i)
`,
    {
      columns: ['CPU0 = reader', 'CPU1 = writer'],
      events: ['2 0 i = list->head', '2 1 lock(&list->lock)', '3 1 list->head = NULL', '4 1 unlock(&list->lock)', '5 0 touch(i)', '5 1 put_item(i)'],
      answer: 'possible (before)',
    },
  ));
