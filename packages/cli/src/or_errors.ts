import { CompileError } from '@mmspec/analysis';
import type { Remarks } from './remarks.ts';

/** What the work gives; null where the compiler has something against a spec under the settings of a check, which is said after `clear`. */
export async function orErrors<T>(work: () => Promise<T>, remarks: Remarks, clear: () => void = () => undefined): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    clear();
    remarks.show(error.files, error.diagnostics);
    return null;
  }
}
