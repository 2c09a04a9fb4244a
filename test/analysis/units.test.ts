import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runAll, unitRunner } from '@mmspec/analysis';
import type { CheckHelpers, Run } from '@mmspec/analysis';
import type { Model } from '@mmspec/semantics';
import { choicesFrom } from '../random/choices.ts';
import { analysed } from '../random/pipeline.ts';
import { tapeOf } from '../random/specs.ts';

/*
 * The checks of a spec are run in units, by who takes one first: all that is said is what one alone would have said.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const textOf = (path: string): string => readFileSync(`${root}${path}`, 'utf8');
const statesMax = 4_000;

/** Someone who has read the spec for himself, and takes some units; of some of these he does not come back with an answer. */
function helping(
  model: Model,
  isOwn: (unit: number) => boolean,
  isBroken: () => boolean,
): { readonly helpers: CheckHelpers; readonly shared: { own: number; others: number; broken: number } } {
  const shared = { own: 0, others: 0, broken: 0 };
  const runner = unitRunner(model, { statesMax });
  const helpers: CheckHelpers = {
    begin: (units) => expect(units).toBe(runner.units),
    claim: (unit) => {
      const claimed = isOwn(unit);
      if (claimed) shared.own++;
      return claimed;
    },
    found: async (unit) => {
      if (isBroken()) {
        shared.broken++;
        return null;
      }
      shared.others++;
      return structuredClone(await runner.run(unit));
    },
    left: () => Promise.reject(new Error('nobody was interrupted')),
  };
  return { helpers, shared };
}

/** Without what differs from run to run. */
const said = ({ results, scenarios, diagnostics, isWhole }: Run): unknown =>
  JSON.parse(JSON.stringify({ results, scenarios, diagnostics, isWhole }, (key, value: unknown) => (key === 'seconds' || key === 'memoryBytes' ? 0 : value)));

async function expectSame(
  path: string,
  text: string,
  isOwn: (unit: number) => boolean,
  isBroken = (): boolean => false,
): Promise<ReturnType<typeof helping>['shared']> {
  const { helpers, shared } = helping(analysed(text, undefined, path).model, isOwn, isBroken);
  const { model } = analysed(text, undefined, path);
  const told: string[] = [];
  const together = await runAll(model, {
    statesMax,
    helpers,
    onResult: ({ name }) => told.push(name),
    onFound: ({ result, properties }) => {
      if (result.states > 0) expect(properties).not.toBeNull();
      told.push(result.name);
    },
  });
  expect(said(together), path).toEqual(said(await runAll(model, { statesMax })));
  expect(told).toEqual(together.results.map(({ name }) => name));
  return shared;
}

test('on the known bugs', async () => {
  const all = { own: 0, others: 0, broken: 0 };
  const choices = choicesFrom(tapeOf(1));
  for (const [index, name] of readdirSync(`${root}specs/bugs`).sort().entries()) {
    if (index % 4 !== 0) continue;
    const shared = await expectSame(
      `specs/bugs/${name}`,
      textOf(`specs/bugs/${name}`),
      () => choices.below(3) === 0,
      () => choices.below(5) === 0,
    );
    for (const who of ['own', 'others', 'broken'] as const) all[who] += shared[who];
  }
  expect(Math.min(all.own, all.others, all.broken)).toBeGreaterThan(2);
});

const mixed = `module m
import kernel.mutex
import kernel.spinlock
shared spin: Spinlock
shared mutex: Mutex
variant early: bool = false
variant how: one | two = one
const N: 1..3 = 1
shared n: 0..9 = 0
shared done_by: 0..3 = 0
actor a[N] { set: n = 1  leave: done_by += 1  if early { never: n = 3 } }
actor b { late: if early { n = 5 } else { n = 6 } }
actor c {
  look: if n == 5 { hit: done_by = 3 }
  spin: if early { spin_lock(spin)  take: mutex_lock(mutex)  give: mutex_unlock(mutex)  free: spin_unlock(spin) }
}
invariant p: n != 5
invariant q: n == 3 implies early
invariant r: n == 8 implies done_by == 2
reachable met: done_by == 1
temporal ends: eventually done_by >= 1 under fair
check first { } expect holds
check again { how = one } expect holds
check cells for early in {false, true}, how in {one, two}
check any for N in 1.. { } expect holds
check some for N in 1..3, early in {false, true}
check small { N = 2 } expect violates p
scenario s { b.late ; a[0].set } is possible
`;

const units = [0, 1, 2, 3, 4, 5];

test.each([...units.map((unit) => [unit, 'own'] as const), ...units.map((unit) => [unit, "somebody else's"] as const)])(
  'with checks that share searches, open ones and notes: only unit %d is %s',
  async (only, whose) => {
    const shared = await expectSame('m.mmspec', mixed, (unit) => (unit === only) === (whose === 'own'));
    expect(shared).toEqual({ own: whose === 'own' ? 1 : 5, others: whose === 'own' ? 5 : 1, broken: 0 });
  },
);

test('of a design with open checks', async () => {
  await expectSame('specs/vma_lock.mmspec', textOf('specs/vma_lock.mmspec'), (unit) => unit % 2 === 0);
});

test('checks that share a search are in one unit, and units are in the order of the text', async () => {
  const { model } = analysed(mixed);
  const runner = unitRunner(model, {});
  const names = await Promise.all([...Array(runner.units).keys()].map(async (unit) => (await runner.run(unit)).map(({ result }) => result.name)));
  expect(names.map((unit) => unit.join(' '))).toMatchInlineSnapshot(`
    [
      "first again cells[early=false,how=one] any[N=1..] some[N=1,early=false] some[N=2,early=false] some[N=3,early=false] small",
      "cells[early=false,how=two]",
      "cells[early=true,how=one] some[N=1,early=true]",
      "cells[early=true,how=two]",
      "some[N=2,early=true]",
      "some[N=3,early=true]",
    ]
  `);
});
