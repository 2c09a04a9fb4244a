import { CompileError } from '@mmspec/analysis';
import { libraryText } from '@mmspec/library';
import { describe, expect, test } from 'vitest';
import { filesIn, read, runPlanned } from './spec_files.ts';

/*
 * The kernel tests have teeth: every one of these changes of the library makes some check of this folder fail.
 */

type Change = readonly [from: string, to: string];

const changes: Readonly<Record<string, readonly Change[]>> = {
  folio: [
    ['return try_get(f.refcount)', 'get(f.refcount) return true'],
    ['{ put(f.refcount) }', '{ skip }'],
    ['unfreeze(f.refcount, n)', 'f.refcount += n'],
    ['  assert f.refcount == 0\n', ''],
    ['return freeze(f.refcount, n)', 'f.refcount = 0 return true'],
    ['return freeze(f.refcount, n)', 'return freeze(f.refcount, f.refcount)'],
    ['return left == 0', 'return false'],
    ['  lock(f.lock)\n', ''],
    ['{ unlock(f.lock) }', '{ skip }'],
    ['return trylock(f.lock)', 'return true'],
    ['return trylock(f.lock)', 'return false'],
    ['return f.lock.held', 'return not f.lock.held'],
    ['return count(f.refcount)', 'return 0'],
    ['{ get(f.refcount) }', '{ skip }'],
  ],
  lock: [
    ['  await not l.held\n', ''],
    ['  assert l.held\n', ''],
    ['if l.held { return false }\n', ''],
    ['  await not l.held\n  l.held = true', '  await not l.held'],
  ],
  spinlock: [
    ['off:  local_irq_disable()\n', 'off: skip\n'],
    ['on:   local_irq_enable()', 'on: skip'],
    ['  if not trylock(l) { return false }\n', ''],
    ['spin: lock(l)', 'spin: skip'],
  ],
  mutex: [
    ['  await m.owner == none\n', ''],
    ['  assert m.owner == self\n', ''],
    ['if m.owner != none { return false }\n', ''],
    ['return m.owner != none', 'return false'],
  ],
  rwsem: [
    ['  await not s.writer\n', ''],
    ['await not s.writer and s.readers == 0', 'await not s.writer'],
    ['await not s.writer and s.readers == 0', 'await s.readers == 0'],
    ['  s.readers = 1\n', ''],
    ['if s.writer or s.readers > 0', 'if s.writer'],
    ['if s.writer { return false }\n', ''],
    ['  assert s.writer\n  s.writer = false\n}\n\n', '  s.writer = false\n}\n\n'],
    ['  assert s.readers > 0\n', ''],
  ],
  invalidate_lock: [
    ['{ down_write(m.invalidate_lock) }', '{ skip }'],
    ['{ up_write(m.invalidate_lock) }', '{ skip }'],
    ['{ down_read(m.invalidate_lock) }', '{ down_write(m.invalidate_lock) }'],
    ['{ down_read(m.invalidate_lock) }', '{ skip }'],
    ['{ up_read(m.invalidate_lock) }', '{ skip }'],
  ],
  seqcount: [
    ['  await s.sequence % 2 == 0\n', ''],
    ['return s.sequence != start', 'return false'],
    ['return s.sequence != start', 'return true'],
    ['return s.sequence - s.sequence % 2', 'return s.sequence'],
    ['op raw_write_seqcount_latch(s: object) {\n  atomic write { }\n  s.sequence += 1\n', 'op raw_write_seqcount_latch(s: object) {\n  skip\n'],
  ],
  section: [
    ['s.owed[r] += {self}', 'skip'],
    ['where s.inside[r] > 0 ', ''],
    ['await forall r in actor: self not in s.owed[r]', 'await forall r in actor: s.inside[r] == 0'],
    ['  await forall r in actor: self not in s.owed[r] or (is_handler(r) and not in_interrupt(r) and s.inside[r] == 0)\n', ''],
    ['  if s.inside[self] == 0 { s.owed[self] = {} }\n', ''],
    ['if s.inside[self] == 0 { s.owed[self] = {} }', 's.owed[self] = {}'],
    [' or (is_handler(r) and not in_interrupt(r) and s.inside[r] == 0)', ''],
    ['{ s.inside[self] -= 1 }', '{ skip }'],
  ],
  rcu: [
    ['    start_synchronize(rcu)\n', ''],
    ['    start_synchronize(domain)\n', '    start_synchronize(rcu)\n'],
    ['{ enter(domain) }', '{ enter(rcu) }'],
    ['    for r in actor where in_interrupt(r) { rcu.owed[r] += {self} }\n', ''],
    ['if in_task() { leave(rcu) } else { leave_inner(rcu) }', 'leave(rcu)'],
  ],
  preempt: [
    ['  preempt_count_inc()\n}\n\n/// include/linux/preempt.h, preempt_enable', '}\n\n/// include/linux/preempt.h, preempt_enable'],
    ['  bh_count_inc()\n', ''],
    ['  if preemptible() { enter(rcu) }\n  preempt_count_inc()\n}', '  preempt_count_inc()\n}'],
  ],
  irq: [
    ['  if in_task() and (preemptible() or not shares_cpu()) { enter(rcu) }\n', ''],
    ['  enter(irq)\n', ''],
    ['  if in_task() and (preemptible() or not shares_cpu()) { leave(rcu) }\n', ''],
    ['  irq_count_inc()\n', ''],
    ['    start_synchronize(irq)\n', ''],
    ['start_synchronize(irq)', 'start_synchronize(rcu)'],
    ['    for r in actor where in_hardirq(r) { irq.owed[r] += {self} }\n', ''],
  ],
  ipi: [
    ['  send: c.pending += handlers', '  send: skip'],
    ['  wait: csd_lock_wait(c)', '  wait: skip'],
    ['{ c.pending += {handler} }', '{ skip }'],
    ['{ await c.pending == {} }', '{ skip }'],
    ['{ c.pending -= {self} }', '{ skip }'],
  ],
  tlb: [
    ['{ smp_call_function() } else { skip }', '{ skip } else { skip }'],
    ['{ smp_call_function() } else { skip }', '{ smp_call_function() } else { smp_call_function() }'],
    ['  wait: synchronize_rcu()\n', ''],
    ['sync_one() { smp_call_function() }', 'sync_one() { skip }'],
  ],
  refs: [
    ['return try_get(o.refcount)', 'get(o.refcount) return true'],
    ['if o.refcount == 0 { o.refcount = 1 } else { get(o.refcount) }', 'get(o.refcount)'],
    ['return left == 0', 'return true'],
    ['return left == 0', 'return false'],
    ['  if not p.live { return false }\n', ''],
    ['  p.live = false\n  put(p.refcount)', '  p.live = false'],
    ['p.live = false', 'skip'],
    ['await p.refcount == 0', 'await true'],
    ['{ get(o.refcount) }', '{ skip }'],
    ['return count(o.refcount)', 'return 0'],
    ['{ put(p.refcount) }', '{ skip }'],
  ],
  pagecache: [
    ['if mapping.slot == f { return true }', 'if mapping.slot == f { return true } return true'],
    ['  undo:   folio_put(f)\n', ''],
    ['if f.mapping == mapping { return true }', 'if f.mapping == mapping { return true } return true'],
    ['unlock:  folio_unlock(f)\n', 'unlock: skip\n'],
    ['owns let cached = xchg(mapping.slot, none)', 'let cached = mapping.slot'],
    ['put: folio_put(cached)', 'put: skip'],
    ['unlink: f.mapping = none', 'unlink: skip'],
    ['xa_end: unlock(mapping.tree)', 'xa_end: skip'],
    [' assert f.lock.held }', ' }'],
    ['return mapping.slot == f', 'return true'],
  ],
  memory_hotplug: [
    ['return s.valid', 'return true'],
    ['{ s.valid = false }', '{ skip }'],
    ['  assert not s.valid\n', ''],
    ['  s.memmap = false\n', ''],
  ],
  pmd: [
    ['{ return t.pmd }', '{ return table }'],
    ['return t.pmd == old', 'return true'],
    ['  t.pmd = empty\n  return old', '  return old'],
    ['  return old\n', '  return empty\n'],
    ['{ t.pmd = entry }', '{ skip }'],
    ['op pmdp_collapse_flush(t: object) { t.pmd = empty }', 'op pmdp_collapse_flush(t: object) { skip }'],
  ],
  kvm: [
    ['{ k.in_progress += 1 }', '{ skip }'],
    ['changed: k.seq += 1', 'changed: skip'],
    ['over:    k.in_progress -= 1', 'over: skip'],
    ['return seq\n', 'return 0\n'],
    ['k.in_progress > 0 or k.seq != seq', 'k.seq != seq'],
    ['k.in_progress > 0 or k.seq != seq', 'k.in_progress > 0'],
  ],
  mm: [
    ['{ get(mm.mm_count) }', '{ skip }'],
    ['  if left == 0 { mm.freed = true }\n', ''],
    ['if left == 0 {', 'if left == 1 {'],
  ],
  swap: [
    ['if e.cached or not e.used { return false }', 'if not e.used { return false }'],
    ['if e.cached or not e.used { return false }', 'if e.cached { return false }'],
    ['  e.cached = true\n  return true', '  return true'],
    ['{ e.cached = false }', '{ skip }'],
    ['{ e.used = false }', '{ skip }'],
    ['await not e.used and not e.cached', 'await not e.used'],
    ['await not e.used and not e.cached', 'await not e.cached'],
    ['{ e.used = true }', '{ skip }'],
  ],
  pagetable: [
    ['{ spin_lock(t.ptl) }', '{ skip }'],
    ['{ spin_unlock(t.ptl) }', '{ skip }'],
    ['  f.mapcount += 1\n', ''],
    ['  t.pte = f\n', ''],
    ['  xchg(t.pte, none)\n', ''],
    ['f.mapcount -= 1', 'skip'],
    ['return f.mapcount > 0', 'return false'],
    ['return t.pte == f', 'return true'],
    ['  assert t.ptl.held\n  t.pte', '  t.pte'],
    ['  assert t.ptl.held\n  assert t.pte == f', '  assert t.pte == f'],
    ['  assert t.pte == f\n', ''],
  ],
  workqueue: [
    ['if w.pending or w.disabled > 0', 'if w.pending'],
    ['if w.pending or w.disabled > 0', 'if w.disabled > 0'],
    ['idle await w.pending and not w.running', 'idle await w.pending'],
    ['  w.during = w.behind\n', ''],
    ['  w.running = false\n  w.during = {}', '  w.running = false'],
    ['else if w.running { w.during += {self} }', ''],
    ['  w.pending = false\n  w.during += w.behind', '  w.during += w.behind'],
    ['    if w.running { w.during += {self} }\n  }\n  wait: await self not in w.during\n  on:', '  }\n  wait: await self not in w.during\n  on:'],
    ['    w.disabled += 1\n    cancel_work(w)', '    w.disabled = 1\n    if false { cancel_work(w) }'],
  ],
  timer: [
    ['  if t.shut { return false }\n', ''],
    ['  assert not t.pending\n', ''],
    ['  await not t.running\n  t.pending = false\n}\n\n', '  t.pending = false\n}\n\n'],
    ['    t.shut = true\n', ''],
    ['    await not t.running\n', ''],
    ['idle await t.pending and not t.running and not t.shut', 'idle await t.pending and not t.running'],
    ['{ t.running = false }', '{ skip }'],
  ],
  wait: [
    ['  await self not in q.asleep\n', ''],
    ['  q.asleep += {self}\n', ''],
    ['  q.queued -= {self}\n', ''],
    ['where a in q.queued { q.asleep -= {a} }', 'where a in q.queued { skip }'],
    ['return q.queued != {}', 'return false'],
    ['{ c.done += 1 }', '{ skip }'],
    ['  if not c.all { c.done -= 1 }', ''],
    ['{ c.all = true }', '{ c.done += 1 }'],
    ['return c.all or c.done > 0', 'return false'],
    ['  c.all = false\n', ''],
  ],
  kref: [
    ['return left == 0', 'return true'],
    ['return try_get(o.refcount)', 'get(o.refcount) return true'],
    ['    l.held = true\n', ''],
    ['    await not l.held\n', ''],
    ['  free: atomic unlock { l.held = false }\n', ''],
    ['if o.refcount > 1', 'if o.refcount > 0'],
  ],
  call_rcu: [
    ['    start_synchronize(rcu)\n', ''],
    ['    start_synchronize(domain)\n', '    start_synchronize(rcu)\n'],
    ['    for h in RcuHead where h.queued { h.barriers += {self} }\n', ''],
    ['  h.barriers = {}\n', ''],
    ['await forall h in RcuHead: self not in h.barriers', 'skip'],
  ],
  atomics: [
    ['  let old = a.counter\n  a.counter += n', '  let old = a.counter\n  a.counter = n'],
    ['  return was\n', '  return old\n'],
    ['{ return cmpxchg(a.counter, old, n) }', '{ a.counter = n  return true }'],
    ['  if a.counter == unless { return false }\n', ''],
    ['  return a.counter == 0', '  return a.counter == 1'],
    ['{ a.counter -= n }', '{ a.counter += n }'],
  ],
  bitops: [
    ['{ w.bits += {n} }', '{ w.bits = {n} }'],
    ['{ w.bits -= {n} }', '{ w.bits = {} }'],
    ['  let was = n in w.bits\n  w.bits += {n}\n  return was', '  w.bits += {n}\n  return false'],
    ['return n in w.bits', 'return false'],
    ['  w.bits -= {n}\n  return was', '  return was'],
  ],
  tlb_entry: [
    ['  m.cached_dirty = {}\n', ''],
    ['if self in m.cached_dirty { return true }', ''],
    ['if not m.present or not m.writable { return false }', 'if not m.present { return false }'],
    ['if not m.present or not m.writable { return false }', ''],
  ],
  mmu_notifier: [
    ['  await i.active == 0\n', ''],
    ['return i.sequence != sequence', 'return false'],
    ['{ i.active += 1 }', '{ skip }'],
    ['{ i.sequence += 1 }', '{ skip }'],
  ],
  pte_map: [
    ['if pmd_same(t, table) { return true }', 'return true'],
    ['  rcu_read_lock()\n', ''],
    ['  unmap: rcu_read_unlock()\n         goto again', '  goto again'],
    ['undo:  spin_unlock(t.ptl)', 'undo: skip'],
    ['{ rcu_read_unlock() }', '{ skip }'],
  ],
  page_alloc: [
    ['  assert p.home == in_use\n', ''],
    [' or p.cpu != self { return false }', ' { return false }'],
    ['where p.home == pcp and p.cpu == self', 'where p.home == pcp and p.cpu != self'],
    ['return p.home == buddy', 'return p.home == pcp'],
    ['where p.home == pcp and p.cpu == a', 'where p.home == pcp and p.cpu == a and p.home == buddy'],
  ],
};

