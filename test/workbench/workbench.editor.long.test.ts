import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../syntax/corpus.ts';
import { callCommand, openFile } from './driving.ts';
import { workbench, type Locator, type Page, type Workbench } from './workbench.ts';

/*
 * The extension in the real workbench, as a person uses it: each test goes on where the one before it ended.
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

scenario overlap { cpu[0].load ; cpu[1].load ; cpu[0].store } is possible
`;
const sharing = `module one_cpu

import kernel.spinlock

shared guard: Spinlock

actor task on cpu[0] {
  lock:   spin_lock(guard)
  unlock: spin_unlock(guard)
}

actor interrupt on cpu[0] as hardirq {
  lock:   spin_lock(guard)
  unlock: spin_unlock(guard)
}

check as_written { }
  expect deadlocks
`;
const holders = `module holders

object Folio {
  refcount: ref = 1
  safe: bool = false
}

shared folio: Folio
shared owns cache: Folio? = folio

op take(f: object) {
  inc: get(f.refcount)
}

actor gup[2] on cpu[0] {
  look: skip
  pin:  take(folio)
  drop: put(folio.refcount)
}

actor timer on cpu[0] as hardirq {
  mark: folio.safe = true
}

/// A folio that is safe is the cache's alone.
invariant only_cache: folio.safe implies refs(folio) == 1

check as_written { ignore deadlock }
  expect violates only_cache
`;
const broken = 'module broken\n\nshared users: 0..2 = 0\n\nactor cpu {\n  load: let old = usres\n}\n';

/** Those of the documents, as they stand there. */
const [, launches = ''] = /```json\n(.*?)```/su.exec(readFileSync(join(root, 'docs/editors.md'), 'utf8')) ?? [];

/** Those of the docs are taken anew on request only, so that a run of the tests changes no file of the repository. */
const shots = join(root, process.env.MMSPEC_SCREENSHOTS === '1' ? 'docs/screenshots' : '.cache/screenshots');
let bench: Workbench;
let page: Page;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  bench = await workbench({
    'lost_update.mmspec': spec,
    'one_cpu.mmspec': sharing,
    'holders.mmspec': holders,
    'broken.mmspec': broken,
    '.vscode/launch.json': launches,
  });
  ({ page } = bench);
});
afterAll(() => bench?.stop());

const shot = (name: string, of: Page = page): Promise<unknown> => of.screenshot({ path: join(shots, `${name}.png`) });

const open = (name: string): Promise<void> => openFile(page, name);
const command = (title: string): Promise<void> => callCommand(page, title);

test('a mistake is underlined', async () => {
  await page.locator('.explorer-folders-view').waitFor({ timeout: 60_000 });
  await open('broken.mmspec');
  await page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
  await shot('diagnostic');
});

test('a spec has colours', async () => {
  await open('lost_update.mmspec');
  await page.locator('.codelens-decoration a').first().waitFor({ timeout: 60_000 });
  const colours = await page
    .locator('.monaco-editor .view-line span span')
    .evaluateAll((spans) => new Set(spans.map(({ className }) => /mtk\d+/u.exec(className)?.[0] ?? '')).size);
  expect(colours).toBeGreaterThan(4);
  await shot('highlighting');
});

test('a check runs from its lens, and the verdict stands there', async () => {
  await page.locator('.codelens-decoration a:text-is("▶ Run")').first().click();
  await page.locator('.codelens-decoration a:has-text("violates counted")').first().waitFor({ timeout: 60_000 });
  expect(await page.locator('.codelens-decoration a:has-text("violates counted")').first().innerText()).toMatch(/^✓ violates counted in 4 · [\d,]+ states$/u);
  // Beside the source stands how often its steps were taken.
  await page.locator('.monaco-editor .view-line:has-text("store:"):has-text("×")').first().waitFor({ timeout: 30_000 });
  await shot('verdict');
});

test('the verdict opens the trace, which marks the source line of each step', async () => {
  await page.locator('.codelens-decoration a:has-text("violates counted")').first().click();
  const inner = page.locator('iframe.webview').first().contentFrame().locator('iframe#active-frame').contentFrame();
  await inner.locator('tr.step').first().waitFor({ timeout: 60_000 });
  expect(await inner.locator('tr.step').count()).toBe(4);
  expect(await inner.locator('h2').first().innerText()).toBe('counted');
  expect(await inner.locator('header[hidden], .sources[hidden], .holding[hidden]').count()).toBe(3);
  await inner.locator('tr.step').nth(1).click();
  await inner.locator('tr.step.now').waitFor();
  expect((await inner.locator('.state tr').allInnerTexts()).some((row) => row.startsWith('users'))).toBe(true);
  await shot('trace');
});

