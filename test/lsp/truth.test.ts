import { runHere } from '@mmspec/language-server';
import { describe, expect, test } from 'vitest';
import type { CodeLens } from 'vscode-languageserver/node';
import { session, uriOf, type Session } from './shown_session.ts';

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
  test('of an open import by others too, whether the editor shows the new text before or after they are told', async () => {
    for (const isToldFirst of [true, false]) {
      const each = await session(folder(), { saveBudget: 5 });
      await each.open(A);
      await each.open(C);
      const write = (): Promise<void> => each.write(C, unmapped);
      const show = (): Promise<void> => each.edit(C, unmapped);
      for (const act of isToldFirst ? [write, show] : [show, write]) await act();
      await expect.poll(() => each.lenses(A), { timeout: 20_000 }).toMatchObject({ design: '✗ violates mapped_use in 2' });
    }
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

test('cells of a matrix that were found about different texts do not stand together', async () => {
  const path = '/w/m.mmspec';
  const spec =
    'module m\nvariant far: bool = false\nshared x: 0..3 = 0\nactor a { go: x = 1 }\ninvariant off: x == 0\ncheck all for far { } expect violates off\n';
  let cells = 2;
  const each = await session({ [path]: spec }, {}, async (work, signal, listener) => {
    const { results, scenarios, why } = await runHere(work, signal, { onResult: () => undefined, onProgress: () => undefined });
    results.slice(0, cells).forEach(listener.onResult);
    return { results: results.slice(0, cells), scenarios, why };
  });
  await each.open(path);
  await each.run(path);
  expect(await each.lenses(path)).toEqual({ all: '✓ 2 of 2 met' });
  await each.edit(path, `${spec}\n`);
  cells = 1;
  await each.run(path);
  expect(await each.lenses(path)).toEqual({ all: '1 of 2 met, 1 not finished · run it' });
  expect((await each.told(path)).all?.slice(0, 2)).toEqual(['present', 'unfinished']);
  // A cell is missing wherever these texts stand, also when they come back.
  await each.edit(path, `${spec}\n// other\n`);
  expect((await each.told(path)).all).toEqual(['outdated', 'unfinished', 'outdated: 1 of 2 met, 1 not finished · run it']);
  await each.edit(path, `${spec}\n`);
  expect((await each.told(path)).all).toEqual(['present', 'unfinished', '1 of 2 met, 1 not finished · run it']);
});
