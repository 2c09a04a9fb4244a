import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../syntax/corpus.ts';
import { callCommand, openFile } from './driving.ts';
import { workbench, type Page, type Workbench } from './workbench.ts';

/*
 * What the real workbench shows of checks is true: each test goes on where the one before it ended.
 */

const common = `/// Shared by specs of this folder.
module common

import kernel.folio

object Folio {
  refcount: ref = 1
  mapped:   bool = true
}
`;
const one = `module one

import kernel.folio
import common

shared folio: Folio

actor gup {
  take: if not folio_try_get(folio) { return }
  use:  touch(folio)
  put:  folio_put(folio)
}

actor zap { clear: folio.mapped = false }

invariant mapped_use: step is gup.use implies folio.mapped

check design { } expect holds
check asked { }
check counted { } expect violates mapped_use
`;
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
const linked = `module linked
shared n: 0..3 = 0
actor a {
  again: n = 1
  other: n = 2
  goto again
}
check c { } expect holds
`;
const typed = 'module typed\n\nimport kernel.folio\n\nobject Folio {\n  refcount: ref = 1\n  mapped: bool = true\n}\nshared folio: Folio\n\n';

const shots = join(root, process.env.MMSPEC_SCREENSHOTS === '1' ? 'docs/screenshots' : '.cache/screenshots');
let bench: Workbench;
let page: Page;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  bench = await workbench(
    { 'common.mmspec': common, 'one.mmspec': one, 'slow.mmspec': slow, 'linked.mmspec': linked, 'typed.mmspec': typed },
    // Results beside the editor would leave no room for it; in a browser texts are saved by themselves.
    { settings: { 'testing.automaticallyOpenTestResults': 'neverOpen', 'files.autoSave': 'off' } },
  );
  ({ page } = bench);
  await page.locator('.explorer-folders-view').waitFor({ timeout: 60_000 });
});
afterAll(() => bench?.stop());

const shot = (name: string): Promise<unknown> => page.screenshot({ path: join(shots, `${name}.png`) });
const sees = (read: () => Promise<unknown>): ReturnType<typeof expect.poll> => expect.poll(read, { timeout: 60_000, interval: 200 });
const read = async (script: string): Promise<readonly string[]> => (await page.evaluate(script)) as readonly string[];
const textsOf = (selector: string): Promise<readonly string[]> => read(`[...document.querySelectorAll('${selector}')].map((each) => each.textContent)`);
const withoutStates = (title: string): string => title.replace(/ · [\d,]+ states?/u, '');
/** Verdicts above the checks of the editor that is seen. */
const lenses = async (): Promise<readonly string[]> =>
  (await textsOf('.codelens-decoration a')).filter((text) => !text.startsWith('▶')).map((text) => withoutStates(text));
/** Rows of the test explorer with their states, as a screen reader has them. */
const tests = async (): Promise<readonly string[]> =>
  (await read(`[...document.querySelectorAll('.test-explorer .monaco-list-row')].map((each) => each.getAttribute('aria-label'))`)).map((label) =>
    withoutStates(label).replace(/, in .*$/u, ''),
  );
/** Icons beside the checks. */
const gutter = (): Promise<readonly string[]> =>
  read(`[...document.querySelectorAll('.testing-run-glyph')].map((each) => /testing-(\\w+)-icon/.exec(each.className)[1])`);
const lines = async (): Promise<readonly string[]> => (await textsOf('.editor-instance .view-line')).map((line) => line.replaceAll('\u00A0', ' ').trimEnd());
/** Lines that a trace marks. */
const marked = async (): Promise<number> => (await textsOf('.editor-instance [class*=TextEditorDecorationType]')).length;
const trace = (): ReturnType<Page['locator']> => page.locator('iframe.webview').last().contentFrame().locator('iframe#active-frame').contentFrame();

/** Shows a file: its tab, where it has one. */
async function show(name: string): Promise<void> {
  const tab = page.locator(`.tab[data-resource-name="${name}"]`);
  if ((await tab.count()) === 0) return openFile(page, name);
  await tab.first().click();
  await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ timeout: 20_000 });
}

/** Settings of the folder. */
function set(settings: object): void {
  mkdirSync(join(bench.folder, '.vscode'), { recursive: true });
  writeFileSync(join(bench.folder, '.vscode/settings.json'), JSON.stringify(settings));
}

/** Goes to the end of the line with a text, and types. */
async function typeAfter(line: string, keys: string, erased: number = 0): Promise<void> {
  await page.locator(`.editor-instance .view-line:has-text("${line}")`).first().click();
  await page.keyboard.press('End');
  for (let count = 0; count < erased; count++) await page.keyboard.press('Backspace');
  await page.keyboard.type(keys, { delay: 30 });
  await page.keyboard.press('Escape');
}

const found = ['✗ violates mapped_use in 3', 'violates mapped_use in 3', '✓ violates mapped_use in 3'];
const sooner = found.map((each) => each.replace('in 3', 'in 2'));
const outdated = found.map((each) => `outdated: ${each.replace(/^[✓✗] /u, '')}`);
const names = ['design', 'asked', 'counted'];
const rows = (titles: readonly string[], states: readonly string[]): readonly string[] => [
  expect.stringContaining('one.mmspec') as string,
  ...names.map((name, index) => `${name} · ${titles[index]?.replace(/^[✓✗] /u, '')} (${states[index]})`),
];
const asFound = rows(found, ['Failed', 'Skipped', 'Passed']);

