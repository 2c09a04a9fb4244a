import { expect, test } from 'vitest';
import { filesIn, read, runPlanned, textOf, verdicts } from '../kernel/spec_files.ts';

/*
 * The gallery of real bugs: each is found, in as many steps as the table says, and its cure holds.
 */

const bugs = filesIn('specs/bugs', '.mmspec');

/** By file the steps that the table gives. */
const listed = new Map(
  [...textOf('specs/README.md').matchAll(/^\| \[\w+\]\(bugs\/(\w+\.mmspec)\) \|(?:[^|]*\|){2} (\d+) \|/gmu)].map((match) => [match[1] ?? '', Number(match[2])]),
);

test.each(bugs)('%s', async (name) => {
  const text = textOf(`specs/bugs/${name}`);
  const spec = read(`specs/bugs/${name}`, text);
  expect([...spec.errors, ...spec.warnings]).toEqual([]);
  const unmet: string[] = [];
  const steps: number[] = [];
  for (const planned of spec.planned) {
    const result = await runPlanned(spec, planned);
    if (!result.met) unmet.push(verdicts(result));
    const depths = result.results.flatMap(({ verdict, depth }) => (verdict === 'violated' && depth !== null ? [depth] : []));
    if (depths.length > 0) steps.push(Math.min(...depths));
  }
  expect(unmet).toEqual([]);
  expect(steps[0]).toBe(listed.get(name));
  const kinds = spec.planned.map(({ expectation }) => expectation?.kind);
  expect(kinds).toContain('violates');
  expect(kinds).toContain('holds');
});

test.each(bugs)('%s says what is claimed, what is modelled and where in the kernel, on one page', (name) => {
  const text = textOf(`specs/bugs/${name}`);
  expect(text).toMatch(/^\/\/\/ The claim: [^]*refuted[^]*^\/\/\/ Modelled (?:is|are) [^]*^\/\/\/ The (?:kernel|source): /mu);
  expect(text.split('\n').length).toBeLessThanOrEqual(150);
});

test('the table of the specs lists each', () => {
  expect(new Set(listed.keys())).toEqual(new Set(bugs));
});
