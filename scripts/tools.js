import { spawnSync } from 'node:child_process';
import { secondsSince } from './run.js';

/*
 * Installs the programs from outside npm that tests need, where they are missing: with apt-get, where that exists and is allowed.
 * Elsewhere the tests that need them fail with a sentence that names them; MMSPEC_TESTS=core leaves those tests out.
 */

/** Command, and the Debian package that has it. */
const tools = [
  { command: 'nvim', package: 'neovim' },
  { command: 'vim', package: 'vim' },
  { command: 'chromium', package: 'chromium' },
];

const isThere = (command) => spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;

const missing = tools.filter(({ command }) => !isThere(command)).map((tool) => tool.package);
if (missing.length > 0) {
  if (!isThere('apt-get') || process.getuid?.() !== 0) {
    console.error(`Some tests need programs that are not installed and cannot be installed from here: ${missing.join(', ')}. Install them, or set MMSPEC_TESTS=core.`);
    process.exit(1);
  }
  const start = Date.now();
  console.log(`Installing ${missing.join(', ')} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env };
  spawnSync('apt-get', ['update', '-qq'], quiet);
  const { status } = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet);
  if (status !== 0) {
    console.error(`apt-get could not install ${missing.join(', ')}. Install them, or set MMSPEC_TESTS=core.`);
    process.exit(1);
  }
  console.log(`Installed in ${secondsSince(start)} s.`);
}
