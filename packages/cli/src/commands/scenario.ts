import { CompileError, readDiagram, runAll, runDiagram, type DiagramRun, type RunOptions } from '@mmspec/analysis';
import { completeSettings, plan, settingsOf } from '@mmspec/compiler';
import { diagramReading, pathWord, renderDiagnostic, scenarioDiagram, scenarioVerdict, shellCommand, shellWord } from '@mmspec/report';
import { hasErrors } from '@mmspec/source';
import type { Settings } from '@mmspec/system';
import { commandOf, scenarioText, setWords, summaryText, type TextStyle } from '../check_output.ts';
import { codeOfScenario, combine, exitCodes, type ExitCode } from '../exit_code.ts';
import { readText } from '../files/read_text.ts';
import { told, type Fault } from '../failure.ts';
import { turn, type Interruption } from '../interruption.ts';
import type { LoadedSpec } from '../load_spec.ts';
import { oneSpec } from '../one_spec.ts';
import { resolveSettings, type GivenSetting } from '../options/setting.ts';
import { printError, printLine } from '../output.ts';
import { showDiagnostics } from '../show_diagnostics.ts';
import { UsageError } from '../usage_error.ts';

/** The call of `mmspec scenario`, parsed. */
export interface ScenarioCall {
  readonly path: string;
  /** File of a race diagram, `-` for standard input; null: the scenarios of the spec. */
  readonly diagram: string | null;
  /** Take the settings of this check for a diagram; null: the declared ones. */
  readonly check: string | null;
  readonly set: readonly GivenSetting[];
  readonly json: boolean;
  readonly style: TextStyle;
  readonly limits: Pick<RunOptions, 'statesMax' | 'memoryMax' | 'timeMax'>;
  readonly interruption: Interruption;
}

/** Is this interleaving possible? Of the scenarios that a spec has, or of a diagram pasted from a mail. */
export async function scenario(call: ScenarioCall): Promise<ExitCode> {
  const spec = await oneSpec(call.path, call.style.errorPaint, { signal: call.interruption.signal, timeMax: call.limits.timeMax });
  if (spec === null) return call.interruption.signal.aborted ? exitCodes.unfinished : exitCodes.badInput;
  return call.diagram === null ? ofSpec(spec, call) : ofDiagram(spec, call, call.diagram);
}

async function ofSpec(spec: LoadedSpec, call: ScenarioCall): Promise<ExitCode> {
  const { model } = spec;
  const names = model.scenarios.map(({ name }) => name.text);
  if (names.length === 0) throw new UsageError(`there is no scenario in ${call.path}; write scenario NAME { vcpu[0].get ; converter.test }, or give a race diagram.`);
  const start = Date.now();
  const faults: Fault[] = [];
  const { signal, listen, letGo } = call.interruption;
  const run = await runAll(model, {
    ...call.limits, checks: names, set: resolveSettings(call.set, settingsOf(model)), signal, onPause: listen, onCompile: letGo,
    onFault: (name, error) => void faults.push(told(call.path, name, error)),
    onScenario: (result) => {
      if (!call.json) printLine(scenarioText(result, commandOf(['mmspec', 'check', pathWord(call.path)], result, call.set), call.style));
    },
  });
  await turn();
  letGo();
  showDiagnostics(model.files, run.diagnostics.filter((diagnostic) => !spec.diagnostics.includes(diagnostic)), call.style.errorPaint);
  if (call.json) printLine(JSON.stringify({ version: 1, path: call.path, scenarios: run.scenarios, ...(faults.length === 0 ? {} : { faults }) }, null, 2));
  else printLine(summaryText([], run.scenarios, (Date.now() - start) / 1000, faults.length));
  const codes: ExitCode[] = [...run.scenarios.map(codeOfScenario), ...faults.map(() => exitCodes.internal)];
  if (signal.aborted) codes.push(exitCodes.unfinished);
  return combine(hasErrors(run.diagnostics) ? [exitCodes.badInput, ...codes] : codes);
}

async function ofDiagram(spec: LoadedSpec, call: ScenarioCall, path: string): Promise<ExitCode> {
  const found = await readText(path, call.interruption.signal);
  if (call.interruption.signal.aborted) return exitCodes.unfinished;
  if (found.kind === 'problem') {
    printError(renderDiagnostic([found.problem.file], found.problem.diagnostic, call.style.errorPaint));
    return exitCodes.badInput;
  }
  const diagram = readDiagram(found.text);
  if (diagram.events.length === 0) throw new UsageError(`there is no race diagram in ${path}: no line says what happens.`);
  const run = await diagramRun(spec, call, () => runDiagram(spec.model, diagram, settingsFor(spec, call), { ...call.limits, signal: call.interruption.signal, onPause: call.interruption.listen, onCompile: call.interruption.letGo }));
  await turn();
  call.interruption.letGo();
  if (run === null) return exitCodes.badInput;
  if (call.json) printLine(json(call.path, run));
  else printLine(diagramText(run, call));
  return run.result === null ? exitCodes.badInput : codeOfScenario(run.result);
}

async function diagramRun({ model }: LoadedSpec, call: ScenarioCall, run: () => Promise<DiagramRun>): Promise<DiagramRun | null> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    showDiagnostics(model.files, error.diagnostics, call.style.errorPaint);
    return null;
  }
}

function settingsFor({ model }: LoadedSpec, call: ScenarioCall): Settings {
  const planned = call.check === null ? null : plan(model).checks.find(({ name, matrix }) => name === call.check || matrix === call.check);
  if (planned === undefined) throw new UsageError(`--check ${call.check}: there is no check ${call.check} in ${call.path}.`);
  return completeSettings(model, { ...planned?.settings, ...resolveSettings(call.set, settingsOf(model)) });
}

function diagramText({ matched, result }: DiagramRun, call: ScenarioCall): string {
  const parts = [diagramReading(matched), scenarioVerdict(result), result === null ? '' : scenarioDiagram(result, diagramOptions(call))];
  return parts.filter((part) => part !== '').join('\n\n');
}

function diagramOptions({ path, diagram, style, check, set }: ScenarioCall): Parameters<typeof scenarioDiagram>[1] {
  const words = ['mmspec', 'scenario', pathWord(path), ...(diagram === null ? [] : [pathWord(diagram)]), ...(check === null ? [] : ['--check', shellWord(check)]), ...setWords(set)];
  return { form: style.form, numbered: style.numbered, command: shellCommand(words) };
}

function json(path: string, { matched, result }: DiagramRun): string {
  const steps = matched.steps.map(({ text, event }) => ({ step: text, line: event.line, text: event.text }));
  return JSON.stringify({ version: 1, path, actors: matched.actors, steps, unmatched: matched.unmatched, scenario: result }, null, 2);
}
