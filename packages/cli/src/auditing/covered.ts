import { jsonVersion, type CoverageJson } from '@mmspec/api';
import { CompileError, coverage } from '@mmspec/analysis';
import { coverageText } from '@mmspec/report';
import { oneLine } from '@mmspec/source';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { turn } from '../interruption.ts';
import { printLine } from '../output.ts';
import { statusLine } from '../progress.ts';
import { showDiagnostics } from '../show_diagnostics.ts';
import { limitsOf, specOf, type AuditCall } from './audit_call.ts';

/** What all checks together exercise. */
export async function covered(call: AuditCall): Promise<ExitCode> {
  const { path, options, style, interruption } = call;
  const spec = await specOf(call);
  if (spec === null) return interruption.signal.aborted ? exitCodes.unfinished : exitCodes.badInput;
  const progress = statusLine(process.stderr);
  try {
    const found = await coverage(spec.model, { ...limitsOf(call), onCheck: (check) => progress.show(() => oneLine(check)) });
    progress.clear();
    await turn();
    interruption.letGo();
    const json: CoverageJson = { version: jsonVersion, ...found, path };
    printLine(options.json === true ? JSON.stringify(json, null, 2) : coverageText(found, style.paint));
    return found.complete ? exitCodes.met : exitCodes.unfinished;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    progress.clear();
    showDiagnostics(spec.model.files, error.diagnostics, style.errorPaint);
    return exitCodes.badInput;
  }
}
