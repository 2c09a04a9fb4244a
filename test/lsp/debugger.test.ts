import { describe, expect, test } from 'vitest';
import { body, debugged, response, stops, values, type Ask } from './debugged.ts';

/*
 * The debugger as a transcript: what is asked, what is answered. Threads are actors.
 */

const text = `module m
shared users: 0..2 = 0
actor cpu[2] {
  load:  let old = users
  store: users = old + 1
}
check c { }
`;

const session = (source: string = text): Ask => debugged({ '/a.mmspec': source }).ask;

test('two actors lose an update by hand, and it is taken back', async () => {
  const ask = session();
  expect(await ask('initialize')).toMatchObject([{ success: true, body: { supportsStepBack: true } }]);
  expect(await ask('launch', { program: '/a.mmspec' })).toMatchObject([{ success: true }, { event: 'initialized' }]);
  expect(await ask('configurationDone')).toMatchObject([{ success: true }, { event: 'stopped', body: { reason: 'entry' } }]);
  expect(body(await ask('threads'))).toEqual({
    threads: [
      { id: 1, name: 'cpu[0]' },
      { id: 2, name: 'cpu[1]' },
    ],
  });
  expect(body(await ask('stackTrace', { threadId: 2 }))).toMatchObject({ stackFrames: [{ id: 2, name: 'load', line: 4, source: { path: '/a.mmspec' } }] });
  for (const threadId of [1, 2, 1, 2])
    expect(await ask('next', { threadId })).toMatchObject([{ success: true }, { event: 'stopped', body: { reason: 'step', threadId } }]);
  expect(values(await ask('variables', { variablesReference: 1000 }))).toEqual(['users = 1']);
  expect(values(await ask('variables', { variablesReference: 1 }))).toContain('stands at = done');
  expect(await ask('next', { threadId: 1 })).toMatchObject([{ success: false, message: 'cpu[0] cannot take a step now.' }]);
  expect(await ask('stepBack', { threadId: 2 })).toMatchObject([{ success: true }, { event: 'stopped' }]);
  expect(body(await ask('stackTrace', { threadId: 2 }))).toMatchObject({ stackFrames: [{ name: 'store', line: 5 }] });
  expect(await ask('reverseContinue', { threadId: 1 })).toMatchObject([{ success: true }, { event: 'stopped' }]);
  expect(await ask('stepBack', { threadId: 1 })).toMatchObject([{ success: false, message: 'This is the initial state.' }]);
  expect(await ask('disconnect')).toMatchObject([{ success: true }, { event: 'terminated' }]);
});

test('actors of one CPU say where they run, and what is off there is a variable', async () => {
  const ask = session(`module m
shared n: 0..3 = 0
actor task on cpu[0] {
  lock:   atomic { irq_count_inc()  preempt_count_inc()  n = 1 }
  unlock: atomic { preempt_count_dec()  irq_count_dec()  n = 0 }
}
actor tick on cpu[0] as hardirq { set: skip  use: n = 2 }
check c { }
`);
  const threads = async (): Promise<unknown> =>
    (body(await ask('threads')) as { readonly threads: readonly { readonly name: string }[] }).threads.map(({ name }) => name);
  await ask('launch', { program: '/a.mmspec' });
  expect(await threads()).toEqual(['task (CPU0, task)', 'tick (CPU0, hardirq)']);
  await ask('next', { threadId: 1 });
  expect(values(await ask('variables', { variablesReference: 1002 }))).toEqual(['CPU0 = task, interrupts off']);
  expect(values(await ask('variables', { variablesReference: 1 }))).toContain('preempt_count = 1');
  expect(await ask('next', { threadId: 2 })).toMatchObject([{ success: false, message: 'tick cannot take a step now.' }]);
  await ask('stepBack', { threadId: 1 });
  await ask('next', { threadId: 2 });
  expect(await threads()).toEqual(['task (CPU0, task)', 'tick (CPU0, hardirq, active)']);
  expect(await ask('next', { threadId: 1 })).toMatchObject([{ success: false, message: 'task cannot take a step now.' }]);
});

test('what cannot be run says why', async () => {
  const ask = session();
  expect(await ask('next')).toMatchObject([{ success: false, message: 'Nothing is being run.' }]);
  for (const program of [undefined, '', ' '])
    expect(await ask('launch', { program })).toMatchObject([{ success: false, message: 'The launch has no `program`, the spec to step.' }]);
  expect(await ask('launch', { program: '/nowhere' })).toMatchObject([{ success: false, message: 'There is no file /nowhere.' }]);
  expect(await session('module m\nactor a { x = true }\n')('launch', { program: '/a.mmspec' })).toMatchObject([
    { success: false, message: 'The spec has errors, so it cannot be run: /a.mmspec:2: There is no `x` here.' },
  ]);
  expect(await ask('launch', { program: '/a.mmspec', check: 'x' })).toMatchObject([{ success: false, message: 'There is no check x.' }]);
});

