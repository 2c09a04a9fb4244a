import { interpret, search } from '@mmspec/interpreter';
import { expect, test } from 'vitest';
import { read, runPlanned } from './spec_files.ts';

/*
 * The states of the deadlock that spin_lock_irqsave() cures, counted by hand.
 */

const spec = (lock: string, unlock: string): string => `module m
import kernel.spinlock
shared guard: Spinlock
actor task on cpu[0] { lock: ${lock}(guard)  unlock: ${unlock}(guard) }
actor handler on cpu[0] as hardirq { lock: spin_lock(guard)  unlock: spin_unlock(guard) }
check c { } expect holds
`;

/*
 * The handler: not begun (0), spinning (1), holding (2), done (3). The task with spin_lock(): not begun (0), spinning (1), holding (2), done (3).
 *   handler 0 or 3: the task moves, 4 places each = 8 states, 3 steps each = 6 transitions
 *   the handler begins at each of the 4 places of the task: 4 states, 4 transitions
 *   it gets the lock and gives it back at 3 of them: 3 states, 6 transitions; where the task holds the lock it is stuck for ever
 * With spin_lock_irqsave() the task has one place more, after the unlock with interrupts still off: 5 places.
 *   handler 0 or 3: 10 states, 4 steps each = 8 transitions
 *   the handler begins before and after the task, at 2 places: 4 states, 6 transitions
 */
test.each([
  ['the deadlock', 'spin_lock', 'spin_unlock', { states: 15, transitions: 16, deadlocks: true }],
  ['its cure', 'spin_lock_irqsave', 'spin_unlock_irqrestore', { states: 14, transitions: 14, deadlocks: false }],
])('%s', async (_, lock, unlock, { states, transitions, deadlocks }) => {
  const known = read('test/kernel/irqsave.mmspec', spec(lock, unlock));
  const [planned] = known.searched;
  if (planned === undefined) throw new Error('no check');
  const defined = search(interpret(known.model, planned.settings), { statesMax: 100 });
  expect([defined.states, defined.transitions, defined.found.has('deadlock')]).toEqual([states, transitions, deadlocks]);
  const result = await runPlanned(known, planned);
  expect([result.states, result.transitions, result.met]).toEqual([states, transitions, !deadlocks]);
});
