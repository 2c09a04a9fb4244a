import { describe, expect, test } from 'vitest';
import { body, debugged, response, stops, type Ask } from './debugged.ts';

/*
 * Where actors stand: the call stack through operations, and breakpoints.
 */

const spec = `module m
shared lock: bool = false
shared users: 0..2 = 0

op take() {
  wait:  idle await not lock
  grab:  if not cmpxchg(lock, false, true) { goto wait }
}

actor cpu[2] {
  begin: take()
  // A remark, on which nothing stands.
  load:  let old = users
  store: users = old + 1
  drop:  lock = false
}
invariant counted: cpu[0] at done implies users != 2
check c { }
`;
const path = '/m.mmspec';
const breakpoints = (lines: readonly number[], of: string = path): Readonly<Record<string, unknown>> => ({
  source: { path: of },
  breakpoints: lines.map((line) => ({ line })),
});
const frames = async (ask: Ask, threadId: number): Promise<string[]> =>
  body<{ readonly stackFrames: readonly { readonly id: number; readonly name: string; readonly line: number }[] }>(
    await ask('stackTrace', { threadId }),
  ).stackFrames.map(({ id, name, line }) => `${id} ${name}:${line}`);

async function launched(given: Readonly<Record<string, unknown>> = {}, source: string = spec): Promise<Ask> {
  const { ask } = debugged({ [path]: source });
  expect(response(await ask('launch', { program: path, ...given }))).toMatchObject({ success: true });
  return ask;
}

test('an actor in an operation stands on its line, and the call is below', async () => {
  const ask = await launched();
  expect(await frames(ask, 2)).toEqual(['2 begin.take.wait:6', '10002 begin:11']);
  await ask('next', { threadId: 2 });
  expect(await frames(ask, 2)).toEqual(['2 begin.take.grab:7', '10002 begin:11']);
  expect(body(await ask('scopes', { frameId: 10002 }))).toMatchObject({ scopes: [{ name: 'Variables of cpu[1]' }, {}, {}] });
  for (let step = 0; step < 4; step++) await ask('next', { threadId: 2 });
  expect(await frames(ask, 2)).toEqual(['2 done:16']);
});

describe('breakpoints', () => {
  test('are put on lines on which a step stands', async () => {
    const ask = await launched();
    expect(body(await ask('setBreakpoints', breakpoints([7, 12, 99])))).toEqual({
      breakpoints: [
        { verified: true, line: 7 },
        { verified: true, line: 13 },
        { verified: false, message: 'No step of this run stands here or below.' },
      ],
    });
    expect(body(await ask('setBreakpoints', breakpoints([1], '/other.mmspec')))).toMatchObject({ breakpoints: [{ verified: false }] });
    expect(body(await ask('setBreakpoints', {}))).toEqual({ breakpoints: [] });
  });

  test('stop whoever comes there, until they are taken away', async () => {
    const ask = await launched();
    await ask('setBreakpoints', breakpoints([14]));
    expect(stops(await ask('continue', { threadId: 1 }))).toEqual([['stopped', 'breakpoint', 1]]);
    expect(await frames(ask, 1)).toEqual(['1 store:14']);
    expect(stops(await ask('continue', { threadId: 1 }))).toEqual([['stopped', 'breakpoint', 2]]);
    await ask('reverseContinue', { threadId: 1 });
    await ask('setBreakpoints', breakpoints([]));
    expect(stops(await ask('continue', { threadId: 1 }))).toEqual([['stopped', 'pause', 1]]);
    expect(await frames(ask, 2)).toEqual(['2 done:16']);
  });

  test('stop a race, which then goes on to its end', async () => {
    const ask = await launched({ property: 'counted' });
    await ask('setBreakpoints', breakpoints([14]));
    expect(stops(await ask('continue'))).toEqual([['stopped', 'breakpoint', 1]]);
    expect(stops(await ask('continue'))).toEqual([['stopped', 'breakpoint', 2]]);
    expect(stops(await ask('continue'))).toEqual([['stopped', 'step', 2]]);
    expect(await ask('next', { threadId: 1 })).toMatchObject([{ success: false, message: 'The race ends here: counted is violated.' }]);
  });
});

test('to go on to a fault is to take it', async () => {
  const ask = await launched({ property: 'a.wrong' }, 'module m\nshared x: bool = false\nactor a { set: x = true  wrong: assert not x }\ncheck c { }\n');
  expect(await ask('continue')).toMatchObject([
    { success: true },
    { event: 'output', body: { output: 'a violates a.wrong with this step.\n' } },
    { event: 'stopped', body: { reason: 'exception' } },
  ]);
});
