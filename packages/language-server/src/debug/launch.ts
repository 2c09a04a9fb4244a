import { compile } from '@mmspec/compiler';
import { interpret, type Machine, type MachineProperty, type MachineState } from '@mmspec/interpreter';
import { drawingReading, drawingVerdict, scenarioVerdict } from '@mmspec/report';
import { analyse, type Analysed, type Analysis, completeSettings, type Model, plan, type Resolver, standIn } from '@mmspec/semantics';
import { hasErrors, positionAt, type SourceFile } from '@mmspec/source';
import { isOpenCheck, settingsOfRace } from '@mmspec/system';
import type { CheckResult, DrawingAnswer, Planned, Settings, Trace } from '@mmspec/system';
import { workOf, type Runner } from '../check_work.ts';
import type { RunRequest, RunResult } from '../run.ts';
import { retaken, type GivenRun } from './given_run.ts';
import { sourceLinesOf } from './source_lines.ts';
import { Handles } from './handles.ts';
import { actorsOf, type Running } from './running.ts';

/** What the debugger needs of the world. */
export interface DebugHost {
  readonly read: (path: string) => SourceFile | null;
  /** Until the text of a path can be read, with those that it imports; left out: all can. */
  readonly fetch?: (path: string) => Promise<void>;
  /** How the imports of a spec are found. */
  readonly resolverOf: (main: string) => Resolver;
  /** Where searches run. */
  readonly run: Runner;
  /** Bytes for the states of a search; null: no limit. */
  readonly memoryMax: number | null;
  /** Threads that search together. */
  readonly workers: number;
}

/** The arguments of a launch; null: left out. */
export interface Launch {
  readonly program: string;
  readonly check: string | null;
  readonly property: string | null;
  readonly scenario: string | null;
}

export type Launched = { readonly kind: 'running'; readonly running: Running; readonly said: string } | { readonly kind: 'refused'; readonly why: string };

/** A spec that is being launched. */
interface Spec {
  readonly main: SourceFile;
  readonly analysed: Analysis;
  /** Those of the checks, by the order of the text. */
  readonly checks: readonly Planned[];
  readonly search: (request: Omit<RunRequest, 'timeMax' | 'memoryMax' | 'workers'>) => Promise<RunResult>;
}

/** What a run is under. */
interface Under {
  readonly settings: Settings;
  /** Properties that the check does not judge. */
  readonly ignored: readonly string[];
}

/** A run that was searched, under the settings it was found with. */
interface Searched extends Under {
  readonly trace: Trace;
  readonly property: string | null;
  readonly about: Pick<GivenRun, 'marks' | 'end'>;
  /** What is to be said about it. */
  readonly said: string;
}

/** Begins to run a spec by hand, along the race of a property, or along the interleaving of a scenario. */
export async function launch(host: DebugHost, wanted: Launch, signal: AbortSignal, onStates: (states: number) => void): Promise<Launched> {
  const refused = (why: string): Launched => ({ kind: 'refused', why });
  await host.fetch?.(wanted.program);
  const main = host.read(wanted.program);
  if (main === null) return refused(`There is no file ${wanted.program}.`);
  const resolver = host.resolverOf(main.path);
  const analysed = analyse(main, resolver);
  const { model, diagnostics } = analysed;
  if (hasErrors(diagnostics)) return refused(`The spec has errors, so it cannot be run: ${firstError(analysed)}`);
  const { checks } = plan(model);
  const search: Spec['search'] = (request) => {
    const work = workOf({ analysed, main }, resolver, { ...request, timeMax: null, memoryMax: host.memoryMax, workers: host.workers });
    return host.run(work, signal, { onResult: () => undefined, onProgress: (_, states) => onStates(states) });
  };
  const found = await searched({ main, analysed, checks, search }, host, wanted);
  if (typeof found === 'string') return refused(found);
  const machine = interpret(model, found.settings);
  const given = 'trace' in found ? retaken(machine, found.trace, found.property, found.about) : null;
  const initial = given?.path[0]?.state ?? machine.initial().find((outcome) => outcome.next !== null)?.next;
  if (initial === undefined || initial === null) return refused('There is no initial state.');
  return { kind: 'running', running: begun(analysed, machine, initial, found, given), said: 'said' in found ? found.said : '' };
}

function begun(analysis: Analysis, machine: Machine, initial: MachineState, { settings, ignored }: Under, given: GivenRun | null): Running {
  const isIgnored = ({ name, kind }: MachineProperty): boolean => ignored.includes(name) || ignored.includes(kind);
  return {
    analysis,
    machine,
    actors: actorsOf(machine, initial),
    path: [{ state: initial, step: null }],
    settings,
    judged: machine.properties.filter((property) => !isIgnored(property)),
    given,
    sourceLines: sourceLinesOf(analysis.model, settings),
    breakpoints: new Map(),
    breaking: { names: new Set(), fault: null },
    asked: new Map(),
    handles: new Handles(),
  };
}

