import { test } from 'vitest';
import { checkMarks } from './fixture.ts';

/*
 * Diagnostics where they stand. A mark under a line gives the range, the severity, the code and the message.
 */

test('ghosts', () => {
  checkMarks(`
module m
object O { ghost g: bool = false  b: bool = false }
shared o: O
ghost seen: 0..3 = 0
shared n: 0..3 = 0
define was = seen > 0
atomic op f(p: object) { if p.g { n = 1 } }
//                          ^^^ error[MM0313]: Real code reads a ghost.
actor a {
  ghost mine: bool = false
  n = 1
  seen = n
  mine = seen > 0
  if seen > 0 { n = 2 }
//   ^^^^ error[MM0313]: Real code reads a ghost.
  if seen > 0 { seen = 0 }
  if was { skip }
//   ^^^ error[MM0313]: Real code reads a ghost.
  await o.g
//      ^^^ error[MM0313]: Real code reads a ghost.
  n = seen
//    ^^^^ error[MM0313]: Real code reads a ghost.
  f(o)
  choose seen in 0..2
//       ^^^^ error[MM0314]: Ghost code cannot take a step.
  seen = xchg(n, 0)
//       ^^^^^^^^^^ error[MM0314]: Ghost code cannot take a step.
}
invariant p: seen > 0 or o.g or a.mine or was
`);
});

test('atoms of properties', () => {
  checkMarks(`
module m
object O { r: ref = 1  live when r' > 0 }
//                               ^^ error[MM0316]: A primed variable is about a step, \`live when\` about a state.
shared o: O
shared n: 0..3 = 0
define done = a at done
actor a { set: n = 1  if n' == 1 { skip }  wait: await done  get(o.r) put(o.r) }
//                       ^^ error[MM0315]: A primed variable stands in properties only.
//                                                     ^^^^ error[MM0315]: \`done\` uses \`at\`, which stands in properties only.
reachable p: n' == 1
//           ^^ error[MM0316]: A primed variable is about a step, \`reachable\` about a state.
reachable q: step is a.set
//           ^^^^^^^^^^^^^ error[MM0316]: \`step is\` is about a step, \`reachable\` about a state.
invariant r: eventually n == 1
//           ^^^^^^^^^^^^^^^^^ error[MM0317]: This speaks about a whole behaviour.
`);
});

