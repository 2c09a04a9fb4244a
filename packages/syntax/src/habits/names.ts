import type { NameHabit, NamePlace, Origin } from './types.ts';

/*
 * Names of other languages: unknown ones only, for a spec may use each as its own.
 */

function row(from: Origin, place: NamePlace, names: string, instead: string | null, note?: string): NameHabit {
  return { from, place, names: names.split(' '), instead, ...(note === undefined ? {} : { note }) };
}

const plain = 'Every access is one step, and no compiler changes it.';
const range = 'Numbers have a range, so that the states are finite.';

/** In the order in which they are tried. */
export const nameHabits: readonly NameHabit[] = [
  row('C', 'value', 'NULL null nullptr nil None undefined defaultInitValue', 'none', 'What may be `none` has the type `T?`.'),
  row('TLA+', 'value', 'TRUE True', 'true'),
  row('TLA+', 'value', 'FALSE False', 'false'),
  row('PlusCal', 'value', 'pc', 'a at l', 'In a property it says where an actor stands.'),
  row('Promela', 'value', '_pid this me tid current smp_processor_id', 'self', 'Its number is `index(self)`.'),
  row('Promela', 'value', 'timeout', 'idle await p', 'A deadlock is found without asking; where waiting is none, say `idle`.'),
  row('TLA+', 'value', 'BOOLEAN', 'bool', 'A set of both: `{false, true}`.'),
  row('TLA+', 'value', 'Nat Int', '0..3', range),
  row('PlusCal', 'field', 'pc', 'a at l', 'In a property it says where an actor stands.'),
  row('C', 'field', 'length size len', '|x|'),
  row('guess', 'field', 'id index pid', 'index(a)'),
  row('TLA+', 'call', 'Len Cardinality len size length count_of sizeof ARRAY_SIZE', '|x|'),
  row('TLA+', 'call', 'Head head front peek', 'first(q)', '`pop(q)` takes it off as well.'),
  row('TLA+', 'call', 'Tail tail rest_of dequeue recv receive', 'pop(q)', 'It takes the first one off, and returns it.'),
  row('TLA+', 'call', 'SubSeq Reverse', 'for x in q { … }'),
  row('C', 'call', 'folio_ref_add page_ref_add atomic_fetch_add', 'get(r, n)', 'Counters of something else: `import kernel.atomics`.'),
  row('C', 'call', 'list_del list_del_init erase', 'remove(q, x)'),
  row('C', 'call', 'list_add', 'insert(q, 0, x)'),
  row('C', 'call', 'list_add_tail', 'append(q, x)'),
  row('C', 'call', 'list_empty', '|q| == 0'),
  row('TLA+', 'call', 'Append push enqueue send push_back', 'append(q, x)'),
  row('Promela', 'call', 'empty isEmpty is_empty', '|q| == 0'),
  row('Promela', 'call', 'nempty', '|q| > 0'),
  row('Promela', 'call', 'full nfull', '|q| < N'),
  row('Promela', 'call', 'select rand random nondet oneOf', 'choose x in 0..3'),
  row(
    'C',
    'call',
    'READ_ONCE smp_load_acquire rcu_dereference',
    'READ_ONCE(x)',
    'It has a place in its brackets, a variable or a field, and stands where a value does.',
  ),
  row(
    'C',
    'call',
    'WRITE_ONCE smp_store_release rcu_assign_pointer smp_store_mb',
    'WRITE_ONCE(x, e)',
    'It has a place and a value in its brackets, and is a statement.',
  ),
  row('C', 'call', 'atomic_read refcount_value', 'x', plain),
  row('C', 'call', 'atomic_set', 'x = e', plain),
  row(
    'C',
    'call',
    'smp_mb smp_rmb smp_wmb smp_mb__before_atomic smp_mb__after_atomic smp_mb__after_spinlock',
    'import kernel.barrier',
    'Barriers order accesses under `memory tso` and `memory weak`.',
  ),
  row('C', 'call', 'barrier mb rmb wmb', null, plain),
  row('C', 'call', 'BUG_ON WARN_ON WARN_ON_ONCE VM_BUG_ON VM_WARN_ON VM_BUG_ON_PAGE VM_BUG_ON_FOLIO', 'assert not p'),
  row('C', 'call', 'cpu_relax cond_resched schedule yield sleep msleep usleep udelay nop', 'l: skip', 'Between two steps all others may take theirs.'),
  row('C', 'call', 'printk printf print pr_info pr_err puts', null, 'A trace shows each step and what it changed.'),
  row('C', 'call', 'kmalloc kzalloc malloc alloc', 'x.freed = false', 'Objects exist for the whole run; being free is a field.'),
  row('C', 'call', 'kfree free vfree', 'x.freed = true', 'Objects exist for the whole run; `live when not freed` finds who touches a free one.'),
  row('C', 'call', 'likely unlikely READ', 'p'),
  row('guess', 'call', 'wait wait_for wait_until block wait_event_interruptible assume require', 'await p'),
  row('guess', 'call', 'fail abort panic BUG', 'assert false'),
  row(
    'guess',
    'call',
    'spawn fork start pthread_create kthread_run',
    'actor p[2] { … }',
    'All actors are there from the beginning; one that waits for its start begins with `await`.',
  ),
  row('guess', 'call', 'compare_exchange compare_and_swap cas CAS', 'cmpxchg(x, old, new)'),
  row('guess', 'call', 'swap exchange atomic_xchg', 'xchg(x, e)'),
  row('TLA+', 'call', 'Permutations', null, 'Interchangeable actors and objects are found without help.'),
  row('C', 'type', 'int unsigned long short char u8 u16 u32 u64 s32 s64 size_t usize i32 nat', '0..3', range),
  row('TLA+', 'type', 'Nat Int Integer integer number', '0..3', range),
  row('TLA+', 'type', 'BOOLEAN boolean Boolean Bool _Bool', 'bool'),
  row('C', 'type', 'atomic_t refcount_t kref', 'ref', 'A counter of something else has a range: `0..3`.'),
  row('Promela', 'type', 'byte', '0..255', range),
  row('Promela', 'type', 'bit', '0..1'),
  row('Promela', 'type', 'mtype string String str', 'enum E { a, b }', 'Values that are only compared are tags.'),
  row('Promela', 'type', 'chan', 'seq<T, N>'),
  row('C', 'type', 'spinlock_t raw_spinlock_t', 'Spinlock', 'It comes with `import kernel.spinlock`.'),
  row('C', 'type', 'pid pid_t task_struct thread process', 'actor', 'A variable may also have the name of one kind of actor as its type.'),
];
