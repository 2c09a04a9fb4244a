import { readAndAsk, readDrawing } from '@mmspec/analysis';
import { describe, expect, test } from 'vitest';
import { analysed } from '../random/pipeline.ts';
import { drawing } from './drawn.ts';
import { readerAndWriter, openAndRemove, twoIncrements } from './specs.ts';

/* What a drawing says of values: in remarks, in brackets, in words. */

describe('values of loads and stores', () => {
  test('in brackets behind them', () =>
    drawing(
      twoIncrements,
      `
CPU 0                   CPU 1
x = nr (0)
                        x = nr (0)
nr = x + 1 (1)
                        nr = x + 1 (1)  // should be 2
`,
      {
        columns: ['CPU 0 = t[0]', 'CPU 1 = t[1]'],
        events: ['2 0 x = nr', '3 1 x = nr', '4 0 nr = x + 1', '5 1 nr = x + 1'],
        answer: 'possible ends in a deadlock (c)',
      },
    ));

  test('in brackets, that cannot be', () =>
    drawing(
      twoIncrements,
      `
CPU 0                   CPU 1
x = nr (0)
                        x = nr (1)
nr = x + 1 (1)
                        nr = x + 1 (1)
`,
      {
        columns: ['CPU 0 = t[0]', 'CPU 1 = t[1]'],
        events: ['2 0 x = nr', '3 1 x = nr', '4 0 nr = x + 1', '5 1 nr = x + 1'],
        answer: 'impossible 4 nr = x + 1 (c)',
      },
    ));

  test('as remarks alone', () =>
    drawing(
      twoIncrements,
      `
CPU 0                   CPU 1
x = nr // 0
                        x = nr // 1
nr = x + 1
                        nr = x + 1
`,
      {
        columns: ['CPU 0 = t[0]', 'CPU 1 = t[1]'],
        events: ['2 0 x = nr', '3 1 x = nr', '4 0 nr = x + 1', '5 1 nr = x + 1'],
        answer: 'impossible 4 nr = x + 1 (c)',
      },
    ));

  test('in words', () =>
    drawing(
      twoIncrements,
      `
CPU 0                   CPU 1
x = nr    /* reads 0 */
                        x = nr   /* reads 1 */
nr = x + 1
                        nr = x + 1
`,
      {
        columns: ['CPU 0 = t[0]', 'CPU 1 = t[1]'],
        events: ['2 0 x = nr', '3 1 x = nr', '4 0 nr = x + 1', '5 1 nr = x + 1'],
        answer: 'impossible 4 nr = x + 1 (c)',
      },
    ));

  test('behind an arrow', () =>
    drawing(
      twoIncrements,
      `
CPU 0                   CPU 1
x = nr -> 0
                        x = nr -> 1
nr = x + 1
                        nr = x + 1
`,
      {
        columns: ['CPU 0 = t[0]', 'CPU 1 = t[1]'],
        events: ['2 0 x = nr', '3 1 x = nr', '4 0 nr = x + 1', '5 1 nr = x + 1'],
        answer: 'impossible 4 nr = x + 1 (c)',
      },
    ));

  test('as a comparison in brackets', () =>
    drawing(
      twoIncrements,
      `
CPU 0                   CPU 1
x = nr [x == 0]
                        x = nr [x == 1]
nr = x + 1
                        nr = x + 1
`,
      {
        columns: ['CPU 0 = t[0]', 'CPU 1 = t[1]'],
        events: ['2 0 x = nr', '3 1 x = nr', '4 0 nr = x + 1', '5 1 nr = x + 1'],
        answer: 'impossible 4 nr = x + 1 (c)',
      },
    ));

  test('as a comparison that is written behind a load', () =>
    drawing(
      twoIncrements,
      `
CPU 0                   CPU 1
x = nr == 0
                        x = nr == 1
nr = x + 1
                        nr = x + 1
`,
      {
        columns: ['CPU 0 = t[0]', 'CPU 1 = t[1]'],
        events: ['2 0 x = nr == 0', '3 1 x = nr == 1', '4 0 nr = x + 1', '5 1 nr = x + 1'],
        answer: 'impossible 4 nr = x + 1 (c)',
      },
    ));

  test('of a reference', () =>
    drawing(
      readerAndWriter,
      `
CPU0                          CPU1
i = list->head (== NULL)
                              list->head = NULL
                              put_item(i)
touch(i)
`,
      {
        columns: ['CPU0 = reader', 'CPU1 = writer'],
        events: ['2 0 i = list->head', '3 1 list->head = NULL', '4 1 put_item(i)', '5 0 touch(i)'],
        answer: 'impossible 3 list->head = NULL (before)',
      },
    ));

  test('behind a macro that loads', () =>
    drawing(
      twoIncrements,
      `
CPU0                          CPU1
atomic_read(&nr) = 0
                              atomic_read(&nr) = 0
atomic_set(&nr, 1)
                              atomic_set(&nr, 1)
`,
      {
        columns: ['CPU0 = t[0]', 'CPU1 = t[1]'],
        events: ['2 0 atomic_read(&nr) = 0', '3 1 atomic_read(&nr) = 0', '4 0 atomic_set(&nr, 1)', '5 1 atomic_set(&nr, 1)'],
        answer: 'possible ends in a deadlock (c)',
      },
    ));

  test('behind a verb', () =>
    drawing(
      twoIncrements,
      `
CPU 0                   CPU 1
read nr: 0
                        read nr: 1
nr = 1
                        nr = 1
`,
      {
        columns: ['CPU 0 = t[0]', 'CPU 1 = t[1]'],
        events: ['2 0 read nr: 0', '3 1 read nr: 1', '4 0 nr = 1', '5 1 nr = 1'],
        answer: 'impossible 4 nr = 1 (c)',
      },
    ));

  test('verbs without values', () =>
    drawing(
      twoIncrements,
      `
CPU 0                   CPU 1
load nr
                        load nr
store nr
                        store nr
`,
      {
        columns: ['CPU 0 = t[0]', 'CPU 1 = t[1]'],
        events: ['2 0 load nr', '3 1 load nr', '4 0 store nr', '5 1 store nr'],
        answer: 'possible ends in a deadlock (c)',
      },
    ));

  test('an increment, and what it consists of below it', () =>
    drawing(
      twoIncrements,
      `
CPU 0                   CPU 1
nr++
  load nr
                        nr++
                          load nr (0)
                          store nr (1)
  store nr (1)
`,
      {
        columns: ['CPU 0 = t[0]', 'CPU 1 = t[1]'],
        events: ['2 0 nr++', '3 0 load nr', '4 1 nr++', '5 1 load nr (0)', '6 1 store nr (1)', '7 0 store nr (1)'],
        answer: 'possible ends in a deadlock (c)',
      },
    ));

  test('a change alone on its line is a remark', () =>
    drawing(
      openAndRemove,
      `
CPU1                               CPU2

d = table
                                   dev->gone = true
                                   table = NULL
                                   dev_put(reg)
                                     refcount: 1 -> 0
                                     kfree(d)
if (d->gone)\t<---- use after free
`,
      {
        columns: ['CPU1 = opener', 'CPU2 = remover'],
        events: ['3 0 d = table', '4 1 dev->gone = true', '5 1 table = NULL', '6 1 dev_put(reg)', '8 1 kfree(d)', '9 0 if (d->gone)'],
        answer: 'possible (c)',
      },
    ));

  test('numbers that count the events are none', () =>
    drawing(
      readerAndWriter,
      `
       CPU 1                            CPU 2
       =====                            =====

       reader
         rcu_read_lock
         i = list->head;         (1)
                                        writer
                                          list->head = NULL;   (2)
                                          put_item(i);         (3)
         touch(i);               (4)
`,
      {
        columns: ['CPU 1 = reader', 'CPU 2 = writer'],
        events: ['4 0 reader', '5 0 rcu_read_lock', '6 0 i = list->head', '7 1 writer', '8 1 list->head = NULL', '9 1 put_item(i)', '10 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));
});

test('of a value that is another one in the run it is told which', async () => {
  const { model } = analysed(twoIncrements);
  const { answer } = await readAndAsk(model, readDrawing('CPU0          CPU1\nx = nr (3)\n              x = nr (0)\nnr = x + 1\n'));
  expect(answer.obstacle).toEqual({ line: 2, text: 'x = nr', why: 't[0] takes it there with other values: x = 0, nr = 0' });
});

test('numbers that count events in each column, or say nothing of an object, are no values', async () => {
  const columns = ['CPU0 = reader', 'CPU1 = writer'];
  const events = ['2 0 i = list->head', '3 1 list->head = NULL', '4 1 put_item(i)', '5 0 touch(i)'];
  const text = (first: string, second: string, third: string): string => `
CPU0                            CPU1
i = list->head;     ${first}
                                list->head = NULL;   ${second}
                                put_item(i);         ${third}
touch(i);
`;
  await drawing(readerAndWriter, text('(1)', '(1)', '(2)'), { columns, events, answer: 'possible (before)' });
  await drawing(readerAndWriter, text('// 1', '', '// 3'), { columns, events, answer: 'possible (before)' });
  await drawing(readerAndWriter, text('// 1', '', ''), { columns, events, answer: 'possible (before)' });
});
