import { plan, settingsOf, type Plan } from '@mmspec/semantics';
import { implicitNames } from '@mmspec/system';
import { heldReferences, inTime, isNote, LimitReached, runAll, type RunOptions, type Selection } from '@mmspec/analysis';
import { CheckpointRefused, type Disk, type SearchResult } from '@mmspec/checker';
import { diagnosticJson, pageChecks, pageScenario, pathWord, type JsonDiagnostic, type Note, type PageRace } from '@mmspec/report';
import { hasErrors, oneLine, suggest, textsInPlace, type SourceFile } from '@mmspec/source';
import type { Claimable } from './claims/claim.ts';
import { checkRaces, commandOf, type FileResult, type RanCheck } from './check_output.ts';
import { codeOf, codeOfScenario, combine, exitCodes, type ExitCode } from './exit_code.ts';
import { endsAll, reportFault, type Fault } from './failure.ts';
import type { Manifest } from './files/checkpoints.ts';
import type { HeldFolder } from './files/held_folder.ts';
import { noCheck, type Problem } from './files/problem.ts';
import { specTexts, type Found } from './files/spec_texts.ts';
import { turn, type Interruption } from './interruption.ts';
import { loadSpec, type LoadedSpec } from './load_spec.ts';
import { resolveSettings, type GivenSetting } from './options/setting.ts';
import { allowOptimizing, holdOptimizing } from './optimizing.ts';
import { printError } from './output.ts';
import type { ProgressLine } from './progress.ts';
import { racesShown, type RacesMode } from './races_shown.ts';
import type { Reporter } from './reporters/reporter.ts';
import { UsageError } from './usage_error.ts';

/** The call of `mmspec check`, parsed. */
export interface CheckCall {
  readonly paths: readonly string[];
  readonly checks: readonly string[];
  readonly properties: readonly string[];
  readonly set: readonly GivenSetting[];
  readonly reporter: Reporter;
  readonly limits: Pick<RunOptions, 'statesMax' | 'memoryMax' | 'timeMax' | 'reduction' | 'symmetry' | 'deadValues' | 'order' | 'search' | 'workers'>;
  /** The folder for states that do not fit into memory. */
  readonly spill?: string | undefined;
  readonly checkpoints?: CheckpointFolder | undefined;
  readonly interruption: Interruption;
  readonly progress: ProgressLine;
  /** Which races are drawn; left out: it depends on what is asked for. */
  readonly races?: RacesMode | undefined;
  /** All notes about the specs, in place of one line a kind. */
  readonly notes: boolean;
  /** Where the page of races goes. */
  readonly html?: string | undefined;
  /** Where the claim goes. */
  readonly claim?: string | undefined;
  /** Called with everything that was found. */
  readonly onFound?: ((found: readonly Claimable[]) => void) | undefined;
}

export interface CheckpointFolder {
  readonly folder: string;
  /** Whether to go on with what is there. */
  readonly resume: boolean;
  /** Seconds. */
  readonly interval: number;
}

interface FileOutcome extends FileResult {
  readonly code: ExitCode;
  readonly races?: readonly PageRace[];
  readonly notes?: readonly Note[];
  readonly files?: readonly SourceFile[];
}

/** A spec without errors, and what it wants to be run. */
interface ReadySpec {
  readonly loaded: LoadedSpec;
  readonly plan: Plan;
}

/** Checks every spec under the paths; prints results, and returns the exit code of all together. */
export async function check(call: CheckCall): Promise<ExitCode> {
  const releases: (() => void)[] = [];
  try {
    return await checkAll(call, releases);
  } finally {
    for (const release of releases) release();
    allowOptimizing();
  }
}

