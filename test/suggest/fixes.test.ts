import { expect, test } from 'vitest';
import { fixes, type Fix } from './fixes.ts';
import { rankOf } from './support.ts';

/*
 * The fix that the kernel took is among the first three that are suggested. `fixes.long.test.ts` takes all of the table.
 */

/** Those of which the search is short, of each operator. */
const short = new Set([
  'work_pending_bit before',
  'timer_irq_lock before',
  'del_timer_sync under_the_lock[locks=plain]',
  'bpf_timer_cancel looks_first',
  'numa_dontneed before',
  'ax25_timer before',
  'ax25_timer waits_and_is_armed_again',
  'i3c_remove before',
  'i3c_remove cancels_only',
  'i3c_remove interrupt_stays_on',
  'cache_destroy before',
  'cache_destroy too_late',
]);

const nameOf = ({ spec, check }: Fix): string => `${/(\w+)\.mmspec$/u.exec(spec)?.[1]} ${check}`;

test.each(fixes.filter((fix) => short.has(nameOf(fix))).map((fix) => [nameOf(fix), fix] as const))('%s', async (_, fix) => {
  const rank = await rankOf(fix);
  expect(rank).toBeGreaterThan(0);
  expect(rank).toBeLessThanOrEqual(3);
});