test('a file runs as one, and each check is what it was found to be', async () => {
  await show('one.mmspec');
  await page.locator('.codelens-decoration a').first().waitFor({ timeout: 60_000 });
  await callCommand(page, 'Testing: Focus on Test Explorer View');
  await page.locator('.test-explorer .monaco-list-row:has-text("one.mmspec")').first().click({ timeout: 30_000 });
  await page.keyboard.press('ArrowRight');
  await callCommand(page, 'Test: Run Tests in Current File');
  await sees(async () => (await tests()).filter((row) => / · /u.test(row))).toEqual(asFound.slice(1));
  await sees(lenses).toEqual(found);
  await sees(gutter).toEqual(['failed', 'skipped', 'passed']);
  expect(await page.locator('.editor-instance .squiggly-warning').count()).toBe(1);
  await shot('truth_found');
});

test('a change of an import makes everything outdated at once, also an open trace, which marks no line then', async () => {
  await page.locator('.codelens-decoration a:has-text("✗ violates")').first().click();
  await trace().locator('tr.step').nth(1).click({ timeout: 60_000 });
  await sees(marked).toBeGreaterThan(0);
  await page.locator('.editor-instance .view-line:has-text("module one")').first().click();
  await show('common.mmspec');
  await typeAfter('mapped:', 'false', 4);
  await sees(() => trace().locator('.outdated').allInnerTexts()).toEqual([
    'Outdated: the spec, or a module that it imports, has changed since this was found.',
  ]);
  await sees(async () => (await tests()).filter((row) => / · /u.test(row))).toEqual(rows(outdated, ['Skipped', 'Skipped', 'Skipped']).slice(1));
  await show('one.mmspec');
  await sees(lenses).toEqual(outdated);
  expect(await gutter()).toEqual(['skipped', 'skipped', 'skipped']);
  // Among the Problems it warns no more.
  await sees(() => page.locator('.editor-instance .squiggly-warning').count()).toBe(0);
  await trace().locator('tr.step').nth(2).click();
  await page.waitForTimeout(500);
  expect(await marked()).toBe(0);
  await shot('truth_outdated');
});

test('what is found with an unsaved import says so', async () => {
  await page.locator('.codelens-decoration a:text-is("▶ Run")').first().click();
  await sees(async () => (await lenses())[0]).toBe('✗ violates mapped_use in 2 · with unsaved common.mmspec');
  await sees(() => trace().locator('tr.step').count()).toBe(2);
  await sees(() => trace().locator('.outdated').allInnerTexts()).toEqual(['']);
});

test('saving the import runs the specs that import it', async () => {
  await show('common.mmspec');
  await page.locator('.editor-instance .view-line:has-text("module common")').first().click();
  await page.keyboard.press('Control+S');
  await sees(tests).toContain('design · violates mapped_use in 2 (Failed)');
  await show('one.mmspec');
  await sees(lenses).toEqual(sooner);
  await sees(gutter).toEqual(['failed', 'skipped', 'passed']);
});

test('so does a change of it by others', async () => {
  writeFileSync(join(bench.folder, 'common.mmspec'), common);
  await sees(lenses).toEqual(found);
});

test('what the time for a save does not suffice for is neither a warning nor a failure', async () => {
  await show('slow.mmspec');
  await typeAfter('invariant fine', ' // slow');
  await page.keyboard.press('Control+S');
  await sees(lenses).toEqual(['not finished in 2 s · run it']);
  await sees(gutter).toEqual(['skipped']);
  expect(await page.locator('.squiggly-warning').count()).toBe(0);
  await shot('truth_unfinished');
});

test('whoever saves again while checks run sees no cancelled one', async () => {
  set({ 'files.autoSave': 'afterDelay', 'files.autoSaveDelay': 200 });
  await show('one.mmspec');
  const seen: string[] = [];
  for (let times = 0; times < 7; times++) {
    await typeAfter('shared folio', ' ');
    await page.waitForTimeout(times * 60);
    await page.keyboard.press('Control+S');
    for (let look = 0; look < 5; look++) {
      seen.push(...(await lenses()), ...(await tests()));
      await page.waitForTimeout(100);
    }
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Control+S');
  }
  await sees(lenses).toEqual(found);
  expect(seen.filter((text) => /unfinished|cancelled|not finished/u.test(text))).toEqual([]);
});

test('typing at a `goto` leaves the label as it is', async () => {
  await show('linked.mmspec');
  await typeAfter('goto again', 'st');
  await sees(lines).toContain('  again: n = 1');
  expect(await lines()).toContain('  goto against');
});

test('Enter after a complete word makes a new line', async () => {
  await show('typed.mmspec');
  await page.keyboard.press('Control+End');
  for (const line of ['actor a {', 'take: folio.mapped = false', 'return', 'lab: skip', 'goto lab', 'break', 'put: folio.mapped = true']) {
    await page.keyboard.type(line, { delay: 30 });
    await page.waitForTimeout(500);
    await page.keyboard.press('Enter');
  }
  await sees(async () => (await lines()).map((line) => line.trim()).filter((line) => line !== '')).toEqual(
    expect.arrayContaining(['take: folio.mapped = false', 'return', 'lab: skip', 'goto lab', 'break', 'put: folio.mapped = true']),
  );
  await shot('truth_enter');
});

test.each([
  ['dark', 'Dark 2026', 'vs-dark'],
  ['high_contrast', 'Default High Contrast', 'hc-black'],
])('all of it in %s', async (name, theme, kind) => {
  set({ 'workbench.colorTheme': theme });
  await sees(() => page.evaluate(`document.querySelector('.monaco-workbench').className`)).toContain(kind);
  await show('one.mmspec');
  await typeAfter('shared folio', ' ');
  await sees(lenses).toEqual(outdated);
  await shot(`truth_${name}`);
  await page.keyboard.press('Backspace');
  await sees(lenses).toEqual(found);
});