/** Folders that are taken are to be given back with `releases`. */
async function checkAll(call: CheckCall, releases: (() => void)[]): Promise<ExitCode> {
  const start = Date.now();
  const isOver = (): boolean => call.interruption.signal.aborted;
  const entries: (ReadySpec | FileOutcome)[] = [];
  const readings: JsonDiagnostic[] = [];
  const texts = await specTexts(call.paths, call.interruption.signal, (note) => void readings.push(noted(note, call)));
  if (isSmall(texts)) holdOptimizing();
  for (const found of texts) {
    await turn();
    if (!isOver()) entries.push(await guarded(pathOf(found), call, () => prepare(found, call)));
  }
  const ready = entries.filter(isReady);
  refuseUnknown(call, ready);
  const inputs = [...call.paths, ...entries.flatMap((entry) => (isReady(entry) ? entry.loaded.model.files.map(({ path }) => path) : [entry.path]))];
  for (const output of [call.html, call.claim]) if (output !== undefined) (await import('./files/write_file.ts')).refuseUnwritable(output, inputs);
  const disks = await disksOf(call, ready, releases);
  const searches: Ended[] = [];
  const outcomes: FileOutcome[] = [];
  const nameOf = namesOf(ready);
  const isBrief = ready.length > wholeMax && call.races === undefined && call.checks.length === 0;
  for (const entry of entries) {
    if (!isReady(entry)) outcomes.push(entry);
    else if (!isOver())
      outcomes.push(
        await guarded(entry.loaded.path, call, () =>
          orRefused(call, checkSpec(entry, call, disks, searches, { name: nameOf(entry), mode: racesOf(entry, call, entries.length), isBrief })),
        ),
      );
  }
  // Nobody looks at signals any more.
  await turn();
  const wasInterrupted = isOver();
  call.interruption.letGo();
  const results = outcomes.flatMap((outcome) => outcome.results);
  const scenarios = outcomes.flatMap((outcome) => outcome.scenarios);
  if (results.length + scenarios.length === 0 && !wasInterrupted && outcomes.every((outcome) => outcome.code === exitCodes.met)) {
    outcomes.push(refused(noCheck(call.paths.join(' ')), call));
  }
  const codes = outcomes.map((outcome) => outcome.code);
  if (call.checkpoints !== undefined && isKept(searches, wasInterrupted)) {
    printError(
      `What was found is kept: --resume ${pathWord(call.checkpoints.folder)} goes on from there. Limits may be others then; all other options have to be the same.`,
    );
  }
  const notes = call.notes ? [] : outcomes.flatMap((outcome) => outcome.notes ?? []);
  call.reporter.end({ files: outcomes, readings, notes, seconds: (Date.now() - start) / 1000 });
  // Last, so that nothing else is lost where this cannot be done.
  if (call.html !== undefined) {
    const races = outcomes.flatMap((outcome) => outcome.races ?? []);
    const { writePage } = await import('./page_file.ts');
    writePage(
      call.html,
      {
        title: call.paths.join(' '),
        form: 'columns',
        races,
        checks: outcomes.flatMap((outcome) => pageChecks(outcome.path, outcome.results, outcome.scenarios, races)),
        sources: textsInPlace(outcomes.flatMap(({ files = [] }) => files)),
      },
      inputs,
    );
  }
  const found = outcomes.flatMap(({ files = [], ...outcome }) => (outcome.results.length + outcome.scenarios.length === 0 ? [] : [{ ...outcome, files }]));
  call.onFound?.(found);
  if (call.claim !== undefined) await writeClaim(call, call.claim, found, inputs, wasInterrupted);
  return combine([...codes, ...(wasInterrupted ? [exitCodes.unfinished] : [])]);
}

/** Nothing is claimed of a run that was cut short, or in which nothing was checked. */
async function writeClaim(call: CheckCall, path: string, found: readonly Claimable[], inputs: readonly string[], wasInterrupted: boolean): Promise<void> {
  if (wasInterrupted || found.length === 0) {
    printError(`--claim ${oneLine(path)}: nothing is claimed, since ${wasInterrupted ? 'the run was interrupted' : 'nothing was checked'}.`);
    return;
  }
  const [{ claimOf, folderOf }, { replaceFiles }] = await Promise.all([import('./claims/claim.ts'), import('./files/write_file.ts')]);
  replaceFiles([{ path, content: `${JSON.stringify(claimOf(call, found, folderOf(path)), null, 2)}\n` }], inputs);
}

type Ended = Pick<SearchResult, 'finished' | 'isKept'>;

/** Something is left to do, and `--resume` goes on with all that was begun. */
function isKept(searches: readonly Ended[], isAborted: boolean): boolean {
  const unfinished = searches.filter(({ finished }) => !finished);
  return (isAborted || unfinished.length > 0) && searches.some((search) => search.isKept) && unfinished.every((search) => search.isKept);
}

/** One spec of a size that people write: reading it is over before functions are worth compiling for speed. */
function isSmall([first, ...others]: readonly Found[]): boolean {
  return others.length === 0 && (first?.kind !== 'spec' || first.spec.file.text.length < 100_000);
}

const pathOf = (found: Found): string => (found.kind === 'spec' ? found.spec.file.path : found.problem.file.path);

/** What the work on a file gives. A fault in it, or a limit, is its outcome: the other files go on. */
async function guarded<T>(path: string, { reporter, limits }: CheckCall, work: () => T | Promise<T>): Promise<T | FileOutcome> {
  const nothing = { path, diagnostics: [], results: [], scenarios: [] };
  try {
    return await work();
  } catch (error) {
    if (endsAll(error)) throw error;
    if (!(error instanceof LimitReached)) return { ...nothing, faults: [reportFault(path, null, error)], code: exitCodes.internal };
    reporter.unread(path, `unfinished: ${error.message} while the spec was read (--time-max ${limits.timeMax}).`);
    return { ...nothing, unfinished: error.message, code: exitCodes.unfinished };
  }
}

