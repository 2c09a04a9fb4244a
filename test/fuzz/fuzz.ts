import { expect } from 'vitest';
import { randomFrom } from '../syntax/corpus.ts';
import { mutantOf, sources } from './mutants.ts';
import { pass } from './pipeline.ts';

/** What a run of the fuzz has seen. */
export interface Figures {
  readonly mutants: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** Diagnostics that came up. */
  readonly codes: number;
  /** Processor time of the slowest, in seconds. */
  readonly slowest: number;
}

/** Passes so many mutants; throws with the text of the first that does not pass. */
export async function fuzz(seed: number, count: number): Promise<Figures> {
  const random = randomFrom(seed);
  const outcomes: Record<string, number> = {};
  const codes = new Set<string>();
  let slowest = 0;
  for (let mutant = 0; mutant < count; mutant++) {
    const source = sources[mutant % sources.length];
    const passed = await pass(mutantOf(random, source?.text ?? ''));
    outcomes[passed.outcome] = (outcomes[passed.outcome] ?? 0) + 1;
    for (const code of passed.codes) codes.add(code);
    slowest = Math.max(slowest, passed.seconds);
  }
  return { mutants: count, outcomes, codes: codes.size, slowest };
}

/** Mutants of all sorts were among them. */
export function expectVariety({ mutants, outcomes, codes }: Figures): void {
  expect(outcomes.wrong ?? 0).toBeGreaterThan(mutants / 5);
  expect(outcomes.ran ?? 0).toBeGreaterThan(mutants / 10);
  expect(codes).toBeGreaterThan(30);
}
