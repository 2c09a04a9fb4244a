import { jsonVersion, type AnyJson, type CertifiedSpec } from '@mmspec/api';
import { runForAny, type RunOptions } from '@mmspec/analysis';
import { anyText, diagnosticJson, viewsText, type Paint } from '@mmspec/report';
import { plan, settingsOf, withOneNumber, type Model } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import type { AnyNumberResult, PlannedCheck, ViewCertificate } from '@mmspec/system';
import { folderOf } from '../claims/claim.ts';
import { codeForAny, combine, exitCodes, type ExitCode } from '../exit_code.ts';
import { specTexts } from '../files/spec_texts.ts';
import { refuseUnwritable } from '../files/write_file.ts';
import { loadSpec, type LoadedSpec } from '../load_spec.ts';
import { orErrors } from '../or_errors.ts';
import { printLine } from '../output.ts';
import { showDiagnostics } from '../show_diagnostics.ts';
import { checkNames, isNamed, refuseChecks } from '../unknown_names.ts';
import { UsageError } from '../usage_error.ts';
import { certifiedSpec, writeCertificate } from './write_certificate.ts';

export interface AnyCall {
  readonly paths: readonly string[];
  /** The constant. */
  readonly constant: string;
  /** Names of checks; empty: all. */
  readonly checks: readonly string[];
  readonly json: boolean;
  readonly paint: Paint;
  readonly errorPaint: Paint;
  readonly limits: RunOptions;
  readonly signal: AbortSignal;
  /** Where the views go by which something is proved. */
  readonly certificate?: string | undefined;
  /** Whether the views are told. */
  readonly explain?: boolean | undefined;
}

/** `mmspec check --any CONSTANT`: judges checks for every number that a constant can have. */
export async function checkAny(call: AnyCall): Promise<ExitCode> {
  if (call.certificate !== undefined) refuseUnwritable(call.certificate, call.paths);
  const specs: LoadedSpec[] = [];
  const certified: CertifiedSpec[] = [];
  const codes: ExitCode[] = [];
  const files: AnyJson['files'][number][] = [];
  for (const found of await specTexts(call.paths, call.signal)) {
    if (found.kind === 'problem') {
      const { file, diagnostic } = found.problem;
      showDiagnostics([file], [diagnostic], call.errorPaint);
      files.push({ path: file.path, diagnostics: [diagnosticJson([file], diagnostic)], checks: [] });
      codes.push(exitCodes.badInput);
      continue;
    }
    const loaded = loadSpec(found.spec, true);
    showDiagnostics(loaded.model.files, loaded.diagnostics, call.errorPaint);
    if (hasErrors(loaded.diagnostics)) {
      files.push({ path: loaded.path, diagnostics: loaded.diagnostics.map((diagnostic) => diagnosticJson(loaded.model.files, diagnostic)), checks: [] });
      codes.push(exitCodes.badInput);
    } else specs.push(loaded);
  }
  refuseUnknown(call, specs);
  for (const { model, path, diagnostics } of specs) {
    const checks = checksFor(model, call);
    if (checks.length === 0) continue;
    const results: AnyNumberResult[] = [];
    const proofs: ViewCertificate[] = [];
    if (!call.json) printLine(path);
    for (const planned of checks) {
      const result = await orErrors(
        () =>
          runForAny(model, planned, call.constant, { ...call.limits, signal: call.signal, explain: call.explain, onProofs: (found) => proofs.push(...found) }),
        call.errorPaint,
      );
      if (result === null) {
        codes.push(exitCodes.badInput);
        continue;
      }
      results.push(result);
      if (!call.json) printLine(anyText(result, call.paint));
      if (!call.json && result.explained !== undefined) printLine(viewsText(result.explained, call.paint));
      codes.push(codeForAny(result));
      if (call.signal.aborted) break;
    }
    if (call.certificate !== undefined && proofs.length > 0) certified.push(certifiedSpec(path, model.files, proofs, folderOf(call.certificate)));
    files.push({ path, diagnostics: diagnostics.map((diagnostic) => diagnosticJson(model.files, diagnostic)), checks: results });
    if (call.signal.aborted) codes.push(exitCodes.unfinished);
  }
  if (call.certificate !== undefined) writeCertificate(call.certificate, certified, call.paths, call.signal.aborted);
  const json: AnyJson = { version: jsonVersion, files };
  if (call.json) printLine(JSON.stringify(json, null, 2));
  return combine(codes);
}

/** What is asked for, and cannot be answered for any number, is a mistake of the call. */
function refuseUnknown({ constant, checks }: AnyCall, specs: readonly LoadedSpec[]): void {
  if (specs.length === 0) return;
  const infos = specs.flatMap(({ model }) => settingsOf(model));
  const info = infos.find(({ name }) => name === constant);
  const known = [...new Set(infos.filter(({ kind }) => kind === 'const').map(({ name }) => name))];
  if (info === undefined)
    throw new UsageError(
      `--any ${constant}: there is no constant ${constant}; ${known.length === 0 ? 'there is none at all' : `there is ${known.join(', ')}`}.`,
    );
  if (info.kind === 'variant' || !info.values.some((value) => typeof value === 'number'))
    throw new UsageError(`--any ${constant}: ${constant} is no number; name the constant that says how many actors of a kind there are.`);
  const scenarios = specs.flatMap(({ model }) => model.scenarios.map(({ name }) => name.text));
  const scenario = checks.find((name) => scenarios.includes(name));
  if (scenario !== undefined) throw new UsageError(`--any ${constant} --check ${scenario}: a scenario is one run, and a run is of one number; name a check.`);
  refuseChecks(
    checks,
    specs.flatMap(({ model }) => plan(model).checks.flatMap(checkNames)),
  );
}

/** Checks under `sc`; cells that differ by the constant alone are one. */
function checksFor(model: Model, { constant, checks }: AnyCall): readonly PlannedCheck[] {
  if (!settingsOf(model).some(({ name }) => name === constant)) return [];
  const once = new Map<string, PlannedCheck>();
  for (const check of plan(model).checks) {
    const asked = checks.length === 0 ? check.name : checks.find((name) => isNamed(check, name));
    if (asked === undefined || (check.memory ?? 'sc') !== 'sc' || check.bound !== undefined) continue;
    const planned = withOneNumber(model, check, asked);
    const { [constant]: _, ...rest } = planned.settings;
    const key = JSON.stringify([planned.matrix ?? planned.name, rest]);
    if (!once.has(key)) once.set(key, planned);
  }
  return [...once.values()];
}
