import { checkWhole as check } from './diagnosed.ts';

/* What is said about contexts without a run: nesting, sleeping, and locks that handlers use. */

const locks = `module fixture
import kernel.irq
import kernel.spinlock
import kernel.mutex
shared guard: Spinlock
shared mutex: Mutex
shared n: 0..3 = 0
`;

check(
  'interrupts are off at an end',
  `${locks}
actor user {
  off: local_irq_disable()
//     ^^^^^^^^^^^^^^^^^^^ warning[MM0433]: user ends with interrupts off
  use: if n == 0 { return }
  on:  local_irq_enable()
}
`,
);

check(
  'interrupts are turned on twice',
  `${locks}
actor user {
  off:   local_irq_disable()
  on:    local_irq_enable()
  again: local_irq_enable()
//       ^^^^^^^^^^^^^^^^^^ warning[MM0433]: interrupts are turned on here by user, which runs with interrupts on already
}
`,
);

check(
  'two paths meet that nest otherwise',
  `${locks}
actor user {
  loop {
    off: local_bh_disable()
//       ^^^^^^^^^^^^^^^^^^ warning[MM0433]: user comes to \`off\` with bottom halves off on one path, and with bottom halves on on another
    if n == 0 { on: local_bh_enable() }
  }
}
`,
);

check(
  'nesting that comes out even on every path',
  `${locks}
variant saves: bool = true
actor user {
  loop {
    off: if saves { local_irq_save() }
    if n == 0 { outer: local_bh_disable()  inner: local_bh_disable()  n = 1  local_bh_enable()  last: local_bh_enable() }
    on:  if saves { local_irq_restore() }
  }
}
`,
);

check(
  'sleeping under a spinlock, in a handler, and in a reader',
  `${locks}
actor user on cpu[0] {
  spin: spin_lock(guard)
  take: mutex_lock(mutex)
//      ^^^^^^^^^^^^^^^^^ warning[MM0434]: user may sleep here with preemption off
  give: mutex_unlock(mutex)
  free: spin_unlock(guard)
}
actor tick on cpu[0] as softirq {
  set:  n = 1
  take: mutex_lock(mutex)
//      ^^^^^^^^^^^^^^^^^ warning[MM0434]: tick may sleep here in a softirq handler
  give: mutex_unlock(mutex)
}
actor reader {
  enter: rcu_read_lock()
  wait:  synchronize_rcu()
//       ^^^^^^^^^^^^^^^^^ warning[MM0434]: reader may sleep here in an RCU read section
  leave: rcu_read_unlock()
}
`,
);

check(
  'what never sleeps, or sleeps before',
  `${locks}
actor user on cpu[0] {
  take: mutex_lock(mutex)
  spin: spin_lock_irq(guard)
  free: spin_unlock_irq(guard)
  give: mutex_unlock(mutex)
}
actor tick on cpu[0] as hardirq { try: if mutex_trylock(mutex) { give: mutex_unlock(mutex) } }
`,
);

check(
  'a lock that a handler waits for, taken while it is not masked',
  `${locks}
shared other: Spinlock
actor user on cpu[0] {
  take: spin_lock(guard)
//      ^^^^^^^^^^^^^^^^ warning[MM0435]: inconsistent {HARDIRQ-ON-W} -> {IN-HARDIRQ-W} usage: user takes \`guard\` with interrupts on, and tick takes it in a hardirq
  free: spin_unlock(guard)
  soft: spin_lock(other)
//      ^^^^^^^^^^^^^^^^ warning[MM0435]: inconsistent {SOFTIRQ-ON-W} -> {IN-SOFTIRQ-W} usage: user takes \`other\` with bottom halves on, and timer takes it in a softirq
  end:  spin_unlock(other)
}
actor tick on cpu[0] as hardirq { take: spin_lock(guard)  free: spin_unlock(guard) }
actor timer on cpu[1] as softirq { take: spin_lock(other)  free: spin_unlock(other) }
`,
);

check(
  'a softirq takes a lock of a hardirq with interrupts on',
  `${locks}
actor timer on cpu[0] as softirq {
  take: spin_lock(guard)
//      ^^^^^^^^^^^^^^^^ warning[MM0435]: inconsistent {HARDIRQ-ON-W} -> {IN-HARDIRQ-W} usage: timer takes \`guard\` with interrupts on, and tick takes it in a hardirq
  free: spin_unlock(guard)
}
actor tick on cpu[0] as hardirq { take: spin_lock(guard)  free: spin_unlock(guard) }
`,
);

check(
  'a lock that an NMI waits for',
  `${locks}
actor user on cpu[0] {
  take: spin_lock_irqsave(guard)
//      ^^^^^^^^^^^^^^^^^^^^^^^^ warning[MM0435]: inconsistent {NMI-ON-W} -> {IN-NMI-W} usage: user takes \`guard\`, for which watchdog may spin in an NMI
  free: spin_unlock_irqrestore(guard)
}
actor watchdog on cpu[0] as nmi { take: spin_lock(guard)  free: spin_unlock(guard) }
`,
);

check(
  'handlers that are masked, only try, or cannot interrupt',
  `${locks}
shared other: Spinlock
shared third: Spinlock
actor user on cpu[0] {
  take: spin_lock_irqsave(guard)
  free: spin_unlock_irqrestore(guard)
  soft: spin_lock_bh(other)
  end:  spin_unlock_bh(other)
  last: spin_lock(third)
  out:  spin_unlock(third)
}
actor apart { take: spin_lock(guard)  free: spin_unlock(guard) }
actor tick on cpu[0] as hardirq {
  take: spin_lock(guard)
  free: spin_unlock(guard)
  try:  if not spin_trylock(third) { return }
  give: spin_unlock(third)
}
actor timer on cpu[0] as softirq { take: spin_lock(other)  free: spin_unlock(other) }
`,
);

check(
  'a lock that its holder waits for',
  `${locks}
actor user {
  take:  spin_lock(guard)
  again: spin_lock(guard)
//       ^^^^^^^^^^^^^^^^ warning[MM0436]: possible recursive locking: user waits for \`guard\`, which it holds itself
  free:  spin_unlock(guard)
}
actor other {
  take: mutex_lock(mutex)
  try:  if mutex_trylock(mutex) { again: mutex_unlock(mutex) }
  free: mutex_unlock(mutex)
}
`,
);
