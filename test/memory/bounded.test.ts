import { runAll } from '@mmspec/analysis';
import { renderCheck } from '@mmspec/report';
import type { CheckResult } from '@mmspec/system';
import { expect, test } from 'vitest';
import { analysed, errorsOf } from '../random/pipeline.ts';

/*
 * What a verdict under tso or weak says of what was left out: a wider window is offered where it shows more, and only there.
 */

async function found(actors: string, check = 'check c of small { memory weak }'): Promise<CheckResult> {
  const { model, diagnostics } = analysed(`module m
shared x: 0..3[0..4] = 0
shared y: 0..3 = 0
${actors}
actor reader { var v: 0..3 = 0  l: v = x[0] }
invariant small: reader.v <= 3
${check}
`);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  const { results } = await runAll(model);
  return results[0]!;
}

test('a full window: a wider one goes further', async () => {
  const result = await found('actor a { x[0] = 1  x[1] = 1  x[2] = 1  x[3] = 1  x[4] = 1 }');
  expect(result).toMatchObject({ window: 4, bounded: { window: 4, wider: true, where: 'the window of a was full at spec.mmspec:4' } });
  expect(renderCheck(result).replaceAll(/\s+/gu, ' ')).toContain('--window 5 goes further');
});

test.each([
  ['the branches of an either', 2, 'actor a { x[0] = 1  either { y = 1 } or { y = 2 }  x[1] = 1 }', /^a begins a branch of the either at spec.mmspec:4 when/u],
  [
    'a step that may leave',
    3,
    'actor a { y = 1  atomic { if x[0] == 1 { goto out } }  x[1] = 1  out: x[2] = 1 }',
    /^a does nothing early behind the step at spec.mmspec:4, which may leave/u,
  ],
])('%s: no wider window is offered, and none is tried once none was full', async (_, window, actors, where) => {
  const result = await found(actors);
  expect(result).toMatchObject({ window, bounded: { window, wider: false } });
  expect((result.bounded as { where: string }).where).toMatch(where);
  expect(renderCheck(result).replaceAll(/\s+/gu, ' ')).toContain('no wider window shows more');
  expect(renderCheck(result).replaceAll(/\s+/gu, ' ')).not.toContain('--window');
});

test('actors on one CPU: no wider window is offered', async () => {
  const result = await found('actor a[2] on cpu[0] { x[index(self)] = 1  y = 1  x[2] = 1 }');
  expect(result).toMatchObject({ window: 2, bounded: { wider: false } });
});
