import { afterAll, expect, test } from 'vitest';
import { configurations } from '../configurations/law.ts';
import { endThreads, threads } from '../configurations/threads.ts';
import { noCounts, wrongPaths } from './interpreted.ts';

/*
 * Law: on random specs with properties about paths, under fairness of actors, labels and instances of actions, the checker
 * says of the compiled spec what the textbook says of the interpreted one: with and without each reduction, over values and packed
 * states, with threads, files, checkpoints, limits and cancellations, also while paths are judged.
 */

afterAll(endThreads);

const ways = configurations(threads);

test.each([410_000, 410_500, 411_000, 411_500])(
  '500 random specs from number %i on',
  async (first) => {
    const counts = noCounts();
    const failures: string[] = [];
    for (let number = first; number < first + 500 && failures.length < 3; number++) {
      const wrong = await wrongPaths(number, 40, counts, ways);
      if (wrong !== null) failures.push(wrong);
    }
    expect(failures).toEqual([]);
    expect(Math.min(counts.violated, counts.holds)).toBeGreaterThan(60);
    expect(counts.instances).toBeGreaterThan(8);
    expect(counts.exceptions).toBeGreaterThan(8);
    for (const { name } of ways) expect(counts.searches.get(name), name).toBeGreaterThan(15);
    expect(counts.ordered).toBeGreaterThan(20);
    expect(counts.cancelled).toBeGreaterThan(20);
    expect(counts.unfinished).toBeGreaterThan(0);
  },
  120_000,
);