test('the trace follows the cursor of the source', async () => {
  const inner = page.locator('iframe.webview').first().contentFrame().locator('iframe#active-frame').contentFrame();
  await page.locator('.monaco-editor .view-line:has-text("store")').first().click();
  await inner.locator('tr.step.now:has-text("users = old + 1")').waitFor({ timeout: 30_000 });
  // Of the two loads the first one is behind the state that the page shows.
  await inner.locator('tr.step').nth(1).click();
  await page.locator('.monaco-editor .view-line:has-text("load")').first().click();
  await page.waitForTimeout(500);
  expect(await inner.locator('output').innerText()).toBe('state 2 of 4');
});

test('a label is renamed, with the steps of the scenario', async () => {
  await page.locator('.monaco-editor .view-line span:text-is("store")').first().click();
  await page.keyboard.press('F2');
  await page.locator('.rename-box input').waitFor({ timeout: 30_000 });
  // The box takes the old name and the focus a moment after it is shown.
  await page.waitForTimeout(700);
  await page.locator('.rename-box input').fill('write');
  await page.locator('.rename-box input').press('Enter');
  await page.locator('.monaco-editor .view-line:has-text("cpu[0].write")').first().waitFor({ timeout: 30_000 });
  await shot('rename');
  await page.keyboard.press('Control+Z');
  await page.locator('.monaco-editor .view-line:has-text("cpu[0].store")').first().waitFor({ timeout: 30_000 });
});

test('every check and scenario is a test', async () => {
  await command('Testing: Focus on Test Explorer View');
  await page.locator('.test-explorer .monaco-list-row').first().waitFor({ timeout: 30_000 });
  await command('Test: Run All Tests');
  await page.locator('.test-explorer .monaco-list-row .computed-state.codicon-testing-passed-icon').first().waitFor({ timeout: 60_000 });
  await shot('tests');
});

test('a scenario is asked from its lens, and its verdict opens its run', async () => {
  await page.locator('.codelens-decoration a:has-text("Is this possible?")').first().click();
  await page.locator('.codelens-decoration a:has-text("✓ possible")').first().click({ timeout: 60_000 });
  const inner = page.locator('iframe.webview').last().contentFrame().locator('iframe#active-frame').contentFrame();
  await inner.locator('h2:text-is("overlap")').waitFor({ timeout: 60_000 });
  expect(await inner.locator('tr.step .remark').allInnerTexts()).toEqual([
    '// step 1 of overlap, old = 0',
    '// step 2 of overlap, old = 0',
    '// step 3 of overlap, users 0 -> 1',
  ]);
});

test('actors of one CPU share a column of the trace, the handler between marks', async () => {
  await open('one_cpu.mmspec');
  await page.locator('.codelens-decoration a:text-is("▶ Run")').first().click({ timeout: 60_000 });
  await page.locator('.codelens-decoration a:has-text("deadlock")').first().click({ timeout: 60_000 });
  const inner = page.locator('iframe.webview').last().contentFrame().locator('iframe#active-frame').contentFrame();
  await inner.locator('h2:text-is("deadlock")').waitFor({ timeout: 60_000 });
  expect(await inner.locator('thead th').allInnerTexts()).toContain('CPU0 (task)');
  await inner.locator('tr:has-text("<IRQ>")').first().waitFor();
  // A call that goes on waiting has one row, that of the step with which it began.
  expect(await inner.locator('tr.step:has-text("spin_lock(guard)")').count()).toBe(2);
  expect(await inner.locator('tr:has-text("waits for task")').count()).toBe(1);
  await shot('contexts');
});

