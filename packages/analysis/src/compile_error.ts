import { hasErrors, type Diagnostic, type SourceFile } from '@mmspec/source';

/** The compiler has something against a spec under the settings of a check. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
  readonly diagnostics: readonly Diagnostic[];
  /** The texts that the diagnostics point into. */
  readonly files: readonly SourceFile[];

  constructor(diagnostics: readonly Diagnostic[], files: readonly SourceFile[]) {
    super(diagnostics.map((diagnostic) => diagnostic.message).join('\n'));
    this.diagnostics = diagnostics;
    this.files = files;
  }
}

/** Throws what a run of the checks of these texts could not compile: what was found then is not all that there is. */
export function refuseErrors(diagnostics: readonly Diagnostic[], files: readonly SourceFile[]): void {
  if (hasErrors(diagnostics))
    throw new CompileError(
      diagnostics.filter(({ severity }) => severity === 'error'),
      files,
    );
}

/** The first error, as a reason; empty where there is none. */
export function firstError(diagnostics: readonly Diagnostic[]): string {
  const first = diagnostics.find(({ severity }) => severity === 'error');
  return first === undefined ? '' : `${first.code}: ${first.message}`;
}
