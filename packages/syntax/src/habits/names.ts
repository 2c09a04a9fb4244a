import type { NameHabit, NamePlace, Origin } from './types.ts';

/*
 * Names of other languages: unknown ones only, for a spec may use each as its own. What the library declares is none of them: it is told which import brings it.
 */

function row(from: Origin, place: NamePlace, names: string, instead: string | null, note?: string): NameHabit {
  return { from, place, names: names.split(' '), instead, ...(note === undefined ? {} : { note }) };
}

const plain = 'Every access is one step, and no compiler changes it.';
const folios = 'It comes with `import kernel.folio`.';
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
  row('guess', 'value', 'done terminated finished', 'a at done', 'In a property it says that the actor has taken its last step.'),
  row('PlusCal', 'value', 'step', 'step is l', 'In a property over steps it names the step that is taken.'),
  row('PlusCal', 'field', 'pc', 'a at l', 'In a property it says where an actor stands.'),
  row('C', 'field', 'length size len', '|x|'),
  row('guess', 'field', 'id index pid', 'index(a)'),
  row('TLA+', 'call', 'Len Cardinality len size length count_of sizeof ARRAY_SIZE', '|x|'),
  row('TLA+', 'call', 'Head head front peek', 'first(q)', '`pop(q)` takes it off as well.'),
  row('TLA+', 'call', 'Tail tail rest_of dequeue recv receive', 'pop(q)', 'It takes the first one off, and returns it.'),
  row('TLA+', 'call', 'SubSeq Reverse', 'for x in q { … }'),
  row('C', 'call', 'folio_ref_add page_ref_add', 'get(r, n)', 'Counters of something else: `import kernel.atomics`.'),
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
  row('C', 'call', 'refcount_value', 'x', plain),
  row('C', 'call', 'barrier mb rmb wmb', null, plain),
  row(
    'C',
    'call',
    'BUG_ON WARN_ON WARN_ON_ONCE WARN WARN_ONCE VM_BUG_ON VM_BUG_ON_PAGE VM_BUG_ON_FOLIO VM_BUG_ON_VMA VM_BUG_ON_MM VM_WARN_ON VM_WARN_ON_ONCE VM_WARN_ON_FOLIO VM_WARN_ON_ONCE_FOLIO VM_WARN_ON_ONCE_PAGE KVM_BUG_ON',
    'assert not p',
  ),
  row(
    'C',
    'call',
    'lockdep_assert_held lockdep_assert_held_write lockdep_assert_held_read mmap_assert_locked vma_assert_locked',
    'assert l.held',
    'Without a step: `invariant p: a at {l..m} implies l.held`.',
  ),
  row('C', 'call', 'container_of list_entry list_first_entry hlist_entry rb_entry', 'x', 'A variable of type `T?` has the object itself.'),
  row('C', 'call', 'smp_processor_id raw_smp_processor_id get_cpu', 'index(self)', 'The actor is `self`.'),
  row(
    'C',
    'call',
    'get_page try_get_page page_cache_get folio_ref_inc',
    'folio_get(f)',
    'It comes with `import kernel.folio`, and so does `folio_try_get(f)`.',
  ),
  row('C', 'call', 'put_page page_cache_release', 'folio_put(f)', folios),
  row('C', 'call', 'lock_page', 'folio_lock(f)', folios),
  row('C', 'call', 'unlock_page', 'folio_unlock(f)', folios),
  row(
    'C',
    'call',
    'this_cpu_read this_cpu_write this_cpu_inc per_cpu per_cpu_ptr this_cpu_ptr',
    'x[self]',
    'An array with an element for each actor is declared as `T[cpu]`.',
  ),
  row('C', 'call', 'cpu_relax cond_resched yield sleep msleep usleep udelay nop', 'l: skip', 'Between two steps all others may take theirs.'),
  row('C', 'call', 'printk printf print pr_info pr_err puts', null, 'A trace shows each step and what it changed.'),
  row('C', 'call', 'kmalloc kzalloc malloc alloc', 'x.freed = false', 'Objects exist for the whole run; being free is a field.'),
  row('C', 'call', 'kfree free vfree', 'x.freed = true', 'Objects exist for the whole run; `live when not freed` finds who touches a free one.'),
  row('C', 'call', 'likely unlikely READ', 'p'),
  row('guess', 'call', 'wait wait_for wait_until block wait_event_interruptible assume require', 'await p'),
  row('guess', 'call', 'fail abort panic BUG', 'assert false'),
  row('guess', 'call', 'done at', 'a at l', 'In a property it says where an actor stands: `a at {l, m}`, `a at done`.'),
  row('guess', 'call', 'old prev next pre post', "x'", 'In a property over steps plain names mean the state before it, and a prime that after it.'),
  row('guess', 'call', 'sum Sum', 'sum(x in S: e)'),
  row('guess', 'call', 'range', 'a..b', 'It is a set.'),
  row('guess', 'call', 'contains has includes', 'x in s'),
  row(
    'guess',
    'call',
    'spawn fork start pthread_create kthread_run',
    'actor p[2] { … }',
    'All actors are there from the beginning; one that waits for its start begins with `await`.',
  ),
  row('guess', 'call', 'compare_exchange compare_and_swap cas CAS', 'cmpxchg(x, old, new)'),
  row('guess', 'call', 'swap exchange', 'xchg(x, e)'),
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
