import { spawnSync } from 'node:child_process';
import { secondsSince } from './run.js';

const isThere = (command) => spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;

/**
 * Installs what is missing of some programs, each with its command and the Debian package that has it, with apt-get where
 * that exists and is allowed; the names of the packages that could not be installed.
 */
export function installMissing(programs) {
  const missing = programs.filter(({ command }) => !isThere(command)).map((program) => program.package);
  if (missing.length === 0 || !isThere('apt-get') || process.getuid?.() !== 0) return missing;
  const start = Date.now();
  console.log(`Installing ${missing.join(', ')} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env };
  spawnSync('apt-get', ['update', '-qq'], quiet);
  const { status } = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet);
  if (status !== 0) return missing;
  console.log(`Installed in ${secondsSince(start)} s.`);
  return [];
}
