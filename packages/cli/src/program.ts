import { commandLine } from './command_line.ts';
import { commands } from './commands.ts';
import type { ExitCode } from './exit_code.ts';

/** Runs the command line with the given arguments, and returns the exit code. Of the commands only the one that is called is loaded. */
export async function program(args: readonly string[]): Promise<ExitCode> {
  const load = commands[calledCommand(args)];
  const loaded = await Promise.all(load === undefined ? Object.values(commands).map((each) => each()) : [load()]);
  return commandLine((root, ended) => {
    for (const add of loaded) add(root, ended);
  })(args);
}

/** The first argument that is no option of the program itself; help, and what nobody knows, is about all commands. */
function calledCommand(args: readonly string[]): string {
  return args.find((argument, at) => !argument.startsWith('-') && args[at - 1] !== '--color') ?? '';
}
