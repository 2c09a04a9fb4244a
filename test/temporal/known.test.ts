import { runAll } from '@mmspec/analysis';
import { expect, test } from 'vitest';
import { analysed, errorsOf } from '../random/pipeline.ts';

/*
 * Liveness results that everybody knows, and what fairness they need. Each check of a fixture says what is expected;
 * met means that it came out.
 */

async function check(text: string): Promise<void> {
  const { model, diagnostics } = analysed(text);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  const { results, diagnostics: late } = await runAll(model);
  expect(errorsOf(model, late)).toEqual([]);
  expect(results.length).toBeGreaterThan(0);
  expect(results.filter(({ met }) => !met).map(({ name, reason }) => `${name}: ${reason}`)).toEqual([]);
}

test('Peterson is free of starvation under weak fairness, and not without', () =>
  check(`
module peterson
shared flag: bool[2] = false
shared turn: 0..1 = 0
actor p[2] {
  loop {
    try_:     flag[index(self)] = true
    give:     turn = 1 - index(self)
    wait:     await not flag[1 - index(self)] or turn == index(self)
    critical: skip
    leave:    flag[index(self)] = false
  }
}
invariant exclusive: not (p[0] at critical and p[1] at critical)
temporal served: always (p[0] at wait implies eventually p[0] at critical) under fair
check fair { } expect holds
check unfair { } expect violates served under fair p[1]
`));

test('a test-and-set lock needs strong fairness', () =>
  check(`
module tas
import kernel.lock
object Inode { lock: Lock }
shared inode: Inode
actor p[2] { loop { lock: lock(inode.lock)  critical: skip  free: unlock(inode.lock) } }
temporal served: always eventually p[0] at critical under strongly fair
check strong { } expect holds
check weak { } expect violates served under fair
`));

test('a ticket lock needs weak fairness only', () =>
  check(`
module ticket
shared next: 0..1 = 0
shared serving: 0..1 = 0
shared ticket: 0..1[2] = 0
actor p[2] {
  loop {
    draw:     atomic { ticket[index(self)] = next  next = (next + 1) % 2 }
    wait:     await serving == ticket[index(self)]
    critical: skip
    free:     serving = (serving + 1) % 2
  }
}
temporal served: always (p[0] at wait implies eventually p[0] at critical) under fair
check weak { } expect holds
check alone { } expect violates served under fair p[0]
`));

test('a speculative walker that comes back for ever starves a retry loop under any fairness, and it stays possible', () =>
  check(`
module retry
shared count: 0..2 = 1
shared done_: bool = false
actor walker { loop { get: count += 1  put: count -= 1 } }
actor split { loop { read: if count == 1 { frozen: done_ = true  return }  again: skip } }
temporal frozen_in_the_end: eventually done_ under fair
possible can_freeze: done_
check weak { } expect violates frozen_in_the_end
check strong { } expect violates frozen_in_the_end under strongly fair
`));

test('until, leads to, and what ends', () =>
  check(`
module ends
shared n: 0..3 = 0
shared stopped: bool = false
actor a { repeat 3 { up: n = n + 1 } }
actor b { wait: idle await n == 2  stop: stopped = true }
temporal grows: n < 3 until n == 3 under fair
temporal seen: n == 1 leads to n == 3 under fair
temporal stops: n == 2 leads to stopped under fair a, fair b
temporal stays: always (n == 3 implies always n == 3)
check all_fair { } expect violates stops
check b_is_strong { } expect violates stops under fair a, strongly fair b
check nobody { } expect violates grows under fair b, seen under fair b, stops under fair b
`));

test('fairness on a label of one instance', () =>
  check(`
module labels
shared n: 0..2[2] = 0
actor a[2] { loop { either { left: n[index(self)] = 1 } or { right: n[index(self)] = 2 } } }
temporal goes_left: always eventually n[0] == 1 under strongly fair a[0].left
check left { } expect holds
check any { } expect violates goes_left under fair
check other { } expect violates goes_left under strongly fair a[1].left
`));
