import { oneLine } from '@mmspec/source';
import { replaceFiles } from '../files/write_file.ts';
import { printError } from '../output.ts';
import { claimOf, folderOf, type Claimable, type ClaimingCall } from './claim.ts';

/** Writes the claim of a call. Nothing is claimed of a run that was cut short, or in which nothing was checked. */
export function writeClaim(call: ClaimingCall, path: string, found: readonly Claimable[], inputs: readonly string[], wasInterrupted: boolean): void {
  if (wasInterrupted || found.length === 0) {
    printError(`--claim ${oneLine(path)}: nothing is claimed, since ${wasInterrupted ? 'the run was interrupted' : 'nothing was checked'}.`);
    return;
  }
  replaceFiles([{ path, content: `${JSON.stringify(claimOf(call, found, folderOf(path)), null, 2)}\n` }], inputs);
}
