import { calledCommand, commandLine, versionFlags, type AddCommand } from './command_line.ts';
import { commands } from './commands.ts';
import type { ExitCode } from './exit_code.ts';

/** Runs the command line with the given arguments, and returns the exit code. Of the commands only the one that is called is loaded. */
export async function program(args: readonly string[]): Promise<ExitCode> {
  const loaded = await Promise.all(needed(args).map((load) => load()));
  return commandLine((root, ended) => {
    for (const add of loaded) add(root, ended);
  })(args);
}

/** What the arguments need of the commands: none for the version, all for help and for what nobody knows. */
function needed(args: readonly string[]): readonly (() => Promise<AddCommand>)[] {
  if (args.length === 1 && versionFlags.includes(args[0] ?? '')) return [];
  const load = commands[calledCommand(args)];
  return load === undefined ? Object.values(commands) : [load];
}
