import { diagnosticJson, type JsonDiagnostic, type Paint } from '@mmspec/report';
import { oneLine, type Diagnostic, type SourceFile } from '@mmspec/source';
import { checkJson, type FileResult } from './check_output.ts';
import { exitCodes, type ExitCode } from './exit_code.ts';
import { printError, printLine } from './output.ts';
import { showDiagnostics } from './show_diagnostics.ts';

/** What a command says about the specs of a call: on standard error, and with `--json` as its one value where there is no answer. */
export class Remarks {
  /** By the path of the spec. */
  private readonly said = new Map<string, JsonDiagnostic[]>();
  /** Why the work on a spec has ended before there was an answer, by its path. */
  private readonly unread = new Map<string, string>();
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

  /** Says that a limit has ended the work on a spec before there was an answer, and while what. */
  late(path: string, reason: string, phase: string): void {
    printError(`${oneLine(path)}: unfinished: ${reason} while the spec was ${phase}.`);
    this.unread.set(path, reason);
  }

  /** Somebody has ended the call before there was an answer. */
  cancelled(path: string): this {
    this.unread.set(path, 'it was cancelled');
    return this;
  }

  /** Ends a call that has no answer, as a spec cannot be read, has errors, or the work on it has ended: with `--json` it prints what `mmspec check --json` prints of that. */
  refused(): ExitCode {
    const paths = [...new Set([...this.unread.keys(), ...this.said.keys()])].filter((path) => this.unread.has(path) || this.said.get(path)!.length > 0);
    const file = (path: string): FileResult => {
      const unfinished = this.unread.get(path);
      return { path, diagnostics: this.said.get(path) ?? [], results: [], scenarios: [], ...(unfinished === undefined ? {} : { unfinished }) };
    };
    if (this.json) printLine(checkJson(paths.map(file)));
    return this.unread.size > 0 ? exitCodes.unfinished : exitCodes.badInput;
  }
}
