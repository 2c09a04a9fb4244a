import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { debugTexts, disk, runInThread, type CheckWork, type Runner } from '@mmspec/language-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { body, debugged, response, stops, values } from './debugged.ts';

/*
 * How the debugger finds the run that it steps: in another thread, with progress, until it is cancelled, on the texts of the editor.
 */

const spec = `module m
shared users: 0..2 = 0
actor cpu[2] {
  load:  let old = users
  store: users = old + 1
}
invariant counted: cpu[0] at done and cpu[1] at done implies users == 2
check c { }
`;
const counters = ['a', 'b', 'c', 'd'];
const long = `module m\n${counters.map((name) => `shared n${name}: 0..400 = 0\nactor ${name} { loop { atomic { n${name} = (n${name} + 1) % 401 } } }\n`).join('')}check c { }\ninvariant p: na >= 0\n`;
const thread = fileURLToPath(new URL('../../packages/cli/dist/bundle/check_thread.js', import.meta.url));

/** A search that tells twice how far it is, and ends when it is cancelled. */
const endless: Runner = (_, signal, { onProgress }) => {
  onProgress('c', 1000);
  onProgress('c', 2000);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve({ results: [], scenarios: [], why: '' })));
};

describe('a search', () => {
  test('runs where checks run, and is asked for the one property', async () => {
    const asked: CheckWork['request'][] = [];
    const { ask, told } = debugged(
      { '/a.mmspec': spec },
      { run: (work, ...rest) => (asked.push(work.request), runInThread(thread)(work, ...rest)), memoryMax: 1e8 },
    );
    await ask('initialize');
    expect(response(await ask('launch', { program: '/a.mmspec', property: 'counted' }))).toMatchObject({ success: true });
    expect(asked).toEqual([{ names: ['c'], properties: ['counted'], timeMax: null, memoryMax: 1e8, workers: 1 }]);
    expect(stops(await ask('continue'))).toEqual([['stopped', 'step', 1]]);
    expect(values(await ask('variables', { variablesReference: 1000 }))).toEqual(['users = 1']);
    expect(told).toEqual([]);
  });

  test('tells how far it is, and ends when it is cancelled', async () => {
    const { ask, told, event } = debugged({ '/a.mmspec': spec }, { run: endless });
    await ask('initialize', { supportsProgressReporting: true });
    const launched = ask('launch', { program: '/a.mmspec', property: 'counted' });
    await event('progressUpdate');
    expect(await Promise.all([launched, ask('cancel', { progressId: 'search 2' })])).toMatchObject([
      [{ success: false, message: 'cancelled', body: { error: { showUser: false } } }],
      [{ success: true }],
    ]);
    expect(told).toEqual([
      {
        type: 'event',
        event: 'progressStart',
        body: { progressId: 'search 2', requestId: 2, title: 'Searching the run to step', cancellable: true, message: '1,000 states' },
      },
      { type: 'event', event: 'progressUpdate', body: { progressId: 'search 2', message: '2,000 states' } },
      { type: 'event', event: 'progressEnd', body: { progressId: 'search 2' } },
    ]);
    expect(await ask('threads')).toMatchObject([{ success: false, message: 'Nothing is being run.' }]);
    expect(response(await ask('launch', { program: '/a.mmspec' }))).toMatchObject({ success: true });
  });

  test.each([
    ['disconnect', {}],
    ['terminate', {}],
    ['cancel', { requestId: 2 }],
  ])('in a thread is ended by %s', async (command, given) => {
    const { ask, event } = debugged({ '/a.mmspec': long }, { run: runInThread(thread) });
    await ask('initialize', { supportsProgressReporting: true });
    const launched = ask('launch', { program: '/a.mmspec', property: 'p' });
    await event('progressStart');
    const ended = ask(command, given);
    expect(await launched).toMatchObject([{ success: false, message: 'cancelled' }]);
    expect((await ended)[0]).toMatchObject({ command, success: true });
  });

  test('is not ended by a request about another one, and keeps the answers in order', async () => {
    const order: string[] = [];
    const { ask, event } = debugged({ '/a.mmspec': spec }, { run: endless });
    await ask('initialize', { supportsProgressReporting: true });
    const launched = ask('launch', { program: '/a.mmspec', property: 'counted' }).finally(() => order.push('launch'));
    await event('progressStart');
    const others = [ask('cancel', { requestId: 1 }).finally(() => order.push('cancel')), ask('threads').finally(() => order.push('threads'))];
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual([]);
    await Promise.all([ask('cancel', { requestId: 2 }), launched, ...others]);
    expect(order).toEqual(['launch', 'cancel', 'threads']);
  });

  test('ends as soon as the race is found', async () => {
    const { ask } = debugged({ '/a.mmspec': `${long}invariant early: nb < 3\n` }, { run: runInThread(thread) });
    expect(response(await ask('launch', { program: '/a.mmspec', property: 'early' }))).toMatchObject({ success: true });
    await ask('continue');
    expect(values(await ask('variables', { variablesReference: 1000 }))).toEqual(['na = 0', 'nb = 3', 'nc = 0', 'nd = 0']);
  });

  test('that does not finish says why', async () => {
    const { ask } = debugged({ '/a.mmspec': long }, { memoryMax: 2 ** 16 });
    expect(await ask('launch', { program: '/a.mmspec', property: 'p' })).toMatchObject([
      { success: false, message: expect.stringMatching(/^p has no race: the search did not finish: .*(?:limit|memory)/u) },
    ]);
  });
});

test('texts of the editor are stepped and searched as they stand there, also those that are imported', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mmspec-debugger-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [program, imported, saved] = ['a', 'b', 'c'].map((name) => join(folder, `${name}.mmspec`)) as [string, string, string];
  writeFileSync(program, 'module a\nactor old { skip }\ncheck c { }\n');
  writeFileSync(imported, 'module b\nshared y: bool = false\n');
  writeFileSync(saved, 'module c\nop mark() { marked: skip }\n');
  const open = [
    { path: program, text: 'module a\nimport b\nimport c\n\n\nactor fresh { mark()  x = true }\ninvariant p: not x\ncheck c { }\n' },
    { path: imported, text: 'module b\nshared x: bool = false\n' },
    { path: 'untitled:U', text: 'module u\nactor only { skip }\ncheck c { }\n' },
  ];
  const { ask } = debugged({}, debugTexts(disk, [folder], open));
  expect(response(await ask('launch', { program, property: 'p' }))).toMatchObject({ success: true });
  expect(body(await ask('threads'))).toEqual({ threads: [{ id: 1, name: 'fresh' }] });
  await ask('continue');
  expect(values(await ask('variables', { variablesReference: 1000 }))).toEqual(['x = true']);
  expect(response(await ask('launch', { program: 'untitled:U' }))).toMatchObject({ success: true });
  expect(body(await ask('stackTrace', { threadId: 1 }))).toMatchObject({ stackFrames: [{ line: 2, source: { path: 'untitled:U' } }] });
});
