import { jsonVersion, type DrawingJson, type ScenariosJson } from '@mmspec/api';
import { plan, settingsOf, type Model } from '@mmspec/semantics';
import { LimitReached, readAndAsk, readDrawing, runAll, type RunOptions } from '@mmspec/analysis';
import { diagnosticJson, drawingReading, drawingRun, drawingVerdict, pathWord, shellCommand, shellWord } from '@mmspec/report';
import { hasErrors } from '@mmspec/source';
import type { DrawingAnswer } from '@mmspec/system';
import { commandOf, scenarioText, setWords, summaryText, type TextStyle } from '../check_output.ts';
import { codeOfScenario, combine, exitCodes, type ExitCode } from '../exit_code.ts';
import { readText } from '../files/read_text.ts';
import { reportFault, type Fault } from '../failure.ts';
import { turn, type Interruption } from '../interruption.ts';
import type { LoadedSpec } from '../load_spec.ts';
import { oneSpec } from '../one_spec.ts';
import { orErrors } from '../or_errors.ts';
import { resolveSettings, type GivenSetting } from '../options/setting.ts';
import { printLine } from '../output.ts';
import { Remarks } from '../remarks.ts';
import { checkNames, refuseChecks } from '../unknown_names.ts';
import { UsageError } from '../usage_error.ts';
import { Option, type Command } from 'commander';
import { paintsOf } from '../colours.ts';
import { checked, collect, type Ended } from '../command_line.ts';
import { interruptible } from '../interruption.ts';
import { defaultMemory } from '../options/default_memory.ts';
import { parseCount } from '../options/count.ts';
import { parseDuration } from '../options/duration.ts';
import { parseSetting } from '../options/setting.ts';
import { parseSize } from '../options/size.ts';

interface ScenarioOptions {
  readonly check?: string;
  readonly set?: GivenSetting[];
  readonly json?: boolean;
  readonly trace: TextStyle['form'];
  readonly statesMax?: number;
  readonly memoryMax?: number;
  readonly timeMax?: number;
}

/** `mmspec scenario`: its options, and the call that they make. */
export function add(root: Command, ended: Ended): void {
  root
    .command('scenario')
    .description('is this interleaving possible? of the scenarios of a spec, or of a race diagram pasted from a mail')
    .argument('<file>', 'the spec')
    .argument('[diagram]', 'a text with a race diagram in columns; - is standard input')
    .option('--check <name>', 'ask under the settings of this check')
    .option('--set <name=value>', 'override a constant or variant', collect(parseSetting))
    .option('--json', 'the result as JSON')
    .addOption(new Option('--trace <form>', 'form of the run').choices(['changelog', 'comment', 'markdown', 'full']).default('changelog'))
    .option('--states-max <count>', 'stop after so many states, unfinished', checked(parseCount))
    .option('--memory-max <size>', 'stop at so much memory for states, unfinished (2G; default: 60 % of what is available)', checked(parseSize))
    .option('--time-max <time>', 'stop each check after so long, compiling and all, unfinished (30s)', checked(parseDuration))
    .addHelpText('after', '\nExample:\n  mmspec scenario specs/safe_refcount.mmspec race.txt --check row2')
    .action(async (path: string, diagram: string | undefined, options: ScenarioOptions, command: Command) => {
      const call = {
        path,
        diagram: diagram ?? null,
        check: options.check ?? null,
        set: options.set ?? [],
        json: options.json === true,
        style: { ...paintsOf(command), form: options.trace, numbered: false },
        limits: { statesMax: options.statesMax, memoryMax: options.memoryMax ?? defaultMemory(), timeMax: options.timeMax },
      };
      const { scenario } = await import('./scenario.ts');
      ended(await interruptible((interruption) => scenario({ ...call, interruption })));
    });
}

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
  if (call.diagram?.endsWith('.mmspec') === true)
    throw new UsageError(`${call.diagram} is a spec, which stands first: mmspec scenario ${pathWord(call.diagram)} ${pathWord(call.path)}`);
  const remarks = new Remarks(call.style.errorPaint, call.json);
  const spec = await oneSpec(call.path, remarks, { signal: call.interruption.signal, timeMax: call.limits.timeMax });
  if (spec === null) return remarks.refused();
  return call.diagram === null ? ofSpec(spec, call, remarks) : ofDiagram(spec, call, call.diagram, remarks);
}

/** A scenario that the spec might have: the first label of each of two actors. */
function exampleOf({ actors }: Model): string {
  const steps = actors.flatMap(({ name, count, body: { statements } }) => {
    const label = statements.find((statement) => statement.kind === 'label');
    return label === undefined ? [] : [`${name.text}${count === null ? '' : '[0]'}.${label.name.text}`];
  });
  return steps.length === 0 ? 'vcpu[0].get ; converter.test' : steps.slice(0, 2).join(' ; ');
}

