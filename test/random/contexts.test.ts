import { walk } from '@mmspec/syntax';
import type { Node } from '@mmspec/syntax';
import { expect, test } from 'vitest';
import { checkLaws } from './law.ts';
import { engines, SpecError } from './pipeline.ts';
import type { Engines } from './pipeline.ts';
import { specOf } from './specs.ts';

/*
 * The laws over random specs whose actors share CPUs.
 */

const specCount = 330;

/** What specs must be made of, each in so many of them at least. */
const formsWanted = 8;
const forms = [
  'on cpu',
  'on cpu by index',
  'as softirq',
  'as hardirq',
  'as nmi',
  'as task',
  'when',
  'might_sleep',
  'in_task',
  'irqs_disabled',
  'shares_cpu',
  'preemptible',
  'is_handler',
  'in_interrupt',
  'in_hardirq',
  ...['irq_count', 'bh_count', 'preempt_count', 'rcu_depth'].flatMap((count) => [`${count}_inc`, `${count}_dec`]),
] as const;

function formsOf(node: Node): readonly string[] {
  if (node.kind === 'call') return [node.callee.text];
  if (node.kind !== 'actor') return [];
  return [
    ...(node.cpu === null ? [] : ['on cpu']),
    ...(node.cpu === null || node.cpu.kind === 'number' ? [] : ['on cpu by index']),
    ...(node.context === null ? [] : [`as ${node.context.text}`]),
    ...(node.guard === null ? [] : ['when']),
  ];
}

/** Both engines; null where begins at several places, which is refused. */
function enginesOf(text: string): Engines | null {
  try {
    return engines(text);
  } catch (error) {
    if (error instanceof SpecError && /MM024[01]/u.test(error.message)) return null;
    throw error;
  }
}

test(`the emitted system and the interpreter agree on ${specCount} specs with shared CPUs`, async () => {
  const counts = new Map<string, number>(forms.map((form) => [form, 0]));
  const by = { deadlock: 0, sleeps_in_atomic: 0, counts: 0 };
  const failures: string[] = [];
  let [shared, refused, states, compared] = [0, 0, 0, 0];
  for (let number = 0; number < specCount && failures.length < 3; number++) {
    const text = specOf(number, { later: false, contexts: true });
    try {
      const both = enginesOf(text);
      if (both === null) {
        refused++;
        continue;
      }
      const found = new Set<string>();
      both.model.actors.forEach((actor) => walk(actor, (node) => formsOf(node).forEach((form) => found.add(form))));
      for (const form of found) counts.set(form, (counts.get(form) ?? 0) + 1);
      if (both.system.dependencies === undefined) shared++;
      const finding = await checkLaws(both, { comparedMax: 200, statesMax: 5_000, countedMax: 0, readsMax: number % 5 === 0 ? 100 : 0 });
      if (finding.differences.length > 0) failures.push(`spec ${number}:\n${finding.differences.join('\n')}\n${text}`);
      if (finding.violated.includes('deadlock')) by.deadlock++;
      if (finding.violated.includes('sleeps_in_atomic')) by.sleeps_in_atomic++;
      if (finding.violated.some((name) => /^range of (?:irq_off|bh_off|preempt_count)$/u.test(name))) by.counts++;
      states += finding.states;
      compared += finding.compared;
    } catch (error) {
      failures.push(`spec ${number}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${text}`);
    }
  }
  expect(failures.join('\n\n')).toBe('');
  console.log(`${shared} specs share a CPU, ${refused} refused; ${JSON.stringify(by)}; ${states} states, ${compared} compared`);
  expect([...counts].filter(([form, count]) => forms.some((each) => each === form) && count < formsWanted)).toEqual([]);
  expect(shared).toBeGreaterThan(specCount / 3);
  for (const [name, met] of Object.entries(by)) expect(met, name).toBeGreaterThanOrEqual(formsWanted);
});