test('paths of steps', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
op twice() { first: n = 1  second: n = 2 }
actor a { set: twice()  one: atomic { n = 1  more: n = 2 } }
actor b[2] { set: n = 1  other: skip }
invariant p1: step is a.set implies n == 0
invariant p2: step is set implies n == 0
temporal p2f: eventually n == 0 under fair set
//                                         ^^^ error[MM0329]: Several have the label \`set\`: \`a\`, \`b\`.
invariant p3: step is twice.second implies n == 1
invariant p4: step is a.secnd implies n == 1
//                    ^^^^^^^ error[MM0329]: There is no step \`a.secnd\`.
invariant p5: a at {set..one, done} or a at set.first
invariant p6: a at more
//                 ^^^^ error[MM0326]: \`more\` lies inside a step, where no actor ever is.
invariant p7: b at set
//            ^ error[MM0210]: This is a set (each element an actor \`b\`), but an actor is needed.
invariant p8: b[0] at set or b[1] at first
//                                   ^^^^^ error[MM0329]: \`b\` has no step \`first\`.
invariant p9: step is other implies enabled(b[0].other)
`);
});

test('checks', () => {
  checkMarks(`
module m
const N: 1..4 = 2
variant mode: fast | slow = fast
shared n: 0..3 = 0
object O { b: bool = true  live when b }
shared o: O
actor a[N] { set: if mode == fast { n = 1 } else { n = 2 }  test: assert n < 2  touch(o) }
invariant small: n < 2
check one { M = 2 }
//          ^ error[MM0320]: There is no constant or variant \`M\`.
check two { N = 7 }
//              ^ error[MM0233]: \`N\` cannot be 7: its range is 1..4 (with N = 7).
check three { N = 2, N = 3 }
//                   ^ error[MM0320]: \`N\` is set twice.
check four for mode in {fast, sloow} { }
//                            ^^^^^ error[MM0209]: \`sloow\` is not one of \`fast | slow\`.
check five for N in 1..9 { }
//                  ^^^^ error[MM0233]: \`N\` cannot be 5: its range is 1..4 (with N = 5).
check six for N, mode { mode = slow }
//                      ^^^^ error[MM0320]: \`mode\` is set twice.
check seven { } expect violates smal, a.test, a.tset, O.live, P.live, range of n, range of o.c
//                              ^^^^ error[MM0321]: There is no property \`smal\`.
//                                            ^^^^^^ error[MM0321]: There is no property \`a.tset\`.
//                                                            ^^^^^^ error[MM0321]: There is no property \`P.live\`.
//                                                                                ^^^^^^^^^^^^ error[MM0321]: There is no property \`range of o.c\`.
check eight { ignore deadlok, small }
//                   ^^^^^^^ error[MM0321]: There is no property \`deadlok\`.
//                            ^^^^^ error[MM0336]: \`small\` is declared, so it cannot be ignored.
check nine of smal, small { } expect holds small within 3
//            ^^^^ error[MM0321]: There is no property \`smal\`.
//                                                      ^ error[MM0336]: This number of steps has no meaning here.
check ten { } expect violates small within -1
//                                         ^^ error[MM0336]: This number of steps has no meaning here.
check eleven { N = n }
//                 ^ error[MM0229]: A setting must be a constant.
check twelve { memory arm } expect holds
//                    ^^^ error[MM0333]: There is no memory model \`arm\`.
check thirteen { memory weak, window 0 }
//                            ^^^^^^^^ error[MM0333]: A window cannot be 0.
check fourteen for memory in {sc, tos} { memory tso } expect violates small when memory == wek
//                                ^^^ error[MM0209]: \`tos\` is not one of \`sc | tso | weak\`.
//                                       ^^^^^^^^^^ error[MM0320]: \`memory\` is set twice.
//                                                                                         ^^^ error[MM0209]: \`wek\` is not one of \`sc | tso | weak\`.
check fifteen for memory, window in {0, 2} { window 3 }
//                                   ^ error[MM0333]: A window cannot be 0.
//                                           ^^^^^^^^ error[MM0320]: \`window\` is set twice.
check sixteen { window 3 }
//              ^^^^^^^^ warning[MM0343]: There is no window under \`sc\`.
check seventeen for memory in {tso, weak} where memory != tso { } expect holds when window == 0
check eighteen for window in 1..N + 14 { memory tso }
check nineteen for window in N + 13..N + 15 { memory tso }
//                           ^^^^^^^^^^^^^^ error[MM0333]: A window cannot be 17.
check twenty for window in {1, 17} where window < 17 { memory tso }
check more for memory in {sc} { window 3 }
//                              ^^^^^^^^ warning[MM0343]: There is no window under \`sc\`.
check more2 for memory where memory == sc { window 3 }
//                                          ^^^^^^^^ warning[MM0343]: There is no window under \`sc\`.
`);
});

test('temporal properties say under which fairness they are meant', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
actor a { set: n = 1 }
temporal t: eventually n == 1
//       ^ warning[MM0334]: \`t\` is meant without any fairness.
temporal u: eventually n == 1 under fair
temporal safe: always n < 3
possible p: n == 1
`);
});

test('scenarios', () => {
  checkMarks(`
module m
const N: 1..4 = 2
shared n: 0..3 = 0
actor a[N] { set: n = 1 }
actor b { put: skip }
action tick() when n == 1 { n = 0 }
scenario fine { a[1].set ; b ;; tick } is possible
scenario set { N = 3  a[2].set } is possible
scenario empty { } is possible
//       ^^^^^ error[MM0332]: The scenario \`empty\` has no step.
scenario outside { a[2].set }
//                   ^ error[MM0332]: There is no \`a[2]\`: this setting has 2 of \`a\`.
scenario single { b[1].put }
//                  ^ error[MM0332]: There is no \`b[1]\`: this setting has one \`b\`.
scenario misspelt { a.sett }
//                  ^^^^^^ error[MM0329]: There is no step \`a.sett\`.
scenario stuck { deadlock ; a.set }
//               ^^^^^^^^ error[MM0329]: There is no step \`deadlock\`, and a deadlock is the end of a scenario.
scenario state { a[n].set }
//                 ^ error[MM0229]: The index of a step must be a constant.
scenario settings { N = 9  a.set }
//                      ^ error[MM0233]: \`N\` cannot be 9: its range is 1..4 (with N = 9).
scenario ignoring { ignore deadlock  a.set }
//                  ^^^^^^^^^^^^^^^ error[MM0332]: A scenario judges no property, so there is nothing to ignore.
scenario weak { memory x86  window 2  a.set }
//                     ^^^ error[MM0333]: There is no memory model \`x86\`.
`);
});

