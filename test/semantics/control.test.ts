import { expect, test } from 'vitest';
import { analysed, checkMarks } from './fixture.ts';

/*
 * Diagnostics where they stand. A mark under a line gives the range, the severity, the code and the message.
 */

test('where calls may stand', () => {
  checkMarks(`
module m
shared r: ref = 1
shared n: 0..3 = 0
atomic op ok(): bool { return n == 0 }
actor a {
  if try_get(r) and ok() { put(r) }
//   ^^^^^^^^^^ error[MM0301]: \`try_get\` is called inside a larger expression.
//                  ^^^^ error[MM0301]: \`ok\` is called inside a larger expression.
  if not ok() { skip }
  await ok()
//      ^^^^ error[MM0301]: \`ok\` is called inside a larger expression.
  assert try_get(r)
//       ^^^^^^^^^^ error[MM0301]: \`try_get\` is called inside a larger expression.
  n = min(put(r), 2)
//^^^^^^^^^^^^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`r\` and \`n\`.
//        ^^^^^^ error[MM0301]: \`put\` is called inside a larger expression.
  while not try_get(r) { skip }
  count(r)
//^^^^^^^^ error[MM0301]: \`count(…)\` has no effect.
}
invariant p: ok()
//           ^^^^ error[MM0301]: \`ok\` is called inside a larger expression.
`);
});

test('in one step', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
shared x: bool[0..2] = false
op twice() { n = 1  n = 2 }
atomic op wait() { await n == 0 }
atomic op later() { n = 1  wait() }
//                         ^^^^^^ error[MM0302]: \`wait\` begins with \`await\`, so it must be the first thing in its step.
actor a {
  atomic { n = 1  await n == 0 }
//                ^^^^^^^^^^^^ error[MM0302]: This \`await\` is not the first thing in its step.
  atomic { label: await n == 0  n = 1 }
  atomic { wait()  n = 1 }
  atomic { n = 1  wait() }
//                ^^^^^^ error[MM0302]: \`wait\` begins with \`await\`, so it must be the first thing in its step.
  atomic { while n > 0 { n -= 1 } }
//         ^^^^^^^^^^^^^^^^^^^^^^ error[MM0303]: A step cannot contain a loop.
  atomic { repeat 2 { n = 1 } }
//         ^^^^^^^^^^^^^^^^^^ error[MM0303]: A step cannot contain a loop.
  atomic { twice() }
//         ^^^^^^^ error[MM0304]: \`twice\` has steps of its own, so it cannot be part of this one.
  atomic { either { await n == 1 } or { n = 1 } }
//                  ^^^^^^^^^^^^ error[MM0302]: This \`await\` is not the first thing in its step.
  for i in 0..2 { x[i] = true }
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[MM0305]: \`for\` stands outside of a step.
}
action go() when n == 3 { await n == 2  twice() }
//                        ^^^^^^^^^^^^ error[MM0302]: This \`await\` is not the first thing in its step.
//                                      ^^^^^^^ error[MM0304]: \`twice\` has steps of its own, so it cannot be part of this one.
`);
});

test('jumps', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
actor a {
  goto nowhere
//     ^^^^^^^ error[MM0306]: There is no label \`nowhere\` here.
  goto inside
//^^^^^^^^^^^ error[MM0308]: The label \`inside\` stands in another block, which cannot be jumped into.
  first: if n == 0 { inside: n = 1  break }
//                                  ^^^^^ error[MM0309]: There is no loop around this \`break\`.
  goto last
//^^^^^^^^^ error[MM0308]: This jumps over the declaration of \`x\`, which is used behind \`last\`.
  let x = n
  first: n = x
//^^^^^ error[MM0307]: The label \`first\` stands twice in this block.
  last: n = x
}
`);
});

test('a jump goes over locals that nothing names from its label on', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
actor common_exit {
  test: if n == 0 { goto out }
  let x = n
  look: if n == 1 { set: n = x  goto out }
  return
  out: n = 2
}
actor round {
  again: if n == 0 { goto next }
  let x = n
  set: n = x
  next: if n == 2 { goto again }
}
actor back {
  test: if n == 0 { goto late }
//                  ^^^^^^^^^ error[MM0308]: This jumps over the declaration of \`x\`, which is used behind \`late\`.
  let x = n
  use: n = x
  return
  late: if n == 1 { goto use }
}
actor over_two {
  test: if n == 0 { goto second }
//                  ^^^^^^^^^^^ error[MM0308]: This jumps over the declaration of \`y\`, which is used behind \`second\`.
  look: if n == 1 { goto third }
  let x = n
  choose y in 0..1
  n = x
  second: n = y
  third: skip
}
actor in_a_block {
  if n == 0 {
    test: if n == 1 { goto out }
    let x = n
    set: n = x
    out: skip
  }
  loop { one: if n == 2 { goto end }  let x = n  two: n = x  end: skip }
}
`);
});

