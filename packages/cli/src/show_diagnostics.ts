import { renderDiagnostics, type Paint } from '@mmspec/report';
import type { Diagnostic, SourceFile } from '@mmspec/source';
import { printError } from './output.ts';

/** Prints diagnostics on standard error. */
export function showDiagnostics(files: readonly SourceFile[], diagnostics: readonly Diagnostic[], paint: Paint): void {
  if (diagnostics.length > 0) printError(renderDiagnostics(files, diagnostics, paint));
}
