import { describe, expect, test } from 'vitest';
import { body, debugged, response, stops, values, type Ask } from './debugged.ts';

/*
 * What is shown as a tree: objects with who holds them, actors, CPUs with their contexts; and what is set there.
 */

const spec = `module m
object Folio { refcount: ref = 1  safe: bool = false }
object Table { owns slot: Folio? = none }
record Pte { present: bool  frame: Folio? }
shared folio: Folio
shared pool: Folio[2]
shared table: Table
shared pte: Pte = Pte(present: true, frame: folio)
shared users: 0..2 = 0
shared owns cache: Folio? = folio
actor cpu[2] {
  load:  let old = users
  take:  get(folio.refcount)
  get2:  get(folio.refcount)
  fill:  table.slot = folio
  var mine: 0..3 = 1
  rounds: repeat 3 { more: users = 0 }
  store: users = old + 1
}
invariant counted: cpu[0] at done and cpu[1] at done implies users == 2
check c { }
`;

interface Row {
  readonly name: string;
  readonly value: string;
  readonly variablesReference: number;
  readonly evaluateName?: string;
  readonly presentationHint?: { readonly attributes: readonly string[] };
}

const rows = async (ask: Ask, variablesReference: number): Promise<readonly Row[]> =>
  body<{ readonly variables: readonly Row[] }>(await ask('variables', { variablesReference })).variables;

