import { program } from './program.ts';
import { run } from './run.ts';

/*
 * The entry of the command line: `bin/mmspec.js` calls `main` once this file and what it needs could be loaded.
 */

export function main(): Promise<void> {
  return run(program);
}