const isReady = (entry: ReadySpec | FileOutcome): entry is ReadySpec => 'loaded' in entry;

/** Loads a spec, and shows its diagnostics; with errors it is done. */
function prepare(found: Found, call: CheckCall): ReadySpec | FileOutcome {
  if (found.kind === 'problem') return refused(found.problem, call);
  const loaded = inTime(call.limits.timeMax, () => loadSpec(found.spec, true));
  const { diagnostics, path, model } = loaded;
  call.reporter.diagnostics(model.files, diagnostics);
  for (const hidden of loaded.hidden) printError(`${oneLine(hidden.path)} is used for ${hidden.module} in place of the library's module.`);
  if (!hasErrors(diagnostics)) return { loaded, plan: plan(model) };
  return { path, diagnostics: diagnostics.map((diagnostic) => diagnosticJson(model.files, diagnostic)), results: [], scenarios: [], code: exitCodes.badInput };
}

function refused({ file, diagnostic }: Problem, call: CheckCall): FileOutcome {
  call.reporter.diagnostics([file], [diagnostic]);
  return { path: file.path, diagnostics: [diagnosticJson([file], diagnostic)], results: [], scenarios: [], code: exitCodes.badInput };
}

/** Says something of how a file is read. */
function noted({ file, diagnostic }: Problem, call: CheckCall): JsonDiagnostic {
  call.reporter.diagnostics([file], [diagnostic]);
  return diagnosticJson([file], diagnostic);
}

/** Names on the command line that no spec has are mistakes of the call. */
function refuseUnknown(call: CheckCall, specs: readonly ReadySpec[]): void {
  if (specs.length === 0) return;
  const checks = specs.flatMap(({ plan: { checks: planned }, loaded: { model } }) => [
    ...planned.flatMap(({ name, matrix }) => (matrix === null ? [name] : [matrix, name])),
    ...model.scenarios.map(({ name }) => name.text),
  ]);
  for (const name of call.checks) refuse('--check', 'check', name, checks);
  if (call.set.length > 0) for (const { loaded } of specs) resolveSettings(call.set, settingsOf(loaded.model));
  if (call.properties.length === 0) return;
  const properties = [...specs.flatMap(({ loaded }) => loaded.model.properties.map((property) => property.name)), ...implicitNames];
  for (const name of call.properties) if (!/[.]|^range of /u.test(name)) refuse('--property', 'property', name, properties);
}

function refuse(option: string, what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const [near] = suggest(name, known);
  throw new UsageError(`${option} ${name}: there is no ${what} ${name}${near === undefined ? '' : `; did you mean ${near}?`}`);
}

type Disks = Pick<RunOptions, 'spill' | 'checkpoint'>;

/** The folders that the call names, taken. */
async function disksOf({ spill, checkpoints, ...call }: CheckCall, specs: readonly ReadySpec[], releases: (() => void)[]): Promise<Disks> {
  const taken = ({ disk, release }: HeldFolder): Disk => {
    releases.push(release);
    return disk;
  };
  const spilling = spill === undefined ? {} : { spill: taken((await import('./files/spill_folder.ts')).spillFolder(spill)) };
  if (checkpoints === undefined) return spilling;
  const { checksum, newCheckpoints, oldCheckpoints } = await import('./files/checkpoints.ts');
  const { folder, resume, interval } = checkpoints;
  const manifest: Manifest = {
    specs: Object.fromEntries(specs.flatMap(({ loaded }) => loaded.model.files.map(({ path, text }) => [path, checksum(text)]))),
    options: {
      check: call.checks,
      property: call.properties,
      set: call.set,
      reduction: call.limits.reduction,
      symmetry: call.limits.symmetry,
      deadValues: call.limits.deadValues,
      order: call.limits.order,
      search: call.limits.search,
    },
  };
  return { ...spilling, checkpoint: { disk: taken(resume ? oldCheckpoints(folder, manifest) : newCheckpoints(folder, manifest)), interval, resume } };
}

/** A checkpoint that cannot be used is a mistake of the call. */
async function orRefused<T>({ checkpoints }: CheckCall, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof CheckpointRefused ? new UsageError(`--resume ${checkpoints?.folder}: ${error.message}.`) : error;
  }
}