/** The row at the end of a path of names, from a scope. */
async function rowAt(ask: Ask, scope: number, ...path: readonly string[]): Promise<Row> {
  let below = scope;
  let found: Row | undefined;
  for (const name of path) {
    found = (await rows(ask, below)).find((row) => row.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    below = found.variablesReference;
  }
  return found as Row;
}

async function launched(source: string = spec, given: object = {}): Promise<Ask> {
  const { ask } = debugged({ '/m.mmspec': source });
  await ask('initialize', { supportsInvalidatedEvent: true });
  expect(response(await ask('launch', { program: '/m.mmspec', ...given }))).toMatchObject({ success: true });
  return ask;
}

describe('the tree', () => {
  test('has objects with their fields and who holds them', async () => {
    const ask = await launched();
    for (let step = 0; step < 3; step++) await ask('next', { threadId: 1 });
    const shared = await rows(ask, 1000);
    expect(shared.map(({ name, value }) => `${name} = ${value}`)).toEqual([
      'folio = folio, held by cpu[0] ×2, cache',
      'pool = [pool[0], pool[1]]',
      'table = table',
      'pte = Pte(present: true, frame: folio)',
      'users = 0',
      'cache = folio, held by cpu[0] ×2, cache',
    ]);
    const { variablesReference } = await rowAt(ask, 1000, 'folio', 'held by');
    expect(values(await ask('variables', { variablesReference }))).toEqual(['cpu[0] = 2 references', 'cache = 1 reference']);
    expect(await rowAt(ask, 1000, 'pool', '[1]', 'refcount')).toMatchObject({ value: '1', evaluateName: 'pool[1].refcount' });
    expect(await rowAt(ask, 1000, 'pte', 'frame', 'safe')).toMatchObject({ value: 'false', evaluateName: 'pte.frame.safe' });
    expect(await rowAt(ask, 1000, 'pool', '[0]', 'held by', 'initial')).toMatchObject({ value: '1 reference that nobody holds' });
    await ask('next', { threadId: 1 });
    expect(await rowAt(ask, 1000, 'folio')).toMatchObject({ value: 'folio, held by cpu[0], table.slot, cache' });
  });

  test('has what an actor sees, is in and holds', async () => {
    const ask = await launched();
    for (let step = 0; step < 5; step++) await ask('next', { threadId: 1 });
    expect(values(await ask('variables', { variablesReference: 1 }))).toEqual([
      'stands at = rounds.more',
      'old = 0',
      'mine = 1',
      'rounds of line 17 = 1 of 3',
      'holds references on = folio',
    ]);
    const self = body<Row>(await ask('evaluate', { expression: 'cpu[0]' }));
    expect(values(await ask('variables', { variablesReference: self.variablesReference }))).toEqual([
      'stands at = rounds.more',
      'old = 0',
      'mine = 1',
      'holds references on = folio',
    ]);
  });

  test('of another state has other numbers', async () => {
    const ask = await launched();
    const { variablesReference } = await rowAt(ask, 1000, 'pool');
    expect(await rows(ask, variablesReference)).toHaveLength(2);
    await ask('next', { threadId: 1 });
    expect(await rows(ask, variablesReference)).toEqual([]);
  });

  test('has the CPUs on which actors are placed, with who runs there and what is off', async () => {
    const ask = await launched(`module m
shared n: 0..3 = 0
actor task on cpu[0] {
  lock:   atomic { irq_count_inc()  preempt_count_inc()  n = 1 }
  unlock: atomic { preempt_count_dec()  irq_count_dec()  n = 0 }
}
actor other on cpu[0] { run: skip }
actor tick on cpu[0] as hardirq { set: skip  use: n = 2 }
actor alone on cpu[3] { off: atomic { irq_count_inc()  n = 1 }  on: atomic { irq_count_dec()  n = 0 }  ask: atomic { might_sleep()  n = 1 } }
actor free { run: skip }
check c { }
`);
    expect(body(await ask('scopes', { frameId: 1 }))).toMatchObject({ scopes: [{}, {}, { name: 'CPUs', variablesReference: 1002 }, {}] });
    await ask('next', { threadId: 3 });
    expect(values(await ask('variables', { variablesReference: 1002 }))).toEqual(['CPU0 = hardirq', 'CPU3 = task']);
    const cpu = await rowAt(ask, 1002, 'CPU0');
    expect(values(await ask('variables', { variablesReference: cpu.variablesReference }))).toEqual([
      'task = task, at lock, kept out by tick',
      'other = task, at run, kept out by tick',
      'tick = hardirq, active, at use',
    ]);
    await ask('stepBack', { threadId: 3 });
    await ask('next', { threadId: 1 });
    expect(values(await ask('variables', { variablesReference: 1002 }))).toEqual(['CPU0 = task, interrupts off, kept by task', 'CPU3 = task']);
    await ask('next', { threadId: 4 });
    expect(values(await ask('variables', { variablesReference: 1002 }))).toEqual(['CPU0 = task, interrupts off, kept by task', 'CPU3 = task, interrupts off']);
    expect(response(await ask('evaluate', { expression: 'irqs_disabled()', frameId: 1 }))).toMatchObject({ body: { result: 'true' } });
  });
});

describe('what is set', () => {
  test('stays set while steps go on, and is taken back', async () => {
    const ask = await launched();
    await ask('next', { threadId: 1 });
    expect(await ask('setVariable', { variablesReference: 1, name: 'old', value: '1 + 1' })).toMatchObject([
      { success: true, body: { value: '2' } },
      { event: 'output', body: { output: 'old: 0 -> 2. Step Back takes it back.\n' } },
      { event: 'invalidated' },
    ]);
    expect(values(await ask('variables', { variablesReference: 1 }))).toContain('old = 2');
    await ask('stepBack', { threadId: 1 });
    expect(values(await ask('variables', { variablesReference: 1 }))).toContain('old = 0');
  });

  test('leaves the race, which is found again by going back', async () => {
    const ask = await launched(
      'module m\nshared users: 0..2 = 0\nactor cpu[2] { load: let old = users  store: users = old + 1 }\ninvariant counted: cpu[0] at done and cpu[1] at done implies users == 2\ncheck c { }\n',
      { property: 'counted' },
    );
    expect(await ask('evaluate', { expression: 'users = 1', context: 'repl' })).toMatchObject([
      { success: true, body: { result: '1' } },
      { event: 'output', body: { output: 'users: 0 -> 1. From here on steps are chosen by hand; Step Back finds the run again.\n' } },
      { event: 'invalidated' },
    ]);
    expect(stops(await ask('next', { threadId: 2 }))).toEqual([['stopped', 'step', 2]]);
    expect(response(await ask('evaluate', { expression: 'cpu[1].old' }))).toMatchObject({ body: { result: '1' } });
    await ask('stepBack', { threadId: 1 });
    await ask('stepBack', { threadId: 1 });
    for (let step = 0; step < 4; step++) await ask('next', { threadId: 1 });
    expect(response(await ask('evaluate', { expression: 'counted' }))).toMatchObject({ body: { result: 'broken here' } });
  });

  test.each([
    ['folio.refcount', '3', 'folio.refcount', '3'],
    ['pool[1].safe', 'users == 0', 'pool[1].safe', 'true'],
    ['cpu[0].old', '2', 'cpu[0].old', '2'],
    ['old', '2', 'cpu[0].old', '2'],
    ['cache', 'none', 'refs(folio by cache)', '0'],
    ['table.slot', 'pool[1]', 'refs(pool[1])', '1'],
    ['pte.present', 'false', 'pte', 'Pte(present: false, frame: folio)'],
    ['pte', 'Pte(present: true, frame: none)', 'pte.frame', 'none'],
  ])('%s to %s', async (target, value, asked, wanted) => {
    const ask = await launched();
    await ask('next', { threadId: 1 });
    expect(response(await ask('setExpression', { expression: target, value, frameId: 1 }))).toMatchObject({ success: true });
    expect(response(await ask('evaluate', { expression: asked, frameId: 1 }))).toMatchObject({ body: { result: wanted } });
  });

  test.each([
    ['users', '7', '`users` cannot be 7: `users` is `0..2`.'],
    ['users', 'true', 'This is a truth value, but a number is needed. Write `1`.'],
    ['users', '', 'There is nothing to judge.'],
    ['users', '1 / users', '`users` cannot be 1 / users: it divides by 0.'],
    ['folio.refcount', '-1', '`folio.refcount` cannot be -1: a counter is not negative.'],
    ['folio', 'pool[0]', '`folio` cannot be set. Shared variables, fields, and locals'],
    ['cpu[1].old', '1', '`cpu[1].old` cannot be set. Shared variables, fields, and locals'],
    ['pool', 'pool', '`pool` is an array: set its elements.'],
    ['users + 1', '1', '`users + 1` is no variable. Name one'],
    ['usres', '1', 'There is no `usres` here. Did you mean `users`? You may ask for'],
  ])('%s not to %s', async (target, value, why) => {
    const ask = await launched();
    await ask('next', { threadId: 1 });
    expect(response(await ask('setExpression', { expression: target, value, frameId: 1 }))).toMatchObject({
      success: false,
      message: expect.stringContaining(why),
    });
  });

  test('of rows only what can be set', async () => {
    const ask = await launched();
    expect((await rowAt(ask, 1, 'stands at')).presentationHint).toEqual({ attributes: ['readOnly'] });
    expect((await rowAt(ask, 1000, 'users')).presentationHint).toBeUndefined();
    expect(response(await ask('setVariable', { variablesReference: 1, name: 'stands at', value: 'done' }))).toMatchObject({
      success: false,
      message: 'stands at cannot be set: it follows from the steps, the check or the call.',
    });
    expect(response(await ask('setVariable', { variablesReference: 77, name: 'x', value: '1' }))).toMatchObject({
      success: false,
      message: 'There is no variable x here.',
    });
  });
});
