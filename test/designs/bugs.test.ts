import { expect, test } from 'vitest';
import { filesIn, read, runPlanned, textOf, verdicts } from '../kernel/spec_files.ts';

/*
 * The bugs of contexts: each is found, and its cure holds.
 */

const bugs = filesIn('specs/bugs', '.mmspec');

test.each(bugs)('%s', async (name) => {
  const spec = read(`specs/bugs/${name}`);
  expect([...spec.errors, ...spec.warnings]).toEqual([]);
  const unmet: string[] = [];
  for (const planned of spec.planned) {
    const result = await runPlanned(spec, planned);
    if (!result.met) unmet.push(verdicts(result));
  }
  expect(unmet).toEqual([]);
  const kinds = spec.planned.map(({ expectation }) => expectation?.kind);
  expect(kinds).toContain('violates');
  expect(kinds).toContain('holds');
});

test('the table of the specs lists each', () => {
  const listed = [...textOf('specs/README.md').matchAll(/^\| \[\w+\]\(bugs\/(\w+\.mmspec)\)/gmu)].map((match) => match[1]);
  expect(new Set(listed)).toEqual(new Set(bugs));
});
