import fc from 'fast-check';
import { raceDiagram, type TraceForm } from '@mmspec/report';
import type { Waiting } from '@mmspec/system';
import { describe, expect, test } from 'vitest';
import { result, step, violated } from './trace.ts';
import { check, drawing } from './race_check.ts';

const start = { 'folio.refcount': 1, 'folio.safe': 0, 'folio.lock.held': false, 'folio.private': false, mapped: true };

const freeze = violated('no_unsafe_holder', start, [
  step('gup', 'await mapped; folio_get(folio)', { 'folio.refcount': [1, 2], gup: ['take@10', 'use@30'] }),
  step('converter', 'mapped = false', { mapped: [true, false] }),
  step('converter', 'folio_lock(folio)', { 'folio.lock.held': [false, true] }),
  step('converter', 'refs = folio.refcount', { 'converter.refs': [0, 2] }),
  step('gup', 'skip'),
  step('gup', 'folio.safe += 1', { 'folio.safe': [0, 1] }),
  step('converter', 'safe = folio.safe', { 'converter.safe': [0, 1] }),
  step('converter', 'if refs != safe + 1  // false; folio.private = true', { 'folio.private': [false, true] }),
]);
const claim = { doc: 'A private folio has no unsafe holder. More is said elsewhere.', text: 'private implies\n  holders within vcpu' };

test('two columns: the claim, the formula, what matters of each value, and how to repeat it', () =>
  check(
    freeze,
    { property: claim },
    `
     no_unsafe_holder is violated: A private folio has no unsafe holder.
       private implies holders within vcpu

     CPU0 (gup)                      CPU1 (converter)
     ----------                      ----------------
     await mapped; folio_get(folio)  // refcount 1 -> 2
                                     mapped = false
                                     folio_lock(folio)
                                     refs = folio.refcount  // refs = 2
     folio.safe += 1  // safe 0 -> 1
                                     safe = folio.safe  // safe = 1
                                     atomic { if refs != safe + 1  // false
                                       folio.private = true }
                                         // private false -> true
                                       [BUG: no_unsafe_holder]

     8 steps; 1,265 states with VCPUS = 1, read = safe_first.
     mmspec check spec.mmspec --check row2
`,
  ));

const race = violated('one_user', { slot: false, users: 0 }, [
  step('cpu[0]', 'if slot  // false'),
  step('cpu[1]', 'if slot  // false'),
  step('cpu[0]', 'slot = true', { slot: [false, true] }),
  step('cpu[0]', 'users += 1', { users: [0, 1] }),
  step('cpu[1]', 'slot = true'),
  step('cpu[1]', 'users += 1', { users: [1, 2] }),
]);

test('a comment for the source, numbered', () =>
  check(
    race,
    { property: { text: 'users <= 1' }, form: 'comment', numbered: true },
    `
 *  one_user is violated: users <= 1.
 *
 *  CPU0 (cpu[0])                   CPU1 (cpu[1])
 *  -------------                   -------------
 *  1.1 if slot  // false
 *                                  2.1 if slot  // false
 *  1.2 slot = true
 *  1.3 users += 1  // users 0 -> 1
 *                                  2.2 slot = true
 *                                  2.3 users += 1  // users 1 -> 2
 *                                    [BUG: one_user]
 *
 *  6 steps; 1,265 states with VCPUS = 1, read = safe_first.
 *  mmspec check spec.mmspec --check row2
`,
  ));

test('Markdown', () =>
  check(
    { ...race, trace: race.trace === null ? null : { ...race.trace, steps: race.trace.steps.slice(0, 2) } },
    { form: 'markdown' },
    `
\`\`\`
 The assertion one_user fails.

 CPU0 (cpu[0])                   CPU1 (cpu[1])
 -------------                   -------------
 if slot  // false
                                 if slot  // false  [BUG: one_user]

 6 steps; 1,265 states with VCPUS = 1, read = safe_first.
 mmspec check spec.mmspec --check row2
\`\`\`
`,
  ));

test('full: the initial state, and everything that changes', () =>
  check(
    violated('p', { x: 0, y: 1 }, [step('a', 'skip'), step('a', 'x = y', { x: [0, 1] })]),
    { form: 'full', property: { text: 'x == 0' } },
    `
     p is violated: x == 0.

     Initially x = 0, y = 1.

     CPU0 (a)
     --------
     skip
     x = y  // x 0 -> 1  [BUG: p]

     2 steps; 1,265 states with VCPUS = 1, read = safe_first.
     mmspec check spec.mmspec --check row2
`,
  ));