test('a variable that owns its references stands for their counter in a put', () => {
  checkMarks(`
module m
object Folio { refcount: ref = 1 }
object Inode { refs: ref = 1  owns folio: Folio? = none }
object Plain { n: 0..3 = 0 }
shared folio: Folio
shared inode: Inode
shared plain: Plain
shared owns slot: Folio? = none
shared owns 2 slots: Folio?[0..1] = none
shared owns 0 nothing: Folio? = none
//          ^ error[MM0325]: This variable would own 0 references.
shared owns (1 + inode.refs) live: Folio? = none
//          ^^^^^^^^^^^^^^^^ error[MM0229]: The number of references must be a constant.
shared size: 0..3 = 0
actor a {
  one: put(slot)
  two: put(slots[1], 2)
  three: if sub_and_test(inode.folio, 1) { skip }
  four: put(folio)
//          ^^^^^ error[MM0210]: This is a \`Folio\`, but a reference counter is needed.
  five: put(plain)
//          ^^^^^ error[MM0210]: This is a \`Plain\`, but a reference counter is needed.
  six: get(folio.refcount, true)
//                         ^^^^ error[MM0210]: This is a truth value, but a number is needed.
  seven: sub_and_test(folio.refcount)
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[MM0219]: \`sub_and_test\` takes 2 arguments, not 1.
  eight: get(slot)
//           ^^^^ error[MM0210]: This is a \`Folio\`, but a reference counter is needed.
}
`);
});

test('branches of either begin with a step', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
const W: bool = true
op twice() { n = 1  n = 2 }
op nothing() { let x = 1  if x > 1 { n = 1 } }
actor a {
  var x: 0..3 = 0
  either { skip } or { }
//                   ^^^ error[MM0310]: This branch has no step.
  either { x = 1  n = x } or { n = 1 }
//         ^^^^^ error[MM0310]: This is local work at the head of a branch.
  loop { either { break } or { twice() } or { nothing() } or { if W { n = 1 } else { skip } } or { if W { } n = 1 } }
//                ^^^^^ error[MM0310]: This is local work at the head of a branch.
//                                            ^^^^^^^^^ error[MM0310]: This is local work at the head of a branch.
  atomic { either { x = 1 } or { n = x } }
}
`);
});

test('labels', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
variant late: bool = false
actor a {
  var x: 0..3 = 0
  one: n = 1
  two: x = 1
//^^^ error[MM0312]: \`two\` covers no step.
  three: if late { n = 2 }
  four: if not late { n = 3 }
  loop { n = x }
  five: n = 1
//^^^^ warning[MM0311]: Control never reaches \`five\`.
}
check c for late
`);
});

test('a label may name barriers, where nobody ever is', () => {
  checkMarks(`
module m
import kernel.barrier
shared n: 0..3 = 0
shared m: 0..3 = 0
variant both: bool = false
op both_ways() { smp_rmb()  smp_wmb() }
actor a {
  one: n = 1
  mb:  smp_mb()
       if both { more: both_ways() }
  own: atomic full { }
  two: m = 1
}
invariant p: a at mb implies n == 1
//                ^^ warning[MM0340]: Nobody is ever at \`mb\`: what it covers joins the step before it.
invariant q: a at two implies n == 1
check c for both
`);
});

test('a loop without a step', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
actor a {
  n = 1
  var x: 0..3 = 0
  while x < 3 { x += 0 }
//^^^^^^^^^^^^^^^^^^^^^^ error[MM0404]: this loop can run without taking a step
}
`);
});

/** A loop over locals that a spec with the condition and the body has; with or without a mistake. */
function checkLoop(body: string, isEndless: boolean): void {
  const text = `module m\nshared n: 0..3 = 0\nactor a[2] {\n  first: n = 1\n  var x: 0..3 = 0\n  var y: 0..3 = 0\n  let k = index(self)\n  var m: 0..3 = 2\n  ${body}\n  last: n = x\n}\n`;
  const { diagnostics } = analysed(text);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`);
  expect([...new Set(errors)]).toEqual(isEndless ? ['MM0404 this loop can run without taking a step'] : []);
}

test.each([
  'while x < 3 { x += 1 }',
  'while x <= 2 { x = x + 1 }',
  'while 3 > x { x = 1 + x }',
  'while not (x >= 3) { x += 1 }',
  'x = 3  while x > 0 { x -= 1 }',
  'while x < 3 and y == 0 { x += 1 }',
  'while x < m { x += 1 }',
  'while x < 3 { if x == k { look: n = 1 } x += 1 }',
  'while x < 3 { if n == 1 { x += 1 } else { x = 0 } }',
  'while x < 3 { if x == 1 { x += 2 continue } x += 1 }',
  'while x < 3 { y = 0 while y < 3 { y += 1 } x += 1 }',
  'again: if x < 3 { x += 1 goto again } n = 2',
  'loop { if x >= 3 { break } x += 1 }',
  'repeat 3 { y = 3 - y }',
  'while x <= 1 { if x != 1 { x += 1 } x += 1 }',
  'op up() { while y < 3 { y += 1 } }  up()',
])('rounds without a step that surely end: %s', (body) => checkLoop(body, false));

