import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../syntax/corpus.ts';
import { callCommand, openFile, texts, until } from './driving.ts';
import { workbench, type Page, type Workbench } from './workbench.ts';

/*
 * What is no open file of the disk, in the real workbench: files that nobody opened, another revision, a terminal; and all of it in a browser.
 * Each test goes on where the one before it ended.
 */

const files = {
  'lost.mmspec': `module lost

shared users: 0..2 = 0

actor cpu[2] {
  load:  let old = users
  store: users = old + 1
}

invariant counted: cpu[0] at done and cpu[1] at done implies users == 2

check as_written { } expect violates counted within 4
check hoped { } expect holds
`,
  'ops.mmspec': 'module ops\n\nshared level: 0..2 = 0\n\nop bump() {\n  one: level = 1\n}\n',
  'user.mmspec': 'module user\n\nimport ops\n\nactor a {\n  bump()\n}\n\ncheck plain { }\n',
  'notes.md':
    '# Notes\n\nSome words.\n\n```mmspec\nmodule noted\n\nactor a {\n  load: let old = userz\n}\n```\n\n> ```mmspec\n> module quoted\n>\n> actor a {\n>   skip\n> }\n>\n> check fine { } expect holds\n> ```\n',
  'broken.mmspec': 'module broken\n\nactor a {\n  load: let old = usres\n}\n',
};
const summary = ': 1 check as expected, 1 not (hoped in lost.mmspec), 1 question answered, 1 file with mistakes.';

const shots = join(root, '.cache/screenshots');
let bench: Workbench;
let page: Page;
const shot = (name: string): Promise<unknown> => page.screenshot({ path: join(shots, `${name}.png`) });

/** Begins with a file that is opened, with which the extension begins. */
async function begin(...given: Parameters<typeof workbench>): Promise<void> {
  mkdirSync(shots, { recursive: true });
  bench = await workbench(...given);
  ({ page } = bench);
  await page.locator('.explorer-folders-view .monaco-list-row:has-text("user.mmspec")').first().click({ timeout: 60_000 });
  await page.locator('.codelens-decoration a').first().waitFor({ timeout: 60_000 });
}

const tests = async (): Promise<string> => (await texts(page.locator('.test-explorer .monaco-list-row'))).join('\n');
const notices = (): Promise<string[]> => texts(page.locator('.notification-list-item-message'));
const problems = (): Promise<string[]> => texts(page.locator('.markers-panel .monaco-list-row'));

describe('on a machine', () => {
  /** The committed texts call the operation `bump`, those of the disk `raise`. */
  const commit = (folder: string): void => {
    const git = (...call: string[]): unknown => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...call], { cwd: folder, stdio: 'ignore' });
    git('init');
    git('add', '.');
    git('commit', '-m', 'The first');
    for (const name of ['ops.mmspec', 'user.mmspec'] as const) writeFileSync(join(folder, name), files[name].replace('bump', 'raise'));
  };
  // The terminal is drawn as text, which can be read.
  const settings = { 'terminal.integrated.gpuAcceleration': 'off' };
  beforeAll(() => begin(files, { settings, prepare: commit, path: '/usr/bin:/bin' }), 400_000);
  afterAll(() => bench?.stop());

  test('the tests of files that nobody opened are listed, and those of a new file', async () => {
    await callCommand(page, 'Testing: Focus on Test Explorer View');
    await until(async () => (await tests()).includes('lost.mmspec') && (await tests()).includes('user.mmspec'), 'the tests of all files');
    writeFileSync(join(bench.folder, 'later.mmspec'), 'module later\n\nactor a {\n  skip\n}\n');
    writeFileSync(join(bench.folder, 'last.mmspec'), 'module last\n\nactor a {\n  skip\n}\n\ncheck fine { } expect holds\n');
    await until(async () => (await tests()).includes('last.mmspec'), 'the tests of a file that came');
    await shot('all_tests');
  });

  test('all files are checked: Problems of all of them, and a summary', async () => {
    await callCommand(page, 'mmspec: Check All Files of the Workspace');
    await until(async () => (await notices()).includes(`6 files${summary.replace('1 check', '2 checks')}`), 'the summary');
    await page.locator('.notification-list-item .monaco-button:has-text("Show Problems")').first().click();
    await until(async () => {
      const shown = (await problems()).join('\n');
      return ['broken.mmspec', 'usres', 'lost.mmspec', 'hoped is not met'].every((text) => shown.includes(text));
    }, 'the problems of files that are not open');
    await shot('check_all');
    await openFile(page, 'broken.mmspec');
    await page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
    await until(async () => (await problems()).filter((text) => text.includes('usres')).length === 1, 'one problem of a file that is open now');
  });

  test('a diff has no false mistakes: the committed text imports what was committed', async () => {
    await openFile(page, 'user.mmspec');
    await page.locator('.editor-actions a[aria-label^="Open Changes"]').first().click();
    await page.locator('.monaco-diff-editor .editor.original .view-line:has-text("bump")').first().waitFor({ timeout: 60_000 });
    await page.locator('.monaco-diff-editor .editor.modified .view-line:has-text("raise")').first().waitFor({ timeout: 60_000 });
    await page.waitForTimeout(2000);
    expect(await page.locator('.monaco-diff-editor .squiggly-error').count()).toBe(0);
    expect((await problems()).join('\n')).not.toContain('user.mmspec');
    await shot('diff');
  });

  test('blocks of Markdown have mistakes, lenses and verdicts, quoted ones too', async () => {
    await openFile(page, 'notes.md');
    await page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
    await page.locator('.codelens-decoration a:text-is("▶ Run")').first().click({ timeout: 60_000 });
    await page.locator('.codelens-decoration a:has-text("✓ holds · 2 states")').first().waitFor({ timeout: 60_000 });
    await shot('blocks');
  });

  test('a text that was never saved has lenses and verdicts', async () => {
    await callCommand(page, 'mmspec: New Spec');
    await page.locator('.editor-instance .view-line:has-text("module race")').first().waitFor({ timeout: 60_000 });
    await page.locator('.codelens-decoration a:text-is("▶ Run")').first().click({ timeout: 60_000 });
    await page.locator('.codelens-decoration a:has-text("✓ violates counted in 4")').first().waitFor({ timeout: 60_000 });
    await callCommand(page, 'Testing: Focus on Test Explorer View');
    await until(async () => (await tests()).includes('Untitled-1'), 'the tests of the text');
    await page.locator('.tab[data-resource-name="Untitled-1"]').first().click();
    // It would ask whether to save the text.
    await callCommand(page, 'View: Revert and Close Editor');
    await until(async () => !(await tests()).includes('Untitled-1'), 'no tests of a text that is gone');
  });

  test('a task checks the folder with the command of the extension, and says which version it is', async () => {
    await callCommand(page, 'Tasks: Run Task');
    const row = '.quick-input-list .monaco-list-row';
    await page.locator(`${row}:has-text("mmspec")`).first().click({ timeout: 60_000 });
    await page.locator(`${row}:has-text("check .")`).first().waitFor({ timeout: 60_000 });
    expect((await texts(page.locator(`${row}:has-text("check .")`))).join('\n')).toMatch(/mmspec \d+\.\d+\.\d+, which comes with the extension/u);
    await page.locator(`${row}:has-text("check .")`).first().click();
    await until(async () => (await texts(page.locator('.xterm-rows'))).join('').includes('reused'), 'the end of the task');
    // What the editor has found stays: that of a block is not among what the task finds.
    await page.waitForTimeout(1000);
    expect(await page.locator('.editor-instance .squiggly-error').count()).toBe(1);
    await shot('task');
  });

  test('a terminal finds the command without an install', async () => {
    const out = join(bench.folder, 'version.txt');
    await callCommand(page, 'Terminal: Create New Terminal');
    await page.waitForTimeout(2500);
    await page.keyboard.type('mmspec --version > version.txt', { delay: 5 });
    await page.keyboard.press('Enter');
    await until(() => Promise.resolve(existsSync(out) && readFileSync(out, 'utf8') !== ''), 'what the command wrote');
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
    expect(readFileSync(out, 'utf8').trim()).toBe(version);
  });
});

