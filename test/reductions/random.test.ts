import { expect, test } from 'vitest';
import { choicesFrom } from '../random/choices.ts';
import { withFault } from '../random/mutant.ts';
import { engines, SpecError } from '../random/pipeline.ts';
import type * as Pipeline from '../random/pipeline.ts';
import { specOf, tapeOf } from '../random/specs.ts';
import { symmetryLaws } from './law.ts';
import type * as Law from './law.ts';
import { memberSpec } from './snippets.ts';

interface Sum {
  readonly wrong: readonly string[];
  readonly families: number;
  readonly states: number;
  readonly kept: number;
  readonly traces: number;
}

/** The laws over specs; what they were judged on. Specs with errors are left out. */
async function judge(count: number, textOf: (number: number) => string, judged = { symmetryLaws, engines }): Promise<Sum> {
  const sum = { wrong: [] as string[], families: 0, states: 0, kept: 0, traces: 0 };
  for (let number = 0; number < count; number++) {
    let built;
    try {
      built = judged.engines(textOf(number));
    } catch (error) {
      if (error instanceof SpecError || (error instanceof Error && /MM0\d\d\d/u.test(error.message))) continue;
      throw error;
    }
    const { differences, families, states, kept, violated } = await judged.symmetryLaws(built, { comparedMax: 100, statesMax: 3_000 });
    sum.wrong.push(...differences.map((difference) => `spec ${number}: ${difference}`));
    if (kept === 0) continue;
    sum.families += families;
    sum.states += states;
    sum.kept += kept;
    sum.traces += violated;
  }
  return sum;
}

test('the laws of symmetry hold on random specs', async () => {
  const { wrong, families, states, kept, traces } = await judge(300, specOf);
  expect(wrong).toEqual([]);
  expect(families).toBeGreaterThan(80);
  expect(kept).toBeLessThan(states * 0.7);
  expect(traces).toBeGreaterThan(80);
});

const members = (number: number): string => memberSpec(choicesFrom(tapeOf(200_000 + number)));

test('and on random specs about members', async () => {
  const { wrong, families, states, kept, traces } = await judge(300, members);
  expect(wrong).toEqual([]);
  expect(families).toBeGreaterThan(250);
  expect(kept).toBeLessThan(states * 0.5);
  expect(traces).toBeGreaterThan(120);
});

test('and where representatives are not unique, since few orders are tried', async () => {
  const few = await withFault<{ symmetryLaws: typeof Law.symmetryLaws; engines: typeof Pipeline.engines }>(
    { name: 'few', file: 'packages/checker/src/reductions/symmetry/canonical.ts', find: 'ordersMax = 720', replace: 'ordersMax = 1' },
    `export { symmetryLaws } from '../reductions/law.ts'; export { engines } from './pipeline.ts';`,
  );
  const [all, some] = [await judge(120, members), await judge(120, members, few)];
  expect(some.wrong).toEqual([]);
  expect(some.kept).toBeGreaterThan(all.kept);
  expect(some.kept).toBeLessThan(some.states);
});
