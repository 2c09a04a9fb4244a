import { jsonVersion, type AnyJson, type CertifiedSpec } from '@mmspec/api';
import { runForAny, runForSeveral, type ForAnyRunOptions, type RunOptions } from '@mmspec/analysis';
import { anyText, diagnosticJson, severalText, viewsText, type Paint } from '@mmspec/report';
import { plan, settingsOf, withOneNumber, type Model } from '@mmspec/semantics';
import { hasErrors } from '@mmspec/source';
import type { AnyNumberResult, Planned, PlannedCheck, SeveralNumbersResult, ViewCertificate } from '@mmspec/system';
import { folderOf } from '../claims/claim.ts';
import { codeForAny, combine, exitCodes, type ExitCode } from '../exit_code.ts';
import { specTexts } from '../files/spec_texts.ts';
import { refuseUnwritable } from '../files/write_file.ts';
import { loadSpec, type LoadedSpec } from '../load_spec.ts';
import { orErrors } from '../or_errors.ts';
import { printLine } from '../output.ts';
import { Remarks } from '../remarks.ts';
import { checkNames, isNamed, refuseChecks } from '../unknown_names.ts';
import { UsageError } from '../usage_error.ts';
import { certifiedSpec, writeCertificate } from './write_certificate.ts';

export interface AnyCall {
  readonly paths: readonly string[];
  /** The constants: one, or several families at once. */
  readonly constants: readonly string[];
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

/** `mmspec check --any CONSTANT`: judges checks for every number that a constant can have, or several at once. */
export async function checkAny(call: AnyCall): Promise<ExitCode> {
  if (call.certificate !== undefined) refuseUnwritable(call.certificate, call.paths);
  const specs: LoadedSpec[] = [];
  const certified: CertifiedSpec[] = [];
  const codes: ExitCode[] = [];
  const remarks = new Remarks(call.errorPaint);
  const files: AnyJson['files'][number][] = [];
  for (const found of await specTexts(call.paths, call.signal)) {
    if (found.kind === 'problem') {
      const { file, diagnostic } = found.problem;
      remarks.show([file], [diagnostic]);
      files.push({ path: file.path, diagnostics: [diagnosticJson([file], diagnostic)], checks: [] });
      codes.push(exitCodes.badInput);
      continue;
    }
    const loaded = loadSpec(found.spec, true);
    remarks.show(loaded.model.files, loaded.diagnostics);
    if (hasErrors(loaded.diagnostics)) {
      files.push({ path: loaded.path, diagnostics: loaded.diagnostics.map((diagnostic) => diagnosticJson(loaded.model.files, diagnostic)), checks: [] });
      codes.push(exitCodes.badInput);
    } else specs.push(loaded);
  }
  refuseUnknown(call, specs);
  refuseLeftOut(call, specs);
  for (const { model, path, diagnostics } of specs) {
    const checks = checksFor(model, call);
    if (checks.length === 0) continue;
    const results: AnyNumberResult[] = [];
    const several: SeveralNumbersResult[] = [];
    const proofs: ViewCertificate[] = [];
    const errors = new Remarks(call.errorPaint);
    if (!call.json) printLine(path);
    for (const planned of checks) {
      const code = await orErrors(
        () => (call.constants.length > 1 ? judgeSeveral(model, planned, call, several, proofs) : judge(model, planned, call, results, proofs)),
        errors,
      );
      codes.push(code ?? exitCodes.badInput);
      if (call.signal.aborted) break;
    }
    if (call.certificate !== undefined && proofs.length > 0) certified.push(certifiedSpec(path, model.files, proofs, folderOf(call.certificate)));
    files.push({
      path,
      diagnostics: [...diagnostics.map((diagnostic) => diagnosticJson(model.files, diagnostic)), ...errors.diagnostics],
      checks: results,
      ...(call.constants.length > 1 ? { several } : {}),
    });
    if (call.signal.aborted) codes.push(exitCodes.unfinished);
  }
  if (call.certificate !== undefined) writeCertificate(call.certificate, certified, call.paths, call.signal.aborted);
  const json: AnyJson = { version: jsonVersion, files };
  if (call.json) printLine(JSON.stringify(json, null, 2));
  return combine(codes);
}

/** Judges a check for every number of the one constant, tells it, and keeps the answer and its views. */
async function judge(model: Model, planned: PlannedCheck, call: AnyCall, results: AnyNumberResult[], proofs: ViewCertificate[]): Promise<ExitCode> {
  const { constants, json, paint } = call;
  const result = await runForAny(model, planned, constants[0]!, optionsOf(call, proofs));
  results.push(result);
  if (!json) printLine(anyText(result, paint));
  if (!json && result.explained !== undefined) printLine(viewsText(result.explained, paint));
  return codeForAny(result);
}

async function judgeSeveral(model: Model, planned: PlannedCheck, call: AnyCall, results: SeveralNumbersResult[], proofs: ViewCertificate[]): Promise<ExitCode> {
  const { constants, json, paint } = call;
  const result = await runForSeveral(model, planned, constants, optionsOf(call, proofs));
  results.push(result);
  if (!json) printLine(severalText(result, paint));
  if (!json && result.explained !== undefined) printLine(viewsText(result.explained, paint));
  return codeForAny(result);
}

/** How a check is judged; its views go to `proofs` where there is to be a certificate. */
function optionsOf({ limits, signal, explain, certificate }: AnyCall, proofs: ViewCertificate[]): ForAnyRunOptions {
  const onProofs = certificate === undefined ? undefined : (found: readonly ViewCertificate[]): void => void proofs.push(...found);
  return { ...limits, signal, explain, onProofs };
}

/** What is asked for, and cannot be answered for any number, is a mistake of the call. */
function refuseUnknown({ constants, checks }: AnyCall, specs: readonly LoadedSpec[]): void {
  if (specs.length === 0) return;
  const infos = specs.flatMap(({ model }) => settingsOf(model));
  const known = [...new Set(infos.filter(({ kind }) => kind === 'const').map(({ name }) => name))];
  for (const [at, constant] of constants.entries()) {
    const info = infos.find(({ name }) => name === constant);
    if (info === undefined)
      throw new UsageError(
        `--any ${constant}: there is no constant ${constant}; ${known.length === 0 ? 'there is none at all' : `there is ${known.join(', ')}`}.`,
      );
    if (info.kind === 'variant' || !info.values.some((value) => typeof value === 'number'))
      throw new UsageError(`--any ${constant}: ${constant} is no number; name the constant that says how many actors of a kind there are.`);
    if (constants.indexOf(constant) !== at) throw new UsageError(`--any ${constant} is given twice; several families have a constant each.`);
  }
  const constant = constants[0]!;
  const scenarios = specs.flatMap(({ model }) => model.scenarios.map(({ name }) => name.text));
  const scenario = checks.find((name) => scenarios.includes(name));
  if (scenario !== undefined) throw new UsageError(`--any ${constant} --check ${scenario}: a scenario is one run, and a run is of one number; name a check.`);
  refuseChecks(
    checks,
    specs.flatMap(({ model }) => plan(model).checks.flatMap(checkNames)),
  );
}

/** Why views say nothing about a check; null: they do. */
function leftOut({ memory = 'sc', bound }: Planned): string | null {
  if (memory !== 'sc') return `it is under \`memory ${memory}\`, and views are about \`memory sc\``;
  return bound === undefined ? null : 'it has a bound, and what lies within a bound is found by searches alone';
}

/** Refuses a check that is asked for by name and that views say nothing about, and a call that has no other. */
function refuseLeftOut({ constants, checks }: AnyCall, specs: readonly LoadedSpec[]): void {
  const all = specs.flatMap(({ model }) => plan(model).checks);
  const call = constants.map((constant) => `--any ${constant}`).join(' ');
  for (const name of checks) {
    const named = all.filter((check) => isNamed(check, name));
    const [first] = named;
    if (first === undefined || named.some((check) => leftOut(check) === null)) continue;
    throw new UsageError(`${call} --check ${name}: ${leftOut(first)!}; it is judged without --any, number by number.`);
  }
  if (all.length > 0 && all.every((check) => leftOut(check) !== null))
    throw new UsageError(`${call}: views say nothing about any of these checks; of the first one because ${leftOut(all[0]!)!}.`);
}

/** Checks under `sc`; cells that differ by the constants alone are one. */
function checksFor(model: Model, { constants, checks }: AnyCall): readonly PlannedCheck[] {
  const known = settingsOf(model);
  if (!constants.every((constant) => known.some(({ name }) => name === constant))) return [];
  const once = new Map<string, PlannedCheck>();
  for (const check of plan(model).checks) {
    const asked = checks.length === 0 ? check.name : checks.find((name) => isNamed(check, name));
    if (asked === undefined || leftOut(check) !== null) continue;
    const planned = withOneNumber(model, check, asked);
    const rest = Object.entries(planned.settings).filter(([name]) => !constants.includes(name));
    const key = JSON.stringify([planned.matrix ?? planned.name, rest]);
    if (!once.has(key)) once.set(key, planned);
  }
  return [...once.values()];
}
