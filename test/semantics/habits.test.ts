import { libraryNames } from '@mmspec/library';
import { habitOfName } from '@mmspec/syntax';
import { expect, test } from 'vitest';
import { analysed } from './fixture.ts';

/*
 * What those write who come from TLA+, PlusCal, Promela or C, or have not read the grammar:
 * one message, and it names the form of this language.
 */

/** Where the text stands: between declarations, among the steps of an actor, or as a claim. */
const around = {
  item: (text: string): string => `${text}\n`,
  step: (text: string): string => `actor p[2] {\n  a: skip\n  ${text}\n}\n`,
  claim: (text: string): string => `actor p[2] { cs: skip }\ninvariant i: ${text}\n`,
};

/** `head`: before everything else. */
type Place = keyof typeof around | 'head';

const spec = (place: Place, text: string): string => `${place === 'head' ? `${text}\n` : ''}module m
record R { a: 0..3  b: 0..3 }
object Folio { refcount: ref = 1  mapped: bool = true }
shared folio: Folio
shared x: 0..3 = 0
shared y: 0..3 = 0
shared f: bool = false
shared g: bool = false
shared s: set<0..3> = {}
shared q: seq<0..3, 2> = {}
shared flags: bool[2] = false
${place === 'head' ? '' : around[place](text)}`;

type Row = readonly [place: Place, text: string, code: string, form: string];

const onOne = 'actor a on cpu[0] { … }';

