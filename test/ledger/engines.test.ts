import { withStandIns, plan } from '@mmspec/semantics';
import { expect, test } from 'vitest';
import { agree } from '../random/agreement.ts';
import { enginesOf } from '../random/pipeline.ts';
import { gupFast } from './gup_fast.ts';
import { ownerSpecs } from './owner_specs.ts';
import { modelOf } from './support.ts';

/*
 * Law: the compiled system, which asks the ledger, and the interpreter, which counts for itself, say the same about who holds what.
 */

const properties = `
invariant equation: forall f in Folio: f.refcount == rest(f) + refs(f)
invariant at_most_one: forall f in Folio: refs(f) <= 1
invariant none_by_actors: forall f in Folio: refs(f by actor) == 0
invariant nobody: forall f in Folio: forall a in actor: not a holds f
invariant no_holders: forall f in Folio: holders(f) within {}
invariant no_news: forall f in Folio: no new refs on f
`;

/** The differences between the engines, and which properties some state violates. */
function check(text: string): { readonly differences: readonly string[]; readonly violated: readonly string[] } {
  const model = modelOf(text);
  const checks = withStandIns(model, plan(model).checks);
  const differences: string[] = [];
  const violated = new Set<string>();
  for (const settings of checks.length === 0 ? [{}] : checks.map((planned) => planned.settings)) {
    const { system, machine } = enginesOf(model, settings);
    const found = agree(system, machine, 2000);
    differences.push(...found.differences);
    for (const name of found.violations.keys()) violated.add(name);
  }
  return { differences, violated: [...violated].sort() };
}

test.each(ownerSpecs)('$name', ({ text }) => {
  const { differences, violated } = check(`${text}${properties}`);
  expect(differences).toEqual([]);
  expect(violated).toContain('nobody');
  expect(violated).not.toContain('equation');
  expect(violated).not.toContain('lost_reference');
});

test('gup_fast', () => {
  const { differences, violated } = check(`${gupFast}${properties}`);
  expect(differences).toEqual([]);
  expect(violated).not.toContain('lost_reference');
});
