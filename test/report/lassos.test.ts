import { raceDiagram } from '@mmspec/report';
import { expect, test } from 'vitest';
import { result, step, violated } from './trace.ts';

/*
 * What is drawn of properties over paths: lassos, and what stays possible or does not.
 */

test.each([
  [undefined, 3, ''],
  [0, 3, ' There may be a shorter run.'],
  [2, 5, ' There may be a shorter run, of 2 or more steps: a check that says within 4 looks for it.'],
])('whether a lasso is a shortest one: none has fewer steps than %j, it has %i', (least, length, words) => {
  const base = violated(
    'served',
    {},
    Array.from({ length }, () => step('cpu[0]', 'lock(l)')),
  );
  const found = { ...base, ...(least === undefined ? {} : { least }), trace: base.trace === null ? null : { ...base.trace, loop: 1 } };
  const drawn = raceDiagram(
    result([found]),
    found,
    { name: 'served', kind: 'temporal', text: 'eventually n == 1', doc: '' },
    { form: 'changelog', numbered: false, command: '' },
  );
  expect(drawn.replaceAll(/\s+/gu, ' ')).toContain(`cpu[0] moves for ever, and nobody else (no fairness).${words} ${length} steps;`);
});

test('a lasso: the loop between two lines, who moves in it, and what stays possible', () => {
  const base = violated('served', {}, [step('cpu[0]', 'lock(l)'), step('cpu[1]', 'unlock(l)'), step('cpu[1]', 'lock(l)')]);
  const found = { ...base, fairness: 'strongly fair cpu', trace: base.trace === null ? null : { ...base.trace, loop: 1 } };
  const possible = [
    { name: 'service', text: 'n == 1', doc: '' },
    { name: 'other', text: 'n == 2', doc: '' },
  ];
  expect(
    `\n${raceDiagram(result([found]), found, { name: 'served', kind: 'temporal', text: 'eventually  n == 1', doc: '', goals: ['service'] }, { form: 'changelog', numbered: false, possible, command: 'mmspec check x' })}\n`,
  ).toBe(`
     served is violated: eventually n == 1.

     CPU0 (cpu[0])                   CPU1 (cpu[1])
     -------------                   -------------
     lock(l)
     - - for ever: - - - - - - - - - - - - - - - - - - - - -
                                     unlock(l)
                                     lock(l)
     - - and again - - - - - - - - - - - - - - - - - - - - -

     cpu[1] moves for ever, and nobody else (strongly fair cpu).
     It stays possible (service): from every state a run comes there, but
     under the fairness given (strongly fair cpu) nobody has to take it.

     3 steps; 1,265 states with VCPUS = 1, read = safe_first.
     mmspec check x
`);
});

test('a lasso that ends where nothing moves, and a possibility that is lost', () => {
  const base = violated('served', {}, [step('cpu[0]', 'lock(l)')]);
  const found = { ...base, fairness: 'fair', trace: base.trace === null ? null : { ...base.trace, loop: 1 } };
  expect(
    raceDiagram(
      result([found]),
      found,
      { name: 'served', kind: 'temporal', text: 'a leads to b', doc: '' },
      { form: 'changelog', numbered: false, command: 'mmspec check x' },
    ),
  ).toContain('- - and nothing moves any more - -');
  const lost = violated('whole', {}, [step('cpu[0]', 'broken = true')]);
  expect(
    raceDiagram(
      result([lost]),
      lost,
      { name: 'whole', kind: 'possible', text: 'not broken', doc: '' },
      { form: 'changelog', numbered: false, command: 'mmspec check x' },
    ),
  ).toContain('From here on no run comes to a state with not broken (whole).');
});
