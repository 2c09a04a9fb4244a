import type { JsonFault } from '@mmspec/api';
import { oneLine } from '@mmspec/source';
import { exitCodes, type ExitCode } from './exit_code.ts';
import { printError } from './output.ts';
import { UsageError } from './usage_error.ts';

/** A fault of mmspec itself that cost a part of the results. */
export type Fault = JsonFault;

/** Characters of the message of a fault. */
const messageMax = 400;

/** Says what ended the program, and returns its exit code. */
export function failure(error: unknown): ExitCode {
  if (error instanceof UsageError) {
    printError(`mmspec: ${oneLine(error.message)}`);
    return exitCodes.badInput;
  }
  printFault('', error);
  return exitCodes.internal;
}

/** Says what a fault of mmspec cost, `where`: nothing, or a file or check; and gives it as data. */
export function reportFault(path: string, check: string | null, error: unknown): Fault {
  printFault(check === null ? path : `${path}: ${check}`, error);
  return { check, message: messageOf(error) };
}

/** Whether an error is a mistake of the call, and so ends everything. */
export function endsAll(error: unknown): boolean {
  return error instanceof UsageError;
}

function printFault(where: string, error: unknown): void {
  const { MMSPEC_DEBUG } = process.env;
  const stack = MMSPEC_DEBUG !== undefined && MMSPEC_DEBUG !== '' && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  printError(
    `mmspec: ${where === '' ? '' : `${oneLine(where)}: `}this is a fault of mmspec itself, not of your spec: ${messageOf(error)}. Please report it with the spec; MMSPEC_DEBUG=1 shows where it happened.${stack}`,
  );
}

/** Of a long message, which may hold a name or a text of the spec, its two ends. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return message.length <= messageMax ? message : `${message.slice(0, messageMax / 2)} … ${message.slice(-messageMax / 2)}`;
}
