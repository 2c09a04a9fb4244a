import { expect, test } from 'vitest';
import { choicesFrom } from '../random/choices.ts';
import { engines, SpecError } from '../random/pipeline.ts';
import { specOf, tapeOf } from '../random/specs.ts';
import { orderLaws } from './order_law.ts';
import { independentPaths, independentSpec } from './order_snippets.ts';

interface Sum {
  readonly wrong: readonly string[];
  readonly judged: number;
  readonly states: number;
  readonly kept: number;
  readonly reduced: number;
  readonly traces: number;
}

/** The laws over specs; what they were judged on. Specs with errors are left out. */
async function judge(count: number, textOf: (number: number) => string): Promise<Sum> {
  const sum = { wrong: [] as string[], judged: 0, states: 0, kept: 0, reduced: 0, traces: 0 };
  for (let number = 0; number < count; number++) {
    let built;
    try {
      built = engines(textOf(number));
    } catch (error) {
      if (error instanceof SpecError) continue;
      throw error;
    }
    const { differences, states, kept, reduced, violated } = await orderLaws(built, { statesMax: 2_000, graphMax: 200, aloneMax: 3 });
    sum.wrong.push(...differences.map((difference) => `spec ${number}: ${difference}`));
    if (kept === 0) continue;
    sum.judged++;
    sum.states += states;
    sum.kept += kept;
    sum.reduced += reduced;
    sum.traces += violated;
  }
  return sum;
}

test('the laws of partial order hold on random specs', async () => {
  const { wrong, judged, states, kept, reduced, traces } = await judge(150, (number) => specOf(20_000 + number));
  expect(wrong).toEqual([]);
  expect(judged).toBeGreaterThan(130);
  expect(reduced).toBeGreaterThan(300);
  expect(kept).toBeLessThan(states * 0.85);
  expect(traces).toBeGreaterThan(120);
});

test('and on random specs in which much is independent', async () => {
  const { wrong, judged, states, kept, reduced, traces } = await judge(300, (number) => independentSpec(choicesFrom(tapeOf(400_000 + number))));
  expect(wrong).toEqual([]);
  expect(judged).toBeGreaterThan(250);
  expect(reduced).toBeGreaterThan(600);
  expect(kept).toBeLessThan(states * 0.3);
  expect(traces).toBeGreaterThan(150);
});

test('and on such specs with properties over paths', async () => {
  const { wrong, judged, states, kept, reduced, traces } = await judge(200, (number) => independentPaths(choicesFrom(tapeOf(420_000 + number))));
  expect(wrong).toEqual([]);
  expect(judged).toBeGreaterThan(150);
  expect(reduced).toBeGreaterThan(300);
  expect(kept).toBeLessThan(states * 0.5);
  expect(traces).toBeGreaterThan(100);
});
