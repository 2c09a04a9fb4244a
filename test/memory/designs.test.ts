import { expect, test } from 'vitest';
import { filesIn, read, runPlanned, textOf, verdicts } from '../kernel/spec_files.ts';

/*
 * Small designs that need a barrier: each is as expected under sc, tso and weak, and the table of the specs says so.
 */

const designs = filesIn('specs/memory', '.mmspec');

/** The rows of a design in the table: by check what is said of each model. */
function rowsOf(name: string): ReadonlyMap<string, readonly string[]> {
  const [, section = ''] = /^## Memory models$(.*?)^## /msu.exec(textOf('specs/README.md')) ?? [];
  const rows = [...section.matchAll(/^\| (.*?) ?\| `(\w+)` \| (.*?) \| (.*?) \| (.*?) \|/gmu)];
  const first = rows.findIndex(([, design = '']) => design.includes(`(memory/${name})`));
  const next = rows.findIndex(([, design = ''], at) => at > first && design !== '');
  return new Map(rows.slice(first, next < 0 ? undefined : next).map(([, , check = '', ...models]) => [check, models]));
}

test.each(designs)('%s', async (name) => {
  const spec = read(`specs/memory/${name}`);
  expect([...spec.errors, ...spec.warnings]).toEqual([]);
  const unmet: string[] = [];
  const found = new Map<string, string[]>();
  for (const planned of spec.planned) {
    const result = await runPlanned(spec, planned);
    if (!result.met) unmet.push(verdicts(result));
    const depths = result.results.flatMap(({ verdict, depth }) => (verdict === 'violated' && depth !== null ? [depth] : []));
    const text = depths.length === 0 ? result.verdict : `breaks in ${Math.min(...depths)}`;
    found.set(planned.matrix ?? '', [...(found.get(planned.matrix ?? '') ?? []), text]);
  }
  expect(unmet).toEqual([]);
  expect(found).toEqual(rowsOf(name));
});

test.each(designs)('%s says what is modelled, where in the kernel, and what is claimed', (name) => {
  expect(textOf(`specs/memory/${name}`)).toMatch(/^\/\/\/ Modelled: [^]*^\/\/\/ The kernel[ :][^]*^\/\/\/ Claim: /mu);
});
