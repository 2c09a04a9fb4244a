import { plan } from '@mmspec/compiler';
import { describeLedger } from '@mmspec/semantics';
import { renderDiagnostic, type Paint } from '@mmspec/report';
import { hasErrors } from '@mmspec/source';
import { settingsOf, completeSettings } from '@mmspec/compiler';
import { exitCodes, type ExitCode } from '../exit_code.ts';
import { oneSpec } from '../one_spec.ts';
import { resolveSettings, type GivenSetting } from '../options/setting.ts';
import { printError, printLine } from '../output.ts';
import { UsageError } from '../usage_error.ts';

export interface RefsCall {
  readonly path: string;
  /** Take the settings of this check; null: the declared ones. */
  readonly check: string | null;
  readonly set: readonly GivenSetting[];
  readonly json: boolean;
  readonly paint: Paint;
}

/** The reference ledger: who holds which reference where, and the expected count. */
export function refs(call: RefsCall): ExitCode {
  const spec = oneSpec(call.path, call.paint);
  if (spec === null) return exitCodes.badInput;
  const planned = call.check === null ? null : plan(spec.model).checks.find((candidate) => candidate.name === call.check || candidate.matrix === call.check);
  if (planned === undefined) throw new UsageError(`--check ${call.check}: there is no check ${call.check} in ${call.path}.`);
  const given = resolveSettings(call.set, settingsOf(spec.model));
  const settings = completeSettings(spec.model, { ...planned?.settings, ...given });
  const { lines, diagnostics } = describeLedger(spec.model, settings);
  for (const diagnostic of diagnostics) printError(renderDiagnostic(spec.model.files, diagnostic, call.paint));
  printLine(call.json ? JSON.stringify({ version: 1, path: call.path, settings, lines }, null, 2) : lines.join('\n'));
  return hasErrors(diagnostics) ? exitCodes.badInput : exitCodes.met;
}