const specs = filesIn('test/kernel', '.mmspec');

/** The first check that is not met with a changed library, or what the compiler has against it, or null. */
async function caughtBy(name: string, library: (module: string) => string | null): Promise<string | null> {
  const spec = read(`test/kernel/${name}`, undefined, library);
  if (spec.errors.length > 0) return spec.errors.join('\n');
  for (const planned of spec.planned) {
    try {
      if (!(await runPlanned(spec, planned)).met) return `${name} ${planned.name}`;
    } catch (error) {
      if (error instanceof CompileError) return error.message;
      throw error;
    }
  }
  return null;
}

async function check(module: string, [from, to]: Change): Promise<void> {
  const text = libraryText(`kernel.${module}`) ?? '';
  expect(text).toContain(from);
  const { errors } = read(`specs/kernel/${module}.mmspec`, text.replace(from, to));
  expect(errors, 'the change itself is a mistake').toEqual([]);
  const library = (name: string): string | null => (name === `kernel.${module}` ? text.replace(from, to) : libraryText(name));
  for (const name of specs.toSorted((a, b) => Number(b.startsWith(module)) - Number(a.startsWith(module)))) {
    if ((await caughtBy(name, library)) !== null) return;
  }
  throw new Error(`no check of test/kernel notices that in kernel.${module}\n${from}\nbecame\n${to}`);
}

describe.each(Object.entries(changes))('a change of kernel.%s is noticed', (module, list) => {
  test.each(list)('%j -> %j', (from, to) => check(module, [from, to]));
});
