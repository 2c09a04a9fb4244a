import { expect, test } from 'vitest';
import { choicesFrom } from '../random/choices.ts';
import { engines, SpecError } from '../random/pipeline.ts';
import { specOf, tapeOf } from '../random/specs.ts';
import { deadLaws } from './dead_law.ts';
import { localSpec } from './local_specs.ts';
import { memberSpec } from './snippets.ts';

interface Sum {
  readonly wrong: string[];
  judged: number;
  slots: number;
  states: number;
  kept: number;
  traces: number;
  lassos: number;
}

/** The laws over specs; what they were judged on. Specs with errors are left out. */
async function judge(count: number, textOf: (number: number) => string): Promise<Sum> {
  const sum: Sum = { wrong: [], judged: 0, slots: 0, states: 0, kept: 0, traces: 0, lassos: 0 };
  for (let number = 0; number < count; number++) {
    let built;
    try {
      built = engines(textOf(number));
    } catch (error) {
      if (error instanceof SpecError || (error instanceof Error && /MM0\d\d\d/u.test(error.message))) continue;
      throw error;
    }
    const { differences, slots, states, kept, violated, lassos } = await deadLaws(built, { statesMax: 2_000 });
    sum.wrong.push(...differences.map((difference) => `spec ${number}: ${difference}`));
    if (kept === 0) continue;
    sum.judged++;
    sum.slots += slots;
    sum.states += states;
    sum.kept += kept;
    sum.traces += violated;
    sum.lassos += lassos;
  }
  return sum;
}

test('the laws of dead values hold on random specs', async () => {
  const { wrong, judged, slots, states, kept, traces } = await judge(250, specOf);
  expect(wrong).toEqual([]);
  expect(judged).toBeGreaterThan(230);
  expect(slots).toBeGreaterThan(150);
  expect(kept).toBeLessThan(states * 0.96);
  expect(traces).toBeGreaterThan(250);
});

test('and on random specs about locals', async () => {
  const { wrong, judged, slots, states, kept, traces, lassos } = await judge(120, (number) => localSpec(choicesFrom(tapeOf(300_000 + number))));
  expect(wrong).toEqual([]);
  expect(judged).toBeGreaterThan(80);
  expect(slots).toBeGreaterThan(380);
  expect(kept).toBeLessThan(states * 0.45);
  expect(traces).toBeGreaterThan(90);
  expect(lassos).toBeGreaterThan(20);
});

test('and on random specs about members', async () => {
  const { wrong, judged, slots, states, kept, traces } = await judge(100, (number) => memberSpec(choicesFrom(tapeOf(200_000 + number))));
  expect(wrong).toEqual([]);
  expect(judged).toBeGreaterThan(60);
  expect(slots).toBeGreaterThan(120);
  expect(kept).toBeLessThan(states * 0.7);
  expect(traces).toBeGreaterThan(50);
});
