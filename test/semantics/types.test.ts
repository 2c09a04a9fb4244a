import { test } from 'vitest';
import { checkMarks } from './fixture.ts';

/*
 * Diagnostics where they stand. A mark under a line gives the range, the severity, the code and the message.
 */

test('kinds', () => {
  checkMarks(`
module m
enum Kind { file, anon }
shared n: 0..3 = 0
shared b: bool = false
shared kind: Kind = file
shared set: set<Kind> = {}
actor a {
  n = true
//    ^^^^ error[MM0210]: This is a truth value, but a number is needed.
  b = n + 1
//^^^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`n\` and \`b\`.
//    ^^^^^ error[MM0210]: This is a number, but a truth value is needed.
  kind = n
//^^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`n\` and \`kind\`.
//       ^ error[MM0210]: This is a number, but a \`Kind\` is needed.
  set = {file, 1}
//             ^ error[MM0212]: This is a number, the element before it a \`Kind\`.
  set += anon
//       ^^^^ error[MM0210]: This is a \`Kind\`, but a set (each element a \`Kind\`) is needed.
  b = kind == n
//^^^^^^^^^^^^^ warning[MM0323]: One step touches 3 shared locations: \`kind\`, \`n\` and \`b\`.
//    ^^^^^^^^^ error[MM0211]: A \`Kind\` is never compared with a number.
  b = file in n
//^^^^^^^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`n\` and \`b\`.
//            ^ error[MM0213]: This is a number, but a set is needed.
  n = set
//^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`set\` and \`n\`.
//    ^^^ error[MM0210]: This is a set (each element a \`Kind\`), but a number is needed.
  if n { skip }
//   ^ error[MM0210]: This is a number, but a truth value is needed.
  n = -b
//^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`b\` and \`n\`.
//     ^ error[MM0210]: This is a truth value, but a number is needed.
}
`);
});

test('sequences', () => {
  checkMarks(`
module m
object Page { n: 0..3 = 0 }
shared page: Page[2]
shared q: seq<Page, 2> = {}
shared n: 0..3 = 0
actor a {
  q += {page[0]}
//^ error[MM0210]: \`+=\` changes numbers, counters and sets, not a sequence.
  q -= {page[0]}
//^ error[MM0210]: \`-=\` changes numbers, counters and sets, not a sequence.
  insert(q, true, page[0])
//          ^^^^ error[MM0210]: This is a truth value, but a number is needed.
  let at = find(q, 3)
//                 ^ error[MM0210]: This is a number, but the sequence has elements that are a \`Page\`.
  remove(n, 3)
//       ^ error[MM0210]: This is a number, but a sequence is needed.
  first(q)
//^^^^^^^^ error[MM0301]: \`first(…)\` has no effect.
  let both = first(q).n
//^^^^^^^^^^^^^^^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`q\` and \`first(q).n\`.
  let one = q[0] == last(q) and q[1] in q
  n = at + both + (1 if one else 0)
}
`);
});

test('what variables begin with', () => {
  checkMarks(`
module m
const N: 1..4 = 3
object Page { n: 0..3 = 0  refs: ref = 1 }
shared page: Page[2] = [Page(n: 1), Page(m: 2)]
//                                       ^ error[MM0248]: \`Page\` has no field \`m\`.
shared cur: Page? in {page[0], none}
shared list: 0..3[N] = [0, 1]
//                     ^^^^^^ error[MM0248]: These are 2 values, but the array has 3 elements.
shared one: 0..3 = [0, 1]
//                 ^^^^^^ error[MM0248]: \`[…]\` has the elements of an array, but this is a number.
shared set: bool[2] = {true, false}
//                    ^^^^^^^^^^^^^ error[MM0248]: \`{…}\` is a set, and has no order.
shared same: 0..3[2] = index
//                     ^^^^^ error[MM0248]: \`index\` is no value here.
shared truth: bool[2] = [k: k]
//                          ^ error[MM0210]: This is a number, but a truth value is needed.
shared count: ref in 1..2
//                ^^^^^^^ error[MM0248]: How many references there are in the beginning is one number.
shared owns mine: Page? in {none}
//                      ^^^^^^^^^ error[MM0248]: \`mine\` owns references, which exist from the beginning on.
shared low: 0..3 in {true}
//                  ^^^^^^ error[MM0210]: The set has elements that are a truth value, but the variable holds a number.
shared high: 0..3 in 0..last where high > low
//                      ^^^^ error[MM0234]: \`last\` is declared later, and has no value yet.
shared last: 0..3 = 0
invariant use: list[0] + one + last + low + high < count and set[0] and cur == mine and page[0].n == same[1] and truth[0]
`);
});

