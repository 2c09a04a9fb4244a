import { runAll, runCodes } from '@mmspec/analysis';
import { expect, test } from 'vitest';
import { positionAt } from '@mmspec/source';
import { analysed, errorsOf } from '../random/pipeline.ts';

/* What was never put to the test. A fixture is a spec, and the notes on it: code, line, message. */

async function notes(text: string, options: Parameters<typeof runAll>[1] = {}): Promise<readonly string[]> {
  const { model, diagnostics } = analysed(text.trimStart());
  expect(errorsOf(model, diagnostics)).toEqual([]);
  const run = await runAll(model, options);
  return run.diagnostics
    .filter(({ code }) => code.startsWith('MM06'))
    .map(({ code, span, message }) => `${code} ${positionAt(model.files[0]!, span.start).line} ${message}`);
}

const check = async (text: string, expected: readonly string[]): Promise<void> => expect(await notes(text)).toEqual(expected);

test('implications over states, over steps, under quantifiers, in objects', () =>
  check(
    `
module m
object Thing { n: 0..3 = 0  invariant in_thing: n == 3 implies false }
shared thing: Thing
actor a[2] { set: thing.n = 1  again: thing.n = 2 }
invariant tested: thing.n == 2 implies a[0] at {again, done} or a[1] at {again, done}
invariant never: thing.n == 3 implies false
invariant each: forall x in a where x == a[0]: x at set and thing.n == 3 implies false
invariant on_step: step is set implies thing.n' == 1
invariant no_step: step is set and thing.n == 3 implies false
invariant no_implication: thing.n < 3
check c { } expect holds
`,
    [
      'MM0601 2 In no check does the left side of `in_thing` ever hold, so it is never put to the test.',
      'MM0601 6 In no check does the left side of `never` ever hold, so it is never put to the test.',
      'MM0601 7 In no check does the left side of `each` ever hold, so it is never put to the test.',
      'MM0601 9 In no check does the left side of `no_step` ever hold, so it is never put to the test.',
    ],
  ));

test('one check in which the left side holds is enough', () =>
  check(
    `
module m
variant v: one | two = one
shared n: 0..3 = 0
actor a { set: n = 1 if v == one else 2 }
invariant p: n == 2 implies a at done
check one { } expect holds
check two { v = two } expect holds
`,
    [],
  ));

test('a left side holds only as far as a check goes', () =>
  check(
    `
module m
shared n: 0..3 = 0
actor a { loop { add: await n < 3  n += 1 } }
invariant p: n == 3 implies n > 2
check c { bound n < 2, ignore deadlock } expect holds
`,
    ['MM0601 4 In no check does the left side of `p` ever hold, so it is never put to the test.'],
  ));

test('what accesses show that pass each other is shown', () =>
  check(
    `
module m
shared x: 0..1 = 0
shared y: 0..1 = 0
actor a { var r: 0..1 = 1  set: x = 1  look: r = y }
actor b { var r: 0..1 = 1  set: y = 1  look: r = x }
invariant p: a at done and b at done and a.r == 0 and b.r == 0 implies x == 1
check c { } expect holds
check x86 { memory tso } expect holds
`,
    [],
  ));

test('steps that no check takes; those of the library do not count', () =>
  check(
    `
module m
import kernel.folio
variant v: one | two = one
object Folio { refcount: ref = 1 }
shared folio: Folio
shared n: 0..3 = 0
actor a {
  get: if not folio_try_get(folio) { never: n = 3  return }
  if v == two { only_two: n = 2 }
  loop { wait: idle await n == 1  reset: n = 0 }
}
actor b { fails: assert n == 0 }
check one { } expect holds
check two { v = two } expect violates b.fails
`,
    [
      'MM0602 8 The step `get.never` is never taken in any check.',
      'MM0602 10 The step `get.wait` is never taken in any check.',
      'MM0602 10 The step `get.reset` is never taken in any check.',
    ],
  ));

test('a property that no variant breaks', () =>
  check(
    `
module m
variant v: good | bad = good
shared n: 0..3 = 0
actor a { set: n = 1 if v == good else 2 }
invariant small: n < 2
invariant tiny: n < 3
possible back: n == 0 or n > 0
check good { } expect holds
check bad { v = bad } expect violates small
`,
    ['MM0603 6 `tiny` holds in every check.', 'MM0603 7 `back` holds in every check.'],
  ));

test('nothing is said where a check was left out, changed, or not finished', async () => {
  const text =
    'module m\nshared n: 0..3 = 0\nactor a { loop { n = (n + 1) % 4 } }\ninvariant p: n == 3 and a at done implies false\ncheck c { } expect holds\ncheck d { }\n';
  expect((await notes(text)).length).toBe(1);
  expect(await notes(text, { checks: ['c'] })).toEqual([]);
  expect(await notes(text, { properties: ['p'] })).toEqual([]);
  expect(await notes(text, { statesMax: 2 })).toEqual([]);
});

test.each(runCodes.map((code) => [code.code, code] as const))('%s: its example has it, and its fix does not', async (code, { example, fix }) => {
  expect((await notes(example)).filter((note) => note.startsWith(code)).length).toBeGreaterThan(0);
  expect((await notes(fix)).filter((note) => note.startsWith(code))).toEqual([]);
});
