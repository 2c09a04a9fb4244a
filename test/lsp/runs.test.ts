import type { CheckResult } from '@mmspec/system';
import { describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { session, uriOf, type Session } from './shown_session.ts';

/*
 * Runs that end in whatever order, by themselves, by their client, or by a newer one.
 */

describe('runs', () => {
  const spec = 'module m\nshared x: bool = false\nactor a { go: x = true }\ninvariant off: not x\ncheck c { } expect holds\ncheck d { } expect violates off\n';
  const path = '/w/m.mmspec';
  const result = (name: string, more: Partial<CheckResult>): CheckResult => ({
    name,
    settings: {},
    matrix: null,
    expectation: { kind: 'holds', items: [], holds: [] },
    met: true,
    verdict: 'holds',
    property: null,
    reason: '',
    results: [],
    states: 1,
    transitions: 1,
    depth: 1,
    reduction: { symmetry: 1, partialOrder: false },
    seconds: 0,
    workers: 1,
    memoryBytes: 0,
    trace: null,
    ...more,
  });
  const cancelled = (name: string): CheckResult =>
    result(name, {
      met: false,
      verdict: 'unfinished',
      reason: 'it was cancelled',
      results: [{ property: 'off', verdict: 'unfinished', depth: null, trace: null }],
    });

  /** A session whose runs end when the test says so. */
  async function held(settings: object = {}): Promise<{
    readonly each: Session;
    readonly runs: { readonly names: readonly string[] | null; readonly end: (...results: readonly CheckResult[]) => void }[];
  }> {
    const runs: { readonly names: readonly string[] | null; readonly end: (...results: readonly CheckResult[]) => void }[] = [];
    const each = await session(
      { [path]: spec },
      settings,
      ({ request }, signal, listener) =>
        new Promise((resolve) => {
          const end = (...results: readonly CheckResult[]): void => {
            results.forEach(listener.onResult);
            resolve({ results, scenarios: [], why: '' });
          };
          runs.push({ names: request.names, end });
          // As the thread of checks does it: what goes on is unfinished.
          signal.addEventListener('abort', () => setTimeout(() => end(cancelled('c'), cancelled('d')), 5));
        }),
    );
    await each.open(path);
    return { each, runs };
  }
  const begun = (runs: readonly unknown[], count: number): Promise<void> => expect.poll(() => runs.length, { timeout: 20_000 }).toBe(count);

  test('a save while the checks of the same texts run begins no other', async () => {
    const { each, runs } = await held({ saveBudget: 2 });
    for (let times = 0; times < 7; times++) await each.save(path);
    await begun(runs, 1);
    runs[0]?.end(result('c', {}), result('d', {}));
    await expect.poll(() => each.lenses(path)).toEqual({ c: '✓ holds', d: '✓ holds' });
    await each.save(path);
    expect(runs.length).toBe(1);
  });
  test('an edit ends the run of a save, and nothing of it is kept or told', async () => {
    const { each, runs } = await held({ saveBudget: 2 });
    await each.save(path);
    await begun(runs, 1);
    await each.edit(path, `${spec}\n`);
    await each.save(path);
    await begun(runs, 2);
    runs[1]?.end(result('c', {}), result('d', {}));
    await expect.poll(() => each.lenses(path)).toEqual({ c: '✓ holds', d: '✓ holds' });
    await new Promise((wake) => setTimeout(wake, 30));
    expect(await each.lenses(path)).toEqual({ c: '✓ holds', d: '✓ holds' });
  });
  test('the end of an older run changes nothing that a newer one has found', async () => {
    const { each, runs } = await held();
    const first = each.run(path, ['c', 'd']);
    await begun(runs, 1);
    const second = each.run(path, ['c']);
    await begun(runs, 2);
    runs[1]?.end(result('c', { states: 2 }));
    await second;
    runs[0]?.end(result('c', { met: false, verdict: 'violated' }), result('d', {}));
    expect((await first).results.map(({ name }) => name)).toEqual(['d']);
    expect(await each.lenses(path)).toEqual({ c: '✓ holds', d: '✓ holds' });
  });
  test('the same checks asked for again end the run before, which says so', async () => {
    const { each, runs } = await held();
    const first = each.run(path, ['c']);
    await begun(runs, 1);
    const second = each.run(path);
    await begun(runs, 2);
    expect(await first).toMatchObject({ results: [], scenarios: [], why: '', ended: 'superseded' });
    runs[1]?.end(result('c', {}), result('d', {}));
    expect((await second).results.length).toBe(2);
  });
  test('who cancels gets an answer at once, with what was found before', async () => {
    const { each, runs } = await held();
    const cancel = new CancellationTokenSource();
    const asked = each.editor.connection.sendRequest(
      'workspace/executeCommand',
      { command: 'mmspec.server.run', arguments: [{ uri: uriOf(path), names: null }] },
      cancel.token,
    );
    await begun(runs, 1);
    cancel.cancel();
    expect(await asked).toMatchObject({ results: [], ended: 'cancelled' });
    await new Promise((wake) => setTimeout(wake, 30));
    expect(await each.lenses(path)).toEqual({});
    expect((await each.told(path)).c?.[0]).toBe('none');
  });
});
