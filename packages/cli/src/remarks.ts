import { diagnosticJson, type JsonDiagnostic, type Paint } from '@mmspec/report';
import type { Diagnostic, SourceFile } from '@mmspec/source';
import { checkJson } from './check_output.ts';
import { exitCodes, type ExitCode } from './exit_code.ts';
import { printLine } from './output.ts';
import { showDiagnostics } from './show_diagnostics.ts';

/** What a command says about the specs of a call: on standard error, and with `--json` as its one value where there is no answer. */
export class Remarks {
  /** By the path of the spec. */
  private readonly said = new Map<string, JsonDiagnostic[]>();
  private readonly paint: Paint;
  private readonly json: boolean;

  constructor(paint: Paint, json: boolean = false) {
    this.paint = paint;
    this.json = json;
  }

  /** Says something about the first of these files. */
  show(files: readonly SourceFile[], diagnostics: readonly Diagnostic[]): void {
    showDiagnostics(files, diagnostics, this.paint);
    const path = files[0]?.path ?? '';
    const own = this.said.get(path) ?? [];
    this.said.set(path, own);
    own.push(...diagnostics.map((diagnostic) => diagnosticJson(files, diagnostic)));
  }

  /** All that was said. */
  get diagnostics(): readonly JsonDiagnostic[] {
    return [...this.said.values()].flat();
  }

  /** Ends a call that has no answer, as a spec cannot be read or has errors: with `--json` it prints what `mmspec check --json` prints of that. */
  refused(): ExitCode {
    const files = [...this.said].filter(([, diagnostics]) => diagnostics.length > 0);
    if (this.json) printLine(checkJson(files.map(([path, diagnostics]) => ({ path, diagnostics, results: [], scenarios: [] }))));
    return exitCodes.badInput;
  }
}