test('tags of several enums, and variables with the name of a tag', () => {
  checkMarks(`
module m
enum Kind { file, free }
enum Mapping { null, file }
shared free: Kind = file
shared mapping: Mapping = null
actor a {
  mapping = file
  free = free
  let what = file
//    ^^^^ error[MM0223]: The type of \`what\` does not follow from its value.
  mapping = free
//^^^^^^^^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`free\` and \`mapping\`.
//          ^^^^ error[MM0210]: This is a \`Kind\`, but a \`Mapping\` is needed.
}
`);
});

test('what never changes', () => {
  checkMarks(`
module m
const N: 0..3 = 1
variant v: bool = true
object O { n: 0..3 = 0 }
shared pool: O[2]
atomic op f(k: 0..3) { k = N }
//                     ^ error[MM0220]: \`k\` is a parameter and does not change.
actor a[2] {
  let x = 1
  one: f(2)
  N = 2
//^ error[MM0220]: \`N\` is a constant and does not change.
  v = false
//^ error[MM0220]: \`v\` is a variant and does not change.
  x = 2
//^ error[MM0220]: \`x\` is declared by \`let\` and does not change.
  a = 1
//^ error[MM0220]: \`a\` is not a variable and does not change.
//    ^ error[MM0210]: This is a number, but a set (each element an actor \`a\`) is needed.
  pool[0] = pool[1]
//^^^^^^^ error[MM0221]: An object stays where it is: it cannot be assigned.
  choose o in pool
  o.n = 1
  f = 3
//^ error[MM0214]: \`f\` is not a value.
//^ error[MM0220]: \`f\` is not a variable and does not change.
  atomic { for q in 0..2 { q = 1 } }
//                         ^ error[MM0220]: \`q\` is the variable of a set and does not change.
}
`);
});

test('operations with object parameters', () => {
  checkMarks(`
module m
object Lock { held: bool = false }
object Folio { refcount: ref = 1 }
object Page { refcount: bool = false  lock: Lock }
shared folio: Folio
shared page: Page
atomic op lock(l: object) { await not l.held  l.held = true }
atomic op folio_lock(f: object) { lock(f.lock) }
atomic op folio_get(f: object) { get(f.refcount) }
actor a {
  one:   folio_lock(folio)
//       ^^^^^^^^^^^^^^^^^ error[MM0226]: \`Folio\` has no field \`lock\`, which folio_lock needs.
  two:   folio_lock(page)
  three: folio_get(page)
//       ^^^^^^^^^^^^^^^ error[MM0226]: \`folio_get\` cannot take a \`Page\`: This is a truth value, but a reference counter is needed.
  four:  folio_get(1)
//                 ^ error[MM0210]: This is a number, but \`folio_get\` needs an object.
  five:  folio_get()
//       ^^^^^^^^^^^ error[MM0219]: \`folio_get\` takes 1 argument, not 0.
}
`);
});

