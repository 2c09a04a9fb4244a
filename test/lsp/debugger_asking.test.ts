import { describe, expect, test } from 'vitest';
import { expressionAt } from '@mmspec/language-server';
import { body, debugged, response, type Ask } from './debugged.ts';

/*
 * Expressions of the language in watches, hovers and the console, as the debugger's client asks them.
 */

const spec = `module m
object Folio { refcount: ref = 1  safe: bool = false }
enum Kind { file, anon }
shared folio: Folio
shared pool: Folio[2]
shared kind: Kind = file
shared users: 0..2 = 0
shared owns cache: Folio? = folio
const N: 0..3 = 2
define busy = users > 0
define more(n: 0..3) = users + n
op take(f: object) {
  inc:  get(f.refcount)
  look: skip
}
actor cpu[2] {
  load:  let old = users
  store: users = old + 1
  hold:  take(pool[0])
  drop:  put(pool[0].refcount)
}
/// No update is lost.
invariant counted: cpu[0] at done and cpu[1] at done implies users == 2
invariant rises: users' >= users
temporal ends: eventually users == 2 under fair
check c { }
`;

/** Stands in `take`, called by `cpu[0]` at `hold`; the frame of the call is 10001. */
async function inTake(): Promise<Ask> {
  const { ask } = debugged({ '/m.mmspec': spec });
  await ask('launch', { program: '/m.mmspec' });
  for (let step = 0; step < 3; step++) await ask('next', { threadId: 1 });
  return ask;
}

const value = async (ask: Ask, expression: string, frameId = 1, context = 'watch'): Promise<string> => {
  const answered = response(await ask('evaluate', { expression, frameId, context }));
  if (answered?.type !== 'response') throw new Error('no answer');
  return answered.success ? (answered.body as { readonly result: string }).result : `✗ ${answered.message ?? ''}`;
};

test.each([
  ['users', '1'],
  ['users + N * 2', '5'],
  ['-users / 2', '-1'],
  ['busy', 'true'],
  ['more(1) == 2', 'true'],
  ['kind', 'file'],
  ['kind == anon', 'false'],
  ['f', 'pool[0], held by cpu[0], initial reference'],
  ['f.refcount', '2'],
  ['holders(f)', '{cpu[0]}'],
  ['refs(f)', '1'],
  ['refs(f by cpu)', '1'],
  ['refs(folio by cache)', '1'],
  ['cpu[0] holds f', 'true'],
  ['cpu[1]', 'cpu[1] at load'],
  ['cpu[0].old', '0'],
  ['cpu[0] at hold', 'true'],
  ['forall c in cpu: c at hold', 'false'],
  ['|c in cpu: c at hold|', '1'],
  ['{x in 0..3 where x > users}', '{2, 3}'],
  ['Folio', '{folio, pool[0], pool[1]}'],
  ['self', 'cpu[0] at hold.take.look'],
  ['in_task()', 'true'],
  ['enabled(cpu[0].take.look)', 'true'],
  ['quiescent', 'false'],
  ['counted', 'holds here'],
  ['rises', 'holds on the last step'],
  ['deadlock', 'holds here'],
  ['ends', 'about whole runs: a check judges it'],
])('%s is %s', async (expression, wanted) => {
  expect(await value(await inTake(), expression)).toBe(wanted);
});

test('a name means what it means in the text of the frame', async () => {
  const ask = await inTake();
  expect(await value(ask, 'old', 10_001)).toBe('0');
  expect(await value(ask, 'f', 10_001)).toContain('✗ There is no `f` here. It is a variable of `take`, seen only by who is in there.');
  expect(await value(ask, 'old')).toContain('✗ There is no `old` here. It is a variable of `cpu`: `cpu[0].old`.');
  expect(response(await ask('evaluate', { expression: 'old' }))).toMatchObject({ success: false });
});

