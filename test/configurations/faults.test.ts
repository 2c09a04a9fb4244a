import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import type { SearchResult } from '@mmspec/checker';
import { choicesFrom } from '../random/choices.ts';
import { withFault } from '../random/mutant.ts';
import type { Fault } from '../random/mutant.ts';
import type * as Pipeline from '../random/pipeline.ts';
import { specOf, tapeOf } from '../random/specs.ts';
import { configurationFaults } from './faults.ts';
import type * as Law from './law.ts';
import { endThreads, threads } from './threads.ts';

afterAll(endThreads);

interface Judged {
  readonly explore: (system: Pipeline.Engines['system'], options: object) => Promise<SearchResult>;
  readonly configurations: typeof Law.configurations;
  readonly configurationDifferences: typeof Law.configurationDifferences;
  readonly engines: typeof Pipeline.engines;
  readonly enginesOf: typeof Pipeline.enginesOf;
  readonly analysed: typeof Pipeline.analysed;
}

const specsMax = 80;

/** Levels with many states, for faults in the middle of one. */
const large = readFileSync(new URL('../bench/gmem/gmem.mmspec', import.meta.url), 'utf8');

/** Number of the spec on which a way to search gives itself away; -1 where none does. */
async function caughtBy(fault: Fault): Promise<number> {
  const { explore, configurations, configurationDifferences, engines, enginesOf, analysed } = await withFault<Judged>(
    fault,
    `export { explore } from '@mmspec/checker'; export { configurations, configurationDifferences } from '../configurations/law.ts'; export { engines, enginesOf, analysed } from './pipeline.ts';`,
  );
  for (let number = 0; number < specsMax; number++) {
    const built = number % 32 === 7 ? enginesOf(analysed(large).model, { V: 2, F: 2, W: 1, BUG: false }) : engines(specOf(number));
    const options = { statesMax: 20_000, reduction: false };
    const plain = await explore(built.system, options);
    if (!plain.finished) continue;
    for (const configuration of configurations(threads)) {
      try {
        if ((await configurationDifferences(built, configuration, choicesFrom(tapeOf(number)), options, plain)).length > 0) return number;
      } catch {
        return number;
      }
    }
  }
  return -1;
}

test('there are at least 20 faults', () => {
  expect(configurationFaults.length).toBeGreaterThanOrEqual(20);
});

test.each(configurationFaults.map((fault): [string, Fault] => [fault.name, fault]))('%s', async (_, fault) => {
  expect(await caughtBy(fault)).toBeGreaterThanOrEqual(0);
}, 60_000);
