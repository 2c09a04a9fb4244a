import type { Diagnostic, Related } from '@mmspec/source';
import type { CpuContext } from '@mmspec/system';
import type { CountName } from '../contexts.ts';
import type { FlowItem, Location } from '../flow/types.ts';
import type { World } from '../world/world.ts';
import type { Off } from './counts.ts';
import type { LockUse } from './lock_use.ts';
import { diagnostic, placeName, spanOf } from './problems.ts';
import type { Where } from './problems.ts';

/*
 * What is said about contexts without a run, in the words of lockdep and of the kernel's own checks: one function per diagnostic.
 */

/** How people say that something is off, and that it is not. */
const words: Readonly<Record<CountName, { readonly off: string; readonly on: string; readonly turn: string }>> = {
  irq_off: { off: 'with interrupts off', on: 'with interrupts on', turn: 'interrupts are turned on' },
  bh_off: { off: 'with bottom halves off', on: 'with bottom halves on', turn: 'bottom halves are turned on' },
  preempt_count: { off: 'with preemption off', on: 'with preemption on', turn: 'preemption is turned on' },
  rcu_depth: { off: 'in an RCU read section', on: 'outside of RCU read sections', turn: 'an RCU read section ends' },
};

function since(world: World, { since: where }: Off, message: string): readonly Related[] {
  return where === null ? [] : [{ span: spanOf(world, where), message }];
}

export function turnedOnTwice(world: World, item: FlowItem, actor: string, count: CountName): Diagnostic {
  const { turn, on } = words[count];
  return diagnostic('MM0433', spanOf(world, item), `${turn} here by ${actor}, which runs ${on} already`, 'Turn them off first, on every path that comes here.');
}

export function unlikeCounts(world: World, actor: string, count: CountName, off: Off, target: Location): Diagnostic {
  const place = `\`${placeName(world, target)}\``;
  return diagnostic(
    'MM0433',
    spanOf(world, target),
    off.min === 1
      ? `${actor} comes to ${place} ${words[count].off} on one path, and ${words[count].on} on another`
      : `${actor} comes to ${place} ${words[count].off}, ${off.min} times on one path and less often on another`,
    'Let both paths nest alike.',
    since(world, off, 'here it is turned off'),
  );
}

export function endsWithOff(world: World, actor: string, count: CountName, off: Off, where: Where): Diagnostic {
  return diagnostic(
    'MM0433',
    spanOf(world, off.since ?? where),
    `${actor} ends ${words[count].off}`,
    'Undo it on every path to the end.',
    off.since === null ? [] : [{ span: spanOf(world, where), message: 'a path ends here' }],
  );
}

export function sleepsWithOff(world: World, item: FlowItem, actor: string, count: CountName | null, off: Off, context: CpuContext): Diagnostic {
  const how = count === null ? `in a ${context} handler` : words[count].off;
  return diagnostic(
    'MM0434',
    spanOf(world, item),
    `${actor} may sleep here ${how}`,
    count === null ? 'Use what does not sleep, or leave it to a task.' : 'Do it before, or after that ends; or use what does not sleep.',
    count === null ? [] : since(world, off, 'since here'),
  );
}

const usage: Readonly<Record<Exclude<CpuContext, 'task'>, string>> = { softirq: 'SOFTIRQ', hardirq: 'HARDIRQ', nmi: 'NMI' };

export function inconsistentUse(world: World, handler: LockUse, other: LockUse): Diagnostic {
  const context = handler.context as Exclude<CpuContext, 'task'>;
  const state = `{${usage[context]}-ON-W} -> {IN-${usage[context]}-W}`;
  const off = context === 'softirq' ? 'bottom halves' : 'interrupts';
  return diagnostic(
    'MM0435',
    spanOf(world, other.at),
    context === 'nmi'
      ? `inconsistent ${state} usage: ${other.actor} takes \`${other.lock}\`, for which ${handler.actor} may spin in an NMI`
      : `inconsistent ${state} usage: ${other.actor} takes \`${other.lock}\` with ${off} on, and ${handler.actor} takes it in a ${context}`,
    context === 'nmi' ? 'Nothing masks an NMI: try the lock there, or use data that needs none.' : lockHelp(context),
    [{ span: spanOf(world, handler.at), message: `${handler.actor} takes \`${handler.lock}\` here` }],
  );
}

function lockHelp(context: 'softirq' | 'hardirq'): string {
  return context === 'softirq' ? 'Take it with `spin_lock_bh` there.' : 'Take it with `spin_lock_irqsave` there.';
}

export function recursiveLocking(world: World, actor: string, lock: string, heldAt: Where, takenAt: Where): Diagnostic {
  return diagnostic(
    'MM0436',
    spanOf(world, takenAt),
    `possible recursive locking: ${actor} waits for \`${lock}\`, which it holds itself`,
    'Release it before, or do without the second.',
    [{ span: spanOf(world, heldAt), message: `${actor} takes \`${lock}\` here` }],
  );
}
