import { jsonVersion } from '@mmspec/api';
import type { CheckJson, JsonFault } from '@mmspec/api';
import {
  checkMark,
  counted,
  pageRace,
  pathWord,
  raceDiagram,
  ranText,
  renderCheck,
  renderMatrix,
  renderScenario,
  scenarioDiagram,
  shellCommand,
  shellWord,
  type JsonDiagnostic,
  type PageRace,
  type Paint,
  type TraceForm,
} from '@mmspec/report';
import { settingsOfRace, type CheckResult, type HeldReferences, type PropertyText, type ScenarioResult, type Settings } from '@mmspec/system';
import { codeOf, codeOfScenario, exitCodes, type ExitCode } from './exit_code.ts';
import type { GivenSetting } from './options/setting.ts';
import type { RacesShown } from './races_shown.ts';

/** How text results look. */
export interface TextStyle {
  /** On standard output. */
  readonly paint: Paint;
  /** On standard error. */
  readonly errorPaint: Paint;
  readonly form: TraceForm;
  readonly numbered: boolean;
}

/** A check that was run, with what its races are drawn with. */
export interface RanCheck {
  readonly result: CheckResult;
  /** Its properties; null where a limit was reached before they were known. */
  readonly properties: readonly PropertyText[] | null;
  /** The command that repeats it. */
  readonly command: string;
}

/** A check as text, or a matrix by its cells: how it came out, and then its races as far as they are drawn. */
export function checkText(ran: readonly RanCheck[], races: RacesShown, style: TextStyle): string {
  const [first] = ran;
  if (first === undefined) return '';
  const { matrix } = first.result;
  const head =
    // A matrix of one cell, as that of an open range alone, is told as a check.
    matrix === null || (ran.length === 1 && first.result.open !== undefined)
      ? renderCheck(first.result, style.paint)
      : renderMatrix(
          matrix,
          ran.map(({ result }) => result),
          style.paint,
        );
  const { drawn, left } = races.of(ran.map(({ result }) => result));
  const texts = drawn.flatMap(({ check, result }) => {
    const own = ran.find((each) => each.result === check);
    const property = own?.properties?.find((candidate) => candidate.name === result.property);
    if (own?.properties == null || property === undefined) return [];
    return [
      raceDiagram(check, result, property, {
        form: style.form,
        numbered: style.numbered,
        possible: possibilities(check, own.properties),
        command: own.command,
      }),
    ];
  });
  const rest =
    left.length === 0
      ? []
      : [
          `${counted(left.length, 'more race')} not drawn (${[...new Set(left.map(({ property }) => property))].join(', ')}); --races all draws ${left.length === 1 ? 'it' : 'them'}`,
        ];
  return `${[head, ...texts, ...rest.map((text) => `${' '.repeat(11)}${text}`)].join('\n\n')}${texts.length + rest.length > 0 ? '\n' : ''}`;
}

/** The races of a check, one for each violated property, for a page. */
export function checkRaces(file: string, { result, properties, command }: RanCheck, heldIn: (settings: Settings) => HeldReferences): PageRace[] {
  if (properties === null) return [];
  const possible = possibilities(result, properties);
  return result.results.flatMap((each) => {
    const property = properties.find((candidate) => candidate.name === each.property);
    const race = property === undefined ? null : pageRace(result, each, property, { file, command, possible, held: heldIn(settingsOfRace(result, each)) });
    return race === null ? [] : [race];
  });
}

/** The properties of kind `possible` that hold. */
function possibilities(result: CheckResult, properties: readonly PropertyText[]): PropertyText[] {
  const holds = new Set(result.results.filter(({ verdict }) => verdict === 'holds').map((each) => each.property));
  return properties.filter(({ kind, name }) => kind === 'possible' && holds.has(name));
}

/** A scenario as text: what was asked and found, and a run that shows it where that is not what was expected, or a question. */
export function scenarioText(result: ScenarioResult, command: string, style: TextStyle, isAlwaysDrawn: boolean): string {
  const head = renderScenario(result, style.paint);
  const isExpected = result.met && result.expected !== null;
  const diagram =
    isExpected && (result.found !== 'possible' || !isAlwaysDrawn) ? '' : scenarioDiagram(result, { form: style.form, numbered: style.numbered, command });
  return diagram === '' ? head : `${head}\n\n${diagram}\n`;
}

/** What has no result: how many faults of mmspec there were, and how many checks and scenarios were not run, for an error or an interruption. */
interface Uncounted {
  readonly faults?: number;
  readonly notRun?: number;
  readonly notBegun?: number;
}

