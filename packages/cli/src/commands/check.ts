import { runAll, type RunOptions, type Selection } from '@mmspec/analysis';
import { plan, settingsOf } from '@mmspec/compiler';
import { diagnosticJson, renderDiagnostic, type JsonDiagnostic } from '@mmspec/report';
import { hasErrors, suggest, type Diagnostic } from '@mmspec/source';
import { checkJson, checkText, commandOf, summaryText, type FileResult, type TextStyle } from '../check_output.ts';
import { codeOf, combine, exitCodes, type ExitCode } from '../exit_code.ts';
import { specTexts, type SpecText } from '../files/spec_texts.ts';
import { loadSpec, type LoadedSpec } from '../load_spec.ts';
import { resolveSettings, type GivenSetting } from '../options/setting.ts';
import { printError, printLine } from '../output.ts';
import type { ProgressLine } from '../progress.ts';
import { UsageError } from '../usage_error.ts';

/** The call of `mmspec check`, parsed. */
export interface CheckCall {
  readonly paths: readonly string[];
  readonly checks: readonly string[];
  readonly properties: readonly string[];
  readonly set: readonly GivenSetting[];
  readonly format: 'text' | 'json';
  readonly style: TextStyle;
  readonly limits: Pick<RunOptions, 'statesMax' | 'memoryMax' | 'timeMax' | 'reduction'>;
  readonly signal: AbortSignal;
  readonly progress: ProgressLine;
}

interface FileOutcome extends FileResult {
  readonly code: ExitCode;
}

/** Checks every spec under the paths; prints results, and returns the exit code of all together. */
export async function check(call: CheckCall): Promise<ExitCode> {
  const start = Date.now();
  const outcomes: FileOutcome[] = [];
  const loaded: LoadedSpec[] = [];
  for (const found of specTexts(call.paths)) {
    if (found.kind === 'spec') loaded.push(analysed(found.spec, call, outcomes));
    else outcomes.push(unreadable(found.problem.path, found.problem.message));
  }
  refuseUnknown(call, loaded);
  for (const spec of loaded) if (!hasErrors(spec.diagnostics)) outcomes.push(await checkSpec(spec, call));
  const results = outcomes.flatMap((outcome) => outcome.results);
  if (results.length === 0 && outcomes.every((outcome) => outcome.code === exitCodes.met)) {
    outcomes.push(unreadable(call.paths.join(' '), `there is no check in ${call.paths.join(' ')}; write check NAME { } to have one.`));
  }
  if (call.format === 'json') printLine(checkJson(outcomes));
  else if (results.length > 0) printLine(summaryText(results, (Date.now() - start) / 1000));
  return combine(outcomes.map((outcome) => outcome.code));
}

function unreadable(path: string, message: string): FileOutcome {
  printError(message);
  return { path, diagnostics: [], results: [], code: exitCodes.badInput };
}

/** Loads a spec; its diagnostics are shown, and if they are errors it is done. */
function analysed(spec: SpecText, call: CheckCall, outcomes: FileOutcome[]): LoadedSpec {
  const loaded = loadSpec(spec);
  show(loaded, loaded.diagnostics, call);
  for (const { module, path } of loaded.hidden) printError(`${path} is used for ${module} in place of the library's module.`);
  if (hasErrors(loaded.diagnostics)) outcomes.push({ path: loaded.path, diagnostics: json(loaded, loaded.diagnostics), results: [], code: exitCodes.badInput });
  return loaded;
}

function show(loaded: LoadedSpec, diagnostics: readonly Diagnostic[], call: CheckCall): void {
  if (call.format === 'json') return;
  for (const diagnostic of diagnostics) printError(renderDiagnostic(loaded.model.files, diagnostic, call.style.paint));
}

const json = (loaded: LoadedSpec, diagnostics: readonly Diagnostic[]): JsonDiagnostic[] =>
  diagnostics.map((diagnostic) => diagnosticJson(loaded.model.files, diagnostic));

/** Names on the command line that no spec has are mistakes of the call. */
function refuseUnknown(call: CheckCall, specs: readonly LoadedSpec[]): void {
  const sound = specs.filter((spec) => !hasErrors(spec.diagnostics));
  if (sound.length === 0) return;
  const checks = sound.flatMap((spec) => plan(spec.model).checks.flatMap(({ name, matrix }) => (matrix === null ? [name] : [matrix, name])));
  for (const name of call.checks) refuse('--check', 'check', name, checks);
  if (call.properties.length === 0) return;
  const properties = [...sound.flatMap((spec) => spec.model.properties.map((property) => property.name)), ...implicit];
  for (const name of call.properties) if (!/[.]|^range of /u.test(name)) refuse('--property', 'property', name, properties);
}

const implicit = ['range', 'underflow', 'overflow', 'get_at_zero', 'null_reference', 'lost_reference', 'deadlock'];

function refuse(option: string, what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const [near] = suggest(name, known);
  throw new UsageError(`${option} ${name}: there is no ${what} ${name}${near === undefined ? '' : `; did you mean ${near}?`}`);
}

async function checkSpec(spec: LoadedSpec, call: CheckCall): Promise<FileOutcome> {
  const selection: Selection = {
    ...(call.checks.length === 0 ? {} : { checks: call.checks }),
    ...(call.properties.length === 0 ? {} : { properties: call.properties }),
    set: resolveSettings(call.set, settingsOf(spec.model)),
  };
  if (call.format === 'text' && plan(spec.model).checks.length > 0) printLine(call.style.paint('strong', spec.path));
  const run = await runAll(spec.model, {
    ...call.limits,
    ...selection,
    signal: call.signal,
    onProgress: (planned, progress) => call.progress.show(planned.name, progress),
    onResult: (result, system) => {
      call.progress.clear();
      if (call.format === 'text') printLine(checkText(result, system, commandOf(`mmspec check ${spec.path}`, result, call.set), call.style));
    },
  });
  const late = run.diagnostics.filter((diagnostic) => !spec.diagnostics.includes(diagnostic));
  show(spec, late, call);
  const code = hasErrors(run.diagnostics) ? exitCodes.badInput : combine(run.results.map(codeOf));
  return { path: spec.path, diagnostics: json(spec, [...spec.diagnostics, ...late]), results: run.results, code };
}