async function ofSpec(spec: LoadedSpec, call: ScenarioCall, remarks: Remarks): Promise<ExitCode> {
  const { model } = spec;
  const names = model.scenarios.map(({ name }) => name.text);
  if (names.length === 0) throw new UsageError(`there is no scenario in ${call.path}; write scenario NAME { ${exampleOf(model)} }, or give a race diagram.`);
  if (call.check !== null)
    throw new UsageError(`--check ${call.check}: it gives a race diagram its settings, and none is given; the scenarios of a spec say theirs themselves.`);
  const start = Date.now();
  const faults: Fault[] = [];
  const { signal, listen, letGo } = call.interruption;
  const run = await runAll(model, {
    ...call.limits,
    checks: names,
    set: resolveSettings(call.set, settingsOf(model)),
    signal,
    onPause: listen,
    onCompile: letGo,
    onFault: (name, error) => void faults.push(reportFault(call.path, name, error)),
    onScenario: (result) => {
      if (!call.json) printLine(scenarioText(result, commandOf(['mmspec', 'check', pathWord(call.path)], result, call), call.style, true));
    },
  });
  await turn();
  letGo();
  const found = run.diagnostics.filter((diagnostic) => !spec.diagnostics.includes(diagnostic));
  remarks.show(model.files, found);
  if (run.scenarios.length + faults.length === 0 && hasErrors(run.diagnostics)) return remarks.refused();
  const errors = found.filter(({ severity }) => severity === 'error').map((diagnostic) => diagnosticJson(model.files, diagnostic));
  const json: ScenariosJson = {
    version: jsonVersion,
    path: call.path,
    scenarios: run.scenarios,
    ...(errors.length === 0 ? {} : { diagnostics: errors }),
    ...(faults.length === 0 ? {} : { faults }),
  };
  if (call.json) printLine(JSON.stringify(json, null, 2));
  else printLine(summaryText([], run.scenarios, (Date.now() - start) / 1000, { faults: faults.length }));
  const codes: ExitCode[] = [...run.scenarios.map(codeOfScenario), ...faults.map(() => exitCodes.internal)];
  if (signal.aborted) codes.push(exitCodes.unfinished);
  return combine(hasErrors(run.diagnostics) ? [exitCodes.badInput, ...codes] : codes);
}

async function ofDiagram(spec: LoadedSpec, call: ScenarioCall, path: string, remarks: Remarks): Promise<ExitCode> {
  const found = await readText(path, call.interruption.signal);
  if (call.interruption.signal.aborted) return remarks.cancelled(call.path).refused();
  if (found.kind === 'problem') {
    remarks.show([found.problem.file], [found.problem.diagnostic]);
    return remarks.refused();
  }
  const drawing = readDrawing(found.text);
  if (drawing.events.length === 0) throw new UsageError(`there is no race diagram in ${path}: no line says what happens.`);
  const given = { check: checkOf(spec, call), set: resolveSettings(call.set, settingsOf(spec.model)) };
  const { signal, listen, letGo } = call.interruption;
  const ask = (): Promise<DrawingAnswer> => readAndAsk(spec.model, drawing, given, { ...call.limits, signal, onPause: listen, onCompile: letGo });
  const asked = await inLimits(ask, call.path, remarks);
  await turn();
  letGo();
  if (asked === null) return remarks.refused();
  printLine(call.json ? drawingJson(call.path, asked) : drawingText(asked, call));
  return asked.answer.answer === 'not answered' ? exitCodes.unfinished : exitCodes.met;
}

/** What was asked; null where the spec does not compile, or not within the limits of the call, which is then said. */
async function inLimits(ask: () => Promise<DrawingAnswer>, path: string, remarks: Remarks): Promise<DrawingAnswer | null> {
  try {
    return await orErrors(ask, remarks);
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    remarks.late(path, error.message, 'compiled');
    return null;
  }
}

/** The check whose settings are asked for, where it exists. */
function checkOf({ model }: LoadedSpec, call: ScenarioCall): string | null {
  if (call.check !== null) refuseChecks([call.check], plan(model).checks.flatMap(checkNames));
  return call.check;
}

function drawingText(found: DrawingAnswer, call: ScenarioCall): string {
  const { check } = found.answer.under;
  const words = [
    'mmspec',
    'scenario',
    pathWord(call.path),
    ...(call.diagram === null ? [] : [pathWord(call.diagram)]),
    ...(check === null ? [] : ['--check', shellWord(check)]),
    ...setWords(call.set),
  ];
  const options = { form: call.style.form, numbered: call.style.numbered, command: shellCommand(words) };
  return [drawingReading(found.answer), drawingVerdict(found), drawingRun(found, options)].filter((part) => part !== '').join('\n\n');
}

function drawingJson(path: string, { answer, tried }: DrawingAnswer): string {
  const json: DrawingJson = { version: jsonVersion, path, ...answer, tried };
  return JSON.stringify(json, null, 2);
}
