import { CompileError } from '@mmspec/analysis';
import type { Paint } from '@mmspec/report';
import { showDiagnostics } from './show_diagnostics.ts';

/** What the work gives; null where the compiler has something against a spec under the settings of a check, which is printed after `clear`. */
export async function orErrors<T>(work: () => Promise<T>, paint: Paint, clear: () => void = () => undefined): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    clear();
    showDiagnostics(error.files, error.diagnostics, paint);
    return null;
  }
}
