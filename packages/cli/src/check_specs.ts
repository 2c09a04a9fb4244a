import { plan, settingsOf } from '@mmspec/semantics';
import { inTime } from '@mmspec/analysis';
import { CheckpointRefused, type Disk } from '@mmspec/checker';
import { diagnosticJson, pageChecks, pathWord, type JsonDiagnostic } from '@mmspec/report';
import { hasErrors, oneLine, textsInPlace } from '@mmspec/source';
import { askedFor, checkSpec, guarded, racesOf, type Disks, type Display, type Ended, type FileOutcome, type ReadySpec, type SpecCall } from './check_spec.ts';
import type { Claimable } from './claims/claim.ts';
import { combine, exitCodes, type ExitCode } from './exit_code.ts';
import type { Manifest } from './files/checkpoints.ts';
import type { HeldFolder } from './files/held_folder.ts';
import { noCheck, type Problem } from './files/problem.ts';
import { specTexts, type Found, type SpecText } from './files/spec_texts.ts';
import { turn } from './interruption.ts';
import { loadSpec } from './load_spec.ts';
import { resolveSettings } from './options/setting.ts';
import { allowOptimizing, holdOptimizing } from './optimizing.ts';
import { printError } from './output.ts';
import { racesShown } from './races_shown.ts';
import { tellAgain } from './reporters/recorder.ts';
import type { SpecFound, SpecThreads } from './spec_threads.ts';
import { checkNames, refuseChecks, refuseProperties } from './unknown_names.ts';
import { UsageError } from './usage_error.ts';

/** The call of `mmspec check`, parsed. */
export interface CheckCall extends Omit<SpecCall, 'hasPage' | 'tree'> {
  readonly paths: readonly string[];
  /** The blocks of each path are together one spec, or one of each module. */
  readonly isSeries?: boolean | undefined;
  /** The folder for states that do not fit into memory. */
  readonly spill?: string | undefined;
  readonly checkpoints?: CheckpointFolder | undefined;
  /** Where the page of races goes. */
  readonly html?: string | undefined;
  /** Where the claim goes. */
  readonly claim?: string | undefined;
  /** Called with everything that was found. */
  readonly onFound?: ((found: readonly Claimable[]) => void) | undefined;
  /** Threads that check specs beside this one; left out: none. */
  readonly specThreads?: ((call: SpecCall, specs: readonly (SpecText | null)[]) => SpecThreads) | undefined;
}

