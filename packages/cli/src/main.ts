import { exitCodes, type ExitCode } from './exit_code.ts';
import { ClosedPipe, printError } from './output.ts';
import { UsageError } from './usage_error.ts';

/*
 * The entry of the command line: runs the program, and turns every way to end into an exit code.
 */

function failure(error: unknown): ExitCode {
  if (error instanceof ClosedPipe) return exitCodes.met;
  if (error instanceof UsageError) {
    printError(`mmspec: ${error.message}`);
    return exitCodes.badInput;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  printError(`mmspec: this is a fault of mmspec itself, not of your spec. Please report it with the spec and these lines:\n${text}`);
  return exitCodes.internal;
}

process.on('uncaughtException', (error) => process.exit(failure(error)));
process.on('unhandledRejection', (error) => process.exit(failure(error)));

try {
  const { program } = await import('./program.ts');
  process.exitCode = await program(process.argv.slice(2));
} catch (error) {
  process.exitCode = failure(error);
}
