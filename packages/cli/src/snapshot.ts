import { startupSnapshot } from 'node:v8';
import { runCommand } from './command_line.ts';
import { addCheck } from './commands/check_options.ts';
import type { ExitCode } from './exit_code.ts';
import { run } from './run.ts';

/*
 * The entry of the snapshot that `mmspec check` starts from: a heap in which everything is loaded and has run once.
 * The build runs this file with the paths of specs to run; a process that starts from the snapshot begins at its main function.
 */

const check = (args: readonly string[]): Promise<ExitCode> => runCommand(args, addCheck);

startupSnapshot.setDeserializeMainFunction(() => void run(check));

void warmUp(process.argv.slice(2));

/** Functions that have run keep their bytecode in the snapshot. What the specs say does not matter here. */
async function warmUp(paths: readonly string[]): Promise<void> {
  for (const path of paths) await check(['check', path, '--states-max', '500', '--progress', 'none']);
}