describe('in a browser', () => {
  const launch = { type: 'mmspec', request: 'launch', name: 'Step the race', program: '${file}', check: 'as_written', property: 'counted' };
  const launches = { version: '0.2.0', configurations: [launch] };
  beforeAll(
    () => begin({ ...files, '.vscode/launch.json': JSON.stringify(launches) }, { settings: { 'remote.extensionKind': { 'mmspec.mmspec': ['web'] } } }),
    400_000,
  );
  afterAll(() => bench?.stop());

  test('an import of a file that only the editor can read has no mistake, and a mistake is underlined', async () => {
    expect(await page.locator('.squiggly-error').count()).toBe(0);
    await openFile(page, 'broken.mmspec');
    await page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
  });

  test('a check runs, and its verdict opens the trace', async () => {
    await openFile(page, 'lost.mmspec');
    await page.locator('.codelens-decoration a:text-is("▶ Run")').first().click({ timeout: 60_000 });
    await page.locator('.codelens-decoration a:has-text("✓ violates counted in 4")').first().click({ timeout: 60_000 });
    const inner = page.locator('iframe.webview').first().contentFrame().locator('iframe#active-frame').contentFrame();
    await inner.locator('tr.step').first().waitFor({ timeout: 60_000 });
    expect(await inner.locator('tr.step').count()).toBe(4);
    await shot('browser');
  });

  test('a race is stepped, to a breakpoint too, and what is asked is judged', async () => {
    await page.locator('.editor-instance .view-line:has-text("store:")').first().click();
    await page.keyboard.press('F9');
    await page.locator('.codicon-debug-breakpoint').first().waitFor({ timeout: 30_000 });
    await callCommand(page, 'View: Show Run and Debug');
    await callCommand(page, 'Debug: Select and Start Debugging');
    await page.locator('.quick-input-list .monaco-list-row:has-text("Step the race")').first().click({ timeout: 60_000 });
    const rows = page.locator('.debug-call-stack .monaco-list-row');
    await rows.first().waitFor({ timeout: 60_000 });
    try {
      await page.keyboard.press('F5');
      await expect.poll(() => rows.allInnerTexts(), { timeout: 60_000 }).toEqual(expect.arrayContaining(['store\nlost.mmspec\n7:10']));
      await callCommand(page, 'Debug Console: Focus on Debug Console View');
      await page.keyboard.type('users + 1', { delay: 10 });
      await page.keyboard.press('Enter');
      await page.locator('.repl .monaco-list-row .value:has-text("1")').first().waitFor({ timeout: 30_000 });
      await shot('browser_debugger');
    } finally {
      await page.keyboard.press('Shift+F5');
      await page.locator('.debug-toolbar').waitFor({ timeout: 30_000, state: 'hidden' });
    }
  });

  test('all files have tests, and are checked together', async () => {
    await callCommand(page, 'Testing: Focus on Test Explorer View');
    await until(async () => (await tests()).includes('lost.mmspec') && (await tests()).includes('user.mmspec'), 'the tests of all files');
    await callCommand(page, 'mmspec: Check All Files of the Workspace');
    await until(async () => (await notices()).includes(`4 files${summary}`), 'the summary');
  });
});
