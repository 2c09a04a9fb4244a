import fc from 'fast-check';
import { expect, test } from 'vitest';
import { debugged } from './debugged.ts';

/*
 * Whatever a client sends, each request gets one answer, and the session goes on.
 */

const spec = `module m
object Folio { refcount: ref = 1 }
shared folio: Folio
shared users: 0..2 = 0
op take(f: object) { inc: get(f.refcount) }
actor cpu[2] { load: let old = users  hold: take(folio)  store: users = old + 1 }
invariant counted: cpu[0] at done implies users > 0
check c { }
`;

const texts = fc.oneof(
  fc.constantFrom(
    'users',
    'old',
    'folio.refcount',
    'holders(folio)',
    'counted',
    'cpu[0].old',
    'users = 2',
    '{users}',
    "users'",
    '(((',
    'f.refcount',
    '__proto__',
    'toString',
    '{',
    '1 / 0',
  ),
  fc.string({ maxLength: 30 }),
);
const anything = fc.oneof(
  texts,
  fc.constantFrom(0, 1, 2, 3, -1, 1.5, 1000, 1001, 1002, 10_001, 20_001, 10_000_001, 1e300),
  fc.constantFrom(null, true, [], {}),
  fc.jsonValue({ maxDepth: 1 }),
);
const breakpoint = fc.record({ line: anything, condition: anything, logMessage: anything }, { requiredKeys: [] });
const given = fc.record(
  {
    expression: anything,
    value: anything,
    name: anything,
    context: fc.constantFrom('watch', 'hover', 'repl', 'clipboard', 3),
    frameId: anything,
    threadId: anything,
    targetId: anything,
    variablesReference: anything,
    text: anything,
    line: anything,
    column: anything,
    source: fc.oneof(fc.constant({ path: '/m.mmspec' }), anything),
    breakpoints: fc.oneof(fc.array(fc.oneof(breakpoint, anything), { maxLength: 3 }), anything),
    filters: fc.oneof(fc.array(texts, { maxLength: 2 }), anything),
    filterOptions: fc.oneof(fc.array(fc.oneof(fc.record({ filterId: texts, condition: texts }), anything), { maxLength: 2 }), anything),
  },
  { requiredKeys: [] },
);
const commands =
  'next stepIn stepBack continue reverseContinue pause evaluate setExpression setVariable variables scopes stackTrace setBreakpoints setExceptionBreakpoints exceptionInfo completions stepInTargets threads configurationDone nonsense';
const command = fc.constantFrom(...commands.split(' '));

test('each request gets one answer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(command, given), { minLength: 10, maxLength: 25 }), async (requests) => {
      const { ask } = debugged({ '/m.mmspec': spec });
      await ask('launch', { program: '/m.mmspec' });
      for (const [name, more] of requests) {
        const answers = await ask(name, more);
        expect(
          answers.filter(({ type }) => type === 'response'),
          `${name} ${JSON.stringify(more)}`,
        ).toHaveLength(1);
      }
      expect(await ask('threads')).toMatchObject([{ success: true }]);
    }),
    { numRuns: 150, seed: 15 },
  );
});