test('full: places are told by their labels', () =>
  check(
    violated('p', { x: 0, a: 'load.get@40/12', b: '@33', 'b.repeat@77': 0, 'c[1]': 'done' }, [step('a', 'x = 1', { x: [0, 1] })]),
    { form: 'full', property: { text: 'x == 0' } },
    `
     p is violated: x == 0.

     Initially x = 0, a at load.get, b at its beginning, b.repeat = 0,
       c[1] = done.

     CPU0 (a)
     --------
     x = 1  // x 0 -> 1  [BUG: p]

     1 step; 1,265 states with VCPUS = 1, read = safe_first.
     mmspec check spec.mmspec --check row2
`,
  ));

test('what came of a condition stands beside it, also where it is the last of several statements', () =>
  check(
    violated('p', { w: 0, r: 0 }, [step('a', 'let v = w; w = 1; if v == 0 or r == 1  // true', { r: [0, 1] }), step('b', 'let u = w; if u == 1  // true')]),
    { property: { text: 'r == 0' } },
    `
     p is violated: r == 0.

     CPU0 (a)                        CPU1 (b)
     --------                        --------
     atomic { let v = w
       w = 1
       if v == 0 or r == 1 }  // true, r 0 -> 1
                                     let u = w; if u == 1  // true
                                       [BUG: p]

     2 steps; 1,265 states with VCPUS = 1, read = safe_first.
     mmspec check spec.mmspec --check row2
`,
  ));

test('headers never touch: names that are too long stand in one column, and those that begin alike are told apart', () => {
  const of = (...actors: readonly string[]): string[] =>
    drawing(
      violated(
        'p',
        {},
        actors.map((actor, at) => step(actor, `step${at}()`)),
      ),
      {},
    )
      .split('\n')
      .slice(2, 6)
      .map((line) => line.trimEnd());
  expect(of('set_work_pool_and_clear_pending', 'queue_work_on')).toEqual([
    '     CPU0 (set_work_pool_and_clear_pending)  CPU1 (queue_work_on)',
    '     --------------------------------------  --------------------',
    '     step0()',
    '                                             step1()  [BUG: p]',
  ]);
  expect(of('set_work_pool_and_clear_pending', 'set_work_pool_and_clear_the_rest')).toEqual([
    '     CPU0 (set_work_pool_and_clear_pending),',
    '     CPU1 (set_work_pool_and_clear_the_rest)',
    '     ---------------------------------------',
    '     CPU0                    step0()',
  ]);
});

test('a deadlock ends with who waits for whom, in the form of lockdep', () => {
  const places = { 'cpu[0]': 'one.two@30/40', 'cpu[1]': 'one.two@30/40', gup: 'done' };
  const waits = (actor: string, text: string, other: string, variable: string): Waiting => ({
    actor,
    text,
    label: 'two',
    operation: [],
    path: 'spec.mmspec',
    line: 1,
    column: 1,
    since: other === '' ? [] : [{ actor: other, step: other === 'cpu[0]' ? 0 : 1, variable }],
  });
  const found = violated('deadlock', places, [step('cpu[0]', 'folio_lock(a)'), step('cpu[1]', 'folio_lock(b)')]);
  const lacks = {
    ...waits('gup', 'await go', '', ''),
    setBy: [
      { variable: 'go', actors: ['cpu[0]', 'late'] },
      { variable: 'late', actors: ['late'] },
      { variable: 'never', actors: [] },
    ],
  };
  const waiting = [waits('cpu[0]', 'folio_lock(b)', 'cpu[1]', 'b.lock.held'), waits('cpu[1]', 'folio_lock(a)', 'cpu[0]', 'a.lock.held'), lacks];
  check(
    { ...found, waiting },
    {},
    `
     Nobody can move, and not everybody may wait for ever (deadlock).

     CPU0 (cpu[0])       CPU1 (cpu[1])       CPU2 (gup)
     -------------       -------------       ----------
     folio_lock(a)
                         folio_lock(b)
     folio_lock(b)  // waits for cpu[1]: b.lock.held since folio_lock(b)
                         folio_lock(a)
                           // waits for cpu[0]: a.lock.held since
                           // folio_lock(a)
                                             await go  // waits

      *** DEADLOCK ***

     cpu[0] waits for cpu[1]; cpu[1] waits for cpu[0].
     gup waits for go, which only cpu[0] sets.
     gup waits for late, which nobody who waits here sets.
     gup waits for never, which nobody else sets.

     2 steps; 1,265 states with VCPUS = 1, read = safe_first.
     mmspec check spec.mmspec --check row2
`,
  );
});

