import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { exitCodes, type ExitCode } from './exit_code.ts';
import { fileReason } from './files/file_reason.ts';
import { shown } from './shown.ts';

/*
 * Standard output carries results, standard error carries progress and diagnostics.
 * Writing is synchronous: nothing is lost when the process ends.
 *
 * Neither a reader that has gone (`| head`) nor a full disk behind a stream ends a command: what else it writes, and its
 * exit code, do not depend on who reads. A stream that has failed once takes nothing any more, so what was written is a beginning.
 * Everything that is printed for people passes `shown`, so that no text of others steers a terminal.
 */

export const standardOutput = 1;
export const standardError = 2;

/** Why a stream takes nothing any more; null where its reader has gone. */
const failed = new Map<number, string | null>();

/** Descriptors by the streams that they stand for. */
const descriptors = new Map<number, number>();

/** Texts that were written to standard output. */
let answers = 0;

/** Forgets what has become of the streams; they are those of another process where this one begins from a snapshot. */
export function freshOutput(): void {
  failed.clear();
  descriptors.clear();
}

/** Standard error takes nothing until then: what is wrong with a text is worked out, and told to nobody. */
export function withoutErrors(): void {
  failed.set(standardError, null);
}

/** How many texts were written to standard output so far, even if nobody reads them. */
export function printedSoFar(): number {
  return answers;
}

/** The exit code at the end, of what a command found: where not all of its results could be written, it says so, and the code is not 0. */
export function codeAfterOutput(code: ExitCode): ExitCode {
  const reason = failed.get(standardOutput) ?? null;
  if (reason === null) return code;
  printError(`mmspec: standard output cannot be written: ${reason}. What is there is not complete.`);
  return code === exitCodes.met ? exitCodes.badInput : code;
}

export function printLine(text: string): void {
  printText(`${text}\n`);
}

export function printText(text: string): void {
  write(standardOutput, shown(text));
}

export function printError(text: string): void {
  printErrorText(`${text}\n`);
}

export function printErrorText(text: string): void {
  write(standardError, shown(text));
}

/**
 * Whether people read what is written to a descriptor. `process.stdout` would tell too, but to make it of a pipe loads Node's sockets.
 * Threads for specs print too, and may not import the module: see ARCHITECTURE.md.
 */
export function isTerminal(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(descriptor);
  } catch {
    return false;
  }
}

/** Prints a text that is data for another program: unchanged, unless people read it. */
export function printData(text: string): void {
  write(standardOutput, isTerminal(standardOutput) ? shown(text) : text);
}

/** Writes bytes to standard output as they are, unless people read them. */
export function printBytes(bytes: Uint8Array): void {
  write(standardOutput, isTerminal(standardOutput) ? shown(new TextDecoder().decode(bytes)) : bytes);
}

let blocked = (): void => undefined;

/** What is done where nobody reads what was written, and the process has to wait. */
export function onBlocked(action: () => void): void {
  blocked = action;
}

function write(descriptor: number, content: string | Uint8Array): void {
  if (descriptor === standardOutput) answers++;
  if (failed.has(descriptor)) return;
  const target = unblocking(descriptor);
  let bytes: Uint8Array = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(target, bytes));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code !== 'EAGAIN') {
        failed.set(descriptor, code === 'EPIPE' ? null : fileReason(error));
        return;
      }
      blocked();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}

/** The same pipe, so opened that a write which cannot be done says so: waiting in the system, nobody would hear of a signal. */
function unblocking(descriptor: number): number {
  const before = descriptors.get(descriptor);
  if (before !== undefined) return before;
  let own = descriptor;
  try {
    if (process.platform === 'linux' && fstatSync(descriptor).isFIFO())
      own = openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    // Then it waits in the system.
  }
  descriptors.set(descriptor, own);
  return own;
}