describe('the debugger steps', () => {
  const done = 'done\nlost_update.mmspec\n9:1';
  const store = 'store\nlost_update.mmspec\n8:10';
  test.each([
    ['Step by hand', 2, ['cpu[0]\nPAUSED ON STEP', done]],
    ['Step the race', 3, ['cpu[1]\nPAUSED ON STEP', done, store]],
    ['Step the scenario', 2, ['cpu[1]\n2 OF 3: CPU[1].LOAD', store]],
    ['Step a diagram', 2, ['cpu[1]\nLINE 3: LOAD', store]],
  ])('%s, as the documents launch it', async (title, steps, stack) => {
    await open('lost_update.mmspec');
    await command('View: Show Run and Debug');
    await command('Debug: Select and Start Debugging');
    await page.keyboard.type(title, { delay: 10 });
    await page.keyboard.press('Enter');
    const rows = page.locator('.debug-call-stack .monaco-list-row');
    await rows.first().waitFor({ timeout: 30_000 });
    for (let step = 0; step < steps; step++) {
      await page.waitForTimeout(1500);
      await page.keyboard.press('F10');
    }
    try {
      await expect.poll(() => rows.allInnerTexts(), { timeout: 30_000 }).toEqual(expect.arrayContaining(stack));
      if (title === 'Step a diagram') await shot('debugger');
    } finally {
      await page.keyboard.press('Shift+F5');
      await page.locator('.debug-toolbar').waitFor({ timeout: 30_000, state: 'hidden' });
    }
  });
});

test('the debugger is asked expressions, logs, shows who holds what, sets a variable, and stops where a property breaks', async () => {
  const variable = (name: string): Locator => page.locator(`.debug-variables .monaco-list-row:has-text("${name}")`).first();
  /** A click may come while the tree is drawn anew. */
  const unfold = async (name: string, below: string): Promise<void> => {
    for (let tries = 0; tries < 5 && (await variable(below).count()) === 0; tries++) {
      await variable(name).locator('.monaco-tl-twistie').click({ force: true });
      await page.waitForTimeout(1000);
    }
    await variable(below).waitFor({ timeout: 10_000 });
  };
  const callStack = page.locator('.debug-call-stack .monaco-list-row');
  const console = page.locator('.repl .monaco-list-row');
  await open('holders.mmspec');
  await page.locator('.monaco-editor .view-line:has-text("drop:")').first().click();
  await command('Debug: Add Logpoint...');
  await page.locator('.breakpoint-widget .monaco-editor').first().waitFor({ timeout: 30_000 });
  // It takes the focus a moment after it is shown.
  await page.waitForTimeout(1000);
  await page.keyboard.type('{self} has it, with {refs(folio)} in all', { delay: 10 });
  await page.keyboard.press('Enter');
  await page.locator('.breakpoint-widget').waitFor({ timeout: 30_000, state: 'detached' });
  await command('View: Show Run and Debug');
  await command('Debug: Select and Start Debugging');
  await page.keyboard.type('Step by hand', { delay: 10 });
  await page.keyboard.press('Enter');
  await callStack.first().waitFor({ timeout: 30_000 });
  try {
    await page.waitForTimeout(1500);
    await page.keyboard.press('F10');
    await page.locator('.debug-call-stack .monaco-list-row:has-text("pin")').first().waitFor({ timeout: 30_000 });
    await unfold('Shared', 'folio =');
    await unfold('folio =', 'safe =');
    await variable('safe =').dblclick();
    await page.locator('.debug-variables input').first().waitFor({ timeout: 30_000 });
    await page.keyboard.press('Control+A');
    await page.keyboard.type('refs(folio) == 1', { delay: 10 });
    await page.keyboard.press('Enter');
    await variable('safe =true').waitFor({ timeout: 30_000 });
    await unfold('held by =', 'cache =1 reference');
    await shot('debug_set');

    await page.keyboard.press('F10');
    await page.locator('.exception-widget:has-text("only_cache")').first().waitFor({ timeout: 30_000 });
    expect(await callStack.allInnerTexts()).toContain('gup[0] (CPU0, task)\nONLY_CACHE BREAKS');
    await console.locator('.value:has-text("gup[0] at drop has it, with 2 in all")').first().waitFor({ timeout: 30_000 });

    await command('Debug Console: Focus on Debug Console View');
    for (const asked of ['holders(folio)', 'hodlers(folio)']) {
      await page.keyboard.type(asked, { delay: 10 });
      await page.keyboard.press('Enter');
      await page.waitForTimeout(500);
    }
    await console.locator('.value:has-text("{gup[0]}")').first().waitFor({ timeout: 30_000 });
    await console.locator(':has-text("You may ask for shared variables")').first().waitFor({ timeout: 30_000 });
    await shot('debug_console');

    await page.locator('.monaco-editor .view-line:has-text("pin:") span span:text-is("folio")').first().hover();
    await page.locator('.debug-hover-widget:has-text("held by gup[0], cache")').first().waitFor({ timeout: 30_000 });
    await shot('debug_hover');
  } finally {
    await command('Remove All Breakpoints');
    await page.keyboard.press('Shift+F5');
    await page.locator('.debug-toolbar').waitFor({ timeout: 30_000, state: 'hidden' });
  }
});