test('with more than three actors the events are stacked', () =>
  check(
    violated(
      'q',
      {},
      ['a', 'vcpu[0]', 'b', 'converter', 'a'].map((actor, at) => step(actor, `step${at}()`)),
    ),
    {},
    `
     The assertion q fails.

     CPU0 (a), CPU1 (vcpu[0]), CPU2 (b), CPU3 (converter)
     ----------------------------------------------------
     a           step0()
     vcpu[0]     step1()
     b           step2()
     converter   step3()
     a           step4()  [BUG: q]

     5 steps; 1,265 states with VCPUS = 1, read = safe_first.
     mmspec check spec.mmspec --check row2
`,
  ));

test('a violation at the beginning', () =>
  check(
    violated('p', { x: 1 }, []),
    { property: { text: 'x == 0' } },
    `
     p is violated: x == 0.

     (the initial state)

     0 steps; 1,265 states with VCPUS = 1, read = safe_first.
     mmspec check spec.mmspec --check row2
`,
  ));

test('a command that does not fit goes on like one of a shell', () => {
  const found = violated('p', {}, [step('a', 'x = 1')]);
  const drawn = raceDiagram(
    result([found]),
    found,
    { name: 'p', text: '', doc: '' },
    { form: 'changelog', numbered: false, command: "mmspec check specs/kernel/a_long_name.mmspec --check 'writers8[protect=seqcount_mutex]' --set VCPUS=3" },
  );
  expect(drawn).toContain(`
     mmspec check specs/kernel/a_long_name.mmspec --check \\
       'writers8[protect=seqcount_mutex]' --set VCPUS=3`);
});

describe('every property that nobody declares has its sentence', () => {
  test.each([
    ['lost_reference', 'A reference is counted that nobody holds, or held but not counted'],
    ['underflow', 'A reference counter is put below zero'],
    ['overflow', 'A reference counter grows beyond its range'],
    ['get_at_zero', 'A reference is taken on a counter that is zero'],
    ['null_reference', 'A step goes through a reference that is none'],
    ['range of folio.safe', 'A value does not fit where it is stored'],
  ])('%s', (name, sentence) => {
    const found = violated(name, {}, [step('a', 'x')]);
    expect(
      raceDiagram(result([found]), found, { name, text: '', doc: '' }, { form: 'changelog', numbered: false, command: '' }).replace(/\s+/gu, ' '),
    ).toContain(`${sentence} (${name}).`);
  });
});

test('75 columns and no tabs, whatever a spec calls its things', () => {
  const name = fc.stringMatching(/^[a-z_]{1,60}(\[\d\])?$/u);
  const text = fc.oneof(
    name,
    fc.array(name, { minLength: 1, maxLength: 8 }).map((names) => names.join('; ')),
    fc.array(name, { minLength: 1, maxLength: 8 }).map((names) => names.join(' == ')),
  );
  const steps = fc.array(fc.record({ actor: name, text, variable: name, frames: fc.array(name, { maxLength: 6 }) }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      steps,
      name,
      text,
      fc.constantFrom<TraceForm>('changelog', 'comment', 'markdown', 'full'),
      fc.boolean(),
      (rows, property, formula, form, numbered) => {
        const found = violated(
          property,
          {},
          rows.map((row) => step(row.actor, row.text, { [row.variable]: [0, 1] }, { frames: row.frames })),
        );
        const drawn = raceDiagram(result([found]), found, { name: property, text: formula, doc: '' }, { form, numbered, command: `mmspec check ${property}` });
        expect(drawn).not.toContain('\t');
        for (const line of drawn.split('\n')) expect(line.length, line).toBeLessThanOrEqual(75);
        expect(drawn).not.toMatch(/\)CPU1|\) CPU1/u);
      },
    ),
    { seed: 7, numRuns: 500 },
  );
});