function firstError({ model: { files }, diagnostics }: Analysed): string {
  const error = diagnostics.find(({ severity }) => severity === 'error');
  const file = files[error?.span.file ?? -1];
  if (error === undefined || file === undefined) return '';
  return `${file.path}:${positionAt(file, error.span.start).line}: ${error.message}`;
}

/** The run to step, or settings alone to step by hand; or why there is none. */
async function searched(spec: Spec, host: DebugHost, given: Launch): Promise<Searched | Under | string> {
  const { check, property, scenario } = given;
  if (property !== null && scenario !== null) return 'A launch has a `property` or a `scenario`, not both.';
  const planned = check === null ? spec.checks[0] : spec.checks.find(({ name, matrix }) => name === check || matrix === check);
  if (planned === undefined && check !== null) return `There is no check ${check}.`;
  if (scenario !== null) return interleaving(spec, host, scenario, check === null ? null : (planned ?? null));
  if (planned === undefined) return 'The spec has no check, whose settings it could be run with.';
  if (property !== null) return race(spec, planned, property);
  return { settings: settingsByHand(spec.analysed.model, planned), ignored: planned.ignored };
}

/** Of a check for any number one number is run by hand. */
function settingsByHand(model: Model, planned: Planned): Settings {
  return isOpenCheck(planned) ? standIn(model, planned).settings : planned.settings;
}

async function race({ analysed: { model }, search }: Spec, planned: Planned, property: string): Promise<Searched | string> {
  const {
    results: [check],
    why,
  } = await search({ names: [planned.name], properties: [property] });
  if (check === undefined) return why;
  const result = check.results.find((candidate) => candidate.property === property);
  if (result === undefined) {
    const names = compile(model, settingsByHand(model, planned)).system?.properties.map(({ name }) => name) ?? [];
    return `There is no property ${property} in the check ${planned.name}; there are ${names.filter((name) => !planned.ignored.includes(name)).join(', ')}.`;
  }
  if ((check.memory ?? 'sc') !== 'sc' && result.trace !== null) return outOfOrder(`The race of ${property}`, check.memory);
  if (result.trace === null)
    return `${property} has no race: ${result.verdict === 'unfinished' ? `the search did not finish: ${check.reason}` : `it ${result.verdict}`}.`;
  const about = { marks: new Map<number, string>(), end: `The race ends here: ${property} is violated.` };
  const settings = completeSettings(model, settingsOfRace(check, result));
  return { settings, ignored: planned.ignored, trace: result.trace, property, about, said: '' };
}

/** What is said of a run that the debugger cannot take. */
function outOfOrder(what: string, memory: CheckResult['memory']): string {
  return `${what} is one under memory ${memory}, and the debugger takes the steps of each actor in the order of the text. \`mmspec check\` draws it.`;
}

/** `scenario`: the name of one, the path of a text with a race diagram, or such a diagram. */
async function interleaving(
  { main, analysed: { model }, search }: Spec,
  host: DebugHost,
  scenario: string,
  planned: Planned | null,
): Promise<Searched | string> {
  const isName = model.scenarios.some(({ name }) => name.text === scenario);
  if (isName && planned !== null) return `The scenario ${scenario} has settings of its own; \`check\` is for diagrams.`;
  const isPath = !isName && !/[\r\n]/u.test(scenario);
  if (isPath) await host.fetch?.(scenario);
  const text = isPath ? host.read(scenario)?.text : scenario;
  if (text === undefined) return `There is no scenario ${scenario} in ${main.path.replace(/^.*\//u, '')}, and no file ${scenario} with a diagram.`;
  const {
    scenarios: [result],
    why,
    drawing,
  } = await search(isName ? { names: [scenario] } : { names: [], diagram: { text, check: planned?.name ?? null } });
  if (drawing !== undefined) return ofDrawing(drawing);
  if (result === undefined) return why;
  if (result.found !== 'possible' || result.trace === null) return scenarioVerdict(result);
  if ((result.memory ?? 'sc') !== 'sc') return outOfOrder(`The run of ${scenario}`, result.memory);
  const marks = new Map(
    result.matched.flatMap((step, index): [number, string][] =>
      step < 0 ? [] : [[step, `${index + 1} of ${result.steps.length}: ${result.steps[index] ?? ''}`]],
    ),
  );
  const about = { marks, end: 'The scenario ends here: all of its steps were taken.' };
  return { settings: result.settings, ignored: [], trace: result.trace, property: null, about, said: '' };
}

/** The run that shows a drawing, with its lines at the steps that they are. */
function ofDrawing(asked: DrawingAnswer): Searched | string {
  const { answer, trace, lines, under } = asked.answer;
  if (answer !== 'possible' || trace === null) return drawingVerdict(asked);
  const marks = new Map(
    trace.steps.flatMap((_, step): [number, string][] => {
      const met = lines.filter(({ at }) => at === step);
      return met.length === 0 ? [] : [[step, `line ${met.map(({ line, text }) => `${line}: ${text}`).join('; ')}`]];
    }),
  );
  return {
    settings: under.settings,
    ignored: [],
    trace,
    property: null,
    about: { marks, end: 'The diagram ends here: all that was read of it was taken.' },
    said: drawingReading(asked.answer),
  };
}
