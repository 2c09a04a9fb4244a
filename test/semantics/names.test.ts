import { kindsOfEverySpec } from '@mmspec/system';
import { expect, test } from 'vitest';
import { analysed, checkMarks } from './fixture.ts';

/*
 * Diagnostics where they stand. A mark under a line gives the range, the severity, the code and the message.
 */

test('an unknown import', () => {
  checkMarks(`
module m
import kernel.foliio
//<^^^^^^^^^^^^^^^^^^^^ error[MM0201]: There is no module \`kernel.foliio\`.
`);
});

test.each([
  ['kernel.foliio', 'Did you mean `kernel.folio`?'],
  ['irq', 'Did you mean `kernel.irq`?'],
  ['lib.spinlocks', 'Did you mean `kernel.spinlock`?'],
  ['helpers', 'Check the spelling and the folder of the file.'],
])('what an unknown import, %s, may mean', (name, help) => {
  expect(analysed(`module m\nimport ${name}\n`).diagnostics.map((diagnostic) => diagnostic.help)).toEqual([help]);
});

test('a circular import', () => {
  checkMarks(`
//- /m.mmspec
module m
import n
//- /n.mmspec
module n
import m
//<^^^^^^^^ error[MM0202]: This import closes a cycle: /m.mmspec -> /n.mmspec -> /m.mmspec.
`);
});

test('a module that imports itself', () => {
  checkMarks(`
//- /m.mmspec
module m
import m
//<^^^^^^^^ error[MM0202]: This import closes a cycle: /m.mmspec -> /m.mmspec.
`);
});

test('names declared twice, in their own name spaces', () => {
  checkMarks(`
module m
shared x: bool = false
const x: 0..1 = 0
//    ^ error[MM0204]: \`x\` is declared twice.
enum E { one, two, one }
//                 ^^^ error[MM0204]: \`one\` is declared twice.
object O { f: bool = false  f: bool = true }
//                          ^ error[MM0204]: \`f\` is declared twice.
actor a { set: x = true }
invariant x: not x or x
invariant x: true
//        ^ error[MM0204]: \`x\` is declared twice.
check x { }
check x { }
//    ^ error[MM0204]: \`x\` is declared twice.
`);
});

test.each(kindsOfEverySpec)('the name %s is taken: every spec has the property', (name) => {
  const marks = `${'^'.repeat(name.length)} error[MM0204]: Every spec has a property \`${name}\` already.`;
  checkMarks(`
module m
shared x: bool = false
object O { f: bool = false
invariant ${name}: f
//        ${marks}
}
shared o: O
actor a { set: x = true }
invariant ${name}: not x
//        ${marks}
reachable ${name}: x
//        ${marks}
possible ${name}: x
//       ${marks}
temporal ${name}: eventually x
//       ${marks}
check c { } expect holds
check d { ignore ${name} } expect holds
`);
});

test('an action is not called as an actor: `fair up` would mean either', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
action up when n == 0 { n = 1 }
//     ^^ error[MM0204]: \`up\` is declared twice.
actor up { set: n = 2 }
temporal t: eventually n == 1 under fair up
check c { } expect holds
`);
});

test('names of an imported module', () => {
  checkMarks(`
//- /m.mmspec
module m
import n
shared flag: bool = false
//     ^^^^ error[MM0204]: \`flag\` is declared twice.
actor a { set: flag = other }
//             ^^^^^^^^^^^^ warning[MM0323]: One step touches 2 shared locations: \`other\` and \`flag\`.
//- /n.mmspec
module n
import o
shared flag: bool = false
//- /o.mmspec
module o
shared other: bool = false
`);
});

test('unknown names', () => {
  checkMarks(`
module m
enum Mapping { null, file, shmem }
object Folio { refcount: ref = 1  mapping: Mapping = file }
shared folio: Folio
actor a {
  one:   folio.refcuont += 1
//             ^^^^^^^^ error[MM0207]: \`Folio\` has no field \`refcuont\`.
  two:   folio.mapping = shmme
//                       ^^^^^ error[MM0209]: \`shmme\` is not a \`Mapping\`.
  three: folo.mapping = file
//       ^^^^ error[MM0205]: There is no \`folo\` here.
  four:  if folio.mapping == anon { skip }
//                           ^^^^ error[MM0209]: \`anon\` is not a \`Mapping\`.
  five:  let x: Mappin = file
//              ^^^^^^ error[MM0206]: There is no type \`Mappin\`.
  six:   folio_gte(folio)
//       ^^^^^^^^^ error[MM0208]: There is no operation \`folio_gte\`.
  seven: goto fuor
//            ^^^^ error[MM0306]: There is no label \`fuor\` here.
}
`);
});

test('a local before its declaration, and after its block', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
actor a {
  one: n = x
//         ^ error[MM0205]: There is no \`x\` here.
  let x = n
  if x > 0 { let y = n  two: n = y }
  three: n = y
//           ^ error[MM0205]: There is no \`y\` here.
}
`);
});

test('other actors', () => {
  checkMarks(`
module m
shared n: 0..3 = 0
actor a { var x: 0..3 = 0  set: choose x in 0..2 }
actor b { look: n = a.x }
//                  ^^^ error[MM0217]: \`x\` is a variable of actor \`a\`, which only that actor sees.
invariant p: a.x < 3 and a.y < 3
//                         ^ error[MM0207]: \`a\` has no field \`y\`.
invariant q: self == a
//           ^^^^ error[MM0215]: There is no \`self\` here.
`);
});