describe('a wrong expression is answered with what may be asked', () => {
  const mayAsk =
    ' You may ask for shared variables (`folio`), variables of the actor (`f`), where actors stand (`cpu[0] at load`), who holds references (`holders(folio)`, `refs(folio)`), defines (`busy`), properties by their names (`counted`), and for what is made of them by arithmetic, comparisons, `forall`, `exists` and `|x in S: …|`.';
  test.each([
    ['usres', 'There is no `usres` here. Did you mean `users`?'],
    ['constructor', 'There is no `constructor` here.'],
    ['f.refcuont', '`Folio` has no field `refcuont`. Did you mean `refcount`?'],
    ['hodlers(f)', 'There is no operation `hodlers`. Did you mean `holders`?'],
    ['frobnicate(f)', 'There is no operation `frobnicate`.'],
    ['more', '`more` is not a value. It has parameters: call it.'],
    ['users + true', 'This is a truth value, but a number is needed. Write `1`.'],
    ['cpu[0] at hodl', '`cpu` has no step `hodl`. Did you mean `hold`?'],
    ["users' > users", 'A primed variable is about a step, and this is asked about a state.'],
    ['step is load', '`step is` is about a step, and this is asked about a state.'],
    ['mover', '`mover` is about a step, and this is asked about a state.'],
    ['always busy', 'This is about a whole run, and it is asked about one state.'],
    ['get(folio.refcount)', '`get` changes something or takes steps, and a question only looks.'],
    ['take(folio)', '`take` changes something or takes steps, and a question only looks.'],
    ['users 1', '`1` cannot follow here. Ask for one expression.'],
    ['true\ninvariant x: false', 'This is more than one expression. Ask for one at a time.'],
    ['(((', '`(` is never closed. Add the missing `)`.'],
    ['', 'There is nothing to judge.'],
    [
      'forall x in 0..9999: forall y in 0..9999: x + y > 0',
      'This looks at about 10^8 combinations of values. Choose smaller sets, or fewer quantifiers inside one another.',
    ],
  ])('%s', async (expression, why) => {
    expect(await value(await inTake(), expression)).toBe(`✗ ${why}${mayAsk}`);
  });

  test.each([
    ['users / 0', 'It has no value here: it divides by 0.'],
    ['pool[users + 4]', 'It has no value here: an index of `pool` is out of range.'],
    ['cpu[1].old', 'It has no value here: something in it is `none`, or a variable that has no value yet.'],
    ['users = 1', '`users = 1` sets a variable, which only the console does; `==` compares.'],
  ])('%s was asked well, and has no value', async (expression, why) => {
    expect(await value(await inTake(), expression)).toBe(`✗ ${why}`);
  });
});

test('the console offers names, fields and words', async () => {
  const ask = await inTake();
  const offered = async (text: string): Promise<string[]> =>
    body<{ readonly targets: readonly { readonly label: string }[] }>(await ask('completions', { text, column: text.length + 1, frameId: 1 })).targets.map(
      ({ label }) => label,
    );
  expect(await offered('fo')).toEqual(['folio', 'forall']);
  expect(await offered('1 + f')).toContain('f');
  expect(await offered('users + f.re')).toEqual(['refcount']);
  expect(await offered('pool[1].')).toEqual(['refcount', 'safe']);
  expect(await offered('cpu[0].')).toEqual(['old']);
  expect(await offered('nothing.')).toEqual([]);
});

describe('who points at', () => {
  const text =
    'module m\nobject O { n: ref = 1 }\nshared pool: O[2]\nactor a[2] { let old = 1  take: put(pool[old].n)  if a[0] at take and old + 1 > 2 { skip } }\ninvariant ok: holders(pool[0]) == {}\n';
  test.each([
    ['p|ool: O', 'pool'],
    ['let o|ld', 'old'],
    ['(p|ool[old]', 'pool'],
    ['pool[o|ld]', 'old'],
    ['pool[old|].n', 'pool[old]'],
    ['[old].|n)', 'pool[old].n'],
    ['a[0] a|t take', 'a[0] at take'],
    ['old |+ 1', 'old + 1'],
    ['invariant o|k', 'ok'],
    ['ho|lders(pool', 'holders(pool[0])'],
    ['t|ake: put', undefined],
    ['object O { n|: ref', undefined],
    ['sk|ip', undefined],
  ])('%s asks %s', (marked, wanted) => {
    const at = text.indexOf(marked.replace('|', ''));
    const found = expressionAt(text, at + marked.indexOf('|'));
    const asked = found === null ? undefined : text.slice(found.start, found.end);
    expect(asked).toBe(wanted);
  });

  test('any place of any text gets an answer', () => {
    for (const some of [text, 'module m\nactor a { x = (', '', '\u0000', 'invariant p: (('])
      for (let at = -1; at <= some.length; at++) expect(() => expressionAt(some, at)).not.toThrow();
  });
});
