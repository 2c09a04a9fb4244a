import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The environment with the pinned Node and the project's tools first on the path. */
export function environment() {
  const bin = fileURLToPath(new URL('../node_modules/.bin', import.meta.url));
  const path = process.env.PATH ?? '';
  return path.split(delimiter)[0] === bin ? process.env : { ...process.env, PATH: bin + delimiter + path };
}

/** Runs a command in the repository with its output shown; ends this process with its exit code if it fails. */
export function run(command, args, options = {}) {
  const status = runStatus(command, args, options);
  if (status !== 0) process.exit(status);
}

/** Runs a command in the repository with its output shown, and returns its exit code. */
export function runStatus(command, args, options = {}) {
  // On Windows the tools are scripts for its shell.
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: environment(),
    shell: process.platform === 'win32' && command !== 'node',
    ...options,
  });
  if (result.error !== undefined) {
    console.error(`cannot run ${command}: ${result.error.message}`);
    return 1;
  }
  return result.status ?? 1;
}

/** Seconds since `start` (milliseconds of `Date.now()`), with one decimal. */
export function secondsSince(start) {
  return ((Date.now() - start) / 1000).toFixed(1);
}
