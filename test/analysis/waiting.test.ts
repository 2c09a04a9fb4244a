import { runAll } from '@mmspec/analysis';
import { expect, test } from 'vitest';
import { analysed, errorsOf } from '../random/pipeline.ts';

/* Who waits for whom in a deadlock, on small specs with one check. */

async function check(text: string, expected: readonly string[], setBy: readonly string[] = []): Promise<void> {
  const { model, diagnostics } = analysed(text);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  const { results } = await runAll(model);
  const deadlock = results[0]?.results.find(({ property }) => property === 'deadlock');
  expect(deadlock?.verdict).toBe('violated');
  expect(
    deadlock?.waiting?.map(
      ({ actor, text: step, since }) => `${actor}: ${step} <- ${since.map((change) => `${change.actor} (${change.variable}, step ${change.step})`).join(', ')}`,
    ),
  ).toEqual(expected);
  expect(deadlock?.waiting?.flatMap((each) => (each.setBy ?? []).map(({ variable, actors }) => `${each.actor}: ${variable} by ${actors.join(', ')}`))).toEqual(
    setBy,
  );
}

test('two locks in both orders', () =>
  check(
    `
module m
import kernel.lock
object Inode { lock: Lock }
shared a: Inode
shared b: Inode
actor one { x: lock(a.lock)  y: lock(b.lock)  z: unlock(b.lock)  u: unlock(a.lock) }
actor two { x: lock(b.lock)  y: lock(a.lock)  z: unlock(a.lock)  u: unlock(b.lock) }
check c { }
`,
    ['one: lock(b.lock) <- two (b.lock.held, step 1)', 'two: lock(a.lock) <- one (a.lock.held, step 0)'],
  ));

test('a grace period under a mutex that a reader wants', () =>
  check(
    `
module m
import kernel.rcu
import kernel.mutex
object Inode { m: Mutex }
shared a: Inode
actor reader { in_: rcu_read_lock()  take: mutex_lock(a.m)  free: mutex_unlock(a.m)  out: rcu_read_unlock() }
actor updater { take: mutex_lock(a.m)  wait: synchronize_rcu()  free: mutex_unlock(a.m) }
check c { }
`,
    ['reader: mutex_lock(a.m) <- updater (a.m.owner, step 1)', 'updater: synchronize_rcu() <- reader (rcu.owed[reader], step 2)'],
  ));

test('who may wait for ever, or is done, is not in the circle', () =>
  check(
    `
module m
shared go: bool = false
shared n: 0..1 = 0
actor ends { n = 1 }
actor idler { loop { idle await go } }
actor stuck { wait: await go }
check c { }
`,
    ['stuck: await go <- '],
  ));

test('a circle that goes through what nobody did yet: who could do it', () =>
  check(
    `
module m
import kernel.lock
shared l: Lock
shared flag: bool[2] = false
actor holder { x: lock(l)  y: await flag[1]  z: unlock(l) }
actor setter[2] { x: lock(l)  y: flag[index(self)] = true  z: unlock(l) }
actor other { x: flag[0] = true  y: flag[0] = false }
check c { }
`,
    ['holder: await flag[1] <- ', 'setter[0]: lock(l) <- holder (l.held, step 0)', 'setter[1]: lock(l) <- holder (l.held, step 0)'],
    ['holder: flag[1] by setter[1]'],
  ));