test('returns', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
op one(): 0..3 { if n > 0 { return 1 } }
// ^^^ error[MM0222]: \`one\` can run to its end without returning a value.
op two() { skip  return n }
//                      ^ error[MM0222]: \`two\` returns no value.
op three(): bool { look: if n == 0 { return true } else { return 1 } }
//                                                               ^ error[MM0210]: This is a number, but a truth value is needed.
actor a { call: let x = one()  two()  let y = three()  let z = two()  if y { n = x } }
//                                                             ^^^^^ error[MM0210]: This is no value, which no variable can hold.
`);
});

test('types', () => {
  checkMarks(`
module m
enum E { one }
record R { a: bool[2]  b: ref }
//            ^^^^^^^ error[MM0225]: An array cannot stand here.
//                        ^^^ error[MM0225]: A reference counter cannot stand here.
object O { r: ref = 1 }
record S { q: set<E> }
shared a: set<S> = {}
//            ^ error[MM0225]: A set has only such records whose fields are small: numbers, tags, objects, actors.
shared b: seq<seq<bool, 2>, 2> = {}
//            ^^^^^^^^^^^^ error[MM0225]: A sequence cannot have such elements.
shared c: bool??  = none
//        ^^^^^^ error[MM0225]: An option cannot stand here.
shared d: object = none
//        ^^^^^^ error[MM0225]: \`object\` is a type of parameters of operations only.
const e: O = 1
//       ^ error[MM0225]: A constant is a number, a truth value or a tag.
shared f: Missing = 1
//        ^^^^^^^ error[MM0206]: There is no type \`Missing\`.
shared g: bool
//     ^ error[MM0224]: \`g\` has no initial value.
atomic op h(x: bool[2], y: ref) { skip }
//             ^^^^^^^ error[MM0225]: An array cannot stand here.
//                         ^^^ error[MM0225]: A reference counter cannot stand here.
actor z { var x: ref = 1  let y: bool[2] = false  let w = none  let v = {}  let u = o }
//               ^^^ error[MM0225]: A reference counter cannot stand here.
//                               ^^^^^^^ error[MM0225]: An array cannot stand here.
//                                                    ^ error[MM0223]: The type of \`w\` does not follow from its value.
//                                                                  ^ error[MM0223]: The type of \`v\` does not follow from its value.
shared o: O
shared locks: O[o]
//              ^ error[MM0210]: This is a \`O\`, but a number is needed.
`);
});

test('records', () => {
  checkMarks(`
module m
record Pte { present: bool  dirty: bool }
shared pte: Pte = Pte(present: true, dirty: false)
actor a {
  pte.dirty = true
  pte = Pte(present: true)
//      ^^^^^^^^^^^^^^^^^^ error[MM0218]: No value for \`dirty\`.
  pte = Pte(true, false)
//          ^^^^ error[MM0218]: Each value needs the name of its field.
//                ^^^^^ error[MM0218]: Each value needs the name of its field.
  pte = Pte(present: true, dirty: 1, dirty: true)
//                                ^ error[MM0210]: This is a number, but a truth value is needed.
//                                   ^^^^^ error[MM0218]: \`dirty\` is given twice.
  pte.presnt = false
//    ^^^^^^ error[MM0207]: \`Pte\` has no field \`presnt\`.
}
`);
});

test('owns', () => {
  checkMarks(`
module m
object Folio { refcount: ref = 1 }
object Plain { b: bool = false }
shared folio: Folio
shared plain: Plain
shared owns a: Folio? = folio
shared owns b: Folio = folio
//          ^ error[MM0325]: \`b\` cannot own a reference.
shared owns c: Plain? = plain
//          ^ error[MM0325]: \`c\` cannot own a reference.
shared owns d: 0..3 = 0
//          ^ error[MM0325]: \`d\` cannot own a reference.
actor x { owns let old = xchg(a, none)  put: if old != none { put(old.refcount) } if d == 0 { b.refcount = 1 } c = none }
//                                                                                            ^^^^^^^^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`b\` and \`b.refcount\`.
`);
});

test('what has no type of its own is neither chosen, nor run through, nor a value of an action', () => {
  checkMarks(`
module m
object Folio { mapped: bool = true }
shared f: Folio
shared g: Folio? = f
action any(h in {none}) when g != none { g = h }
//         ^ error[MM0223]: The type of \`h\` does not follow from the set.
actor a {
  choose c in {none}
//       ^ error[MM0223]: The type of \`c\` does not follow from the set.
  set: g = c
  choose g in {none}
  choose d in {none, f}
  again: g = d
  all: atomic { for e in {none} { g = e } }
//                  ^ error[MM0223]: The type of \`e\` does not follow from the set.
}
check c { }
`);
});

test('references are counted where the code has them, and not by choice', () => {
  checkMarks(`
module m
ghost pins: ref = 1
//          ^^^ error[MM0225]: A ghost cannot be a reference counter.
object Folio { refcount: ref = 1  ghost pins: ref[2] = 0 }
//                                            ^^^^^^ error[MM0225]: A ghost cannot be a reference counter.
shared f: Folio
actor a {
  choose f.refcount in 0..3
//       ^^^^^^^^^^ error[MM0210]: This is a reference counter, which no choice is stored in.
}
check c { }
`);
});
