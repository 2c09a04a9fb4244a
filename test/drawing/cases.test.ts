import { runAll } from '@mmspec/analysis';
import { compile } from '@mmspec/compiler';
import { raceDiagram, type TraceForm } from '@mmspec/report';
import { settingsOfRace } from '@mmspec/system';
import { expect, test } from 'vitest';
import { analysed, errorsOf } from '../random/pipeline.ts';

/*
 * What a drawing says of each kind of step, on small specs with one check: its events, to the letter.
 */

/** The events of the first race, between the rule below the headers and the size. */
async function check(
  text: string,
  expected: string,
  { property, form = 'changelog' }: { readonly property?: string; readonly form?: TraceForm } = {},
): Promise<void> {
  const { model, diagnostics } = analysed(text);
  expect(errorsOf(model, diagnostics)).toEqual([]);
  const [result] = (await runAll(model)).results;
  const found = result?.results.find(({ trace, property: name }) => trace !== null && (property === undefined || name === property));
  if (result === undefined || found === undefined) throw new Error('no race');
  const declared = compile(model, settingsOfRace(result, found)).system?.properties.find(({ name }) => name === found.property);
  if (declared === undefined) throw new Error(`no property ${found.property}`);
  const drawn = raceDiagram(
    result,
    found,
    { name: declared.name, kind: declared.kind, text: declared.text, doc: declared.doc ?? '' },
    { form, numbered: false, command: '' },
  );
  const [, body = ''] = /-{3,}\n([^]*?)\n(?:\n)? *\d+ steps?;/u.exec(drawn) ?? [];
  expect(`\n${body.replace(/^ {5}/gmu, '')}\n`).toBe(expected);
}

test('a condition is its source text with what came of it', () =>
  check(
    `module m
shared n: 0..2 = 1
shared list: bool = false
shared bad: bool = false
actor a {
  one: if n == 0 { list = true }
  two: if n == 2 { goto out }
  six: if n > 1 { list = true } else { bad = true }
  out: skip
}
invariant fine: not bad
check c { }
`,
    `
if n == 0  // false
if n == 2  // false
if n > 1  // false
bad = true  [BUG: fine]
`,
  ));

test('what the check fixes is folded away, and what is only fixed is not drawn', () =>
  check(
    `module m
const MORE: 0..3 = 1
variant hold: nothing | ref = ref
variant quick: bool = false
shared n: 0..3 = 3
shared bad: bool = false
define counted = hold == ref
actor a {
  test: if n != (1 if hold == nothing else MORE + 1) { goto next }
  skip
  next: if quick and n == 3 { skip }
        if not (not counted or n == 0) { goto last }
        if not (n != 3) { skip }
  last: await n == 3 and (counted or n == 0)
  out:  bad = true
}
invariant fine: not bad
check c { }
`,
    `
if n != 2  // true
if not (n == 0)  // true
await n == 3
bad = true  [BUG: fine]
`,
  ));

test('a load says the value, also where the local had it before', () =>
  check(
    `module m
enum Pud { empty, leaf, table }
shared pud: Pud = leaf
actor walker {
  var entry: Pud = empty
  one:  entry = pud
  two:  entry = pud
  down: atomic { assert entry == table }
}
check c { }
`,
    `
entry = pud  // entry = leaf
entry = pud  // entry = leaf
assert entry == table  // false  [BUG: walker.down]
`,
  ));

test('a store that changes nothing says the value too: an update is lost', () =>
  check(
    `module m
shared n: 0..2 = 0
actor cpu[2] { load: let old = n  store: n = old + 1 }
invariant counted: cpu[0] at done and cpu[1] at done implies n == 2
check c { }
`,
    `
let old = n  // old = 0
                                let old = n  // old = 0
                                n = old + 1  // n 0 -> 1
n = old + 1  // n = 1  [BUG: counted]
`,
  ));

test('of an atomic block the way that was taken, with what changed in its branches', () =>
  check(
    `module m
record R { a: 0..3  b: 0..3 }
shared n: R = R(a: 1, b: 0)
shared hits: 0..3[0..1] = 0
shared q: bool = true
actor first {
  set: atomic { if q { if n.a == 2 { n.a = 3 } else { n.b = 1  hits[n.b] += 1 } } else { q = true } }
}
invariant never: hits[1] == 0
check c { }
`,
    `
atomic { if q  // true
  if n.a == 2  // false
  n.b = 1  // b 0 -> 1
  hits[n.b] += 1 }  // hits[1] 0 -> 1  [BUG: never]
`,
  ));

test('of an either the branch that was taken', () =>
  check(
    `module m
shared ctr: 0..1[2] = 0
actor updater {
  var i: 0..1 = 0
  one: atomic { either { let a = ctr[0]  i = a } or { let b = ctr[1]  i = 1 - b } }
  two: either { await ctr[0] == i } or { atomic { assert i == 0 } }
}
check c { }
`,
    `
let b = ctr[1]; i = 1 - b  // b = 0, i = 1
assert i == 0  // false  [BUG: updater.two]
`,
  ));

test('an assertion over locals that fails joins the step before it', () =>
  check(
    `module m
shared ctr: 0..1[2] = 0
actor updater {
  var sum: 0..2 = 0
  var i: 0..1 = 0
  one: atomic { either { sum = ctr[0]  i = 1 } or { sum = ctr[1]  i = 0 } }
  two: assert i == 1
}
check c { }
`,
    `
sum = ctr[1]; i = 0  // sum = 0
assert i == 1  // false  [BUG: updater.two]
`,
  ));

