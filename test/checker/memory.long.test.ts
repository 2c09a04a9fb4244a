import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mostOf, starves, takenBy } from './memory_phases.ts';
import type { Phase } from './memory_phases.ts';

/*
 * A limit of memory holds in every phase of a search, as the operating system sees it: what a whole process takes at its peak, less what
 * the same process takes that finds few states, is no more than a tenth above the limit, and what is not decided is unfinished. What takes longer.
 */

const phases: readonly Phase[] = [
  { name: 'in some orders of steps', model: 'phil', settings: 'N = 12', options: ['--reduce', 'order'], limit: 32 },
  { name: 'two threads', model: 'phil', settings: 'N = 12', options: ['--workers', '2'], limit: 192 },
  // That it is none of two steps is known whatever memory there is.
  { name: 'a shortest lasso', model: 'phil', settings: 'N = 9', line: starves, expected: 'violates eats within 2', limit: 96, code: 1 },
];

let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'mmspec-memory-'))));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(phases.map((phase): [string, Phase] => [phase.name, phase]))(
  '%s',
  async (_, phase) => {
    const { megabytes, code, output } = await takenBy(phase, folder);
    expect(code, output).toBe(phase.code ?? 3);
    expect(megabytes).toBeLessThan(mostOf(phase));
  },
  120_000,
);
