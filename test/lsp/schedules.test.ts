import { describe, expect, test } from 'vitest';
import { firstThatTells } from '../random/caught.ts';
import { withFault } from '../random/mutant.ts';
import type { Fault } from '../random/mutant.ts';
import { scheduleFaults } from './schedule_faults.ts';
import { brokenSchedule } from './schedules.ts';

/*
 * Law: what is shown is true, or says that it is not about what stands there.
 */

const parts = Array.from({ length: 6 }, (_, part) => part);
const schedules = 5;

test.each(parts)('of random schedules nothing that is shown is false (%i)', async (part) => {
  for (let seed = part * schedules; seed < (part + 1) * schedules; seed++) expect(await brokenSchedule(seed, 40)).toBeNull();
});

describe('the law tells of', () => {
  const rows = scheduleFaults.map((fault): [string, Fault] => [fault.name, fault]);
  test.each(rows)('%s', async (_, fault) => {
    const mutant = await withFault<{ readonly brokenSchedule: typeof brokenSchedule }>(fault, "export { brokenSchedule } from '../lsp/schedules.ts';");
    const number = await firstThatTells(`schedules: ${fault.name}`, 200, async (seed) => (await mutant.brokenSchedule(seed, 40)) !== null);
    expect(number).toBeGreaterThanOrEqual(0);
  });
});