test('the bound of a check is about one state, and its runs end there', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
shared bound: 0..3 = 0
actor a { var mine: 0..1 = 0  loop { up: n = (n + 1) % 3  mine = 1 - mine  bound = 1  down: n = 1 } }
invariant small: n < 3
temporal back: always eventually n == 0 under fair
possible zero: n == 0
check one of small { bound n < 2 and a at up }
check two of small, deadlock { ignore overflow, bound bound < 2  bound a.mine == 0 }
check three of small, zero { bound n < 2 }
//                                 ^^^^^ error[MM0339]: This check would judge \`zero\`, which is about whole runs.
check four { bound n < 2 }
//                 ^^^^^ error[MM0339]: This check would judge \`back\`, which is about whole runs.
check five of small { bound n }
//                          ^ error[MM0210]: This is a number, but a truth value is needed.
check six of small { bound n' > n }
//                         ^^ error[MM0316]: A primed variable is about a step, \`bound\` about a state.
check seven of small { bound always n < 2 }
//                           ^^^^^^^^^^^^ error[MM0317]: This speaks about a whole behaviour.
`);
});

test('fairness that ends at a label', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
actor a[2] { loop { work: n = (n + 1) % 3  rest: skip } }
actor b { loop { work: n = 0  inner: atomic { deep: n = 1 } } }
temporal p: always eventually n == 0 under fair a except a.rest, strongly fair b except b.work except b.inner
temporal q: always eventually n == 0 under fair except a.rest except inner
temporal r: always eventually n == 0 under fair a except a.tired
//                                                       ^^^^^^^ error[MM0329]: \`a\` has no step \`a.tired\`.
temporal s: always eventually n == 0 under fair a[0] except a[0].rest
//                                                            ^ error[MM0329]: \`except\` is about all instances.
temporal t: always eventually n == 0 under fair b except deep
//                                                       ^^^^ error[MM0326]: \`deep\` lies inside a step, where no actor ever is.
`);
});

test('what is wanted in some checks only', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
variant up: bool = true
const N: 1..3 = 2
actor a { if up { set: n = N } }
reachable high: n == N when up and N > 1
reachable far: n == N when up or N > 1 expect violated
reachable wrong: n == 1 when N
//                           ^ error[MM0210]: This is a number, but a truth value is needed.
reachable late: n == 1 when n == 0
//                          ^^^^^^ error[MM0229]: The condition of \`reachable\` must be a constant.
check c for up, N
`);
});

test('what is about a step has no prime, in a define neither', () => {
  checkMarks(`
module m
object T { refcount: ref to 3 = 1 }
shared t: T
shared x: 0..2 = 0
actor a[2] { set: x = 1  get: get(t.refcount)  put: put(t.refcount) }
define moved = mover == a[0]
define later = (step is set)'
//             ^^^^^^^^^^^^^^ error[MM0316]: \`step is\` is about a step, a prime about the state after it.
invariant one: (mover == a[0])' or x' == x
//             ^^^^^^^^^^^^^^^^ error[MM0316]: \`mover\` is about a step, a prime about the state after it.
invariant two: not (new refs on t)'
//                 ^^^^^^^^^^^^^^^^ error[MM0316]: \`new refs\` is about a step, a prime about the state after it.
invariant three: moved' or later
//               ^^^^^^ error[MM0316]: \`mover\` is about a step, a prime about the state after it.
invariant four: (a[0] at set)' or (refs(t) == 0)' or mover == a[1]
check c { }
`);
});
