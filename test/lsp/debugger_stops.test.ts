import { describe, expect, test } from 'vitest';
import type { DebugMessage } from '@mmspec/language-server';
import { body, debugged, response, stops, type Ask } from './debugged.ts';

/*
 * Where a run stops: at lines whose condition holds, and where a property breaks; and what is logged on the way.
 */

const path = '/m.mmspec';
const spec = `module m
shared users: 0..2 = 0
actor cpu[2] {
  load:  let old = users
  store: users = old + 1
}
/// No update is lost.
invariant counted: cpu[0] at done and cpu[1] at done implies users == 2
invariant one_by_one: users' <= users + 1
check c { }
`;

async function launched(given: Readonly<Record<string, unknown>> = {}, source: string = spec): Promise<Ask> {
  const { ask } = debugged({ [path]: source });
  expect(response(await ask('launch', { program: path, ...given }))).toMatchObject({ success: true });
  return ask;
}

interface Line {
  readonly line: number;
  readonly condition?: string;
  readonly logMessage?: string;
}

const put = (ask: Ask, ...breakpoints: readonly Line[]): Promise<DebugMessage[]> => ask('setBreakpoints', { source: { path }, breakpoints });
const said = (messages: readonly DebugMessage[]): string[] =>
  messages.filter((message) => message.type === 'event' && message.event === 'output').map(({ body: told }) => (told as { readonly output: string }).output);

describe('a condition', () => {
  test('is judged for the actor that came there, with its variables', async () => {
    const ask = await launched({ check: 'c', property: 'counted' });
    await put(ask, { line: 5, condition: 'self == cpu[1] and old == 0' });
    expect(stops(await ask('continue'))).toEqual([['stopped', 'breakpoint', 2]]);
    expect(response(await ask('evaluate', { expression: 'old', frameId: 2 }))).toMatchObject({ body: { result: '0' } });
    expect(stops(await ask('continue'))).toEqual([['stopped', 'step', 1]]);
    expect(stops(await ask('reverseContinue', { threadId: 1 }))).toEqual([['stopped', 'breakpoint', 2]]);
    expect(stops(await ask('reverseContinue', { threadId: 1 }))).toEqual([['stopped', 'step', 1]]);
  });

  test('that is never true stops nobody', async () => {
    const ask = await launched();
    await put(ask, { line: 5, condition: 'users > 1' });
    expect(stops(await ask('continue'))).toEqual([['stopped', 'pause', 1]]);
  });

  test('that cannot be judged is told when it is set, and stops and says why', async () => {
    const ask = await launched();
    const set = await put(ask, { line: 5, condition: 'usres > 0' });
    const why = 'There is no `usres` here. Did you mean `users`? You may ask for shared variables (`users`), variables of the actor (`old`)';
    expect(body(set)).toMatchObject({ breakpoints: [{ verified: true, line: 5, message: expect.stringContaining(why) }] });
    expect(said(set)).toEqual([expect.stringContaining(`m.mmspec:5: \`usres > 0\` cannot be judged: ${why}`)]);
    const stopped = await ask('continue');
    expect(said(stopped)).toEqual([expect.stringContaining(`m.mmspec:5: the condition \`usres > 0\` cannot be judged. ${why}`)]);
    expect(stopped.at(-1)).toMatchObject({
      event: 'stopped',
      body: { reason: 'breakpoint', threadId: 1, description: 'Paused on a condition that cannot be judged', text: expect.stringContaining(why) },
    });
  });

  test.each([
    ['users', 'This is a number, but a truth value is needed.'],
    ['3 / users == 1', 'It has no value here: it divides by 0.'],
    ["users' == 1", 'A primed variable is about a step'],
  ])('such as %s stops too', async (condition, why) => {
    const ask = await launched();
    await put(ask, { line: 5, condition });
    const stopped = await ask('continue');
    expect(stops(stopped)).toContainEqual(['stopped', 'breakpoint', 1]);
    expect(said(stopped)).toEqual([expect.stringContaining(why)]);
  });
});

describe('a logpoint', () => {
  test('writes what its expressions are, and stops nobody', async () => {
    const ask = await launched();
    await put(ask, { line: 5, logMessage: '{self}: old = {old}, {{users, 2}} {' });
    const told = await ask('continue');
    expect(said(told)).toEqual(['cpu[0] at store: old = 0, {0, 2} {\n', 'cpu[1] at store: old = 1, {1, 2} {\n']);
    expect(told[1]).toMatchObject({ event: 'output', body: { category: 'console', source: { path }, line: 5 } });
    expect(stops(told).at(-1)).toEqual(['stopped', 'pause', 1]);
  });

  test('has a condition too, and says in place what it cannot judge', async () => {
    const ask = await launched();
    await put(ask, { line: 5, condition: 'old == 1', logMessage: 'users is {usres}' });
    expect(said(await ask('continue'))).toEqual(['users is {usres: There is no `usres` here. Did you mean `users`?}\n']);
  });

  test('writes while one steps', async () => {
    const ask = await launched();
    await put(ask, { line: 5, logMessage: 'here' });
    expect(said(await ask('next', { threadId: 2 }))).toEqual(['here\n']);
  });
});

