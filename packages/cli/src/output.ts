import { writeSync } from 'node:fs';

/*
 * Standard output carries results, standard error carries progress and diagnostics.
 * Writing is synchronous: nothing is lost when the process ends, and a reader that went away is seen at once.
 */

/** Thrown where the reader of standard output has gone (`| head`): the command ends quietly. */
export class ClosedPipe extends Error {
  override readonly name = 'ClosedPipe';
}

export function printLine(text: string): void {
  printText(`${text}\n`);
}

export function printText(text: string): void {
  write(1, text);
}

export function printError(text: string): void {
  printErrorText(`${text}\n`);
}

export function printErrorText(text: string): void {
  try {
    write(2, text);
  } catch (error) {
    if (!(error instanceof ClosedPipe)) throw error;
  }
}

/** Writes bytes to standard output as they are. */
export function printBytes(bytes: Uint8Array): void {
  write(1, bytes);
}

function write(descriptor: number, content: string | Uint8Array): void {
  let bytes: Uint8Array = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'EPIPE') throw new ClosedPipe();
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}
