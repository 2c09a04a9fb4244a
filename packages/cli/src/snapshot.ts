import { startupSnapshot } from 'node:v8';
import { forgetTrees } from '@mmspec/syntax';
import { commandLine } from './command_line.ts';
import { add } from './commands/check.ts';
import { run } from './run.ts';

/*
 * The entry of the snapshot that `mmspec check` starts from: a heap in which everything is loaded and has run.
 * The build runs this file with the paths of specs; a process that starts from the snapshot begins at its main function.
 */

const check = commandLine(add);
startupSnapshot.setDeserializeMainFunction(() => void run(check));
void warmUp(process.argv.slice(2));

/** Functions that have run keep their bytecode in the snapshot: those that draw, too. What the specs say does not matter here. */
async function warmUp(paths: readonly string[]): Promise<void> {
  for (const path of paths) await commandLine(add)(['check', path, '--states-max', '500', '--progress', 'none', '--races', 'all']);
  forgetTrees();
}