describe('where a property breaks', () => {
  const watching = (ask: Ask, condition?: string): Promise<DebugMessage[]> =>
    condition === undefined
      ? ask('setExceptionBreakpoints', { filters: ['properties'] })
      : ask('setExceptionBreakpoints', { filters: [], filterOptions: [{ filterId: 'properties', condition }] });

  test('a run stops and says which, and clients know the filter from the beginning', async () => {
    const { ask } = debugged({ [path]: spec });
    expect(body(await ask('initialize'))).toMatchObject({ exceptionBreakpointFilters: [{ filter: 'properties', default: true, supportsCondition: true }] });
    await ask('launch', { program: path, property: 'counted' });
    await watching(ask);
    expect((await ask('continue')).at(-1)).toMatchObject({
      body: { reason: 'exception', threadId: 1, description: 'counted breaks', text: 'counted: No update is lost. (by a step of cpu[0])' },
    });
    expect(body(await ask('exceptionInfo', { threadId: 1 }))).toEqual({
      exceptionId: 'counted',
      description: 'No update is lost.\ncpu[0] at done and cpu[1] at done implies users == 2',
      breakMode: 'always',
    });
    expect(response(await ask('evaluate', { expression: 'counted' }))).toMatchObject({ body: { result: 'broken here' } });
    await ask('stepBack', { threadId: 1 });
    expect(response(await ask('exceptionInfo', { threadId: 1 }))).toMatchObject({ success: false, message: 'The last step has broken no property.' });
    expect((await ask('next', { threadId: 1 })).at(-1)).toMatchObject({ body: { reason: 'exception', description: 'counted breaks' } });
  });

  test('it stops at those that are named, about steps too', async () => {
    const jumping = `${spec}actor late { jump: await users == 0  users = 2 }\n`;
    const ask = await launched({}, jumping);
    await watching(ask, 'one_by_one');
    expect(stops(await ask('next', { threadId: 3 }))).toEqual([['stopped', 'step', 3]]);
    expect((await ask('next', { threadId: 3 })).at(-1)).toMatchObject({ body: { reason: 'exception', threadId: 3, description: 'one_by_one breaks' } });
    const other = await launched({}, jumping);
    await watching(other, 'counted');
    for (let step = 0; step < 2; step++) expect(stops(await other('next', { threadId: 3 }))).toEqual([['stopped', 'step', 3]]);
  });

  test('a name that is none is answered with those that there are', async () => {
    const ask = await launched();
    const why = 'There is no property cuonted; there are counted, one_by_one, ';
    const answers = await watching(ask, 'cuonted');
    expect(body(answers)).toMatchObject({ breakpoints: [{ verified: false, message: expect.stringContaining(why) }] });
    expect(said(answers)).toEqual([expect.stringContaining(why)]);
  });

  test('without the filter nothing stops a run, and what a check ignores does not with it', async () => {
    const stuck = 'module m\nshared free: bool = false\nactor a { one: skip  wait: await free }\ncheck c { ignore deadlock }\ncheck d { }\n';
    const pausing = await launched({ check: 'd' }, stuck);
    expect(stops(await pausing('continue'))).toEqual([['stopped', 'pause', 1]]);
    const ignoring = await launched({ check: 'c' }, stuck);
    await watching(ignoring);
    expect(stops(await ignoring('continue'))).toEqual([['stopped', 'pause', 1]]);
    const judging = await launched({ check: 'd' }, stuck);
    await watching(judging);
    expect((await judging('continue')).at(-1)).toMatchObject({ body: { reason: 'exception', description: 'deadlock breaks' } });
  });

  test('a step that is a fault stops it, in a run by hand too', async () => {
    const ask = await launched({}, 'module m\nshared x: bool = false\nactor a { set: x = true  wrong: assert not x }\nactor b { idle: skip }\ncheck c { }\n');
    await watching(ask, 'a.wrong');
    expect((await ask('continue')).at(-1)).toMatchObject({ body: { reason: 'exception', threadId: 1, description: 'a.wrong breaks' } });
    expect(body(await ask('exceptionInfo'))).toMatchObject({ exceptionId: 'a.wrong' });
  });
});
