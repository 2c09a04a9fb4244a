import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { explore as exploreHere } from '@mmspec/checker';
import type { SearchResult } from '@mmspec/checker';
import { firstThatTells } from '../random/caught.ts';
import { choicesFrom } from '../random/choices.ts';
import { builtWithFault, withFault } from '../random/mutant.ts';
import type { Fault } from '../random/mutant.ts';
import { analysed, enginesOf } from '../random/pipeline.ts';
import type * as Pipeline from '../random/pipeline.ts';
import { specOf, tapeOf } from '../random/specs.ts';
import { configurationFaults, threadFaults, wordFaults } from './faults.ts';
import type * as Law from './law.ts';
import { endThreads, threads, threadsFrom } from './threads.ts';

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

/** Many states that differ in their second word only. */
const wide = `module wide
shared far: 0..1000000000 = 0
shared x: 0..149 = 0
shared y: 0..149 = 0
actor a { loop { up: idle await x < 149  x += 1 } }
actor b { loop { up: idle await y < 149  y += 1 } }
actor c { far = 1000000000 }
check c { }
`;

/** Number of the spec on which a way to search gives itself away; -1 where none does. */
async function caughtBy(fault: Fault): Promise<number> {
  const { configurations, configurationDifferences, engines, enginesOf, analysed } = await withFault<Judged>(
    fault,
    `export { explore } from '@mmspec/checker'; export { configurations, configurationDifferences } from '../configurations/law.ts'; export { engines, enginesOf, analysed } from './pipeline.ts';`,
  );
  return firstThatTells(`configurations: ${fault.name}`, specsMax, async (number) => {
    const built = number % 32 === 7 ? enginesOf(analysed(large).model, { V: 2, F: 2, W: 1, BUG: false }) : engines(specOf(number));
    const options = { statesMax: 20_000, reduction: false, countSteps: number % 2 === 0 };
    const plain = await exploreHere(built.system, options);
    if (!plain.finished) return false;
    for (const configuration of configurations(threads)) {
      try {
        if ((await configurationDifferences(built, configuration, choicesFrom(tapeOf(number)), options, plain)).length > 0) return true;
      } catch {
        return true;
      }
    }
    return false;
  });
}

/** Whether two threads that run a program with the fault find less, more or other things than one thread does. */
async function isFoundInThreads(fault: Fault): Promise<boolean> {
  const { explore, engines, enginesOf, analysed, configurationDifferences } = await withFault<Judged>(
    fault,
    `export { explore } from '@mmspec/checker'; export { configurations, configurationDifferences } from '../configurations/law.ts'; export { engines, enginesOf, analysed } from './pipeline.ts';`,
  );
  const program = await builtWithFault(
    fault,
    `import { parentPort } from 'node:worker_threads'; import { searchTask } from '@mmspec/checker'; parentPort.on('message', (task) => parentPort.postMessage(searchTask(task)));`,
  );
  try {
    const workers = threadsFrom(program);
    const two = {
      name: 'two threads',
      samePaths: true,
      threads: 2,
      search: (system, options) => explore(system, { ...options, workers: workers(2), timeMax: 5 }),
    } satisfies Law.Configuration;
    // The second search is given the memory of the first.
    for (const built of [
      ...[1, 2, 3, 4].map((size) => enginesOf(analysed(large).model, { V: size === 3 ? 3 : 2, F: size === 3 ? 1 : 2, W: 1, BUG: false })),
      ...[0, 1, 2].map((number) => engines(specOf(number))),
    ]) {
      const options = { statesMax: 30_000, reduction: false, countSteps: true };
      const plain = await exploreHere(built.system, options);
      try {
        if ((await configurationDifferences(built, two, choicesFrom(tapeOf(0)), options, plain)).length > 0) return true;
      } catch {
        return true;
      }
    }
    return false;
  } finally {
    rmSync(dirname(program), { recursive: true });
  }
}

test('threads that run a program without a fault are found without one', async () => {
  expect(
    await isFoundInThreads({
      name: 'none',
      file: threadFaults[0]!.file,
      find: 'first + this.#states.used[chunk]!);',
      replace: 'first + this.#states.used[chunk]!);',
    }),
  ).toBe(false);
});

/** No fault, but what only tables of more than 2^25 places do. */
const withoutDistances: Fault = {
  name: 'none',
  file: 'packages/checker/src/store/table.ts',
  find: 'const indexBitsOfDistance = 25;',
  replace: 'const indexBitsOfDistance = 11;',
};

test('a table that keeps no distances, in one thread and in two, one search after the other in the same memory', async () => {
  expect(await isFoundInThreads(withoutDistances)).toBe(false);
  const { explore } = await withFault<Judged>(withoutDistances, `export { explore } from '@mmspec/checker';`);
  const { system } = enginesOf(analysed(large).model, { V: 2, F: 2, W: 1, BUG: false });
  expect((await explore(system, {})).states).toBe((await exploreHere(system)).states);
});

test.each(threadFaults.map((fault): [string, Fault] => [fault.name, fault]))('in threads: %s', async (_, fault) => {
  expect(await isFoundInThreads(fault)).toBe(true);
});

test.each(wordFaults.map((fault): [string, Fault] => [fault.name, fault]))('%s', async (_, fault) => {
  const { explore } = await withFault<Judged>(fault, `export { explore } from '@mmspec/checker';`);
  const { system } = enginesOf(analysed(wide).model, {});
  expect((await explore(system, {})).states).not.toBe((await exploreHere(system)).states);
});

test('there are at least 20 faults', () => {
  expect(configurationFaults.length).toBeGreaterThanOrEqual(20);
});

test.each(configurationFaults.map((fault): [string, Fault] => [fault.name, fault]))('%s', async (_, fault) => {
  expect(await caughtBy(fault)).toBeGreaterThanOrEqual(0);
});
