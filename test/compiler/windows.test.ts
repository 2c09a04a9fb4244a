import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompileError } from '@mmspec/analysis';
import { plan } from '@mmspec/semantics';
import { expect, test } from 'vitest';
import { errorsOf } from '../random/pipeline.ts';
import { modelOf, root, specPaths } from './specs.ts';
import { againstChosen, againstMachine, againstRandom } from './windows_law.ts';

/*
 * Compiled systems under tso and weak are the window machine of their spec.
 */

test('of chosen texts, and where no check asks there is none', () => {
  expect(againstChosen()).toEqual([]);
});

test('of random specs', () => {
  const { asked, wrong } = againstRandom(0, 20, 200);
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(10);
});

/** The specs of the repository with checks under tso and weak. */
const windowed = specPaths.filter((path) => /\bmemory (?:in|tso|weak|\{)/u.test(readFileSync(join(root, path), 'utf8')));

test('of all checks of specs, examples and tests', () => {
  let asked = 0;
  const wrong: string[] = [];
  for (const path of windowed) {
    const model = modelOf(readFileSync(join(root, path), 'utf8'), path);
    expect(errorsOf(model, plan(model).diagnostics)).toEqual([]);
    try {
      const found = againstMachine(model, 200);
      asked += found.asked;
      wrong.push(...found.wrong.map((each) => `${path}: ${each}`));
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      wrong.push(`${path}: ${String(error)}`);
    }
  }
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(asked).toBeGreaterThan(100);
});
