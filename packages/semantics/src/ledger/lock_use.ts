import type { Diagnostic } from '@mmspec/source';
import type { CpuContext } from '@mmspec/system';
import type { FlowItem } from '../flow/types.ts';
import type { World } from '../world/world.ts';
import { isAbove } from '../contexts.ts';
import { inconsistentUse } from './context_problems.ts';
import type { ActorCounts, Counts } from './counts.ts';

/*
 * Locks that handlers use, as lockdep follows them (Documentation/locking/lockdep-design.rst, "single-lock state rules"): a lock
 * that a handler waits for must not be taken, by whom the handler may interrupt, while the handler is not masked. As there, it
 * does not matter on which CPU who is placed: a lock that is known by name is one class.
 */

/** An actor takes a lock. */
export interface LockUse {
  readonly actor: string;
  readonly context: CpuContext;
  /** False: nobody interrupts it, for it has a CPU of its own. */
  readonly isPlaced: boolean;
  /** How the actor calls the lock: the name of an object and a field. */
  readonly lock: string;
  readonly at: FlowItem;
  /** It waits while another one holds it; false: it only tries. */
  readonly waits: boolean;
}

/** One diagnostic for each lock and each actor that takes it while a handler that uses it is not masked. */
export function inconsistentUses(world: World, uses: readonly LockUse[], counts: readonly ActorCounts[]): readonly Diagnostic[] {
  const reported = new Set<string>();
  const handlers = uses.filter(({ context, waits }) => context !== 'task' && waits);
  const placed = uses.filter(({ isPlaced }) => isPlaced);
  return placed.flatMap((other) => {
    const off = counts.find(({ flow }) => flow.actor.name.text === other.actor)?.at.get(other.at);
    const handler = handlers.find((one) => one.lock === other.lock && isAbove(one.context, other.context) && !isMasked(one.context, off));
    const key = `${other.lock} ${other.actor}`;
    if (handler === undefined || off === undefined || reported.has(key)) return [];
    reported.add(key);
    return [inconsistentUse(world, handler, other)];
  });
}

/** Whether some path has the handler masked: then nothing is said. */
function isMasked(context: CpuContext, off: Counts | undefined): boolean {
  if (off === undefined || context === 'nmi') return false;
  return off.irq_off.max > 0 || (context === 'softirq' && off.bh_off.max > 0);
}