export interface CheckpointFolder {
  readonly folder: string;
  /** Whether to go on with what is there. */
  readonly resume: boolean;
  /** Seconds. */
  readonly interval: number;
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
  const onNote = (note: Problem): void => void readings.push(noted(note, call));
  const texts = await (call.isSeries === true ? (await import('./files/series.ts')).seriesTexts : specTexts)(call.paths, call.interruption.signal, onNote);
  if (isSmall(texts)) holdOptimizing();
  const specCall: SpecCall = { ...call, hasPage: call.html !== undefined };
  const threads = threadsOf(call, specCall, texts);
  releases.push(() => threads?.end());
  for (const found of texts) {
    await turn();
    if (!isOver()) entries.push(await guarded(pathOf(found), call, () => prepare(found, call)));
  }
  const ready = entries.filter(isReady);
  refuseUnknown(call, ready);
  const inputs = [...call.paths, ...entries.flatMap((entry) => (isReady(entry) ? entry.loaded.model.files.map(({ path }) => path) : [entry.path]))];
  for (const output of [call.html, call.claim]) if (output !== undefined) (await import('./files/write_file.ts')).refuseUnwritable(output, inputs);
  const tree = call.kernel === undefined ? undefined : (await import('./files/kernel_tree.ts')).kernelTree(call.kernel);
  const disks = await disksOf(call, ready, releases);
  const searches: Ended[] = [];
  const outcomes: FileOutcome[] = [];
  const nameOf = namesOf(ready);
  const isBrief = ready.length > wholeMax && call.races === undefined && call.checks.length === 0;
  for (const [index, entry] of entries.entries()) {
    if (!isReady(entry)) {
      outcomes.push(entry);
      continue;
    }
    const display = { name: nameOf(entry), mode: racesOf(entry, call, entries.length), isBrief };
    if (isOver()) {
      const left = (await threads?.left(index)) ?? null;
      if (left !== null) outcomes.push(toldOf(left, call, display));
      continue;
    }
    const found = threads === null || threads.claim(index) ? null : await foundBy(threads, index, entry, { ...specCall, tree }, display);
    // Which race is the first one is known of those before only.
    const helpers = display.mode === 'first' ? undefined : threads?.helpers(index);
    const work = (): Promise<FileOutcome> => orRefused(call, checkSpec(entry, { ...specCall, tree }, disks, searches, display, helpers));
    outcomes.push(found ?? (await guarded(entry.loaded.path, call, work)));
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
  call.reporter.end({
    files: outcomes,
    readings,
    notes,
    seconds: (Date.now() - start) / 1000,
    notBegun: wasInterrupted ? notBegun(ready, outcomes, specCall) : 0,
  });
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
  if (call.claim !== undefined) (await import('./claims/write_claim.ts')).writeClaim(call, call.claim, found, inputs, wasInterrupted);
  return combine([...codes, ...(wasInterrupted ? [exitCodes.unfinished] : [])]);
}

/** Characters of specs that are much to do. */
const manyCharacters = 100_000;

/** Threads that check beside this one; they begin at once where there is much to do. */
function threadsOf(call: CheckCall, specCall: SpecCall, texts: readonly Found[]): SpecThreads | null {
  const specs = texts.map((each) => (each.kind === 'spec' ? each.spec : null));
  if (call.specThreads === undefined) return null;
  const threads = call.specThreads(specCall, specs);
  if (specs.length > 1 && specs.reduce((sum, spec) => sum + (spec?.file.text.length ?? 0), 0) > manyCharacters) threads.start();
  return threads;
}

/** What a thread has found about a spec, told; null: it could not. */
async function foundBy(threads: SpecThreads, index: number, ready: ReadySpec, call: SpecCall, display: Display): Promise<FileOutcome | null> {
  call.interruption.listen();
  const found = await threads.found(index, ready, call, display.mode);
  if (found === null) return null;
  return toldOf(found, call, display);
}

/** Tells what a thread has found. */
function toldOf({ told, outcome }: SpecFound, { progress, reporter, races }: Pick<SpecCall, 'progress' | 'reporter' | 'races'>, display: Display): FileOutcome {
  progress.clear();
  tellAgain(reporter, told, display, racesShown(display.mode, races !== undefined));
  return outcome;
}

/** How many checks and scenarios nobody came to. Cells that become equal by what the call sets run once, so nothing is counted there. */
function notBegun(specs: readonly ReadySpec[], outcomes: readonly FileOutcome[], call: SpecCall): number {
  if (call.set.length > 0 || call.memory !== undefined) return 0;
  const asked = specs.reduce((sum, { plan: planned, loaded }) => sum + askedFor(planned, loaded.model, call), 0);
  const told = outcomes.reduce((sum, { results, scenarios, faults = [], notRun = 0 }) => sum + results.length + scenarios.length + faults.length + notRun, 0);
  return Math.max(0, asked - told);
}

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
    ...planned.flatMap(checkNames),
    ...model.scenarios.map(({ name }) => name.text),
  ]);
  refuseChecks(call.checks, checks);
  if (call.set.length > 0) for (const { loaded } of specs) resolveSettings(call.set, settingsOf(loaded.model));
  if (call.properties.length === 0) return;
  refuseProperties(
    call.properties,
    specs.map(({ loaded }) => loaded.model),
  );
}

/** A checkpoint that cannot be used is a mistake of the call. */
async function orRefused<T>({ checkpoints }: CheckCall, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof CheckpointRefused ? new UsageError(`--resume ${checkpoints?.folder}: ${error.message}.`) : error;
  }
}

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
      memory: call.memory,
      window: call.window,
      reduction: call.limits.reduction,
      symmetry: call.limits.symmetry,
      deadValues: call.limits.deadValues,
      order: call.limits.order,
      search: call.limits.search,
    },
  };
  return { ...spilling, checkpoint: { disk: taken(resume ? oldCheckpoints(folder, manifest) : newCheckpoints(folder, manifest)), interval, resume } };
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
