import type { Code, Written } from './code.ts';
import { braced, line } from './code.ts';
import type { Scope } from './scope.ts';
import { block, nested } from './statements.ts';
import { truth } from './truths.ts';
import type { ActorType } from './world.ts';

/*
 * Actors on CPUs: where they stand, what they switch off, and what they ask about it.
 */

/** What stands between the name of an actor and its text. */
export function placement(scope: Scope, actor: ActorType): string {
  const { choices } = scope.world;
  const cpu = !choices.chance(85)
    ? ''
    : ` on cpu[${choices.weighted([
        [60, '0'],
        [15, '1'],
        [25, actor.count === null ? '0' : choices.pick(['index(self)', 'index(self) / 2', 'index(self) % 2', '1 - min(index(self), 1)'])],
      ] as const)}]`;
  const context =
    cpu === ''
      ? ''
      : choices.weighted([
          [40, ''],
          [20, ' as softirq'],
          [25, ' as hardirq'],
          [12, ' as nmi'],
          [3, ' as task'],
        ] as const);
  return `${cpu}${context}${choices.chance(20) ? ` when ${truth({ ...scope, safe: true }, 1).text}` : ''}`;
}

const counts = ['irq_count', 'bh_count', 'preempt_count', 'rcu_depth'] as const;

/** A region with something off, or a change of one count that nobody takes back; mostly a step of its own. */
export function countStatement(code: Code): Written | null {
  const { choices } = code.scope.world;
  const count = choices.pick(counts);
  const change = (by: 'inc' | 'dec'): string => (code.inAtomic || choices.chance(25) ? `${count}_${by}()` : `atomic { ${count}_${by}() }`);
  const isStep = (text: string): boolean => text.startsWith('atomic');
  if (choices.chance(15)) {
    const one = change(choices.chance(70) ? 'inc' : 'dec');
    return line(one, isStep(one));
  }
  const first = change('inc');
  const inside = { ...nested(code), loop: null, targets: [], result: undefined, declares: false };
  return { lines: [first, ...block(inside, 1 + choices.below(2), false).lines, change('dec')], step: isStep(first), ends: false, locals: [] };
}

/** A question about who runs on which CPU. */
function question(code: Code): string {
  const { choices, actors } = code.scope.world;
  const about = choices.weighted<string | null>([
    [60, null],
    [12, 'is_handler'],
    [16, 'in_interrupt'],
    [12, 'in_hardirq'],
  ]);
  if (about === null || actors.length === 0) return choices.pick(['in_task()', 'irqs_disabled()', 'shares_cpu()', 'preemptible()']);
  const actor = choices.pick(actors);
  return `${about}(${actor.count === null ? actor.name : `${actor.name}[${choices.below(actor.count)}]`})`;
}

/** `might_sleep()`, alone or before an `await`, or a question about the CPU. */
export function contextStatement(code: Code): Written | null {
  const { choices } = code.scope.world;
  const asked = question(code);
  if (code.inAtomic)
    return choices.chance(50) ? line('might_sleep()', false) : { lines: braced(`if ${asked}`, ['might_sleep()']), step: false, ends: false, locals: [] };
  const condition = choices.chance(30) ? `not ${question(code)}` : truth(code.scope, 1).text;
  const sleeps = `atomic { might_sleep()\nawait ${condition} }`;
  return choices.weighted<Written>([
    [30, line(sleeps)],
    [20, line('atomic { might_sleep() }')],
    [15, line('might_sleep()', false)],
    [35, { lines: braced(`if ${asked}`, ['skip'], choices.chance(50) ? ' else { skip }' : ''), step: false, ends: false, locals: [] }],
  ]);
}