/** The closing line of a run. */
export function summaryText(
  results: readonly CheckResult[],
  scenarios: readonly ScenarioResult[],
  seconds: number,
  { faults = 0, notRun = 0, notBegun = 0 }: Uncounted = {},
): string {
  const codes = [...results.map(codeOf), ...scenarios.map(codeOfScenario)];
  const count = (code: ExitCode): number => codes.filter((each) => each === code).length;
  const questions = results.filter((result) => result.expectation === null).length + scenarios.filter((result) => result.expected === null).length;
  const [unmet, open] = [count(exitCodes.notMet), count(exitCodes.unfinished)];
  const undecided = results.filter((result) => checkMark(result).mark === 'UNDECIDED').length;
  const unfinished = open - undecided;
  const outcomes = [
    ...(unmet > 0 ? [`${counted(unmet, 'expectation')} not met`] : []),
    ...(unfinished > 0 ? [`${unfinished} unfinished`] : []),
    ...(undecided > 0 ? [`${undecided} undecided`] : []),
    ...(questions > 0 ? [counted(questions, 'question')] : []),
    ...(faults > 0 ? [`${counted(faults, 'fault')} of mmspec`] : []),
    ...(notRun > 0 ? [`${notRun} more not run for an error under the settings of one`] : []),
    ...(notBegun > 0 ? [`${notBegun} more not begun`] : []),
  ];
  if (unmet + open + faults + notRun + notBegun === 0 && questions < codes.length) outcomes.unshift('every expectation is met');
  return `${ranText(results.length, scenarios.length).join(', ')}: ${outcomes.join(', ')} (${seconds.toFixed(2)} s)`;
}

/** What was found in one file. */
export interface FileResult {
  readonly path: string;
  readonly diagnostics: readonly JsonDiagnostic[];
  readonly results: readonly CheckResult[];
  readonly scenarios: readonly ScenarioResult[];
  /** What faults of mmspec itself cost; left out where there were none. */
  readonly faults?: readonly JsonFault[];
  /** How many checks and scenarios were not run, as the compiler has something against the spec under the settings of one; left out where all were. */
  readonly notRun?: number;
  /** Why the file was not even read to its end within the limits; left out where it was. */
  readonly unfinished?: string;
}

/** The results, with what is said of how the files were read: in the first result of the file, else in one of its own. */
export function withNotes(files: readonly FileResult[], notes: readonly JsonDiagnostic[]): FileResult[] {
  const left = new Map<string, JsonDiagnostic[]>();
  for (const note of notes) {
    const own = left.get(note.path);
    if (own === undefined) left.set(note.path, [note]);
    else own.push(note);
  }
  const found = files.map((file) => {
    const own = left.get(file.path) ?? [];
    left.delete(file.path);
    return { ...file, diagnostics: [...own, ...file.diagnostics] };
  });
  return [...[...left].map(([path, diagnostics]) => ({ path, diagnostics, results: [], scenarios: [] })), ...found];
}

/** The JSON of `mmspec check`. */
export function checkJson(files: readonly FileResult[]): string {
  const value: CheckJson = {
    version: jsonVersion,
    files: files.map(({ path, diagnostics, results, scenarios, faults = [], unfinished }) => ({
      path,
      diagnostics,
      checks: results,
      scenarios,
      ...(faults.length === 0 ? {} : { faults }),
      ...(unfinished === undefined ? {} : { unfinished }),
    })),
  };
  return JSON.stringify(value, null, 2);
}

/** The command that repeats one check. */
export function commandOf(command: readonly string[], result: { readonly name: string }, given: GivenValues): string {
  return commandsOf(command, given)(result);
}

/** The same of any check of a spec. */
export function commandsOf(command: readonly string[], { set, memory, window, kernel }: GivenValues): (result: { readonly name: string }) => string {
  const mode = [...(memory === undefined ? [] : ['--memory', memory]), ...(window === undefined ? [] : ['--window', String(window)])];
  const tree = kernel === undefined ? [] : ['--kernel', pathWord(kernel)];
  const [before, after] = [
    [...command, '--check'],
    [...setWords(set), ...mode, ...tree],
  ].map(shellCommand);
  return ({ name }) => `${before} ${shellCommand([shellWord(name)])}${after === '' ? '' : ` ${after}`}`;
}

/** What a call says in place of the checks. */
export interface GivenValues {
  readonly set: readonly GivenSetting[];
  readonly memory?: CheckResult['memory'] | undefined;
  readonly window?: number | undefined;
  /** The tree in which anchors are looked up. */
  readonly kernel?: string | undefined;
}

/** Settings of the command line as words of a command. */
export function setWords(set: readonly GivenSetting[]): string[] {
  return set.flatMap(({ name, value }) => ['--set', shellWord(`${name}=${value}`)]);
}
