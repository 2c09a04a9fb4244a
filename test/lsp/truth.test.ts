import type { Runner, ShownEntry } from '@mmspec/language-server';
import type { CheckResult } from '@mmspec/system';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CancellationTokenSource, type CodeLens, type Diagnostic } from 'vscode-languageserver/node';
import { client, type Client } from './client.ts';

/*
 * What is shown about checks belongs to the texts it was found about: the spec and its imports, open or on the disk.
 */

const common = `/// Shared by specs of this folder.
module common

import kernel.folio

object Folio {
  refcount: ref = 1
  lock:     Lock
  mapped:   bool = true
}

/// Takes it, or says it is gone.
atomic op grab(f: object): bool {
  return folio_try_get(f)
}
`;
const one = `module one

import kernel.folio
import common

shared folio: Folio

actor gup {
  take: if not grab(folio) { return }
  use:  touch(folio)
  put:  folio_put(folio)
}

actor zap { clear: folio.mapped = false }

invariant mapped_use: step is gup.use implies folio.mapped

check design { } expect holds
check asked { }
scenario never { zap.clear ; gup.use ; gup.take } is possible
`;
const two = `module two

import common

shared folio: Folio

actor late {
  take: if not grab(folio) { return }
  drop: put(folio.refcount)
}

check two_holds { } expect holds
`;
/** Three counters: some 8 million states. */
const slow = `module slow_on_save
shared a: 0..200 = 0
shared b: 0..200 = 0
shared c: 0..200 = 0
actor x { loop { inc: if a < 200 { a += 1 } else { a = 0 } } }
actor y { loop { inc: if b < 200 { b += 1 } else { b = 0 } } }
actor z { loop { inc: if c < 200 { c += 1 } else { c = 0 } } }
invariant fine: a <= 200
check big { } expect holds
`;

interface Session {
  readonly editor: Client;
  readonly disk: Record<string, string>;
  readonly open: (path: string) => Promise<void>;
  readonly edit: (path: string, text: string) => Promise<void>;
  readonly save: (path: string) => Promise<void>;
  /** Others write a file, or delete it (null). */
  readonly write: (path: string, text: string | null) => Promise<void>;
  readonly run: (path: string, names?: readonly string[] | null) => Promise<{ readonly results: readonly CheckResult[]; readonly ended?: string }>;
  /** What the lenses say that are verdicts, by the name of the check. */
  readonly lenses: (path: string) => Promise<Readonly<Record<string, string>>>;
  /** What the test explorer was told last, by the name of the check. */
  readonly told: (path: string) => Promise<Readonly<Record<string, readonly [state: string, outcome: string | null, title: string]>>>;
  /** Problems of checks, as soon as there are those that are wanted. */
  readonly problems: (path: string, wanted: readonly (readonly [number, string])[]) => Promise<void>;
  readonly page: (path: string, name: string) => Promise<{ readonly known: boolean; readonly outdated: boolean; readonly page: string }>;
}

const uriOf = (path: string): string => `file://${path}`;

async function session(disk: Record<string, string>, settings: object = {}, run?: Runner): Promise<Session> {
  const editor = await client(disk, { delay: 0, lensCommands: true, ...settings }, run === undefined ? {} : { host: { run } });
  onTestFinished(() => editor.stop());
  const texts = new Map<string, { text: string; version: number }>();
  const shown = new Map<string, readonly ShownEntry[]>();
  editor.connection.onNotification('mmspec/shown', ({ uri, checks }: { readonly uri: string; readonly checks: readonly ShownEntry[] }) => {
    shown.set(uri, checks);
  });
  const tell = (method: string, params: object): Promise<void> => editor.connection.sendNotification(method, params);
  const watched = (path: string, type: number): Promise<void> => tell('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(path), type }] });
  const settled = (): Promise<unknown> => editor.ask('mmspec/counts', {});
  const problems = (path: string): unknown[] =>
    (editor.published.findLast(({ uri }) => uri === uriOf(path))?.diagnostics ?? [])
      .filter(({ source }: Diagnostic) => source === 'mmspec check')
      .map(({ severity, message }) => [severity, String(message)]);
  return {
    editor,
    disk,
    async open(path) {
      texts.set(path, { text: disk[path] ?? '', version: 1 });
      await editor.open(uriOf(path), disk[path] ?? '');
      await editor.diagnostics(uriOf(path), 1);
    },
    async edit(path, text) {
      const document = texts.get(path)!;
      document.text = text;
      await editor.change(uriOf(path), ++document.version, [{ text }]);
      await settled();
    },
    async save(path) {
      disk[path] = texts.get(path)?.text ?? '';
      await tell('textDocument/didSave', { textDocument: { uri: uriOf(path) } });
      await watched(path, 2);
      await settled();
    },
    async write(path, text) {
      if (text === null) delete disk[path];
      else disk[path] = text;
      await watched(path, text === null ? 3 : 1);
      await settled();
    },
    run: (path, names = null) => editor.ask('workspace/executeCommand', { command: 'mmspec.server.run', arguments: [{ uri: uriOf(path), names }] }),
    async lenses(path) {
      const found = await editor.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: uriOf(path) } });
      const lines = (texts.get(path)?.text ?? disk[path] ?? '').split('\n');
      return Object.fromEntries(
        found.flatMap(({ command, range }) =>
          command === undefined || command.title.startsWith('▶')
            ? []
            : [[/^\w+ (\w+)/u.exec(lines[range.start.line] ?? '')?.[1] ?? '', command.title.replace(/ · [\d,]+ states/u, '')]],
        ),
      );
    },
    async told(path) {
      await settled();
      return Object.fromEntries(
        (shown.get(uriOf(path)) ?? []).map(({ name, state, outcome, title }) => [name, [state, outcome, title.replace(/ · [\d,]+ states/u, '')] as const]),
      );
    },
    async problems(path, wanted) {
      await expect.poll(() => problems(path), { timeout: 20_000 }).toEqual(wanted);
    },
    page: (path, name) => editor.ask('mmspec/page', { uri: uriOf(path), name, nonce: 'n' }),
  };
}

