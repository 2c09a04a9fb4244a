import { writeSync } from 'node:fs';
import { exitCodes, type ExitCode } from './exit_code.ts';
import { fileReason } from './files/file_reason.ts';

/*
 * Standard output carries results, standard error carries progress and diagnostics.
 * Writing is synchronous: nothing is lost when the process ends.
 *
 * Neither a reader that has gone (`| head`) nor a full disk behind a stream ends a command: what else it writes, and its
 * exit code, do not depend on who reads. A stream that has failed once takes nothing any more, so what was written is a beginning.
 */

const standardOutput = 1;
const standardError = 2;

/** Why a stream takes nothing any more; null where its reader has gone. */
const failed = new Map<number, string | null>();

/** Forgets what has become of the streams; they are those of another process where this one begins from a snapshot. */
export function freshOutput(): void {
  failed.clear();
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
  write(standardOutput, text);
}

export function printError(text: string): void {
  printErrorText(`${text}\n`);
}

export function printErrorText(text: string): void {
  write(standardError, text);
}

/** Writes bytes to standard output as they are. */
export function printBytes(bytes: Uint8Array): void {
  write(standardOutput, bytes);
}

function write(descriptor: number, content: string | Uint8Array): void {
  if (failed.has(descriptor)) return;
  let bytes: Uint8Array = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code !== 'EAGAIN') {
        failed.set(descriptor, code === 'EPIPE' ? null : fileReason(error));
        return;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}
