import { expect, test } from 'vitest';
import { step, violated } from './trace.ts';
import { check, drawing } from './race_check.ts';

/* What a race says of each step: calls, actions, values and statements. */

const inside = (text: string, more: Parameters<typeof step>[3] = {}): ReturnType<typeof step> =>
  step('remover', text, {}, { frames: ['grace_period', 'kernel.synchronize_rcu'], ...more });
const beginning = inside('start_synchronize(rcu)');
const end = inside('finish_synchronize(rcu)', { left: 2 });
const reading = step('gup', 'rcu_read_lock()');
const after = [step('remover', 'page.freed = true', { 'page.freed': [false, true] }), step('gup', 'touch(page)')];

test('calls are opened once and indent what they do; one of the library is one line', () =>
  check(
    violated('Page.live', {}, [reading, beginning, end, ...after]),
    {},
    `
     An object is accessed that is not live any more (Page.live).

     CPU0 (gup)                      CPU1 (remover)
     ----------                      --------------
     rcu_read_lock()
                                     grace_period()
                                       synchronize_rcu()
                                     page.freed = true
     touch(page)  [BUG: Page.live]

     5 steps; 1,265 states with VCPUS = 1, read = safe_first.
     mmspec check spec.mmspec --check row2
`,
  ));

test('a call of the library that others come into says where it begins and ends', () =>
  check(
    violated('Page.live', {}, [beginning, reading, end, ...after]),
    {},
    `
     An object is accessed that is not live any more (Page.live).

     CPU0 (remover)                  CPU1 (gup)
     --------------                  ----------
     grace_period()
       synchronize_rcu()  // begins
                                     rcu_read_lock()
       synchronize_rcu()  // ends
     page.freed = true
                                     touch(page)  [BUG: Page.live]

     5 steps; 1,265 states with VCPUS = 1, read = safe_first.
     mmspec check spec.mmspec --check row2
`,
  ));

test('full: a call of the library is opened too', () =>
  expect(drawing(violated('Page.live', {}, [beginning, reading, end, ...after]), { form: 'full' })).toContain(`
     grace_period()
       synchronize_rcu()
         start_synchronize(rcu)
                                     rcu_read_lock()
         finish_synchronize(rcu)
     page.freed = true  // freed false -> true
`));

test('a call that ended is opened again by the next one, and says what it returns', () =>
  check(
    violated('p', {}, [step('a', 'x = 1', {}, { frames: ['put'], left: 1, returned: false }), step('a', 'x = 1', {}, { frames: ['put'] })]),
    {},
    `
     The assertion p fails.

     CPU0 (a)
     --------
     put()
       x = 1  // returns false
     put()
       x = 1  [BUG: p]

     2 steps; 1,265 states with VCPUS = 1, read = safe_first.
     mmspec check spec.mmspec --check row2
`,
  ));

test('an action says what its parameters were', () =>
  check(
    violated('p', { 'x[0]': false }, [step('', 'x[0] = true', { 'x[0]': [false, true] }, { action: 'set', parameters: { i: 0 } })]),
    {},
    `
     The assertion p fails.

     CPU0 (set)
     ----------
     set(i = 0) { x[0] = true }  [BUG: p]

     1 step; 1,265 states with VCPUS = 1, read = safe_first.
     mmspec check spec.mmspec --check row2
`,
  ));

test('values that were loaded or chosen are told, and stores that change nothing', () =>
  check(
    violated('p', { n: 0, 'a.x': 0, 'a.y': 0 }, [
      step('a', 'let x = n', { 'a.x': [0, 0] }),
      step('a', 'choose y in 0..1', { 'a.y': [0, 1] }),
      step('a', 'n = x', { n: [0, 0] }),
      step('a', 'n = 0', { n: [0, 0] }),
    ]),
    {},
    `
     The assertion p fails.

     CPU0 (a)
     --------
     let x = n  // x = 0
     choose y in 0..1  // y = 1
     n = x  // n = 0
     n = 0  [BUG: p]

     4 steps; 1,265 states with VCPUS = 1, read = safe_first.
     mmspec check spec.mmspec --check row2
`,
  ));

test('a step of several statements that does not fit on a line is one all the same', () =>
  check(
    violated('p', {}, [
      step('a', 'the_first_variable_of_all = another_variable_of_all; the_second_variable_of_all = true'),
      step('b', 'if x  // true; if y  // false; z = 1', { z: [0, 1] }),
    ]),
    {},
    `
     The assertion p fails.

     CPU0 (a)                        CPU1 (b)
     --------                        --------
     atomic { the_first_variable_of_all = another_variable_of_all
       the_second_variable_of_all = true }
                                     atomic { if x  // true
                                       if y  // false
                                       z = 1 }  // z 0 -> 1  [BUG: p]

     2 steps; 1,265 states with VCPUS = 1, read = safe_first.
     mmspec check spec.mmspec --check row2
`,
  ));
