import { expect, test } from 'vitest';
import { engines } from '../random/pipeline.ts';
import { specOf } from '../random/specs.ts';
import { symmetryLaws } from './law.ts';

test('the laws of symmetry hold on random specs', async () => {
  const wrong: string[] = [];
  const sum = { families: 0, states: 0, kept: 0, traces: 0 };
  for (let number = 0; number < 300; number++) {
    const { differences, families, states, kept, violated } = await symmetryLaws(engines(specOf(number)), { comparedMax: 100, statesMax: 4_000 });
    wrong.push(...differences.map((difference) => `spec ${number}: ${difference}`));
    if (kept === 0) continue;
    sum.families += families;
    sum.states += states;
    sum.kept += kept;
    sum.traces += violated;
  }
  expect(wrong).toEqual([]);
  // What the laws were judged on.
  expect(sum.families).toBeGreaterThan(80);
  expect(sum.kept).toBeLessThan(sum.states * 0.7);
  expect(sum.traces).toBeGreaterThan(80);
}, 60_000);
