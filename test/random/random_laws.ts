import { expect } from 'vitest';
import { checkLaws } from './law.ts';
import { engines } from './pipeline.ts';
import { specOf } from './specs.ts';

/*
 * The laws over a range of random specs, with counts of what they were.
 */

/** Runs the laws over the specs with numbers from `from` to `to - 1`, and asserts what they were made of. */
export async function checkRandomSpecs(from: number, to: number): Promise<void> {
  let sized = 0;
  let violated = 0;
  /** How many specs violate what. */
  const by = { deadlock: 0, get_at_zero: 0, null_reference: 0, live: 0 };
  let finished = 0;
  let states = 0;
  let compared = 0;
  const failures: string[] = [];
  for (let number = from; number < to && failures.length < 5; number++) {
    const text = specOf(number);
    try {
      const finding = await checkLaws(engines(text), {
        comparedMax: number % 4 === 0 ? 250 : 100,
        statesMax: 20_001,
        countedMax: number % 10 === 0 ? 2_000 : 0,
        readsMax: number % 5 === 0 ? 200 : 0,
      });
      if (finding.differences.length > 0) failures.push(`spec ${number}:\n${finding.differences.join('\n')}\n${text}`);
      if (finding.finished && finding.states >= 30 && finding.states <= 20_000) sized++;
      if (finding.finished) finished++;
      if (finding.violated.length > 0) violated++;
      for (const name of ['deadlock', 'get_at_zero', 'null_reference'] as const) if (finding.violated.includes(name)) by[name]++;
      if (finding.violated.some((name) => name.endsWith('.live'))) by.live++;
      states += finding.states;
      compared += finding.compared;
    } catch (error) {
      failures.push(`spec ${number}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${text}`);
    }
  }
  expect(failures.join('\n\n')).toBe('');
  const count = to - from;
  console.log(
    `specs ${from} to ${to - 1}: ${sized} with 30 to 20,000 states, ${violated} with a violation, ${by.deadlock} with a deadlock, ${by.get_at_zero} that get at zero, ${by.null_reference} with a null reference, ${by.live} that touch what is dead, ${finished} explored to the end; ${states} states, ${compared} compared`,
  );
  expect(sized).toBeGreaterThanOrEqual(count / 2);
  expect(violated).toBeGreaterThanOrEqual(count / 5);
  expect(by.deadlock).toBeGreaterThanOrEqual(count / 10);
  for (const [name, met] of Object.entries(by)) expect(met, name).toBeGreaterThanOrEqual(count / 50);
}
