import { readdirSync } from 'node:fs';
import { runAll } from '@mmspec/analysis';
import { compile } from '@mmspec/compiler';
import { analyse, plan, type Model } from '@mmspec/semantics';
import { hasErrors, type SourceFile } from '@mmspec/source';
import { parse } from '@mmspec/syntax';
import type { CheckResult } from '@mmspec/system';
import { expect, test } from 'vitest';
import { withChanges } from '../../packages/analysis/src/audit/changed_module.ts';
import { heldIn, phases, type HeldCheck } from '../../packages/analysis/src/audit/held.ts';
import { sitesOf, type Change } from '../../packages/analysis/src/audit/sites.ts';
import { resolve } from '../ledger/support.ts';
import { specOf } from '../random/specs.ts';
import { audited, fileOf, root } from './specs.ts';

/*
 * Laws: a spec in which nothing is left out is the program that it was; and an audit says of each part what separate checks
 * say of a text in which somebody has taken it out by hand.
 */

const specs = readdirSync(`${root}specs`)
  .filter((name) => name.endsWith('.mmspec'))
  .map((name) => `specs/${name}`);

const isNumbered = ({ swapped }: Change): boolean => swapped === null;

/** The programs of all checks of a model. */
function programs(model: Model, set: Readonly<Record<string, number>> = {}): readonly string[] {
  return plan(model).checks.map(({ settings }) => compile(model, { ...settings, ...set }).system?.source?.() ?? 'none');
}

/** How many parts a spec has that can be left out; its programs are those that it has without the means to do so. */
function unchanged(file: SourceFile): number {
  const { model, diagnostics } = analyse(file, resolve);
  if (hasErrors(diagnostics)) return 0;
  const changes = sitesOf(model)
    .map(({ change }) => change)
    .filter(isNumbered);
  const module = withChanges(model.modules[0]!, changes, { name: 'mutant', count: changes.length });
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

/** The text with the statements where they are never reached, and with the parts of `atomic` in its place. */
function byHand(file: SourceFile, { without, parts }: Change): SourceFile {
  const edits = [
    ...without.flatMap(({ span }) => [
      { start: span.start, end: span.start, text: 'if 1 == 2 { ' },
      { start: span.end, end: span.end, text: ' }' },
    ]),
    ...parts.flatMap(({ span, body }) => [
      { start: span.start, end: body.span.start + 1, text: '' },
      { start: body.span.end - 1, end: body.span.end, text: '' },
    ]),
  ];
  const text = edits
    .toSorted((x, y) => y.start - x.start)
    .reduce((before, edit) => before.slice(0, edit.start) + edit.text + before.slice(edit.end), file.text);
  return { ...file, text };
}

async function results(model: Model): Promise<{ readonly results: readonly CheckResult[]; readonly held: ReadonlyMap<string, HeldCheck> }> {
  const held = new Map<string, HeldCheck>();
  const planned = new Map(plan(model).checks.map((check) => [check.name, check]));
  const run = await runAll(model, {
    races: () => [],
    onResult: (result, system) => {
      const found = system === null ? null : heldIn(planned.get(result.name)!, result, system);
      if (found !== null) held.set(result.name, found);
    },
  });
  return { results: run.results, held };
}

/** Whole designs; `test:long` takes the others. */
const small = ['examples/03_a_lock', 'examples/04_try_get_and_recheck', 'specs/mremap_race', 'specs/swap_in_aba', 'specs/rcu_refcount'];

test.each(small)(
  '%s: each verdict is that of separate checks',
  async (name) => {
    const file = fileOf(`${name}.mmspec`);
    const { model } = analyse(file, resolve);
    const { held } = await results(model);
    const sites = sitesOf(model);
    const { rows } = await audited(file, { pairsMax: 0 });
    let compared = 0;
    for (const [index, { change }] of sites.entries()) {
      const { model: changed, diagnostics } = analyse(byHand(file, change), resolve);
      if (!isNumbered(change) || hasErrors(diagnostics)) continue;
      const broken = new Set(
        (await results(changed)).results.flatMap((result) =>
          result.results.filter(({ verdict }) => verdict === 'violated').map(({ property }) => `${result.name} ${property}`),
        ),
      );
      const phase = phases.find((each) => [...held].some(([check, { names }]) => names[each].some((property) => broken.has(`${check} ${property}`))));
      expect(`${rows[index]?.line} ${rows[index]?.text}: ${rows[index]?.verdict}`).toBe(`${rows[index]?.line} ${rows[index]?.text}: ${phase ?? 'superfluous'}`);
      compared++;
    }
    // An `atomic` that the language takes as its parts only inside of a condition is the exception.
    expect(compared).toBeGreaterThanOrEqual(sites.filter(({ change }) => isNumbered(change)).length - 1);
  },
  60_000,
);
