/*
 * Small specs for drawings.
 */

/** A reader under RCU and a writer that unlinks and frees, with or without a grace period. */
export const readerAndWriter = `
module reader_and_writer
import kernel.rcu
import kernel.refs
import kernel.lock
variant waits: bool = false
object Item { refcount: ref = 1  freed: bool = false  live when not freed }
object List { head: Item? = item  lock: Lock }
shared item: Item
shared list: List
shared owns linked: Item? = item
op put_item(i: Item) {
  drop: if refcount_dec_and_test(i) {
    if waits { wait: synchronize_rcu() }
    free: i.freed = true
  }
}
actor reader {
  enter: rcu_read_lock()
  load:  let i = list.head
         if i == none { goto out }
  use:   touch(i)
  out:   rcu_read_unlock()
}
actor writer {
  lock:   lock(list.lock)
  unlink: list.head = none
  unlock: unlock(list.lock)
  take:   owns let mine = xchg(linked, none)
  put:    put_item(mine)
}
check before { } expect violates Item.live
check after { waits = true } expect holds
`;

/** A lock is held over a grace period, and a reader takes it; without the lock the reader may see what was not there before. */
export const lockedGracePeriod = `
module locked_grace_period
import kernel.rcu
import kernel.lock
variant locks: bool = true
shared guard: Lock
shared gone: bool = false
shared seen: bool = false
actor reader {
  enter: rcu_read_lock()
  look:  if gone { if locks { lock: lock(guard)  unlock: unlock(guard) }  see: seen = true }
  leave: rcu_read_unlock()
}
actor updater {
  set: gone = true
  if locks { lock: lock(guard) }
  wait: synchronize_rcu()
  if locks { unlock: unlock(guard) }
}
invariant not_later: not (updater at done and seen)
check locked { } expect deadlocks violates not_later
check plain { locks = false } expect violates not_later
`;

/** Two locks, in both orders or in one. */
export const twoLocks = `
module two_locks
import kernel.mutex
variant same: bool = false
object Inode { mutex: Mutex }
object Super { mutex: Mutex }
shared inode: Inode
shared sb: Super
actor writer {
  outer: mutex_lock(inode.mutex)
  inner: mutex_lock(sb.mutex)
  end:   mutex_unlock(sb.mutex)
         mutex_unlock(inode.mutex)
}
actor sync_fs {
  if same { first: mutex_lock(inode.mutex) }
  outer: mutex_lock(sb.mutex)
  if not same { inner: mutex_lock(inode.mutex) }
  end:   mutex_unlock(inode.mutex)
         mutex_unlock(sb.mutex)
}
check before { } expect deadlocks
check after { same = true } expect holds
`;

/** A handler of interrupts that takes the lock which the code it interrupts may hold. */
export const interrupted = `
module interrupted
import kernel.spinlock
variant disables: bool = false
shared dev_lock: Spinlock
shared masked: bool = false
shared count: 0..3 = 0
actor task {
  if disables { mask: masked = true }
  lock:   spin_lock(dev_lock)
  update: count += 1
  unlock: spin_unlock(dev_lock)
  if disables { unmask: masked = false }
}
actor handler {
  come:   await not masked
  lock:   spin_lock(dev_lock)
  handle: count += 1
  unlock: spin_unlock(dev_lock)
}
check before { }
check after { disables = true }
`;

/** Counters that two CPUs raise, and a reader; what happens is told by labels and conditions. */
export const counting = `
module counting
shared refs: 0..3 = 1
shared dying: bool = false
shared freed: bool = false
variant rechecks: bool = false
actor getter {
  test: if dying { goto out }
  get:  refs += 1
  if rechecks { again: if dying { put: refs -= 1  goto out } }
  use:  assert not freed
  out:  skip
}
actor killer {
  mark: dying = true
  look: if refs > 1 { goto out }
  free: freed = true
  out:  skip
}
check before { } expect violates getter.use
check after { rechecks = true }
`;

/** A local that is given, and one that is loaded. */
export const twoLocals = `
module two_locals
shared word: 0..1 = 0
shared asleep: bool = false
actor waiter {
  let seen = 0
  read:  let now = word
  if now == seen { sleep: asleep = true }
}
actor waker {
  store: word = 1
}
check before { }
`;