const habits: Readonly<Record<string, readonly Row[]>> = {
  'the settings of a check': [
    ['item', 'check c { constraint x <= 2 }', 'MM0114', 'bound p'],
    ['item', 'check c { CONSTRAINT x <= 2 }', 'MM0114', 'bound p'],
  ],
  'the head of an actor': [
    ['item', 'actor h on cpu 0 { a: skip }', 'MM0114', onOne],
    ['item', 'actor h on core[0] { a: skip }', 'MM0114', onOne],
    ['item', 'actor h at cpu[0] { a: skip }', 'MM0114', onOne],
    ['item', 'actor h priority 2 { a: skip }', 'MM0114', 'actor a on cpu[0] as hardirq { … }'],
    ['item', 'actor h provided f { a: skip }', 'MM0114', 'actor a when p { … }'],
    ['item', 'actor h if f { a: skip }', 'MM0114', 'actor a when p { … }'],
    ['item', 'actor h when f on cpu[0] { a: skip }', 'MM0114', 'actor a on cpu[0] as hardirq when p { … }'],
    ['item', 'actor h on cpu[0] as task as nmi { a: skip }', 'MM0114', 'actor a on cpu[0] as hardirq { … }'],
    ['item', 'actor h on cpu[0] as irq { a: skip }', 'MM0237', 'hardirq'],
    ['item', 'actor h on cpu[0] as tasklet { a: skip }', 'MM0237', 'softirq'],
  ],
  'TLA+': [
    ['head', '---- MODULE Foo ----', 'MM0114', 'module NAME'],
    ['item', 'EXTENDS Naturals, Sequences', 'MM0114', 'import kernel.folio'],
    ['item', 'VARIABLES a, b', 'MM0114', 'shared x: T = e'],
    ['item', 'CONSTANT N', 'MM0114', 'const N: 1..4 = 2'],
    ['claim', 'forall i in 0..1, j in 0..1: flags[i] or flags[j]', 'MM0114', 'forall x in S: forall y in T: p'],
    ['claim', 'not (forall i, j in 0..1: flags[i])', 'MM0114', 'forall x in S: forall y in T: p'],
    ['claim', 'f or exists i, j in {0, 1}: flags[i] and not flags[j]', 'MM0114', 'exists x in S: exists y in T: p'],
    ['step', 'b: atomic { choose i in 0..1, j in 0..1  flags[i] = flags[j] }', 'MM0114', 'choose x in S'],
    ['step', 'b: s = s + {1}', 'MM0210', 's += {x}'],
    ['step', 'b: s = s - {1}', 'MM0210', 's -= {x}'],
    ['claim', 's + {1} == {1}', 'MM0210', 'membership in either set'],
    ['claim', '|s - {1}| < 3', 'MM0210', '{x in s where x not in t}'],
    ['item', 'Init == x = 0', 'MM0114', 'define NAME = e'],
    ['item', 'Next == Take(1)', 'MM0114', 'define NAME = e'],
    ['item', '(* text *)', 'MM0114', '//'],
    ['step', '\\* text', 'MM0114', '//'],
    ['claim', 'f /\\ g', 'MM0114', 'and'],
    ['claim', 'f \\/ g', 'MM0114', 'or'],
    ['claim', '~f', 'MM0114', 'not'],
    ['claim', 'f => g', 'MM0114', 'implies'],
    ['claim', 'f <=> g', 'MM0114', 'iff'],
    ['claim', 'x =< 2', 'MM0114', '<='],
    ['claim', 'x # y', 'MM0114', '!='],
    ['claim', 'x /= y', 'MM0114', '!='],
    ['claim', '\\A n \\in s : n < 3', 'MM0114', 'forall x in S: p'],
    ['claim', '\\E n \\in s : n < 3', 'MM0114', 'exists x in S: p'],
    ['claim', 'x \\in s', 'MM0114', 'in'],
    ['claim', 'x \\notin s', 'MM0114', 'not in'],
    ['claim', 's \\subseteq s', 'MM0114', 'within'],
    ['claim', 'Cardinality(s) < 2', 'MM0208', '|x|'],
    ['claim', 'Len(q) < 2', 'MM0208', '|x|'],
    ['claim', '[]f', 'MM0114', 'always p'],
    ['claim', '<>f', 'MM0114', 'eventually p'],
    ['claim', 'f ~> g', 'MM0114', 'leads to'],
    ['claim', 'IF f THEN g ELSE f', 'MM0114', 'a if c else b'],
    ['claim', 'pc[p[0]] = "cs"', 'MM0114', 'a at l'],
    ['claim', 'x = 0', 'MM0117', '=='],
    ['claim', 'f == TRUE', 'MM0205', 'true'],
    ['step', 'b: x = CHOOSE n \\in s : n > 0', 'MM0114', 'choose x in S where p'],
    ['step', 'b: UNCHANGED <<x, y>>', 'MM0114', 'seq<T, N>'],
    ['step', 'b: UNCHANGED x', 'MM0114', 'stays as it is'],
    ['step', 'b: q = <<1, 2>>', 'MM0114', 'append(q, x)'],
    ['step', 'b: q = Append(q, 1)', 'MM0208', 'append(q, x)'],
    ['step', 'b: x = Head(q)', 'MM0208', 'first(q)'],
    ['step', 'b: LET n == x IN y = n', 'MM0114', 'let x = e'],
    ['item', 'shared r: R = [a |-> 0, b |-> 1]', 'MM0114', 'R(field: e)'],
    ['item', 'shared n: Nat = 0', 'MM0206', '0..3'],
    ['item', 'shared b: BOOLEAN = false', 'MM0206', 'bool'],
    ['item', 'temporal t: f under WF_vars(Next)', 'MM0114', 'under fair a'],
    ['item', 'temporal t: f under WF(p)', 'MM0114', 'under fair a'],
    ['item', 'shared k: 0..3[2] = [i \\in 0..1 |-> 0]', 'MM0114', '[k: e]'],
    ['step', 'b: flags = [flags EXCEPT ![0] = true]', 'MM0114', 'x[i] = e'],
    ['step', 'b: s = s \\cup {1}', 'MM0114', 's += {x}'],
    ['step', 'b: s = s union {1}', 'MM0114', 's += {x}'],
    ['step', 'b: s = s \\ {1}', 'MM0114', 's -= {x}'],
    ['step', "x' = x + 1", 'MM0114', 'x = e'],
  ],
  PlusCal: [
    ['step', 'b: x := 1', 'MM0114', '='],
    ['step', 'b: x := 1 || y := 1', 'MM0114', '='],
    ['head', '--algorithm mutex', 'MM0114', 'module NAME'],
    ['item', 'variables n = 0', 'MM0114', 'shared x: T = e'],
    ['item', 'variable n', 'MM0114', 'shared x: T = e'],
    ['item', 'fair process (w \\in 1..2)', 'MM0114', 'actor p[2]'],
    ['item', 'process Worker = 1', 'MM0114', 'actor p[2]'],
    ['step', 'end if;', 'MM0114', '}'],
    ['step', 'b: if f then x = 1', 'MM0114', 'if c { … }'],
    ['step', 'b: if f { x = 1 } elsif g { x = 2 }', 'MM0114', 'else if'],
    ['step', 'b: while f do', 'MM0114', 'while c { … }'],
    ['step', 'b: with n \\in s do', 'MM0114', 'choose x in S'],
    ['step', 'b: call work(1)', 'MM0114', 'f(x)'],
    ['step', 'b: when f', 'MM0114', 'await p'],
    ['step', 'b: either x = 1 or x = 2', 'MM0114', 'either { … } or { … }'],
    ['step', 'print x', 'MM0114', 'trace'],
    ['claim', 'p[0].pc == cs', 'MM0207', 'a at l'],
    ['step', 'b: flags[self] = true', 'MM0210', 'index('],
  ],
  Promela: [
    ['item', 'active [2] proctype P() { skip }', 'MM0114', 'actor p[2]'],
    ['item', 'proctype P(byte n) { skip }', 'MM0114', 'actor p[2]'],
    ['item', 'byte n = 0', 'MM0114', 'shared x: 0..3 = 0'],
    ['item', 'mtype = { one, two }', 'MM0114', 'enum E { a, b }'],
    ['step', 'x == 1; x = 2', 'MM0114', 'await p'],
    ['step', 'b: x == 1 -> x = 2', 'MM0114', 'await p'],
    ['step', '(x == 1) -> x = 2', 'MM0114', 'await p'],
    ['step', 'READ_ONCE(x) == 1', 'MM0114', 'await p'],
    ['step', 'b: either { await x == 1 } or { else }', 'MM0114', 'or { await p … }'],
    ['item', 'chan c = [2] of { byte }', 'MM0114', 'seq<T, N>'],
    ['item', 'init { x = 1 }', 'MM0114', 'shared x: T = e'],
    ['item', 'ltl safe { []f }', 'MM0114', 'temporal NAME: p under fair'],
    ['item', '#define N 2', 'MM0114', 'define NAME = e'],
    ['step', 'do :: f -> x = 1', 'MM0114', 'either { … } or { … }'],
    ['step', ':: else -> skip', 'MM0114', 'either { … } or { … }'],
    ['step', 'od', 'MM0114', 'either { … } or { … }'],
    ['step', 'b: d_step { x = 1  y = 1 }', 'MM0114', 'atomic { … }'],
    ['step', 'b: run P(1)', 'MM0114', 'actor p[2]'],
    ['step', 'b: q ! 1', 'MM0114', 'append(c, x)'],
    ['step', 'b: q ? x', 'MM0114', 'pop(c)'],
    ['claim', 'p@cs', 'MM0114', 'a at l'],
    ['claim', 'len(q) < 2', 'MM0208', '|x|'],
    ['claim', 'nempty(q)', 'MM0208', '|q| > 0'],
    ['claim', '_pid == p[0]', 'MM0205', 'self'],
    ['item', 'shared n: byte = 0', 'MM0206', '0..255'],
  ],
  C: [
    ['claim', 'f && g', 'MM0114', 'and'],
    ['claim', 'f || g', 'MM0114', 'or'],
    ['claim', '!f', 'MM0114', 'not'],
    ['claim', 'folio->mapped', 'MM0114', '.'],
    ['claim', 'f ? g : f', 'MM0114', 'a if c else b'],
    ['claim', 'x & 1', 'MM0114', 'flag in flags'],
    ['step', 'b: x++', 'MM0101', '+= 1'],
    ['step', 'b: ++x', 'MM0101', '+= 1'],
    ['step', 'b: x |= 1', 'MM0114', 'Write `flags += {flag}`.'],
    ['step', 'b: x &= 1', 'MM0114', 'Write `flags -= {flag}`.'],
    ['step', 'b: x ^= 1', 'MM0114', 'flag = not flag'],
    ['step', 'b: x <<= 1', 'MM0114', 'x = x * 2'],
    ['step', 'b: x >>= 1', 'MM0114', 'x = x / 2'],
    ['step', 'b: x %= 2', 'MM0114', 'x = x % 2'],
    ['step', 'b: switch (x) {', 'MM0114', 'if x == a { … }'],
    ['step', 'b: try_cmpxchg(x, 0, 1)', 'MM0208', 'Write `cmpxchg(x, old, new)`.'],
    ['step', 'b: x = cmpxchg(x, 0, 1)', 'MM0210', 'says whether it stored'],
    ['step', 'b: let old = cmpxchg(x, 0, 1)  if old == 0 { c: x = 1 }', 'MM0211', 'says whether it stored'],
    ['step', 'wait_event(q, f)', 'MM0208', 'Write `await f`.'],
    ['step', 'b: x *= 2', 'MM0114', 'x = x * 2'],
    ['step', 'b: x = 1 << 2', 'MM0114', 'flags'],
    ['step', 'int n = 0;', 'MM0114', 'var x: 0..3 = 0'],
    ['item', 'int n = 0;', 'MM0114', 'shared x: 0..3 = 0'],
    ['item', 'struct page { }', 'MM0114', 'object Folio'],
    ['item', 'void work(void)', 'MM0114', 'op f(x: T)'],
    ['item', '#include <linux/mm.h>', 'MM0114', 'import kernel.folio'],
    ['item', '#ifdef CONFIG_SMP', 'MM0114', 'variant v'],
    ['item', '/* text */', 'MM0119', '//'],
    ['step', 'for (i = 0; i < 3; i++)', 'MM0114', 'repeat 3'],
    ['step', 'b: do { x = 1 } while f', 'MM0114', 'loop { … if not c { break } }'],
    ['step', 'switch (x) { }', 'MM0114', 'if x == a'],
    ['step', 'if (x == 1) x = 2;', 'MM0114', 'if c { … }'],
    ['step', 'if (x == 1)\n    x = 2;', 'MM0101', '`{`'],
    ['step', 'if x == 1 goto out; x = 2; out: x = 3', 'MM0114', 'if c { … }'],
    ['step', 'while (x == 1) x = 2;', 'MM0101', '`{`'],
    ['item', 'op f(int n) { x = n }', 'MM0114', 'f(x: T)'],
    ['item', 'op f(struct folio *n) { x = 1 }', 'MM0114', 'f(x: T)'],
    ['item', 'shared o: Folio* = folio', 'MM0114', 'f: Folio'],
    ['item', 'shared o: Folio(mapped: true)', 'MM0123', 'Write `x: Folio = Folio(…)`.'],
    ['item', 'init folio.mapped = true', 'MM0114', 'shared x: T = T(f: e)'],
    ['item', 'shared a[4]: 0..3 = 0', 'MM0114', 'shared x: T[4] = e'],
    ['item', 'shared a, b: 0..3 = 0', 'MM0114', 'declaration of its own'],
    ['step', 'b: READ_ONCE(x + 1)', 'MM0208', 'READ_ONCE(x)'],
    ['step', 'b: WRITE_ONCE(1, x)', 'MM0208', 'WRITE_ONCE(x, e)'],
    ['step', 'b: smp_mb()', 'MM0208', 'import kernel.barrier'],
    ['step', 'b: barrier()', 'MM0208', 'no compiler'],
    ['step', 'b: BUG_ON(f)', 'MM0208', 'Write `assert not f`.'],
    ['step', 'b: kfree(folio)', 'MM0208', 'x.freed = true'],
    ['step', 'b: kfree_rcu(folio, x)', 'MM0208', 'import kernel.call_rcu'],
    ['step', 'b: list_add_tail(x, q)', 'MM0208', 'append(q, x)'],
    ['step', 'b: list_del(x)', 'MM0208', 'remove(q, x)'],
    ['step', 'b: cpu_relax()', 'MM0208', 'skip'],
    ['item', 'shared n: u32 = 0', 'MM0206', '0..3'],
    ['item', 'shared l: spinlock_t', 'MM0206', 'Spinlock'],
    ['item', 'shared o: Folio? = NULL', 'MM0205', 'none'],
  ],
  'the kernel': [
    ['step', 'struct folio *p = folio;', 'MM0114', 'let x = e'],
    ['step', 'struct folio *p;', 'MM0114', 'var x: Folio? = none'],
    ['step', 'Folio *p;', 'MM0114', 'var x: Folio? = none'],
    ['step', 'Folio *p = folio;', 'MM0114', 'let x = e'],
    ['item', 'struct page *p;', 'MM0114', 'shared f: Folio'],
    ['step', 'int r = x;', 'MM0114', 'var x: 0..3 = 0'],
    ['step', 'unsigned long flags;', 'MM0114', 'var x: 0..3 = 0'],
    ['step', 'void *p;', 'MM0114', 'var x: 0..3 = 0'],
    ['item', 'object O {\n  int a;\n}', 'MM0114', '`x: 0..3 = 0`'],
    ['item', 'object O {\n  spinlock_t lock;\n}', 'MM0114', 'lock: Spinlock'],
    ['item', 'spinlock_t l;', 'MM0114', 'shared l: Spinlock'],
    ['item', 'seqcount_t s;', 'MM0114', 'shared s: Seqcount'],
    ['item', 'static DEFINE_MUTEX(l);', 'MM0114', 'kernel.mutex'],
    ['item', 'EXPORT_SYMBOL(work);', 'MM0114', 'left out'],
    ['item', 'MODULE_LICENSE("GPL");', 'MM0114', 'left out'],
    ['item', 'union u { int a; }', 'MM0114', 'record R'],
    ['item', 'enum e { A = 1, B }', 'MM0114', 'Tags have no numbers'],
    ['item', 'shared n: unsigned long = 0', 'MM0114', '0..3'],
    ['item', 'shared n: struct folio = none', 'MM0114', 'stands alone'],
    ['item', 'op g() -> bool { return true }', 'MM0114', 'behind `:`'],
    ['step', 'list_for_each_entry(n, head, list) { y = 1 }', 'MM0114', 'for x in q'],
    ['step', 'y = (int)x', 'MM0114', 'Nothing is converted'],
    ['step', 'y = *n', 'MM0114', 'no pointers'],
    ['step', '*n = y', 'MM0114', 'no pointers'],
    ['step', 'WRITE_ONCE(*n, 1)', 'MM0114', 'no pointers'],
    ['step', 'y /= 2', 'MM0114', 'x = x / 2'],
    ['step', 'x = 0x1', 'MM0113', 'Write `1`.'],
    ['step', 'x = 1UL', 'MM0113', 'Write `1`.'],
    ['step', 'x = 0b11', 'MM0113', 'Write `3`.'],
    ['step', 'x = 1.5', 'MM0114', 'whole'],
    ['step', 'touch(&folio)', 'MM0114', 'Write `folio`.'],
    ['step', 'put(&folio->refcount);', 'MM0114', 'Write `folio.refcount`.'],
    ['step', 'f = folio->mapped', 'MM0114', 'Write `folio.mapped`.'],
    ['step', 'y = x & 1', 'MM0114', 'flag in flags'],
    ['step', 'if (x) { y = 1 }', 'MM0210', 'Write `x != 0`.'],
    ['step', 'if x { y = 1 }', 'MM0210', 'Write `x != 0`.'],
    ['step', 'while (x) { y = 1 }', 'MM0210', 'Write `x != 0`.'],
    ['step', 'while (1) { y = 1 }', 'MM0210', 'loop { … }'],
    ['step', 'var o: Folio? = none  if o { y = 1 }', 'MM0210', 'Write `o != none`.'],
    ['step', 'if folio { y = 1 }', 'MM0210', 'always there'],
    ['step', 'if q { y = 1 }', 'MM0210', 'Write `|q| > 0`.'],
    ['step', 'if s { y = 1 }', 'MM0210', 'Write `s != {}`.'],
    ['step', 'if put(folio.refcount) { y = 1 }', 'MM0210', 'let n = put(…)'],
    ['step', 'f = 1', 'MM0210', 'Write `true`.'],
    ['step', 'y = f', 'MM0210', 'Write `1 if f else 0`.'],
    ['step', 'if f == 1 { y = 1 }', 'MM0211', 'Write `f`.'],
    ['step', 'if f == 0 { y = 1 }', 'MM0211', 'Write `not f`.'],
    ['step', 'if x == 1 or 2 { y = 1 }', 'MM0210', 'Write `x == 2`.'],
    ['step', 'folio_put(folio)', 'MM0208', 'import kernel.folio'],
    ['step', 'rcu_read_lock();', 'MM0208', 'import kernel.rcu'],
    ['step', 'folio_tryget(folio)', 'MM0208', 'Did you mean `folio_try_get`'],
    ['step', 'BUG_ON(x == 3)', 'MM0208', 'Write `assert not (x == 3)`.'],
    ['step', 'BUG_ON(x)', 'MM0208', 'Write `assert not p`.'],
    ['step', 'if likely(x == 3) { y = 1 }', 'MM0208', 'Write `(x == 3)`.'],
    ['step', 'wait_event_interruptible(q, x == 3)', 'MM0208', 'Write `await x == 3`.'],
    ['step', 'get_page(folio)', 'MM0208', 'folio_get(f)'],
    ['step', 'VM_WARN_ON_ONCE_FOLIO(f, folio)', 'MM0208', 'Write `assert not f`.'],
    ['step', 'ASSERT(f == g)', 'MM0208', 'Write `assert f == g`.'],
    ['item', 'check c { } expects holds', 'MM0101', 'Did you mean `expect`?'],
    ['step', 'lockdep_assert_held(folio)', 'MM0208', 'assert l.held'],
    ['step', 'y = smp_processor_id()', 'MM0208', 'index(self)'],
    ['step', 'let o = container_of(folio, f, g)', 'MM0208', 'T?'],
    ['item', 'shared l: Spinlock', 'MM0206', 'import kernel.spinlock'],
    ['item', 'shared l: Spinlok', 'MM0206', 'Did you mean `Spinlock`, which `import kernel.spinlock` brings?'],
    ['step', '#define N 2', 'MM0114', 'define NAME = e'],
    ['step', 'guard(mutex)(&folio);', 'MM0114', 'mutex_lock(m) … mutex_unlock(m)'],
    ['step', 'shared z: 0..3 = 0', 'MM0101', 'inside of a block'],
    ['step', 'enum e { one, two };', 'MM0101', 'inside of a block'],
    ['step', 'const int N = 2;', 'MM0114', 'var x: T = e'],
  ],
  mathematics: [
    ['claim', 'f ∧ g', 'MM0114', 'Write `and`.'],
    ['claim', 'f ∨ g', 'MM0114', 'Write `or`.'],
    ['claim', '¬f', 'MM0114', 'Write `not`.'],
    ['claim', 'f ⇒ g', 'MM0114', 'Write `implies`.'],
    ['claim', 'x ∈ s', 'MM0114', 'Write `in`.'],
    ['claim', 's ⊆ s', 'MM0114', 'Write `within`.'],
    ['claim', '∀ n in s: n < 3', 'MM0114', 'Write `forall`.'],
    ['claim', 'x ≤ 2', 'MM0114', 'Write `<=`.'],
    ['claim', 'x ≠ y', 'MM0114', 'Write `!=`.'],
    ['claim', 'x in 0…3', 'MM0114', 'Write `..`.'],
    ['claim', 'x mod 2 == 0', 'MM0101', 'an operator'],
    ['claim', 's.contains(1)', 'MM0114', 'x in s'],
    ['claim', 'old(x) == x', 'MM0208', "x'"],
    ['claim', 'done', 'MM0205', 'a at done'],
    ['claim', 'step == x', 'MM0205', 'step is l'],
    ['claim', 'sum(s) == 1', 'MM0208', 'sum(x in S: e)'],
  ],
  guess: [
    ['claim', 'forall n : s', 'MM0114', 'forall x in S: p'],
    ['claim', 'for all n in s: n < 3', 'MM0114', 'forall x in S: p'],
    ['claim', 'exists n : s, n < 3', 'MM0114', 'exists x in S: p'],
    ['claim', 'x is none', 'MM0114', 'x == none'],
    ['step', 'b: atomic { for n of s { y = n } }', 'MM0114', 'for x in S'],
    ['step', 'b: idle skip', 'MM0114', 'idle await p'],
    ['step', 'idle', 'MM0114', 'idle await p'],
    ['step', 'b: await p[0] at a', 'MM0315', '`shared` variable'],
    ['step', 'b: await p[0] at {a, done}', 'MM0315', '`shared` variable'],
    ['step', 'b: if p[0] at done { x = 3 }', 'MM0315', '`shared` variable'],
    ['step', 'b: wait', 'MM0114', 'await p'],
    ['step', 'wait f', 'MM0114', 'await p'],
    ['step', 'b: wait(f)', 'MM0208', 'Write `await f`.'],
    ['step', 'b: x, y = 1, 2', 'MM0114', 'atomic { x = 1  y = 2 }'],
    ['step', 'b: x = y = 1', 'MM0114', 'atomic { x = 0  y = 0 }'],
    ['step', 'b: yield', 'MM0114', 'skip'],
    ['step', 'b: spawn worker', 'MM0114', 'actor p[2]'],
    ['step', 'let mut n = 0', 'MM0114', 'var x: T = e'],
    ['item', 'shared n = 0', 'MM0114', 'shared x: T = e'],
    ['item', 'const N = 2', 'MM0114', 'const N: 0..3 = 2'],
    ['item', 'variant v = true', 'MM0114', 'variant v: bool = true'],
    ['item', 'shared k: 0..3 = choose 0..3', 'MM0114', 'shared x: T in S'],
    ['step', 'b: x = choose n in 0..3', 'MM0114', 'choose x in S'],
    ['item', 'shared k: bool[2] = {true, false}', 'MM0248', '[a, b]'],
    ['item', 'shared k: 0..3[2] = index', 'MM0248', '[k: k]'],
    ['step', 'b: q -= {1}', 'MM0210', 'remove(q, x)'],
    ['item', 'shared a: Array<bool> = false', 'MM0114', 'T[K]'],
    ['item', 'shared a: list<bool> = false', 'MM0114', 'seq<T, N>'],
    ['item', 'shared o: Option<Folio> = none', 'MM0114', 'T?'],
    ['item', 'shared r: R = { a = 0, b = 0 }', 'MM0114', 'R(a: 0, b: 0)'],
    ['item', 'shared r: R = {a: 0, b: 0}', 'MM0114', 'R(a: 0, b: 0)'],
    ['item', 'enum E = one | two', 'MM0114', 'enum E { a, b }'],
    ['item', 'actor w(n) { a: skip }', 'MM0114', 'actor p[2]'],
    ['item', 'invariant x < 3', 'MM0114', 'invariant NAME: p'],
    ['item', 'property i: x < 3', 'MM0114', 'invariant NAME: p'],
    ['item', 'check c { } expect ok', 'MM0114', 'expect holds'],
    ['item', 'check c { } expect deadlocks, violates i', 'MM0114', 'without a comma'],
    ['item', 'enum E { one, two }\nshared k: 0..3[E] = [one: 1, two: 2]', 'MM0114', '[a, b]'],
    ['item', 'function work() { }', 'MM0114', 'op f(x: T)'],
    ['item', 'use kernel.folio', 'MM0114', 'import kernel.folio'],
    ['item', 'import "kernel/folio"', 'MM0114', 'import kernel.folio'],
    ['step', 'b: let o = Folio(refcount: 1)', 'MM0208', 'choose x in pool'],
    ['item', 'shared k: 0..3[bool] = 0', 'MM0225', 'two tags'],
    ['item', 'actor a { let seen = x  y = seen }\ninvariant i: seen == 0', 'MM0205', '`a.seen`'],
    ['item', 'actor a { if f { let seen = x  y = seen } }\ninvariant i: a.seen == 0', 'MM0207', 'local of a block'],
    ['item', 'actor a {\n  if f {\n    x = 1\n}\ninvariant i: x < 3', 'MM0103', 'never closed'],
    ['claim', 'z == 0', 'MM0205', 'Declare it'],
  ],
};

