import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { debugTexts, disk } from '@mmspec/language-server';
import { analyse, type Model, plan } from '@mmspec/semantics';
import { describe, expect, test } from 'vitest';
import { root } from '../syntax/corpus.ts';
import { debugged, response } from './debugged.ts';

/*
 * The interpreter can take every step of what was found: a race of each spec of the repository, and all of their scenarios.
 */

const texts = debugTexts(disk, [], []);

function modelOf(program: string): Model {
  const file = texts.read(program);
  if (file === null) throw new Error(`no file ${program}`);
  return analyse(file, texts.resolverOf(program)).model;
}

describe.each(['specs', 'examples'])('%s', (folder) => {
  const programs = readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.mmspec'))
    .sort();
  test.each(programs)('%s', async (name) => {
    const program = join(root, folder, name);
    const model = modelOf(program);
    const launched = async (given: object): Promise<unknown> => response(await debugged({}, texts).ask('launch', { program, ...given }));
    for (const { name: check, expectation } of plan(model).checks) {
      const [item] = expectation?.items ?? [];
      if (item === undefined || /[ .]/u.test(item.property)) continue;
      expect(await launched({ check, property: item.property }), check).toMatchObject({ success: true });
      break;
    }
    for (const {
      name: { text: scenario },
      expected,
    } of model.scenarios) {
      const answer = expected === 'impossible' ? { success: false, message: expect.stringContaining('This interleaving is impossible: ') } : { success: true };
      expect(await launched({ scenario }), scenario).toMatchObject(answer);
    }
  });
});