test('what is not there is refused', async () => {
  const ask = session();
  for (const name of ['program', 'check', 'property'])
    expect(await ask('launch', { program: '/a.mmspec', [name]: 3 })).toMatchObject([{ success: false, message: `\`${name}\` of the launch is a text.` }]);
  await ask('launch', { program: '/a.mmspec' });
  for (const command of ['stackTrace', 'next', 'stepIn', 'stepOut'])
    expect(await ask(command, { threadId: 3 })).toMatchObject([{ success: false, message: 'There is no thread 3.' }]);
  expect(await ask('scopes', { frameId: 3 })).toMatchObject([{ success: false, message: 'There is no frame 3.' }]);
  expect(values(await ask('variables', { variablesReference: 3 }))).toEqual([]);
});

describe('the race of a property', () => {
  const counted = `${text}invariant counted: cpu[0] at done and cpu[1] at done implies users == 2\ntemporal ends: eventually users == 2 under fair\n`;
  const launched = async (property: string, source: string = counted): Promise<Ask> => {
    const ask = session(source);
    await ask('initialize');
    expect(response(await ask('launch', { program: '/a.mmspec', check: 'c', property }))).toMatchObject({ success: true });
    return ask;
  };

  test('is stepped by whoever is next in it, forwards and backwards', async () => {
    const ask = await launched('counted');
    const movers = [];
    for (let step = 0; step < 4; step++) movers.push(...stops(await ask('next', { threadId: 1 })));
    expect(movers).toEqual([
      ['stopped', 'step', 1],
      ['stopped', 'step', 2],
      ['stopped', 'step', 2],
      ['stopped', 'step', 1],
    ]);
    expect(values(await ask('variables', { variablesReference: 1000 }))).toEqual(['users = 1']);
    expect(await ask('next', { threadId: 1 })).toMatchObject([{ success: false, message: 'The race ends here: counted is violated.' }]);
    await ask('stepBack', { threadId: 1 });
    expect(body(await ask('stackTrace', { threadId: 1 }))).toMatchObject({ stackFrames: [{ name: 'store', line: 5 }] });
    expect(stops(await ask('next', { threadId: 1 }))).toEqual([['stopped', 'step', 1]]);
    await ask('reverseContinue', { threadId: 1 });
    expect(stops(await ask('continue', { threadId: 1 }))).toEqual([['stopped', 'step', 1]]);
    expect(values(await ask('variables', { variablesReference: 1000 }))).toEqual(['users = 1']);
  });

  test('is left by another choice, and found again by going back', async () => {
    const ask = await launched('counted');
    await ask('next', { threadId: 1 });
    const { targets } = body<{ readonly targets: readonly { readonly id: number }[] }>(await ask('stepInTargets', { frameId: 1 }));
    expect(stops(await ask('stepIn', { threadId: 1, targetId: targets[0]?.id }))).toEqual([['stopped', 'step', 1]]);
    expect(values(await ask('variables', { variablesReference: 1000 }))).toEqual(['users = 1']);
    expect(await ask('next', { threadId: 1 })).toMatchObject([{ success: false, message: 'cpu[0] cannot take a step now.' }]);
    await ask('stepBack', { threadId: 1 });
    expect(stops(await ask('next', { threadId: 1 }))).toEqual([['stopped', 'step', 2]]);
  });

  test('goes round its loop', async () => {
    const ask = await launched(
      'set',
      'module m\nshared x: bool = false\nactor a { loop { one: skip  two: skip } }\nactor b { set: idle await false  x = true }\ntemporal set: eventually x under fair\ncheck c { }\n',
    );
    const places = [];
    for (let step = 0; step < 5; step++) {
      expect(stops(await ask('next', { threadId: 2 }))).toEqual([['stopped', 'step', 1]]);
      places.push(values(await ask('variables', { variablesReference: 1 }))[0]);
    }
    expect(places).toEqual(['stands at = two', 'stands at = one', 'stands at = two', 'stands at = one', 'stands at = two']);
  });

  test('may end with a fault', async () => {
    const ask = await launched('a.wrong', 'module m\nshared x: bool = false\nactor a { set: x = true  wrong: assert not x }\ncheck c { }\n');
    expect(stops(await ask('next', { threadId: 1 }))).toEqual([['stopped', 'step', 1]]);
    expect(await ask('next', { threadId: 1 })).toMatchObject([
      { success: true },
      { event: 'output', body: { output: 'a violates a.wrong with this step.\n' } },
      { event: 'stopped', body: { reason: 'exception' } },
    ]);
  });

  test('is there only where the property is violated', async () => {
    const ask = session(counted);
    expect(await ask('launch', { program: '/a.mmspec', check: 'c', property: 'nonesuch' })).toMatchObject([
      { success: false, message: expect.stringContaining('There is no property nonesuch in the check c; there are counted') },
    ]);
    expect(await ask('launch', { program: '/a.mmspec', check: 'c', property: 'deadlock' })).toMatchObject([
      { success: false, message: 'deadlock has no race: it holds.' },
    ]);
  });
});
