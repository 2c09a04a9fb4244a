import { expect, test } from 'vitest';
import { runAll } from '@mmspec/analysis';
import { analysed } from '../random/pipeline.ts';

/* Checks of a spec in some orders of steps: where they are not used, and what is told about the spec. */

const spec = `module m
shared a: 0..1 = 0
shared own: bool[actor] = false
actor p { one: own[self] = true  two: skip  three: a = 1 }
actor q { one: own[self] = true  two: skip  three: idle await a == 2 }
invariant never: a == 0
temporal end: eventually p at done under fair
`;

async function run(checks: string): Promise<readonly unknown[]> {
  const { model } = analysed(`${spec}${checks}`);
  const { results, diagnostics } = await runAll(model, { order: true });
  const plain = await runAll(model);
  expect(diagnostics).toEqual(plain.diagnostics);
  expect(results.map(({ met, verdict, property }) => [met, verdict, property])).toEqual(
    plain.results.map(({ met, verdict, property }) => [met, verdict, property]),
  );
  return results.map(({ states, reduction }) => [states, reduction.partialOrder, reduction.orderUnused]);
}

test('a check of properties over states', async () => expect(await run('check c of never { } expect violates never')).toEqual([[6, true, '']]));

test('a check that says how soon', async () =>
  expect(await run('check c of never { } expect violates never within 3')).toEqual([[12, false, 'the shortest race is asked for']]));

test('checks that share a search with one that says how soon', async () =>
  expect(await run('check b of never { } expect violates never\ncheck c of never { } expect violates never within 3')).toEqual([
    [12, false, 'the shortest race is asked for'],
    [12, false, 'the shortest race is asked for'],
  ]));

test('a check of a property over paths', async () =>
  expect(await run('check c { } expect violates never')).toEqual([[12, false, 'end is about paths under fairness']]));

const free = 'temporal free: eventually p at done\n';

test('a check of a property over paths without fairness', async () =>
  expect(await run(`${free}check c of free { } expect violates free`)).toEqual([[6, true, '']]));

test('a check of a property over paths under more than its own', async () =>
  expect(await run(`${free}check c of free { } expect violates free under fair q`)).toEqual([[12, false, 'free is about paths under fairness']]));
