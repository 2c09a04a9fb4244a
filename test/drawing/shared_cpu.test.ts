import { describe, test } from 'vitest';
import { drawing } from './drawn.ts';
import { sharedCpu } from './specs.ts';

/* Actors that share a CPU, in the column of that CPU. */

const columns = ['CPU0 = task', 'CPU1 = other'];

describe('who comes in between is said', () => {
  test('by a bare word', () =>
    drawing(
      sharedCpu,
      `
CPU0                       CPU1
spin_lock(&lk)
timer interrupt
  spin_lock(&lk)
                           spin_lock(&lk)
`,
      {
        columns: [...columns, 'timer interrupt = handler'],
        events: ['2 0 spin_lock(&lk)', '4 2 spin_lock(&lk)', '5 1 spin_lock(&lk)'],
        answer: 'possible (c)',
      },
    ));

  test.each(['handler', 'handler()', 'handler:'])('by the name of an actor on that CPU: %s', (name) =>
    drawing(
      sharedCpu,
      `
CPU0                       CPU1
spin_lock(&lk)
${name}
  spin_lock(&lk)
                           spin_lock(&lk)
`,
      {
        columns: [...columns, `${name} = handler`],
        events: ['2 0 spin_lock(&lk)', `3 0 ${name}`, '4 0 spin_lock(&lk)', '5 1 spin_lock(&lk)'],
        answer: 'possible (c)',
      },
    ),
  );

  test('by the names of both', () =>
    drawing(
      sharedCpu,
      `
CPU0                       CPU1
task
 spin_lock(&lk)
 n += 1
handler
 spin_lock(&lk)
task
 spin_unlock(&lk)
`,
      {
        columns: ['CPU0 = task', 'CPU1', 'handler = handler'],
        events: ['2 0 task', '3 0 spin_lock(&lk)', '4 0 n += 1', '5 0 handler', '6 0 spin_lock(&lk)', '7 0 task', '8 0 spin_unlock(&lk)'],
        answer: 'impossible 8 spin_unlock(&lk) (c)',
      },
    ));

  test('by a lock of lockdep, without the ampersand', () =>
    drawing(
      sharedCpu,
      `
       CPU0
       ----
  lock(lk);
  <Interrupt>
    lock(lk);

 *** DEADLOCK ***
`,
      { columns: ['CPU0 = task', '<Interrupt> = handler'], events: ['3 0 lock(lk)', '5 1 lock(lk)'], answer: 'possible ends in a deadlock (c)' },
    ));
});

describe('who comes in between is not said', () => {
  const form = (line: number): string => `not answered Line ${line} may be a step of handler, which is on the same CPU: write \`<IRQ>\` above it. (c)`;

  test('and it is told what to write', () =>
    drawing(
      sharedCpu,
      `
CPU0                       CPU1
spin_lock(&lk)
                           spin_lock(&lk)
spin_lock(&lk)
`,
      { columns, events: ['2 0 spin_lock(&lk)', '3 1 spin_lock(&lk)', '4 0 spin_lock(&lk)'], answer: form(4) },
    ));

  test('below the steps of a task', () =>
    drawing(
      sharedCpu,
      `
CPU0                       CPU1
spin_lock(&lk)
n += 1
spin_lock(&lk)  // in the handler
                           spin_lock(&lk)
`,
      {
        columns,
        events: ['2 0 spin_lock(&lk)', '3 0 n += 1', '4 0 spin_lock(&lk)', '5 1 spin_lock(&lk)'],
        answer: form(4),
      },
    ));

  test('and nobody of that CPU could take it', () =>
    drawing(
      sharedCpu,
      `
CPU0                       CPU1
spin_lock(&lk)
n += 1
n += 1
n += 1
                           spin_lock(&lk)
`,
      {
        columns,
        events: ['2 0 spin_lock(&lk)', '3 0 n += 1', '4 0 n += 1', '5 0 n += 1', '6 1 spin_lock(&lk)'],
        answer: 'impossible 4 n += 1 (c)',
      },
    ));
});