test.each([
  'while x < 3 { y = x }',
  'while x < 3 { x += 1  x -= 1 }',
  'while x < 3 { x -= 1 }',
  'while x != 3 { x += 1 }',
  'while x < 3 { if y == 0 { x += 1 } }',
  'while x < 3 { if y == 0 { x += 1 } else { x = 0 } }',
  'while x < m { x += 1  m = 3 }',
  'while x < 3 { x = y }',
  'while x < 3 { x += y }',
  'while y < 3 { x += 1 }',
  'loop { y = 1 }',
  'again: y = 1  goto again',
  'while x < 3 and y < 3 { if x < 2 { x += 1  y -= 1 } else { y += 1  x -= 1 } }',
  'while x < 3 { x += 1  while y < 3 { x = 0  y += 1 } y = 0 }',
])('rounds without a step that may go on for ever: %s', (body) => checkLoop(body, true));

test('actions', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
shared last: a = a[0]
atomic op mine() { last = self }
//                        ^^^^ error[MM0210]: This is an actor, but an actor \`a\` is needed.
atomic op who(): bool { return self == last }
actor a[2] { set: n = 1 }
action always() { n = 0 }
//     ^^^^^^ warning[MM0328]: \`always\` is enabled in every state.
action zero() when true { n = 0 }
//     ^^^^ warning[MM0328]: \`zero\` is enabled in every state.
action some(x in 0..2, y in 0..x) when n == x { n = y }
action bad() when n == 1 { mine()  last = self }
//                         ^^^^^^ error[MM0215]: \`mine\` uses \`self\`, but an action belongs to no actor.
//                                        ^^^^ error[MM0215]: There is no \`self\` here.
`);
});

test('a define that says `self` is used by actors alone', () => {
  checkMarks(`
module m
shared here: bool[a] = false
define mine = here[self]
define both(x: a) = here[x] and mine
define its(x: a) = here[x]
actor a[2] { wait: atomic { await not mine and not both(self)  here[self] = true } }
action leave() when mine { here[a[0]] = false }
//                  ^^^^ error[MM0215]: \`mine\` uses \`self\`, but an action belongs to no actor.
invariant never: forall x in a: not both(x) and its(x)
//                                  ^^^^^^^ error[MM0215]: \`both\` uses \`self\`, but a property belongs to no actor.
`);
});

test('labels that cover more than their own step, and labels that nobody is at', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
variant early: bool = true
actor a {
  read: let v = n
//^^^^ warning[MM0341]: \`read\` covers the step \`store\` too, which stands in a later block.
  if early { store: n = 1 }
  look: if v == 0 { other: skip }
  last: let w = n
        if w == 1 { inner: skip }
  if v == 1 { end: let x = n  if x == 1 { deeper: skip } }
  judge: assert v <= 3 and w <= 3
  done_: skip
}
actor b {
  first: assert n <= 3
  if n == 1 { judge: assert n <= 3 }
}
invariant p: step is a.read implies n == 0
invariant q: step is a.look or step is a.end implies n <= 3
invariant r: a at judge implies n == 0
//                ^^^^^ warning[MM0340]: Nobody is ever at \`judge\`: what it covers joins the step before it.
invariant s: b at judge implies n <= 3
invariant t: b at first or a at read or a at {look..done_}
check c for early
`);
});

test.each([
  ['first', ''],
  ['last', 'skip'],
])('a label that several have is stood at where one of them is a step under a later setting: %s', (_, between) => {
  const blocks = ['  atomic when MODE { n = 2  L: n = 3 }', '  if MODE { let x = n  L: assert x <= 3 }'];
  checkMarks(`
module m
const MODE: bool = true
shared n: 0..3 = 0
actor a {
  start: n = 1
${(between === '' ? blocks : blocks.toReversed()).join('\n')}
  last: n = 1
}
invariant p: a at L implies n >= 0
check one { MODE = true }
check two { MODE = false }
`);
});

test('a loop without a step under a later setting is found, whatever labels there are', () => {
  const text = (other: string): string => `
module m
const MODE: bool = true
shared n: 0..3 = 0
actor a { start: n = 1  loop { if MODE { n = 2 } } }
//                      ^^^^^^^^^^^^^^^^^^^^^^^^^^ error[MM0404]: this loop can run without taking a step
actor b { go: n = 1${other} }
check one { MODE = true }
check two { MODE = false }
`;
  checkMarks(text(''));
  checkMarks(text('  if not MODE { later: n = 2 }'));
});
