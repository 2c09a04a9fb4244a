import { expect, test } from 'vitest';
import { checkLaws } from '../random/law.ts';
import { engines } from '../random/pipeline.ts';
import { read, runPlanned } from './spec_files.ts';

/*
 * Names that come along with an imported module are free for the spec: the modules go on with theirs.
 */

const spec = (imported: string, declared: string): string => `module m
import kernel.${imported}
${declared}
shared guard: Spinlock
shared n: 0..2 = 0
actor one { take: spin_lock_irq(guard)  set: n += 1  give: spin_unlock_irq(guard) }
actor two { take: spin_lock_irq(guard)  set: n += 1  give: spin_unlock_irq(guard) }
invariant excluded: not (one at set and two at set)
check c { } expect holds
`;

/** What the spec declares takes nothing from the lock, whatever it is called and however it looks. */
test.each([
  ['a number', 'shared irq: 0..1 = 0\nactor user { go: irq = 1 }'],
  [
    'an object like that of the library',
    'object Section { inside: 0..1 = 0 }\nshared irq: Section\nshared rcu: Section\nactor user { go: irq.inside = 1  end: rcu.inside = 1 }',
  ],
  ['an actor', 'actor irq { go: skip }'],
  ['an operation that the library calls', 'op enter() { go: skip }\nactor user { enter() }'],
  ['an operation around the one that it hides', 'op lock(l: object) { spin_lock_irq(l)  spin_unlock_irq(l) }\nactor user { lock(guard) }'],
  ['an operation with a form on a CPU', 'op preempt_disable() { go: skip }\nactor user on cpu[0] { preempt_disable() }'],
])('%s', async (_, declared) => {
  const known = read('m.mmspec', spec('spinlock', declared));
  expect(known.errors).toEqual([]);
  const [planned] = known.planned;
  if (planned === undefined) throw new Error('no check');
  expect((await runPlanned(known, planned)).met).toBe(true);
  const finding = await checkLaws(engines(spec('spinlock', declared)), { comparedMax: 1_000, statesMax: 5_000, countedMax: 0, readsMax: 0 });
  expect(finding.differences).toEqual([]);
});

test('rows of a hidden variable are called after its module', async () => {
  const known = read('m.mmspec', spec('spinlock', 'object Section { inside: 0..1 = 0 }\nshared irq: Section\nactor user { go: irq.inside = 1 }'));
  expect(known.model.variables.map(({ name }) => name.text)).toEqual(expect.arrayContaining(['irq', 'kernel_irq_irq', 'rcu']));
});

test('what the spec imports itself it cannot declare', () => {
  const { errors } = read('m.mmspec', spec('spinlock\nimport kernel.irq', 'enum irq { on }'));
  expect(errors).toEqual([expect.stringContaining('MM0204 `irq` is declared twice.')]);
});