test('what was chosen, and the parameters of actions', () =>
  check(
    `module m
shared hits: 0..3[0..2] = 0
shared west: set<0..2> = {}
actor task {
  var cpu: 0..2 = 0
  pick: choose cpu in 0..2 where cpu != 1
  rest: choose hits[1] in {0, 2}
  use:  hits[cpu] += 1
}
action move(a in 0..2, b in 0..2) when a < b and a not in west { west += {a, b} }
action clear() { west = {} }
invariant never: hits[2] != 1 or hits[1] != 2 or west != {1, 2}
check c { }
`,
    `
choose cpu in 0..2 where cpu != 1  // cpu = 2
choose hits[1] in {0, 2}  // hits[1] 0 -> 2
hits[cpu] += 1  // hits[2] 0 -> 1
                                move(a = 1, b = 2) { west += {1, 2} }
                                  // west {} -> {1, 2}  [BUG: never]
`,
  ));

const kernel = `module m
import kernel.rcu
import kernel.refs
object Thing { refcount: ref = 1  freed: bool = false  live when not freed }
shared thing: Thing
shared owns pointer: Thing? = thing
op put_thing(t: Thing) {
  if refcount_dec_and_test(t) { synchronize_rcu() free: t.freed = true }
}
op lookup(old: Thing?): bool {
  if pointer == old { return true }
  return false
}
actor reader {
  enter: rcu_read_lock()
  load:  let t = pointer
         if t == none { goto out }
  leave: rcu_read_unlock()
  look:  if lookup(t) { goto out }
  use:   touch(t)
  out:   skip
}
actor writer { clear: owns let old = xchg(pointer, none)  drop: put_thing(old) }
check c { ignore deadlock }
`;

test('calls are told with their arguments and what they return; one of the library is one line', () =>
  check(
    kernel,
    `
rcu_read_lock()
let t = pointer  // t = thing
rcu_read_unlock()
                                let old = xchg(pointer, none)
                                  // old = thing,
                                  // pointer thing -> none
                                put_thing(old)
                                  if refcount_dec_and_test(old)
                                    // true, refcount 1 -> 0
                                  synchronize_rcu()
                                  old.freed = true
lookup(t)
  if pointer == t  // false, returns false
touch(t)  [BUG: Thing.live]
`,
  ));

test('brief: only what the violation depends on, and how many steps were left out', () =>
  check(
    `module m
import kernel.lock
shared l: Lock
shared ready: bool = false
shared mode: 0..2 = 0
shared noise: 0..3 = 0
shared data: 0..2 = 0
actor writer {
  begin: lock(l)
  count: noise += 1
         if mode == 0 { data = 1 } else { noise = 0 }
  more:  noise += 1
  set:   ready = true
  end:   unlock(l)
}
actor reader {
  wait: await ready
  look: let seen = noise
        if seen == 2 { noise = 0 }
  take: lock(l)
  read: let d = data
  use:  atomic { assert d == 0 }
}
check c { }
`,
    `
lock(l)
if mode == 0  // true
data = 1
ready = true
unlock(l)
                                await ready
                                lock(l)
                                let d = data  // d = 1
                                assert d == 0  // false
                                  [BUG: reader.use]

(4 steps left out)
`,
    { form: 'brief' },
  ));

test('a deadlock: who waits for whom, and since when', () =>
  check(
    `module m
import kernel.lock
object Inode { lock: Lock }
shared a: Inode
shared b: Inode
shared go: bool = false
op both(x: Inode, y: Inode) { first: lock(x.lock)  second: lock(y.lock)  skip }
actor one { both(a, b) }
actor two { both(b, a) }
actor three { wait: await go and 1 == 1 }
check c { }
`,
    `
both(a, b)
  lock(a.lock)
                    both(b, a)
                      lock(b.lock)
lock(b.lock)  // waits for two: b.lock.held since lock(b.lock)
                    lock(a.lock)
                      // waits for one: a.lock.held since lock(a.lock)
                                        await go and 1 == 1  // waits

 *** DEADLOCK ***

one waits for two; two waits for one.
`,
  ));

test('a lasso: what repeats, and whom fairness would have let move', () =>
  check(
    `module m
shared x: bool[2] = false
shared n: 0..1 = 0
actor flip { loop { n = 1 - n } }
actor stuck { wait: await x[1]  go: skip }
action set(i in 0..1) when not x[i] { x[i] = true }
action clear(i in 0..1) when x[i] { x[i] = false }
temporal one: eventually x[1] under fair flip, fair clear
check c { }
`,
    `
- - for ever: - - - - - - - - - - - - - - - - - - - - -
n = 1 - n  // n 0 -> 1
n = 1 - n  // n 1 -> 0
- - and again - - - - - - - - - - - - - - - - - - - - -

flip moves for ever, and nobody else (fair flip, fair clear).
stuck cannot move at await x[1].
set could always move: fair set would have let it.
clear cannot move.
`,
  ));

test('the fewest changes of actor', () =>
  check(
    `module m
import kernel.lock
shared l: Lock
shared n: 0..2 = 0
shared m: 0..2 = 0
actor a { lock: lock(l)  load: let x = n  sub: m = 1  un: unlock(l)  store: n = x + 1 }
actor b { one: let y = n  two: m = 2  three: n = y + 1 }
invariant counted: a at done and b at done implies n == 2
check c { }
`,
    `
lock(l)
let x = n  // x = 0
m = 1
unlock(l)
                                let y = n  // y = 0
                                m = 2
                                n = y + 1  // n 0 -> 1
n = x + 1  // n = 1  [BUG: counted]
`,
  ));