function check(place: Place, text: string, code: string, form: string): void {
  const found = analysed(spec(place, text)).diagnostics.filter(({ severity }) => severity === 'error');
  const told = found.map((each) => `${each.code} ${each.message} ${each.help}`).join('\n');
  expect(told).toMatch(new RegExp(`^${code} [^\\n]*$`, 'u'));
  expect(told).toContain(form);
}

test('there are many', () => expect(Object.values(habits).flat().length).toBeGreaterThan(60));

for (const [origin, rows] of Object.entries(habits)) test.each(rows)(`${origin}: %s \`%s\``, check);

test('of what the library declares it is said which import brings it, and nothing else', () => {
  expect(libraryNames().filter((name) => habitOfName('call', name) !== null || habitOfName('type', name) !== null)).toEqual([]);
});

test('a declaration that cannot be read is one mistake, whatever is said about its names', () => {
  const errors = (text: string): string[] => analysed(text).diagnostics.map((each) => `${each.severity} ${each.code}`);
  expect(errors('module m\nshared n: 0..5 = = 1\nactor a { one: n += 1  two: n += 1 }\ninvariant i: n < 5\ncheck c { }\n')).toEqual(['error MM0101']);
  expect(
    errors(
      'module m\nobject Page { n: 0..1 = = 0, live when n == 0 }\nshared page: Page[2]\nactor a { use: choose p in page where p.n == 0  set: p.n = 1 }\ncheck c { } expect violates Page.live\n',
    ),
  ).toEqual(['error MM0101']);
  expect(errors('module m\nshared n: 0..1 = 0\nenum E { one two, = }\nshared e: E = one\nactor a { set: if e == two { n = 1 } }\n')).toEqual(['error MM0101']);
  expect(errors('module m\nshared n: 0..1 = 0\natomic op f(: 0..1) { n = 1 }\nactor a { go: f(1)  over: f(2) }\n')).toEqual(['error MM0101']);
  expect(
    errors('module m\nshared n: 0..1 = 0\nactor a { go: n = = 1  over: skip }\ninvariant i: a at over implies n == 1\ncheck c { } expect violates i\n'),
  ).toEqual(['error MM0101']);
});

test('a name that is declared twice is one mistake', () => {
  const errors = (text: string): string[] => analysed(text).diagnostics.map((each) => each.code);
  expect(
    errors(
      'module m\nimport kernel.rcu\nvariant rcu: bool = true\nshared n: 0..1 = 0\nactor a { if rcu { go: n = 1 }  gp: synchronize_rcu() }\ncheck c for rcu { }\n',
    ),
  ).toEqual(['MM0204']);
  expect(errors('module m\nshared n: bool = false\nconst n: 0..1 = 0\nactor a { go: n = true  on: k = 1 }\n')).toEqual(['MM0204', 'MM0205']);
});

test('names that nothing is wrong with still have their messages', () => {
  const errors = (text: string): string[] => analysed(text).diagnostics.map((each) => each.code);
  expect(errors('module m\nshared n: 0..5 = = 1\nshared k: 0..5 = 0\nactor a { one: n += 1  two: kk += 1 }\n')).toEqual(['MM0101', 'MM0205']);
});
