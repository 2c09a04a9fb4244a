import { spawnSync } from 'node:child_process';
import { secondsSince } from './run.js';

const holds = (test) => spawnSync('sh', ['-c', test], { stdio: 'ignore' }).status === 0;
const isThere = (command) => holds(`command -v ${command}`);

/**
 * Installs what is missing of some programs, each with its command, or what a shell says where it is there, and the Debian package
 * that has it, with apt-get where that exists and is allowed; the names of the packages that could not be installed.
 */
export function installMissing(programs) {
  const missing = programs.filter(({ command, has }) => !(has === undefined ? isThere(command) : holds(has))).map((program) => program.package);
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
