import { expect, test } from 'vitest';
import { readAndAsk, readDrawing } from '@mmspec/analysis';
import type { Answer } from '@mmspec/system';
import { analysed } from '../random/pipeline.ts';

/*
 * A drawing is asked about under the memory model that it says, or that its check has.
 */

const { model } = analysed(`module m
shared x: 0..1 = 0
shared y: 0..1 = 0
actor left { var r: 0..1 = 1  set: WRITE_ONCE(x, 1)  get: r = READ_ONCE(y) }
actor right { var r: 0..1 = 1  set: WRITE_ONCE(y, 1)  get: r = READ_ONCE(x) }
check buffers { memory tso }
check narrow { memory tso, window 1 }
check plain { }
`);

const drawing = `
CPU0 (left)                  CPU1 (right)
-----------                  ------------
WRITE_ONCE(x, 1)  // in the store buffer
r = READ_ONCE(y)  // r = 0
                             WRITE_ONCE(y, 1)
                             r = READ_ONCE(x)  // r = 0
WRITE_ONCE(x, 1)  // now visible
`;

async function asked(text: string, check: string | null = null): Promise<Answer> {
  return (await readAndAsk(model, readDrawing(text), { check, set: {} })).answer;
}

test.each([
  ['the model that it says', `memory tso, window 2\n${drawing}`, null, 'possible', 'tso'],
  ['another one', `memory weak\n${drawing}`, null, 'possible', 'weak'],
  ['that of its check', drawing, 'buffers', 'possible', 'tso'],
  ['that of the check below it', `${drawing}\nmmspec check m.mmspec --check buffers\n`, null, 'possible', 'tso'],
  ['a window of one', drawing, 'narrow', 'impossible', 'tso'],
  ['sc, which it says', `memory sc\n${drawing}`, null, 'impossible', 'sc'],
  ['sc, which its check has', drawing, 'plain', 'impossible', undefined],
] as const)('under %s', async (_, text, check, answer, memory) => {
  expect(await asked(text, check)).toMatchObject({ answer, under: memory === undefined ? {} : { memory } });
});

test('what a wider window may show is said', async () => {
  const { model: long } = analysed(`module m
shared x: 0..1[0..5] = 0
actor left { a0: x[0] = 1  a1: x[1] = 1  a2: x[2] = 1  a3: x[3] = 1  a4: x[4] = 1  a5: x[5] = 1 }
actor right { var r: 0..1 = 1  get: r = x[0] }
check c { memory weak, window 2 }
`);
  const text =
    'memory weak, window 2\n\nCPU0 (left)    CPU1 (right)\n-----------    ------------\nx[5] = 1\n               r = x[0]  // r = 0\nx[1] = 1\nx[0] = 1\n';
  const { answer } = await readAndAsk(long, readDrawing(text), { check: 'c', set: {} });
  expect(answer).toMatchObject({ answer: 'impossible', under: { window: 2 }, bounded: { window: 2, wider: true } });
});
