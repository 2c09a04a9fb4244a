import { runCheck } from '@mmspec/analysis';
import { interpret, search } from '@mmspec/interpreter';
import { analyse, plan, withStandIns } from '@mmspec/semantics';
import { expect, test } from 'vitest';

/*
 * An assert without a label is called by its line, and by its file where that is another one than the spec's.
 */

const main = { path: 'here/m.mmspec', text: 'module m\nimport lib\nactor a {\n  assert x == 1\n}\naction b when x == 0 { assert x == 2 }\ncheck c { }\n' };
const lib = { path: 'there/lib.mmspec', text: 'module lib\nshared x: 0..3 = 0\nactor d {\n  assert x == 1\n}\nop e() { assert x == 1 }\nactor f { e() }\n' };

test('in both engines', async () => {
  const { model } = analyse(main, (parts) => (parts.join('.') === 'lib' ? lib : null), undefined, true);
  const [check] = withStandIns(model, plan(model).checks);
  const { results } = await runCheck(model, check!);
  const names = ['a.line 4', 'b.line 6', 'd.line 4 of lib.mmspec', 'f.e'];
  expect(results.flatMap(({ property, verdict }) => (verdict === 'violated' ? [property] : [])).sort()).toEqual(names);
  expect([...search(interpret(model, check!.settings), { statesMax: 1_000 }).found.keys()].filter((name) => name !== 'deadlock').sort()).toEqual(names);
});
