import { run } from './run.ts';

/*
 * The entry of the command line: `bin/mmspec.js` calls `main` once this file and what it needs could be loaded.
 */

export function main(): Promise<void> {
  return run(async (args) => (await import('./program.ts')).program(args));
}
