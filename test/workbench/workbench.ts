import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../syntax/corpus.ts';

/*
 * Visual Studio Code's workbench: code-server with the built extension, in a headless browser.
 * What is downloaded is kept in `.cache/workbench`, and fetched again where that is empty. Needs `chromium` from the system's packages.
 */

const cache = join(root, '.cache/workbench');
const versions = ['code-server@4.139.1', 'playwright-core@1.65.1'];

/** What the tests use of a page of playwright-core, which is not among the dependencies of the repository. */
export interface Locator {
  readonly first: () => Locator;
  readonly last: () => Locator;
  readonly nth: (index: number) => Locator;
  readonly click: (options?: { readonly timeout?: number; readonly button?: 'left' | 'right'; readonly force?: boolean }) => Promise<void>;
  readonly dblclick: () => Promise<void>;
  readonly hover: () => Promise<void>;
  readonly waitFor: (options?: { readonly timeout?: number; readonly state?: 'attached' | 'detached' | 'visible' | 'hidden' }) => Promise<void>;
  readonly count: () => Promise<number>;
  readonly innerText: () => Promise<string>;
  readonly selectOption: (option: { readonly label: string }) => Promise<unknown>;
  readonly inputValue: () => Promise<string>;
  readonly allInnerTexts: () => Promise<string[]>;
  readonly evaluateAll: <T>(action: (elements: { readonly className: string }[]) => T) => Promise<T>;
  readonly locator: (selector: string) => Locator;
  readonly contentFrame: () => Locator;
  readonly press: (key: string) => Promise<void>;
  readonly fill: (text: string) => Promise<void>;
}

export interface Page {
  readonly goto: (url: string, options?: { readonly timeout: number }) => Promise<unknown>;
  readonly locator: (selector: string) => Locator;
  readonly screenshot: (options: { readonly path: string }) => Promise<unknown>;
  readonly keyboard: { readonly press: (key: string) => Promise<void>; readonly type: (text: string, options?: { readonly delay: number }) => Promise<void> };
  readonly waitForTimeout: (milliseconds: number) => Promise<void>;
  readonly evaluate: (script: string) => Promise<unknown>;
}

interface Browser {
  readonly newPage: (options: { readonly viewport: { readonly width: number; readonly height: number } }) => Promise<Page>;
  readonly close: () => Promise<void>;
}

export interface Workbench {
  readonly page: Page;
  /** Another page of the same browser, without the workbench. */
  readonly newPage: () => Promise<Page>;
  readonly folder: string;
  readonly stop: () => Promise<void>;
}

export interface WorkbenchOptions {
  /** Beside those of the tests. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Called before the workbench begins. */
  readonly prepare?: (folder: string) => void;
  /** Where its terminals find commands; left out: those of the repository, then of this process. */
  readonly path?: string;
}

/** A workbench with these files in its folder and the extension from the built archive. */
export async function workbench(files: Readonly<Record<string, string>>, options: WorkbenchOptions = {}): Promise<Workbench> {
  download();
  execFileSync(process.execPath, [join(root, 'scripts/vsix.js')], { stdio: 'ignore' });
  const home = mkdtempSync(join(tmpdir(), 'mmspec-workbench-'));
  const folder = join(home, 'work');
  mkdirSync(join(home, 'user/User'), { recursive: true });
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  options.prepare?.(folder);
  const settings = {
    'chat.disableAIFeatures': true,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'workbench.startupEditor': 'none',
    'editor.minimap.enabled': false,
    'telemetry.telemetryLevel': 'off',
    ...options.settings,
  };
  writeFileSync(join(home, 'user/User/settings.json'), JSON.stringify(settings));
  const entry = join(cache, 'node_modules/code-server/out/node/entry.js');
  const common = ['--user-data-dir', join(home, 'user'), '--extensions-dir', join(home, 'extensions')];
  const env = { ...process.env, XDG_CONFIG_HOME: home, PATH: options.path ?? `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}` };
  execFileSync(process.execPath, [entry, ...common, '--install-extension', join(root, 'packages/vscode/mmspec.vsix')], { env, stdio: 'ignore' });
  const port = await freePort();
  const server = spawn(
    process.execPath,
    [
      entry,
      ...common,
      '--auth',
      'none',
      '--bind-addr',
      `127.0.0.1:${port}`,
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-workspace-trust',
      folder,
    ],
    { env, stdio: 'ignore', detached: true },
  );
  const { chromium } = createRequire(join(cache, 'package.json'))('playwright-core') as {
    readonly chromium: { readonly launch: (options: unknown) => Promise<Browser> };
  };
  let browser: Browser | null = null;
  const stop = async (): Promise<void> => {
    await browser?.close();
    endGroup(server);
    await pause(300);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await healthy(port);
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`, { timeout: 180_000 });
    await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    return { page, folder, newPage: () => (browser as Browser).newPage({ viewport: { width: 1280, height: 860 } }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function download(): void {
  if (existsSync(join(cache, 'complete'))) return;
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'package.json'), '{ "private": true }\n');
  const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}` };
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', '--no-save', ...quiet, ...versions], { cwd: cache, env, stdio: 'ignore' });
  execFileSync('npm', ['install', '--omit=dev', ...quiet], { cwd: join(cache, 'node_modules/code-server/lib/vscode'), env, stdio: 'ignore' });
  writeFileSync(join(cache, 'complete'), `${versions.join('\n')}\n`);
}

/** It forks, so its group is ended. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function healthy(port: number): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const found = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    if (found?.ok === true) return;
    await pause(100);
  }
  throw new Error('code-server did not start');
}
