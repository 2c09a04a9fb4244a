import { readdirSync } from 'node:fs';
import { compile } from '@mmspec/compiler';
import { analyse, plan, withStandIns, type Model } from '@mmspec/semantics';
import { hasErrors, type SourceFile } from '@mmspec/source';
import { parse } from '@mmspec/syntax';
import { expect, test } from 'vitest';
import { withChanges } from '../../packages/analysis/src/audit/changed_module.ts';
import { sitesOf, type Change } from '../../packages/analysis/src/audit/sites.ts';
import { resolve } from '../ledger/support.ts';
import { specOf } from '../random/specs.ts';
import { randomFrom } from '../syntax/corpus.ts';
import { fileOf, root } from './specs.ts';
import { auditedAsChecked } from './verdict_law.ts';

/*
 * Laws: a spec in which nothing is left out is the program that it was; and an audit says of each part what separate checks
 * say of a text in which somebody has taken it out by hand.
 */

const specs = ['specs', 'specs/memory'].flatMap((folder) =>
  readdirSync(`${root}${folder}`)
    .filter((name) => name.endsWith('.mmspec'))
    .map((name) => `${folder}/${name}`),
);

const isNumbered = ({ swapped }: Change): boolean => swapped === null;

/** The programs of all checks of a model. */
function programs(model: Model, set: Readonly<Record<string, number>> = {}): readonly string[] {
  return withStandIns(model, plan(model).checks).map(({ settings }) => compile(model, { ...settings, ...set }).system?.source?.() ?? 'none');
}

/** How many parts a spec has that can be left out; its programs are those that it has without the means to do so. */
function unchanged(file: SourceFile): number {
  const { model, diagnostics } = analyse(file, resolve);
  if (hasErrors(diagnostics)) return 0;
  const changes = sitesOf(model)
    .map(({ change }) => change)
    .filter(isNumbered);
  const module = withChanges(model, changes, { name: 'mutant', count: changes.length });
  const changed = analyse(file, resolve, (each, index) => ({ ...parse(each, index), ...(index === 0 ? { module } : {}) }));
  if (hasErrors(changed.diagnostics)) return 0;
  expect(programs(changed.model, { mutant: 0 }), file.path).toEqual(programs(model));
  return changes.length;
}

test.each(specs)('%s is the same program where nothing is left out', (path) => {
  unchanged(fileOf(path));
});

test('so are random specs', () => {
  const counts = Array.from({ length: 60 }, (_, number) => unchanged({ path: `random ${number}`, text: specOf(number) }));
  expect(counts.filter((count) => count > 0).length).toBeGreaterThan(20);
});

/** Whole designs; `law.long.test.ts` takes every part of all of them. */
const small = [
  'examples/03_a_lock',
  'examples/04_try_get_and_recheck',
  'specs/mremap_race',
  'specs/swap_in_aba',
  'specs/rcu_refcount',
  'specs/memory/flush_pending',
  'specs/memory/gup_pin',
  'specs/memory/put_and_free',
];

test.each(small)(
  '%s: each verdict is that of separate checks',
  async (name) => {
    expect(await auditedAsChecked(`${name}.mmspec`, (sites) => sites)).toBeGreaterThan(2);
  },
  60_000,
);

/** Of these so many parts are taken at random, others in each version of the text. */
const some: readonly (readonly [name: string, count: number])[] = [
  ['thp_split', 20],
  ['vma_lock', 20],
  ['shared_insertion', 20],
  ['secure_page', 20],
  ['gup_fast', 4],
  ['hot_remove', 2],
  ['khugepaged_collapse', 2],
  ['search_threads', 1],
];

test.each(some)(
  '%s: the verdicts of %d parts are those of separate checks',
  async (name, count) => {
    const random = randomFrom(fileOf(`specs/${name}.mmspec`).text.length);
    await auditedAsChecked(`specs/${name}.mmspec`, (sites) =>
      sites
        .map((site) => ({ site, rank: random() }))
        .toSorted((a, b) => a.rank - b.rank)
        .slice(0, count)
        .map(({ site }) => site),
    );
  },
  120_000,
);
