import { readAndAsk, readDrawing } from '@mmspec/analysis';
import { describe, expect, test } from 'vitest';
import { analysed } from '../random/pipeline.ts';
import { drawing } from './drawn.ts';
import { migration, openAndRemove, readerAndWriter } from './specs.ts';

/* Headings that go on, and lines as commit messages have them. */

describe('headings and lines', () => {
  test('in front of which a diff has a blank', () =>
    drawing(
      readerAndWriter,
      `
 +        CPU 0                       CPU 1
 +    i = list->head
 +                                list->head = NULL
 +                                put_item(i)
 +    touch(i)
`,
      {
        columns: ['CPU 0 = reader', 'CPU 1 = writer'],
        events: ['2 0 i = list->head', '3 1 list->head = NULL', '4 1 put_item(i)', '5 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('that are continued', () =>
    drawing(
      readerAndWriter,
      `
    CPU 0 (reader):
        rcu_read_lock();
        i = list->head;

    CPU 1 (writer):
        list->head = NULL;
        put_item(i);

    CPU 0 (reader), continued:
        touch(i);
`,
      {
        columns: ['CPU 0 (reader) = reader', 'CPU 1 (writer) = writer'],
        events: ['2 0 rcu_read_lock()', '3 0 i = list->head', '6 1 list->head = NULL', '7 1 put_item(i)', '10 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('a change of context between the columns', () =>
    drawing(
      readerAndWriter,
      `
 thread 0:                      thread 1:
   i = list->head
   ===== context switch =====>
                                  list->head = NULL
                                  put_item(i)
   <==== context switch ======
   touch(i)
`,
      {
        columns: ['thread 0: = reader', 'thread 1: = writer'],
        events: ['2 0 i = list->head', '4 1 list->head = NULL', '5 1 put_item(i)', '7 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('what a call does, behind corners', () =>
    drawing(
      readerAndWriter,
      `
 \tCPU0 (reader thread)\t\tCPU1 (writer thread)

 \ti = list->head;
 \t\t\t\tlist->head = NULL;
 \t\t\t\tput_item(i);
 \t\t\t\t \\_ refcount_dec_and_test(i)
 \t\t\t\t    \\_ i->freed = true;
 \ttouch(i);
`,
      {
        columns: ['CPU0 (reader thread) = reader', 'CPU1 (writer thread) = writer'],
        events: ['3 0 i = list->head', '4 1 list->head = NULL', '5 1 put_item(i)', '6 1 refcount_dec_and_test(i)', '7 1 i->freed = true', '8 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('of a drawing that is followed by another one', () =>
    drawing(
      readerAndWriter,
      `
CPU0                                    CPU1
i = list->head                          
                                        list->head = NULL
                                        put_item(i)
touch(i)                                

CPU0                                    CPU1
i = list->head                          
                                        list->head = NULL
touch(i)                                
                                        put_item(i)
`,
      {
        columns: ['CPU0 = reader', 'CPU1 = writer'],
        events: ['2 0 i = list->head', '3 1 list->head = NULL', '4 1 put_item(i)', '5 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('with roles, above what they do', () =>
    drawing(
      readerAndWriter,
      `
CPU0: reader
  i = list->head
CPU1: writer
  list->head = NULL
  put_item(i)
CPU0: reader
  touch(i)
`,
      {
        columns: ['CPU0: reader = reader', 'CPU1: writer = writer'],
        events: ['2 0 i = list->head', '4 1 list->head = NULL', '5 1 put_item(i)', '7 0 touch(i)'],
        answer: 'possible (before)',
      },
    ));

  test('a condition in words, that is so', () =>
    drawing(
      openAndRemove,
      `
 opener                       remover
 d = table;
                              d->gone = true;
 d->gone is true
                              table = NULL;
                              dev_put(d);
`,
      {
        columns: [' = opener', ' = remover'],
        events: ['1 0 opener', '1 1 remover', '2 0 d = table', '3 1 d->gone = true', '4 0 d->gone is true', '5 1 table = NULL', '6 1 dev_put(d)'],
        answer: 'possible (c)',
      },
    ));

  test('a condition in words, that cannot be', () =>
    drawing(
      openAndRemove,
      `
 opener                       remover
 d = table;
                              d->gone = true;
 d->gone is false
                              table = NULL;
                              dev_put(d);
`,
      {
        columns: [' = opener', ' = remover'],
        events: ['1 0 opener', '1 1 remover', '2 0 d = table', '3 1 d->gone = true', '4 0 d->gone is false', '5 1 table = NULL', '6 1 dev_put(d)'],
        answer: 'impossible 4 d->gone is false (c)',
      },
    ));
});

describe('numbers of CPUs', () => {
  const inFront = ['#0: i = list->head', '#1: list->head = NULL', '#1: put_item(i)', '#0: touch(i)'];

  test('in front of each line', () =>
    drawing(readerAndWriter, inFront.join('\n'), {
      columns: ['#0 = reader', '#1 = writer'],
      events: ['1 0 i = list->head', '2 1 list->head = NULL', '3 1 put_item(i)', '4 0 touch(i)'],
      answer: 'possible (before)',
    }));

  test('above what each does', () =>
    drawing(readerAndWriter, '#0:\n  i = list->head\n#1:\n  list->head = NULL\n  put_item(i)\n#0:\n  touch(i)\n', {
      columns: ['#0 = reader', '#1 = writer'],
      events: ['2 0 i = list->head', '4 1 list->head = NULL', '5 1 put_item(i)', '7 0 touch(i)'],
      answer: 'possible (before)',
    }));

  test.each(['#0                    #1', '#0:                   #1:'])('above columns: %s', (header) =>
    drawing(readerAndWriter, `${header}\ni = list->head\n                      list->head = NULL\n                      put_item(i)\ntouch(i)\n`, {
      columns: header.split(/\s+/u).map((name, column) => `${name} = ${['reader', 'writer'][column]}`),
      events: ['2 0 i = list->head', '3 1 list->head = NULL', '4 1 put_item(i)', '5 0 touch(i)'],
      answer: 'possible (before)',
    }),
  );

  test('that count the events are none', () =>
    drawing(readerAndWriter, '#1: load\n#2: use\n', { columns: [' = reader'], events: ['1 0 load', '2 0 use'], answer: 'possible (before)' }));
});

describe('a list in which everybody stands once', () => {
  test('of actors', () =>
    drawing(migration, '1. user: t = tlb\n2. zapper: page->freed = true\n3. migrate: tlb = none\n', {
      columns: ['user = user', 'zapper = zapper', 'migrate = migrate'],
      events: ['1 0 t = tlb', '2 1 page->freed = true', '3 2 tlb = none'],
      answer: 'possible (before)',
    }));

  test('of labels, in the order of one actor', () =>
    drawing(readerAndWriter, '1. load: i = list->head\n2. use: touch(i)\n', {
      columns: [' = reader'],
      events: ['1 0 i = list->head', '2 1 touch(i)'],
      answer: 'possible (before)',
    }));
});

test('that another drawing follows is said', async () => {
  const { model } = analysed(readerAndWriter);
  const text = 'CPU0      CPU1\nload\n          free\nuse\n\nWith the patch:\n\nCPU0      CPU1\nload\nuse\n          free\n';
  const { answer } = await readAndAsk(model, readDrawing(text));
  expect([answer.answer, answer.reason]).toEqual(['possible', 'the diagram whose heading stands in line 8 was not asked about']);
});
