import { debugSession, type DebugMessage } from '@mmspec/language-server';
import { expect, test } from 'vitest';

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

function session(): (command: string, given?: Readonly<Record<string, unknown>>) => DebugMessage[] {
  const { handle } = debugSession({ read: (path) => (path === '/a.mmspec' ? { path, text } : null), resolve: () => null });
  let seq = 0;
  return (command, given = {}) => handle({ seq: ++seq, command, arguments: given });
}

const body = <T>(messages: readonly DebugMessage[]): T => messages[0]?.body as T;
const values = (messages: readonly DebugMessage[]): string[] => body<{ readonly variables: readonly { readonly name: string; readonly value: string }[] }>(messages).variables.map(({ name, value }) => `${name} = ${value}`);

test('two actors lose an update by hand, and it is taken back', () => {
  const ask = session();
  expect(ask('initialize')).toMatchObject([{ success: true, body: { supportsStepBack: true } }, { event: 'initialized' }]);
  expect(ask('launch', { program: '/a.mmspec' })).toMatchObject([{ success: true }]);
  expect(ask('configurationDone')).toMatchObject([{ success: true }, { event: 'stopped', body: { reason: 'entry' } }]);
  expect(body(ask('threads'))).toEqual({ threads: [{ id: 1, name: 'cpu[0]' }, { id: 2, name: 'cpu[1]' }] });
  expect(body(ask('stackTrace', { threadId: 2 }))).toMatchObject({ stackFrames: [{ id: 2, name: 'load', line: 4, source: { path: '/a.mmspec' } }] });
  for (const threadId of [1, 2, 1, 2]) expect(ask('next', { threadId })).toMatchObject([{ success: true }, { event: 'stopped', body: { reason: 'step', threadId } }]);
  expect(values(ask('variables', { variablesReference: 1000 }))).toEqual(['users = 1']);
  expect(values(ask('variables', { variablesReference: 1 }))).toContain('stands at = done');
  expect(ask('next', { threadId: 1 })).toMatchObject([{ success: false, message: 'cpu[0] cannot take a step now.' }]);
  expect(ask('stepBack', { threadId: 2 })).toMatchObject([{ success: true }, { event: 'stopped' }]);
  expect(body(ask('stackTrace', { threadId: 2 }))).toMatchObject({ stackFrames: [{ name: 'store', line: 5 }] });
  expect(ask('reverseContinue', { threadId: 1 })).toMatchObject([{ success: true }, { event: 'stopped' }]);
  expect(ask('stepBack', { threadId: 1 })).toMatchObject([{ success: false, message: 'This is the initial state.' }]);
  expect(ask('disconnect')).toMatchObject([{ success: true }, { event: 'terminated' }]);
});

test('what cannot be run says why', () => {
  const ask = session();
  expect(ask('next')).toMatchObject([{ success: false, message: 'Nothing is being run.' }]);
  expect(ask('launch', { program: '/nowhere' })).toMatchObject([{ success: false, message: 'There is no file /nowhere.' }]);
  expect(ask('launch', { program: '/a.mmspec', check: 'x' })).toMatchObject([{ success: false, message: 'There is no check x.' }]);
});
