import { expect, test } from 'vitest';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { checkMarks } from './fixture.ts';

/*
 * Diagnostics where they stand. A mark under a line gives the range, the severity, the code and the message.
 */

test('numbers beyond 2^53 are those of the text', () => {
  const messages = [
    'shared x: 0..99999999999999999999 = 0',
    'shared x: 0..9007199254740993 = 0',
    'shared x: 9007199254740993..1 = 1',
    'shared x: seq<0..1, 9007199254740993> = {}',
    'actor b[99999999999999999999] { skip }',
    'shared x: bool[9007199254740993] = false',
    'const N: 0..3 = 9007199254740993',
  ].flatMap((line) => {
    const { model, diagnostics } = analysed(`module m\n${line}\nactor a { skip }\n`);
    return errorsOf(model, diagnostics);
  });
  expect(messages.join('\n')).not.toMatch(/100000000000000000000|9007199254740992|9007199254740994/u);
  expect(messages.join('\n')).toMatch(/The range 0\.\.99999999999999999999 is[^]*The range 0\.\.9007199254740993 is[^]*No number is in 9007199254740993\.\.1/u);
});

test('limits', () => {
  checkMarks(`
module m
const V: 0..1000000000 = 1000000000
shared n: 3..1 = 2
//        ^^^^ error[MM0231]: No number is in 3..1.
shared big: 0..4294967296 = 0
//          ^^^^^^^^^^^^^ error[MM0230]: The range 0..4294967296 is too large: numbers lie within 2^31.
//             ^^^^^^^^^^ error[MM0105]: 4294967296 is too large; 2147483647 is the largest number.
shared s: seq<0..3, 1000> = {}
//                  ^^^^ error[MM0230]: A sequence of 1000 elements is too long; at most 30 fit.
shared t: set<0..99> = {}
//            ^^^^^ error[MM0230]: A set of up to 100 elements is too large; at most 30 fit.
shared r: ref to 0 = 0
//        ^^^^^^^^ error[MM0231]: A counter with the limit 0 counts nothing.
actor vcpu[V] { pick: choose x in 0..99999  set: n = x }
//         ^ error[MM0230]: \`vcpu\` has 1000000000 instances; there may be at most 64.
//                                ^^^^^^^^ error[MM0230]: A set of 100000 numbers is too large to be listed.
`);
});

test('constants and initial values', () => {
  checkMarks(`
module m
const A: 0..3 = 4
//              ^ error[MM0233]: \`A\` cannot be 4: its range is 0..3.
const B: 0..3 = 2 - 3
//              ^^^^^ error[MM0233]: \`B\` cannot be -1: its range is 0..3.
const C: 0..9 = 1 / (A - 4)
//              ^^^^^^^^^^^ error[MM0232]: \`C\` has no value.
variant v: bool = A > 3
shared n: 0..3 = A
//               ^ error[MM0233]: \`n\` cannot be 4: its range is 0..3.
shared o: 0..3 = n
//               ^ error[MM0234]: This has no value before the initial state.
shared k: 0..n = 0
//           ^ error[MM0229]: The bound of a type must be a constant.
object O { f: 0..3 = 7  r: ref = 16 }
//                   ^ error[MM0233]: \`f\` cannot be 7: its range is 0..3.
//                               ^^ error[MM0233]: \`r\` cannot be 16: its range is 0..15.
shared p: O
actor a { if v { set: n = B }  repeat n { o = C } p.f = 1 k = 0 }
//                                    ^ error[MM0229]: The number of rounds must be a constant.
`);
});

test('unused', () => {
  checkMarks(`
module m
const N: 0..3 = 1
//    ^ warning[MM0322]: The constant \`N\` is never used.
const _M: 0..3 = 1
shared n: 0..3 = 0
shared never: bool = false
//     ^^^^^ warning[MM0322]: The shared variable \`never\` is never used.
ghost g: bool = false
//    ^ warning[MM0322]: The ghost \`g\` is never used.
actor a {
  var written: 0..3 = 0
//    ^^^^^^^ warning[MM0322]: The local \`written\` is never read.
  let _ignored = n
  let read = n
  set: written = read
  choose x in 0..2
  n = 1
}
`);
});

test('several shared locations', () => {
  checkMarks(`
module m
object O { a: bool = false  b: bool = false  next: O? = none }
shared o: O
shared p: O? = o
shared x: 0..3 = 0
shared y: 0..3 = 0
shared array: bool[0..2] = false
shared r: ref = 1
atomic op both(): bool { return o.a and o.b }
actor a {
  x += 1
  x = x + 1
  x = y
//^^^^^ warning[MM0323]: One step touches 2 shared locations: \`y\` and \`x\`.
  if o.a and o.b { skip }
//   ^^^^^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`o.a\` and \`o.b\`.
  if o.a or o.a { skip }
  await x == y
//^^^^^^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`x\` and \`y\`.
  await forall i in 0..2: array[i]
  await forall i in 0..2: array[i] or o.a
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`array[i]\` and \`o.a\`.
  atomic { await x == y  x = y }
  let l = p.next
//^^^^^^^^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`p\` and \`p.next\`.
  if l != none { l.a = true }
  array[x] = true
//^^^^^^^^^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`x\` and \`array[x]\`.
  if both() { skip }
  let f = freeze(r, x)
//^^^^^^^^^^^^^^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`r\` and \`x\`.
  if f { skip }
  while x < y { x += 1 }
//      ^^^^^ warning[MM0323]: One step touches 2 shared locations: \`x\` and \`y\`.
  assert o.a or x == 0
//^^^^^^^^^^^^^^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`o.a\` and \`x\`.
  loop { skip }
}
`);
});

test.each([
  ['memory weak', '', 'error[MM0344]'],
  ['', ' for memory', 'error[MM0344]'],
  ['', ' for memory in {sc}', 'warning[MM0323]'],
  ['', ' for memory where memory == sc', 'warning[MM0323]'],
])('several shared locations are an error where a cell asks for tso or weak: %s%s', (settings, matrix, expected) => {
  checkMarks(`
module m
shared a: 0..3 = 0
shared b: 0..3 = 0
actor x { copy: a = b }
//              ^^^^^ ${expected}: One step touches 2 shared locations: \`b\` and \`a\`.
check c${matrix} { ${settings} }
`);
});