test('the page of `check --html` steps through a race and round a loop', async () => {
  const file = join(bench.folder, 'page.html');
  execFileSync(
    process.execPath,
    [join(root, 'packages/cli/bin/mmspec.js'), 'check', 'specs/safe_refcount.mmspec', '--check', 'row3', '--check', 'weak_lock', '--html', file],
    { cwd: root, stdio: 'ignore' },
  );
  const own = await bench.newPage();
  await own.goto(`file://${file}`);
  expect(await own.locator('h2').innerText()).toBe('no_unsafe_holder');
  expect(await own.locator('tr.step').count()).toBe(8);
  for (let step = 0; step < 5; step++) await own.keyboard.press('ArrowDown');
  expect(await own.locator('tr.step.now').innerText()).toContain('folio_get(folio)');
  expect(await own.locator('.state tr.changed').allInnerTexts()).toEqual(['folio.refcount\t2 → 3', 'vcpu[0]\tat take.inc']);
  expect(await own.locator('.held tr').allInnerTexts()).toEqual(['vcpu[0]\tfolio', 'gup\tfolio']);
  expect(await own.locator('.source .now').innerText()).toContain('folio_get(folio)');
  await own.keyboard.press('End');
  expect(await own.locator('tr.step.now .bug').innerText()).toBe('[BUG: no_unsafe_holder]');
  await own.keyboard.press('ArrowUp');
  expect(await own.locator('output').innerText()).toBe('state 7 of 8');
  await shot('page', own);
  expect(await own.locator('.stays summary').innerText()).toMatch(/^\d+ that stay as they are$/u);

  await own.locator('select').selectOption({ label: 'weak_lock[read=ref_first]: converts (8 steps)' });
  expect(await own.locator('tr.step.loop').count()).toBe(5);
  expect(await own.locator('tr.rule').allInnerTexts()).toEqual(['for ever:', 'and again']);
  await own.locator('[data-go=last]').click();
  await own.locator('[data-go=next]').click();
  expect(await own.locator('output').innerText()).toBe('state 4 of 8');
  expect(await own.locator('input[type=range]').inputValue()).toBe('4');
});

test('of several steps on a line the cursor means the statement it stands in, in the present round or the next one', async () => {
  const [text, file] = ['rounds.mmspec', 'rounds.html'].map((name) => join(bench.folder, name)) as [string, string];
  writeFileSync(
    text,
    'module rounds\nshared n: 0..6 = 0\nactor a {\n  repeat 3 {\n    one: n += 1  two: n += 1\n  }\n}\ninvariant small: n < 6\ncheck c { } expect violates small\n',
  );
  execFileSync(process.execPath, [join(root, 'packages/cli/bin/mmspec.js'), 'check', text, '--html', file], { stdio: 'ignore' });
  const own = await bench.newPage();
  await own.goto(`file://${file}`);
  const state = async (line: number, column: number): Promise<string> => {
    await own.evaluate(
      `new Promise((done) => { addEventListener('message', () => done(), { once: true }); postMessage({ kind: 'cursor', path: ${JSON.stringify(text)}, line: ${line}, column: ${column} }, '*'); })`,
    );
    return own.locator('output').innerText();
  };
  expect(await state(5, 1)).toBe('state 1 of 6');
  expect(await state(5, 19)).toBe('state 2 of 6');
  expect(await state(5, 12)).toBe('state 3 of 6');
  expect(await state(5, 12)).toBe('state 3 of 6');
  expect(await state(5, 80)).toBe('state 4 of 6');
  expect(await state(4, 1)).toBe('state 4 of 6');
  await own.keyboard.press('End');
  expect(await state(5, 12)).toBe('state 1 of 6');
});