/** All races where one thing is asked for, or the only spec has one check; else those that nobody expected. */
function racesOf({ plan: { checks }, loaded: { model } }: ReadySpec, { races, checks: asked }: CheckCall, specs: number): RacesMode {
  const names = new Set(checks.map(({ name, matrix }) => matrix ?? name));
  return races ?? (asked.length === 1 || (asked.length === 0 && specs === 1 && names.size + model.scenarios.length === 1) ? 'all' : 'unexpected');
}

/** What stands above the results of a spec: its path, with its line where one file has several. */
function namesOf(specs: readonly ReadySpec[]): (spec: ReadySpec) => string {
  return ({ loaded: { path, model } }) => {
    const line = model.files[0]?.parts?.[0]?.line;
    const isAlone = specs.filter(({ loaded }) => loaded.path === path).length === 1;
    return isAlone || line === undefined ? path : `${path}:${line}`;
  };
}

/** Of more specs than these each is one line where all of it is as expected. */
const wholeMax = 20;

/** How the results of a spec are shown. */
interface Display {
  readonly name: string;
  readonly isBrief: boolean;
  readonly mode: RacesMode;
}

/** `searches` gets every search. */
async function checkSpec(
  { loaded, plan: planned }: ReadySpec,
  call: CheckCall,
  disks: Disks,
  searches: Ended[],
  { name, isBrief, mode }: Display,
): Promise<FileOutcome> {
  const { model, path } = loaded;
  const selection: Selection = {
    ...(call.checks.length === 0 ? {} : { checks: call.checks }),
    ...(call.properties.length === 0 ? {} : { properties: call.properties }),
    set: call.set.length === 0 ? {} : resolveSettings(call.set, settingsOf(model)),
  };
  call.interruption.listen();
  const hasResults = planned.checks.length + model.scenarios.length > 0;
  if (hasResults) call.reporter.begin(name, isBrief);
  const races: PageRace[] = [];
  const shown = racesShown(mode, call.races !== undefined);
  /** Cells of a matrix are reported together. */
  const cells: RanCheck[] = [];
  const report = (): void => {
    const ran = cells.splice(0);
    if (ran.length > 0) call.reporter.checks(ran, shown);
  };
  const faults: Fault[] = [];
  const { signal, listen, letGo } = call.interruption;
  const reporting = (name: string | null, report: () => void): void => {
    call.progress.clear();
    try {
      report();
    } catch (error) {
      if (endsAll(error)) throw error;
      faults.push(reportFault(path, name, error));
    }
  };
  const run = await runAll(model, {
    ...call.limits,
    ...disks,
    ...selection,
    plan: planned,
    signal,
    onPause: listen,
    onCompile: letGo,
    onBegin: allowOptimizing,
    onSearch: (_, search) => void searches.push(search),
    onFault: (name, error) =>
      reporting(name, () => {
        throw error;
      }),
    onProgress: (running, progress) => call.progress.show(running.name, progress),
    onResult: (result, system) =>
      reporting(result.name, () => {
        const command = commandOf(['mmspec', 'check', pathWord(path)], result, call.set);
        if (call.html !== undefined) races.push(...checkRaces(path, { result, system, command }, heldReferences(model, result.settings)));
        if (result.matrix === null || result.matrix !== cells[0]?.result.matrix) report();
        cells.push({ result, system, command });
        if (result.matrix === null) report();
      }),
    races: call.html === undefined && call.reporter.drawsRaces ? shown.choose : undefined,
    onScenario: (result) =>
      reporting(result.name, () => {
        const command = commandOf(['mmspec', 'check', pathWord(path)], result, call.set);
        const race = call.html === undefined ? null : pageScenario(result, { file: path, command, held: heldReferences(model, result.settings) });
        if (race !== null) races.push(race);
        report();
        call.reporter.scenario(result, command, mode === 'all');
      }),
  });
  reporting(null, report);
  if (hasResults) call.reporter.close(faults.length > 0);
  const late = run.diagnostics.filter((diagnostic) => !loaded.diagnostics.includes(diagnostic));
  const notes = late.filter(isNote);
  call.reporter.diagnostics(model.files, call.notes ? late : late.filter((diagnostic) => !isNote(diagnostic)));
  const codes = [...run.results.map(codeOf), ...run.scenarios.map(codeOfScenario), ...faults.map(() => exitCodes.internal)];
  const code = hasErrors(run.diagnostics) ? combine([exitCodes.badInput, ...codes]) : combine(codes);
  return {
    path,
    diagnostics: [...loaded.diagnostics, ...late].map((diagnostic) => diagnosticJson(model.files, diagnostic)),
    results: run.results,
    scenarios: run.scenarios,
    faults,
    code,
    races,
    notes: notes.map((diagnostic) => ({ files: model.files, diagnostic })),
    files: model.files,
  };
}