/** A device that leaves by a way out, through a lock, with references in variables. */
export const device = `
module device
import kernel.spinlock
import kernel.refs
enum Slot { null, mapped, gone }
record Word { locked: bool  pending: bool }
object Dev { refcount: ref = 1  freed: bool = false  state: Slot = mapped }
shared dev: Dev
shared entry: Dev? = dev
shared owns registered: Dev? = dev
shared guard: Spinlock
shared word: Word = Word(locked: true, pending: false)
op device_put(d: object) { drop: if refcount_dec_and_test(d) { free: d.freed = true } }
actor opener {
  take: spin_lock(guard)
  find: let d = entry
  if d == none { goto out }
  get:  get(d.refcount)
  out:  spin_unlock(guard)
}
actor remover {
  hide:  entry = none
  clear: dev.state = null
  put:   device_put(registered)
  mark:  atomic {
    let was = word
    word.pending = true
    if was.pending { dev.state = gone }
  }
}
check question { }
`;

/** Two that raise a counter in two steps each, and one that waits for what never comes. */
export const twoIncrements = `
module cnt
shared nr: 0..4 = 0
shared flag: bool = false
actor t[2] {
  load: let x = nr
  inc:  nr = x + 1
}
actor mon {
  m1: await flag
}
invariant ok: (t[0] at done and t[1] at done) implies nr == 2
check c { } expect violates ok
`;

/** A lock that a handler of interrupts takes too, with a task on its CPU and one on another. */
export const sharedCpu = `
module irqs
import kernel.spinlock
import kernel.irq
shared lk: Spinlock
shared n: 0..3 = 0
actor task on cpu[0] { t1: spin_lock(lk)  t2: n += 1  t3: spin_unlock(lk) }
actor handler on cpu[0] as hardirq { h1: spin_lock(lk)  h2: n += 1  h3: spin_unlock(lk) }
actor other on cpu[1] { o1: spin_lock(lk)  o2: n += 1 o3: spin_unlock(lk) }
check c { } expect deadlocks
`;

/** A page table entry that is taken away, with the flush of the TLB behind the unlock; somebody else frees the page. */
export const migration = `
module mig
import kernel.spinlock
variant flush_under_lock: bool = false
object Page { freed: bool = false }
shared page: Page
shared pte: Page? = page
shared tlb: Page? = page
shared ptl: Spinlock
actor migrate {
  m1: spin_lock(ptl)
  m3: pte = none
      if flush_under_lock { m4: tlb = none }
  m5: spin_unlock(ptl)
      if not flush_under_lock { m6: tlb = none }
}
actor zapper {
  z1: spin_lock(ptl)
  z2: let q = pte
      if q != none { z3: pte = none  z4: tlb = none }
  z5: spin_unlock(ptl)
  z6: page.freed = true
}
actor user {
  u1: let t = tlb
      if t != none { u2: assert not page.freed }
}
check before { } expect violates user.u2
check after { flush_under_lock = true } expect violates user.u2
`;

/** A device that is looked up without a reference while it goes. */
export const openAndRemove = `
module dev
import kernel.mutex
import kernel.refs
import kernel.workqueue
object Dev { refcount: ref = 1 freed: bool = false gone: bool = false  live when not freed }
shared dev: Dev
shared table: Dev? = dev
shared lock: Mutex
shared owns reg: Dev? = dev
op dev_put(d: Dev) { drop: if refcount_dec_and_test(d) { free: d.freed = true } }
actor opener {
  lookup: let d = table
          if d == none { goto out }
  test:   if d.gone { goto out }
  get:    get(d.refcount)
  use:    touch(d)
  put:    dev_put(d)
  out:    skip
}
actor remover {
  mark:   dev.gone = true
  lock:   mutex_lock(lock)
  clear:  table = none
  unlock: mutex_unlock(lock)
  take:   owns let mine = xchg(reg, none)
  put:    dev_put(mine)
}
check c { } expect violates Dev.live
`;
