import type { ExitCode } from './exit_code.ts';
import { failure } from './failure.ts';
import { codeAfterOutput, freshOutput } from './output.ts';

/** Runs the program with the arguments of this process, and turns every way to end into an exit code. */
export async function run(program: (args: readonly string[]) => Promise<ExitCode>): Promise<void> {
  freshOutput();
  process.on('uncaughtException', (error) => process.exit(codeAfterOutput(failure(error))));
  process.on('unhandledRejection', (error) => process.exit(codeAfterOutput(failure(error))));
  try {
    process.exitCode = codeAfterOutput(await program(process.argv.slice(2)));
  } catch (error) {
    process.exitCode = codeAfterOutput(failure(error));
  }
}
