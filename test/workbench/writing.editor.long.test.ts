import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../syntax/corpus.ts';
import { openFile } from './driving.ts';
import { workbench, type Page, type Workbench } from './workbench.ts';

/*
 * Writing in the real workbench: what is offered, what is refactored, what the status says, and how it looks and sounds to those who see little.
 */

const spec = `/// Two CPUs count users without a lock.
module lost_update

shared users: 0..2 = 0

actor cpu[2] {
  load:  let old = users
  store: users = old + 1
}

/// No update is lost.
invariant counted: cpu[0] at done and cpu[1] at done implies users == 2

check as_written { }
  expect violates counted within 4

check wrong { }
  expect holds
`;
const files = {
  'lost_update.mmspec': spec,
  'half.mmspec': 'module half\n\nshared x: bool = false\n\nactor a {\n  if folio_try\n}\n',
  'part.mmspec': 'module part\n\nshared y: bool = false\n\ncheck of_part { }\n',
  'whole.mmspec': 'module whole\n\nimport part\n\nactor a {\n  one: y = true\n  two: y = false\n}\n\ncheck c { }\n',
};

const shots = join(root, '.cache/screenshots');
let bench: Workbench;
let page: Page;
beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  bench = await workbench(files);
  ({ page } = bench);
  await page.locator('.explorer-folders-view').waitFor({ timeout: 120_000 });
});
afterAll(() => bench?.stop());

const line = (text: string): ReturnType<Page['locator']> => page.locator(`.monaco-editor .view-line:has-text("${text}")`).first();
const status = (text: string): ReturnType<Page['locator']> => page.locator(`.statusbar-item:has-text("${text}")`).first();

test('an operation of the library is offered in a condition, and comes with its import', async () => {
  await openFile(page, 'half.mmspec');
  await line('if folio_try').click();
  await page.keyboard.press('End');
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-widget .monaco-list-row:has-text("folio_try_get")').first().waitFor({ timeout: 60_000 });
  await page.screenshot({ path: join(shots, 'completion.png') });
  await page.keyboard.press('Tab');
  await line('import kernel.folio').waitFor({ timeout: 30_000 });
  await line('folio_try_get(f)').waitFor({ timeout: 30_000 });
  await page.keyboard.press('Escape');
});

test('a module is renamed with its file, and where it is imported', async () => {
  await openFile(page, 'part.mmspec');
  await page.locator('.codelens-decoration a:text-is("▶ Run")').first().waitFor({ timeout: 60_000 });
  await page.locator('.monaco-editor .view-line span:text-is("part")').first().click();
  await page.keyboard.press('F2');
  await page.locator('.rename-box input').waitFor({ timeout: 30_000 });
  await page.waitForTimeout(700);
  await page.locator('.rename-box input').fill('piece');
  await page.locator('.rename-box input').press('Enter');
  await page.locator('.explorer-folders-view .monaco-list-row:has-text("piece.mmspec")').first().waitFor({ timeout: 60_000 });
  await page.locator('.tab.active[data-resource-name="piece.mmspec"]').waitFor({ timeout: 60_000 });
  await openFile(page, 'whole.mmspec');
  await line('import piece').waitFor({ timeout: 60_000 });
});

test('statements are extracted into an operation', async () => {
  await line('y = true').click();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.press('Control+Shift+R');
  await page.locator('.action-widget .monaco-list-row:has-text("Extract into an operation")').first().click({ timeout: 60_000 });
  await line('op extracted()').waitFor({ timeout: 30_000 });
  await line('one: extracted()').waitFor({ timeout: 30_000 });
});

test('the status says what is known about the checks of the file', async () => {
  await openFile(page, 'lost_update.mmspec');
  await status('2 checks: none run').waitFor({ timeout: 60_000 });
  await page.locator('.codelens-decoration a:has-text("Run all checks")').first().click({ timeout: 60_000 });
  await status('2 checks: 1 failing, 1 as expected or answered').waitFor({ timeout: 60_000 });
});

describe('who sees little', () => {
  const inner = (): ReturnType<Page['locator']> => page.locator('iframe.webview').first().contentFrame().locator('iframe#active-frame').contentFrame();
  test('steps through a trace by keys, and hears each step', async () => {
    await page.locator('.codelens-decoration a:has-text("violates counted")').first().click({ timeout: 60_000 });
    await inner().locator('tr.step').first().waitFor({ timeout: 60_000 });
    await inner().locator('[data-go=first]').press('Tab');
    await inner().locator('tr[tabindex="0"]').press('ArrowDown');
    await inner().locator('tr.step.now').press('ArrowDown');
    expect(await inner().locator('.said').innerText()).toMatch(/^State 2 of 4: cpu\[\d\]: let old = users, old = 0\.$/u);
    expect(await inner().locator('tr[aria-current="step"]').innerText()).toContain('let old = users');
    // The spec is still what the status is about.
    await status('2 checks: 1 failing').waitFor({ timeout: 30_000 });
  });
  test.each([
    ['Default High Contrast', 'rgb(255, 158, 219)'],
    ['Default High Contrast Light', 'rgb(138, 18, 83)'],
  ])('reads names of properties in %s', async (theme, colour) => {
    const settings = join(bench.folder, '.vscode/settings.json');
    mkdirSync(join(bench.folder, '.vscode'), { recursive: true });
    writeFileSync(settings, JSON.stringify({ 'workbench.colorTheme': theme }));
    expect(readFileSync(settings, 'utf8')).toContain(theme);
    const script = `[...document.querySelectorAll('.view-line span')].filter((span) => span.textContent === 'counted').map((span) => getComputedStyle(span).color).join()`;
    await expect.poll(() => page.evaluate(script), { timeout: 60_000 }).toContain(colour);
    await page.screenshot({ path: join(shots, `${theme.toLowerCase().replaceAll(' ', '_')}.png`) });
  });
});
