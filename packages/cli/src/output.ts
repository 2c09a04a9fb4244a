import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { shown } from './shown.ts';

/*
 * Standard output carries results, standard error carries progress and diagnostics.
 * Writing is synchronous: nothing is lost when the process ends, and a reader that went away is seen at once.
 * Everything that is printed passes `shown`, so that no text of others steers a terminal.
 */

/** Thrown where the reader of standard output has gone (`| head`): the command ends quietly. */
export class ClosedPipe extends Error {
  override readonly name = 'ClosedPipe';
}

export function printLine(text: string): void {
  printText(`${text}\n`);
}

export function printText(text: string): void {
  write(1, shown(text));
}

/** Prints a text that is data for another program: unchanged, unless people read it. */
export function printData(text: string): void {
  write(1, isatty(1) ? shown(text) : text);
}

export function printError(text: string): void {
  printErrorText(`${text}\n`);
}

export function printErrorText(text: string): void {
  try {
    write(2, shown(text));
  } catch (error) {
    if (!(error instanceof ClosedPipe)) throw error;
  }
}

let blocked = (): void => undefined;

/** What is done where nobody reads what was written, and the process has to wait. */
export function onBlocked(action: () => void): void {
  blocked = action;
}

function write(descriptor: 1 | 2, text: string): void {
  let bytes: Uint8Array = new TextEncoder().encode(text);
  const target = patientless(descriptor);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(target, bytes));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'EPIPE') throw new ClosedPipe();
      if (code !== 'EAGAIN') throw error;
      blocked();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}

/** Descriptors by those they stand for; of this process alone, for a snapshot remembers those of another one. */
let known: { readonly pid: number; readonly descriptors: Map<number, number> } = { pid: 0, descriptors: new Map() };

/** The same pipe, so opened that a write which cannot be done says so: waiting in the system, nobody would hear of a signal. */
function patientless(descriptor: 1 | 2): number {
  if (known.pid !== process.pid) known = { pid: process.pid, descriptors: new Map() };
  const before = known.descriptors.get(descriptor);
  if (before !== undefined) return before;
  let own: number = descriptor;
  try {
    if (process.platform === 'linux' && fstatSync(descriptor).isFIFO()) own = openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    // Then it waits in the system.
  }
  known.descriptors.set(descriptor, own);
  return own;
}
