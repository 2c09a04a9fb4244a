import { difference, parse } from '@mmspec/syntax';
import { expect, test } from 'vitest';

/*
 * Accesses as the kernel writes them are loads and stores of the places that they name.
 */

const spec = (text: string): string =>
  `module m\nobject Box { v: 0..3 = 0 }\nshared x: 0..3 = 0\nshared xs: Box[2]\nshared p: Box? = none\nactor a {\n  var n: 0..3 = 0\n  l: ${text}\n}\n`;

function moduleOf(text: string): { readonly tree: unknown; readonly mistakes: readonly string[] } {
  const { module, diagnostics } = parse({ path: '/m.mmspec', text: spec(text) }, 0);
  const plain: unknown = JSON.parse(JSON.stringify(module, (key, value: unknown) => (key === 'macro' || key === 'span' ? undefined : value)));
  return { tree: plain, mistakes: diagnostics.map(({ code }) => code) };
}

test.each([
  ['n = READ_ONCE(x)', 'n = x'],
  ['n = smp_load_acquire(xs[1].v)', 'n = xs[1].v'],
  ['n = rcu_dereference(p).v + READ_ONCE(x)', 'n = p.v + x'],
  ['if not READ_ONCE(x) == smp_load_acquire(xs[0].v) { s: skip }', 'if not x == xs[0].v { s: skip }'],
  ['WRITE_ONCE(xs[READ_ONCE(x)].v, n + 1)', 'xs[x].v = n + 1'],
  ['smp_store_release(x, 2)', 'x = 2'],
  ['rcu_assign_pointer(p, xs[0])', 'p = xs[0]'],
  ['smp_store_mb(x, 2)', 'x = 2'],
])('%s is %s', (written, meant) => {
  const [one, other] = [moduleOf(written), moduleOf(meant)];
  expect([one.mistakes, other.mistakes]).toEqual([[], []]);
  expect(difference(one.tree, other.tree)).toBe(null);
});

test.each(['READ_ONCE(x): skip', 'READ_ONCE(x) = 1', 'READ_ONCE(x)', 'smp_load_acquire(xs[0]) += 1'])('%s is a mistake', (written) => {
  expect(moduleOf(written).mistakes).not.toEqual([]);
});

test.each(['n = READ_ONCE(x + 1)', 'n = READ_ONCE(x, 1)', 'n = READ_ONCE(READ_ONCE(x))', 'WRITE_ONCE(1, x)', 'WRITE_ONCE(x)', 'WRITE_ONCE(READ_ONCE(x), 1)'])(
  '%s is a call of something that nobody has declared',
  (written) => {
    expect(JSON.stringify(moduleOf(written).tree)).toMatch(/"callee":\{"kind":"name","text":"(?:READ|WRITE)_ONCE"/u);
  },
);
