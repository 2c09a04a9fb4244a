import { readAndAsk, readDrawing } from '@mmspec/analysis';
import { describe, expect, test } from 'vitest';
import { analysed } from '../random/pipeline.ts';
import { drawing } from './drawn.ts';
import { possible, useAfterFree } from './expected.ts';
import { device, readerAndWriter } from './specs.ts';

/* Lines that say what comes of it all: they are no steps. */

const race = (last: string): string => `
CPU0                      CPU1
i = list->head
                          list->head = NULL
                          put_item(i)
touch(i)
${last}
`;
const steps = ['2 0 i = list->head', '3 1 list->head = NULL', '4 1 put_item(i)', '5 0 touch(i)'];

describe('a last line that says what comes of it', () => {
  test.each([
    'use after free!',
    'BUG: use-after-free',
    'BOOM',
    'UAF',
    'Oops',
    'WARN_ON()',
    'KASAN: use-after-free',
    'NULL pointer dereference',
    'and we have a use after free',
    'item is freed while in use',
    'refcount underflow',
    'memory leak',
    'i is stale',
    'kernel panic',
    'the item is gone!',
  ])('%s', (last) => drawing(readerAndWriter, race(last), { columns: useAfterFree, events: [...steps, `6 0 ${last}`], answer: possible }));

  test.each(['-> page freed while mapped', '=> UAF', '==> crash', '// use after free'])('behind an arrow: %s', (last) =>
    drawing(readerAndWriter, race(last), { columns: useAfterFree, events: steps, answer: possible }),
  );

  test.each(['queue some work', 'flush the stale entry', 'touch(i) is a use after free'])('%s: somebody does something', (last) =>
    drawing(readerAndWriter, race(`                          ${last}`), {
      columns: useAfterFree,
      events: [...steps, `6 1 ${last}`],
      answer: 'possible 4/5 (before)',
    }),
  );

  test('in the column of another one than the line that fails', () =>
    drawing(readerAndWriter, race('                          use after free!'), {
      columns: useAfterFree,
      events: [...steps, '6 1 use after free!'],
      answer: possible,
    }));

  test('a label of the spec is a step', () =>
    drawing(
      device.replace('hide:  entry', 'crash: entry'),
      `
opener                remover
take
find
                      crash
`,
      { columns: [' = opener', ' = remover'], events: ['1 0 opener', '1 1 remover', '2 0 take', '3 0 find', '4 1 crash'], answer: 'possible (question)' },
    ));
});

describe('that something goes wrong', () => {
  const asked = async (text: string, check: string): Promise<readonly [string, readonly string[], string]> => {
    const { model } = analysed(readerAndWriter);
    const { answer } = await readAndAsk(model, readDrawing(text), { check, set: {} });
    return [answer.answer, answer.violations.map(({ property }) => property), answer.reason];
  };

  test('is so in the run that is found, where one is', async () =>
    expect(await asked(race('use after free!'), 'before')).toEqual(['possible', ['Item.live'], '']));

  test('is asked for in other settings, where the first ones have no such run', async () => {
    const { model } = analysed(
      readerAndWriter.replace('variant waits: bool = false', 'variant waits: bool = true').replace('check before { }', 'check before { waits = false }'),
    );
    const { answer, tried } = await readAndAsk(model, readDrawing('CPU0             CPU1\nload\n                 unlink\nuse   <-- UAF\n'));
    expect([answer.under.check, answer.answer, answer.reason, tried.length]).toEqual(['before', 'possible', '', 2]);
  });

  test('and is in no run is said', async () => {
    const text = 'CPU0             CPU1\nload\n                 unlink\nuse   <-- UAF\n';
    expect(await asked(text, 'after')).toEqual([
      'possible',
      [],
      'no run of these lines was found that violates a property, as it says that something goes wrong',
    ]);
  });
});

describe('a call of several steps that is the last line of its column', () => {
  const lines = (last: string): string => `CPU0             CPU1\nload\n                 unlink\n                 ${last}\nuse\n`;
  const asked = async (text: string, check: string): Promise<readonly [string, string]> => {
    const { model } = analysed(readerAndWriter);
    const { answer } = await readAndAsk(model, readDrawing(text), { check, set: {} });
    return [answer.answer, answer.reason];
  };

  test('is over in the run, where one can be', async () => expect(await asked(lines('put_item(i)'), 'before')).toEqual(['possible', '']));

  test('and is over in none is said', async () => {
    expect(await asked(lines('put_item(i)'), 'after')).toEqual(['possible', 'the call in line 4 is over in no run of these lines that was found']);
    expect(await asked(lines('put_item(i) starts'), 'after')).toEqual(['possible', '']);
  });

  test('frees what the spec says with a field', async () => {
    expect(await asked(lines('kfree(i)'), 'before')).toEqual(['possible', '']);
    expect((await asked(lines('kfree(i)'), 'after'))[0]).toBe('impossible');
  });
});