const [A, B, C] = ['/w/one.mmspec', '/w/two.mmspec', '/w/common.mmspec'];
const folder = (): Record<string, string> => ({ [A]: one, [B]: two, [C]: common });
const unmapped = common.replace('mapped:   bool = true', 'mapped:   bool = false');
const found = { design: '✗ violates mapped_use in 3', asked: 'violates mapped_use in 3', never: '✗ impossible: no run takes gup.take after the first 2 steps' };
const outdated = Object.fromEntries(Object.entries(found).map(([name, title]) => [name, `outdated: ${title.replace('✗ ', '')}`]));

describe('a verdict is outdated at once, wherever it is shown,', () => {
  const ways: readonly (readonly [string, (session: Session) => Promise<void>, (session: Session) => Promise<void>])[] = [
    ['when an open import is edited', (each) => each.open(C).then(() => each.edit(C, unmapped)), (each) => each.edit(C, common)],
    ['when an import changes on the disk', (each) => each.write(C, unmapped), (each) => each.write(C, common)],
    ['when an import is deleted', (each) => each.write(C, null), (each) => each.write(C, common)],
    [
      'when an import is moved to where it is found too',
      (each) => each.write('/w/sub/common.mmspec', common).then(() => each.write(C, null)),
      (each) => each.write(C, common),
    ],
    [
      'when a file hides one of the library',
      (each) => each.write('/w/kernel/folio.mmspec', 'module kernel.folio\nop folio_put(f: object) { skip }\n'),
      (each) => each.write('/w/kernel/folio.mmspec', null),
    ],
    ['when the spec is edited', (each) => each.edit(A, `${one}\n`), (each) => each.edit(A, one)],
  ];
  test.each(ways)('%s, and is not when the same texts are back', async (_, change, back) => {
    const each = await session(folder());
    await each.open(A);
    await each.run(A);
    expect(await each.lenses(A)).toEqual(found);
    await change(each);
    expect(Object.values(await each.told(A)).map(([state]) => state)).toEqual(['outdated', 'outdated', 'outdated']);
    expect(await each.lenses(A)).toEqual(outdated);
    expect(each.editor.refreshed).toContain('codeLens');
    expect(await each.page(A, 'design')).toMatchObject({ known: true, outdated: true });
    await each.problems(A, [
      [3, 'outdated: design is not met: mapped_use is violated after 3 steps, and is expected to hold'],
      [3, expect.stringMatching(/^outdated: asked is a question, and finds: violates mapped_use in 3 · /u)],
      [3, 'outdated: never is not met: impossible: no run takes gup.take after the first 2 steps'],
    ] as never);
    await back(each);
    expect(await each.lenses(A)).toEqual(found);
    expect(Object.values(await each.told(A)).map(([state]) => state)).toEqual(['present', 'present', 'present']);
    expect(await each.page(A, 'design')).toMatchObject({ known: true, outdated: false });
  });
  test('of a spec that is not open too', async () => {
    const each = await session(folder());
    await each.open(A);
    await each.run(B);
    expect(await each.told(B)).toEqual({ two_holds: ['present', 'met', '✓ holds'] });
    await each.write(C, unmapped);
    expect(await each.told(B)).toEqual({ two_holds: ['outdated', 'met', 'outdated: holds'] });
    await each.write(B, null);
    await expect.poll(() => each.told(B), { timeout: 20_000 }).toEqual({});
  });
  test('and the page shows the text that it is about', async () => {
    const each = await session(folder());
    await each.open(A);
    await each.run(A, ['design']);
    await each.edit(A, `// new\n${one}`);
    const { page } = await each.page(A, 'design');
    expect(page).toContain('"isOutdated":true');
    expect(page).not.toContain('// new');
  });
  test('and a run on the new texts takes its place', async () => {
    const each = await session(folder());
    await each.open(A);
    await each.run(A);
    await each.write(C, unmapped);
    await each.run(A, ['design']);
    expect(await each.lenses(A)).toEqual({ ...outdated, design: '✗ violates mapped_use in 2' });
    expect((await each.run(A)).results.map(({ name }) => name)).toEqual(['design', 'asked']);
    expect(await each.lenses(A)).toMatchObject({ design: '✗ violates mapped_use in 2', asked: 'violates mapped_use in 2' });
  });
});

