import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../syntax/corpus.ts';
import { callCommand, openFile, until } from './driving.ts';
import { workbench, type Page, type Workbench } from './workbench.ts';

/*
 * Questions about a whole spec, as a reviewer asks them in the workbench: an audit, changes that are missing, another spec, and the source that an anchor names.
 */

const lost = `/// The kernel: 6.12.117.
module lost

import kernel.lock

object Counter { lock: Lock  n: 0..2 = 0 }
shared counter: Counter

actor cpu[2] {
  take:  lock(counter.lock)
  read:  let n = counter.n
  drop:  unlock(counter.lock)
  write: at "mm/counter.c" add_one "n + 1"
         counter.n = n + 1
}

/// No update is lost.
invariant counted: (forall c in cpu: c at done) implies counter.n == 2

check c { }
  expect violates counted
`;
const kept = lost
  .replace('module lost', 'module kept')
  .replace('  drop:  unlock(counter.lock)\n', '')
  .replace('counter.n = n + 1\n', 'counter.n = n + 1\n  drop:  unlock(counter.lock)\n')
  .replace('violates counted', 'holds');
const source = '/* A counter. */\n\nvoid add_one(struct counter *c)\n{\n\tint n = c->n;\n\n\tc->n = n + 1;\n}\n';

const shots = join(root, '.cache/screenshots');
let bench: Workbench;
let page: Page;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  bench = await workbench(
    { 'lost.mmspec': lost, 'kept.mmspec': kept, 'linux/mm/counter.c': source },
    {
      prepare: (folder) => {
        mkdirSync(join(folder, '.vscode'));
        writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify({ 'mmspec.kernel.sources': join(folder, 'linux') }));
      },
    },
  );
  ({ page } = bench);
});
afterAll(() => bench?.stop());

const shot = (name: string): Promise<unknown> => page.screenshot({ path: join(shots, `${name}.png`) });
const line = (text: string) => page.locator(`.monaco-editor .view-line:has-text("${text}")`).first();

test('an audit stands at the ends of the lines', async () => {
  await openFile(page, 'kept.mmspec');
  await page.locator('.codelens-decoration').first().waitFor({ timeout: 60_000 });
  await callCommand(page, 'mmspec: Audit This File: What Is Each Part Good For?');
  await page.locator('.monaco-editor .view-line:has-text("take:"):has-text("lock needed (counted)")').first().waitFor({ timeout: 60_000 });
  await page.locator('.notification-list-item:has-text("parts tried")').first().waitFor({ timeout: 30_000 });
  await shot('audit');
});

test('an anchor is a link, shows its lines, and leads to them', async () => {
  await line('mm/counter.c').locator('.detected-link').first().waitFor({ timeout: 30_000 });
  await page.locator('.monaco-editor .view-line span:has-text("add_one")').last().hover();
  await page.locator('.monaco-hover:has-text("c->n = n + 1")').first().waitFor({ timeout: 30_000 });
  await shot('anchor');
  await page.keyboard.press('Escape');
  await page.locator('.monaco-editor .view-line span:has-text("add_one")').last().click();
  await page.keyboard.press('F12');
  await page.locator('.tab.active[data-resource-name="counter.c"]').waitFor({ timeout: 30_000 });
});

test('what is missing is a quick fix, and mends the spec', async () => {
  await openFile(page, 'lost.mmspec');
  await page.locator('.codelens-decoration').first().waitFor({ timeout: 60_000 });
  await line('check c').click();
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget .monaco-list-row:has-text("Look for changes under which c holds")').first().click({ timeout: 30_000 });
  await page.locator('.notification-list-item').first().waitFor({ timeout: 60_000 });
  await line('check c').click();
  await page.keyboard.press('Control+.');
  const change = page.locator('.action-widget .monaco-list-row:has-text("write before drop")').first();
  await change.waitFor({ timeout: 30_000 });
  await shot('suggestions');
  await change.click();
  const shown = async (): Promise<string> => (await page.locator('.monaco-editor .view-lines').first().innerText()).replaceAll('\u00A0', ' ');
  await until(async () => /write:[^]*drop:/u.test(await shown()), 'the write under the lock');
  await page.keyboard.press('Control+Z');
});

test('another spec is compared beside the open one', async () => {
  await openFile(page, 'lost.mmspec');
  await callCommand(page, 'mmspec: Compare With Another Spec');
  await page.locator('.quick-input-widget input').first().waitFor({ timeout: 30_000 });
  await page.locator('.quick-input-widget input').first().fill(join(bench.folder, 'kept.mmspec'));
  await page.keyboard.press('Enter');
  await page.locator('.view-line:has-text("counted violated -> holds")').first().waitFor({ timeout: 60_000 });
  await shot('compared');
  // It is no file that somebody would have to save.
  await page.locator('.tab.active:has-text("lost.mmspec and kept.mmspec, compared")').first().waitFor();
  expect(await page.locator('.tab.dirty').count()).toBe(0);
});
