import type { ExitCode } from './exit_code.ts';
import { failure } from './failure.ts';

/** Runs the program with the arguments of this process, and turns every way to end into an exit code. */
export async function run(program: (args: readonly string[]) => Promise<ExitCode>): Promise<void> {
  process.on('uncaughtException', (error) => process.exit(failure(error)));
  process.on('unhandledRejection', (error) => process.exit(failure(error)));
  try {
    process.exitCode = await program(process.argv.slice(2));
  } catch (error) {
    process.exitCode = failure(error);
  }
}