describe('a save', () => {
  test('of an import runs the specs that import it, open ones and those that something is known about', async () => {
    const each = await session(folder(), { saveBudget: 5 });
    await each.open(A);
    await each.open(C);
    await each.run(B);
    await each.edit(C, unmapped);
    expect((await each.told(B)).two_holds?.[0]).toBe('outdated');
    await each.save(C);
    await expect.poll(() => each.lenses(A), { timeout: 20_000 }).toMatchObject({ design: '✗ violates mapped_use in 2' });
    await expect.poll(() => each.told(B), { timeout: 20_000 }).toEqual({ two_holds: ['present', 'met', '✓ holds'] });
  });
  test('of an import by others does so too, and a spec that imports what was missing runs when it is there', async () => {
    const each = await session({ [A]: one }, { saveBudget: 5 });
    await each.open(A);
    expect(await each.lenses(A)).toEqual({});
    await each.write(C, common);
    await expect.poll(() => each.lenses(A), { timeout: 20_000 }).toEqual(found);
  });
  test('that the budget does not suffice for is neutral: nothing among the Problems, no mark, and a lens that runs it', async () => {
    const each = await session({ '/w/slow.mmspec': slow }, { saveBudget: 0.05 });
    await each.open('/w/slow.mmspec');
    await each.save('/w/slow.mmspec');
    await expect.poll(() => each.lenses('/w/slow.mmspec'), { timeout: 20_000 }).toEqual({ big: 'not finished in 0.05 s · run it' });
    expect(await each.told('/w/slow.mmspec')).toEqual({ big: ['present', 'unfinished', 'not finished in 0.05 s · run it'] });
    await each.problems('/w/slow.mmspec', []);
    const lenses = await each.editor.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: uriOf('/w/slow.mmspec') } });
    const call = { uri: uriOf('/w/slow.mmspec'), names: ['big'] };
    expect(lenses.find(({ command }) => command?.title.startsWith('not finished'))?.command).toMatchObject({ command: 'mmspec.run', arguments: [call] });
  });
});

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
  const begun = async (runs: readonly unknown[], count: number): Promise<void> => void (await expect.poll(() => runs.length, { timeout: 20_000 }).toBe(count));

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

test('a verdict that was found with an unsaved import says so, until it is saved', async () => {
  const each = await session(folder());
  await each.open(A);
  await each.open(C);
  await each.edit(C, unmapped);
  await each.run(A, ['design']);
  expect(await each.lenses(A)).toEqual({ design: '✗ violates mapped_use in 2 · with unsaved common.mmspec' });
  await each.problems(A, [[2, 'design is not met: mapped_use is violated after 2 steps, and is expected to hold (with unsaved common.mmspec)']]);
  await each.save(C);
  expect(await each.lenses(A)).toEqual({ design: '✗ violates mapped_use in 2' });
  expect((await each.told(A)).design).toEqual(['present', 'not met', '✗ violates mapped_use in 2']);
});

test('what is found is what it is: met, not met, an answer, or nothing to be found', async () => {
  const path = '/w/m.mmspec';
  const spec = `module m
variant far: bool = false
shared x: 0..3 = 0
actor a { go: x = 1 }
invariant off: x == 0
invariant low: x < 2
reachable seen: x == 3
check met { } expect violates off, seen
check unmet { } expect holds
check asks { }
check asks_low of low { }
check all for far of low { }
scenario can { a.go } is possible
scenario may { a.go }
`;
  const each = await session({ [path]: spec });
  await each.open(path);
  await each.run(path);
  expect(await each.told(path)).toEqual({
    met: ['present', 'met', '✓ violates off in 1, seen is never reached'],
    unmet: ['present', 'not met', '✗ violates off in 1, seen is never reached'],
    asks: ['present', 'answer', 'violates off in 1, seen is never reached'],
    asks_low: ['present', 'holds', 'holds'],
    all: ['present', 'holds', 'all 2 hold'],
    can: ['present', 'met', '✓ possible'],
    may: ['present', 'answer', 'possible'],
  });
});
