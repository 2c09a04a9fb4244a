import { plan, withStandIns } from '@mmspec/semantics';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { explore } from '@mmspec/checker';
import { choicesFrom } from '../random/choices.ts';
import { analysed, enginesOf } from '../random/pipeline.ts';
import { tapeOf } from '../random/specs.ts';
import { configurationDifferences, configurations } from './law.ts';
import { endThreads, threads } from './threads.ts';

afterAll(endThreads);

const root = fileURLToPath(new URL('../../', import.meta.url));
const specs = readdirSync(`${root}specs`).filter((name) => name.endsWith('.mmspec'));

/** States of a setting at most. */
const statesMax = 16_000;

/** What is judged on the whole graph is searched in memory, by one thread. */
const isAboutGraph = (kind: string): boolean => kind === 'temporal' || kind === 'possible';

describe('every way to search finds the same on every spec at its smallest size', () => {
  test.each(specs)(
    '%s',
    async (name) => {
      const { model } = analysed(readFileSync(`${root}specs/${name}`, 'utf8'));
      for (const { settings } of withStandIns(model, plan(model).checks)) {
        const built = enginesOf(model, settings);
        const properties = [...built.system.properties.keys()].filter((index) => !isAboutGraph(built.system.properties[index]!.kind));
        const options = { statesMax, reduction: false, properties, countSteps: true };
        const plain = await explore(built.system, options);
        if (!plain.finished) continue;
        for (const configuration of configurations(threads)) {
          expect(await configurationDifferences(built, configuration, choicesFrom(tapeOf(plain.states)), options, plain), configuration.name).toEqual([]);
        }
        return;
      }
      expect.fail(`every setting has more than ${statesMax} states`);
    },
    60_000,
  );
});

describe('a search that records its graph can be interrupted, too', () => {
  const interrupted = configurations(threads).filter(({ name }) => /^(interrupted|limited)/u.test(name));

  test.each(specs)(
    '%s',
    async (name) => {
      const { model } = analysed(readFileSync(`${root}specs/${name}`, 'utf8'));
      for (const { settings } of withStandIns(model, plan(model).checks)) {
        const built = enginesOf(model, settings);
        const options = { statesMax, reduction: false };
        const plain = await explore(built.system, options);
        if (!plain.finished) continue;
        for (const configuration of interrupted) {
          expect(await configurationDifferences(built, configuration, choicesFrom(tapeOf(plain.states)), options, plain), configuration.name).toEqual([]);
        }
        return;
      }
    },
    60_000,
  );
});
