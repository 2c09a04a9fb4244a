import { exitCodes, type ExitCode } from './exit_code.ts';
import { printError } from './output.ts';
import { UsageError } from './usage_error.ts';

/** Says what ended the program, and returns its exit code. */
export function failure(error: unknown): ExitCode {
  if (error instanceof UsageError) {
    printError(`mmspec: ${error.message}`);
    return exitCodes.badInput;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  printError(`mmspec: this is a fault of mmspec itself, not of your spec. Please report it with the spec and these lines:\n${text}`);
  return exitCodes.internal;
}
