import { jsonVersion, type ReviewJson } from '@mmspec/api';
import { anchorRows, review as reviewOf, withLines, type ReviewOptions } from '@mmspec/analysis';
import { formatSpec } from '@mmspec/format';
import { diagnosticJson, pathWord, reviewText, shellCommand, shellWord } from '@mmspec/report';
import { plan } from '@mmspec/semantics';
import { hasErrors, oneLine } from '@mmspec/source';
import type { Overlay, Review } from '@mmspec/system';
import type { Command } from 'commander';
import { isDecided } from '../auditing/audited.ts';
import { limitsOf } from '../auditing/audit_call.ts';
import { auditThreads } from '../auditing/audit_threads.ts';
import type { Claimable } from '../claims/claim.ts';
import { paintsOf } from '../colours.ts';
import { checked, collect, type Ended } from '../command_line.ts';
import { combine, exitCodes, type ExitCode } from '../exit_code.ts';
import { series, type BlockPlace, type SeriesProblem, type SeriesSpec } from '../files/series.ts';
import { interruptible, turn, type Interruption } from '../interruption.ts';
import { loadSpec, type LoadedSpec } from '../load_spec.ts';
import { withOverlay } from '../one_spec.ts';
import { parseCount } from '../options/count.ts';
import { parseDuration } from '../options/duration.ts';
import { parseSize } from '../options/size.ts';
import { printLine } from '../output.ts';
import { statusLine } from '../progress.ts';
import type { Remarks } from '../remarks.ts';
import { checkNames, refuseChecks } from '../unknown_names.ts';
import { UsageError } from '../usage_error.ts';
import { version } from '../version.ts';

interface ReviewCommandOptions {
  readonly check?: string[];
  readonly with?: string;
  readonly kernel?: string;
  readonly audit: boolean;
  readonly suggest?: boolean;
  readonly split?: boolean;
  readonly pairsMax?: number;
  readonly claim?: string;
  readonly json?: boolean;
  readonly statesMax?: number;
  readonly memoryMax?: number;
  readonly timeMax?: number;
}

/** `mmspec review`: its options, and the call that they make. */
export function add(root: Command, ended: Ended): void {
  root
    .command('review')
    .description('an answer by mail to a series with a spec in its blocks: what is claimed, what was checked, races, what is not covered')
    .argument('<file>', 'a mail, a mailbox with a series, a folder of patches, or a spec; - is standard input')
    .option('--check <name>', 'only this check, or all cells of this matrix', collect(String))
    .option('--with <overlay>', 'lay the declarations of this file over the spec: new ones are added, others stand for those of the spec')
    .option('--kernel <tree>', 'look anchors up in this tree: races name the lines of the source')
    .option('--no-audit', 'take no part out of the design')
    .option('--suggest', 'look for changes under which what is violated holds, as mmspec audit --suggest does')
    .option('--split', 'take each step as its parts, as mmspec audit --split does')
    .option('--pairs-max <count>', 'try at most so many pairs of parts that are superfluous alone (default: 100)', checked(parseCount))
    .option('--claim <file>', 'write what was checked, for mmspec verify')
    .option('--json', 'the result as JSON')
    .option('--states-max <count>', 'stop each search after so many states', checked(parseCount))
    .option('--memory-max <size>', 'stop each search at so much memory for states (2G; default: 60 % of what is available)', checked(parseSize))
    .option('--time-max <time>', 'stop each search after so long (30s)', checked(parseDuration))
    .addHelpText(
      'after',
      '\nThe blocks of all mails are one spec, as far as they are of one module.\n\nExit codes: 0 there is an answer, 2 errors in a spec or the call, 3 not all was searched to its end.\n\nExample:\n  mmspec review examples/review/v2.mbox',
    )
    .action(async (path: string, options: ReviewCommandOptions, command: Command) => {
      if (options.with !== undefined && options.claim !== undefined)
        throw new UsageError('--claim: a claim is about a spec as its author wrote it; leave out --with.');
      if (path === '-' && options.claim !== undefined) throw new UsageError('--claim: standard input cannot be read again; name a file.');
      const [{ review }, { Remarks }] = await Promise.all([import('./review.ts'), import('../remarks.ts')]);
      const { errorPaint } = paintsOf(command);
      const remarks = new Remarks(errorPaint, options.json);
      ended(await interruptible((interruption) => review({ path, options, remarks, interruption })));
    });
}

interface ReviewCall {
  readonly path: string;
  readonly options: ReviewCommandOptions;
  readonly remarks: Remarks;
  readonly interruption: Interruption;
}

/** A spec of the series without errors. */
interface Ready {
  readonly spec: SeriesSpec;
  readonly overlay: Overlay | null;
  readonly loaded: LoadedSpec;
}

interface Done extends Ready {
  readonly review: Review;
}

export async function review(call: ReviewCall): Promise<ExitCode> {
  const { path, options, remarks, interruption } = call;
  const { specs, problems } = await series(path, interruption.signal, (note) => remarks.show([note.file], [note.diagnostic]));
  if (interruption.signal.aborted) return remarks.cancelled(path).refused();
  for (const { files, diagnostics } of problems) remarks.show(files, diagnostics);
  if (options.with !== undefined && specs.length > 1) throw new UsageError(`--with: ${path} has several specs; name a file with one.`);
  const all = (await Promise.all(specs.map((spec) => loaded(spec, call)))).flatMap((each) => each ?? []);
  for (const each of all) remarks.show(each.loaded.model.files, each.loaded.diagnostics);
  const ready = all.filter((each) => !hasErrors(each.loaded.diagnostics));
  refuseUnknown(call, ready);
  if (options.claim !== undefined) (await import('../files/write_file.ts')).refuseUnwritable(options.claim, inputsOf(call, ready));
  const done: Done[] = [];
  for (const each of ready) done.push({ ...each, review: await reviewed(each, call) });
  await turn();
  const wasInterrupted = interruption.signal.aborted;
  interruption.letGo();
  if (options.claim !== undefined) await claim(call, options.claim, done, wasInterrupted);
  if (done.length === 0 && !wasInterrupted) return remarks.refused();
  const refused = [
    ...problems,
    ...all.filter((each) => !ready.includes(each)).map(({ loaded: { model, diagnostics } }) => ({ files: model.files, diagnostics })),
  ];
  if (done.length > 0)
    printLine(
      options.json === true ? JSON.stringify(jsonOf(path, done, refused), null, 2) : done.map((each) => textOf(each, call)).join(`\n\n${'-'.repeat(75)}\n\n`),
    );
  return combine([
    ...(problems.length > 0 || ready.length < specs.length || done.some(({ review: { errors } }) => errors.length > 0) ? [exitCodes.badInput] : []),
    ...(wasInterrupted || !done.every(isWhole) ? [exitCodes.unfinished] : []),
    exitCodes.met,
  ]);
}

async function loaded(spec: SeriesSpec, { options, remarks, interruption }: ReviewCall): Promise<Ready | null> {
  if (options.with === undefined) return { spec, overlay: null, loaded: loadSpec(spec, true) };
  const laid = await withOverlay(spec, options.with, remarks, interruption.signal);
  return laid === null ? null : { spec, overlay: laid.overlay, loaded: loadSpec(laid, true) };
}

/** Specs of one series share the names of checks that the call may ask for. */
function refuseUnknown({ options }: ReviewCall, ready: readonly Ready[]): void {
  if (ready.length === 0) return;
  const names = ready.flatMap(({ loaded: { model } }) => [...plan(model).checks.flatMap(checkNames), ...model.scenarios.map(({ name }) => name.text)]);
  refuseChecks(options.check ?? [], names);
}

const inputsOf = ({ path }: ReviewCall, ready: readonly Ready[]): string[] => [
  path,
  ...ready.flatMap(({ loaded }) => loaded.model.files.map((file) => file.path)),
];

async function reviewed({ loaded, overlay }: Ready, { options, remarks, interruption }: ReviewCall): Promise<Review> {
  const progress = statusLine();
  const given: ReviewOptions = {
    ...limitsOf({ options, interruption }),
    audits: options.audit,
    pairsMax: options.pairsMax,
    helpers: (task, from) => auditThreads(loaded, interruption.signal, task, from),
    splits: options.split,
    suggests: options.suggest === true ? { format: formatSpec } : undefined,
    onTry: (done, text) => progress.show(() => `with change ${done + 1}: ${oneLine(text)}`),
    onCheck: (check) => progress.show(() => oneLine(check)),
    onPlace: (done, count, text) => progress.show(() => `in parts ${done + 1} of ${count}: ${oneLine(text)}`),
    onPart: (done, count, text) => progress.show(() => `without ${done + 1} of ${count}: ${oneLine(text)}`),
  };
  const found = await reviewOf(loaded.model, loaded.resolve, given);
  progress.clear();
  remarks.show(
    loaded.model.files,
    found.diagnostics.filter(({ severity }) => severity === 'error'),
  );
  const review = options.kernel === undefined ? found.review : await anchored(found.review, loaded, options.kernel);
  return overlay === null ? review : { ...review, overlay };
}

/** The review with the lines of a tree. */
async function anchored(review: Review, { model }: LoadedSpec, tree: string): Promise<Review> {
  const rows = anchorRows(model, [(await import('../files/kernel_tree.ts')).kernelTree(tree)]);
  return { ...review, anchors: rows, checks: review.checks.map((check) => withLines(check, rows)) };
}

/** All searches came to their ends. */
function isWhole({ review: { checks, scenarios, audit, split } }: Done): boolean {
  const isSplit = split === undefined || (split.complete && split.places.every(({ verdict }) => verdict !== 'not decided'));
  const isAudited = audit === null || audit.checks.length === 0 || isDecided(audit);
  return (
    isAudited &&
    isSplit &&
    checks.every(({ verdict }) => verdict !== 'unfinished' && verdict !== 'undecided') &&
    scenarios.every(({ found }) => found !== 'unfinished')
  );
}

function jsonOf(path: string, done: readonly Done[], refused: readonly SeriesProblem[]): ReviewJson {
  const diagnostics = refused.flatMap((each) => each.diagnostics.map((diagnostic) => diagnosticJson(each.files, diagnostic)));
  return {
    version: jsonVersion,
    mmspec: version,
    path,
    specs: done.map(({ spec, review: each }) => ({ ...each, blocks: spec.blocks })),
    ...(diagnostics.length === 0 ? {} : { diagnostics }),
  };
}

function textOf({ spec, review: each }: Done, { path, options }: ReviewCall): string {
  const tree = options.kernel === undefined ? [] : ['--kernel', pathWord(options.kernel)];
  const laid = options.with === undefined ? [] : ['--with', pathWord(options.with)];
  const asked = (options.check ?? []).flatMap((name) => ['--check', shellWord(name)]);
  return reviewText(each, {
    subjects: subjectsOf(spec.blocks),
    path: spec.file.path,
    lineCount: spec.blocks.reduce((sum, { lineCount }) => sum + lineCount, 0),
    blockCount: spec.blocks.length,
    version,
    command: (check) => shellCommand(['mmspec', 'review', pathWord(path), ...laid, ...tree, ...(check === null ? asked : ['--check', shellWord(check)])]),
    auditCommand: shellCommand(['mmspec', 'audit', pathWord(path), ...laid]),
    claim: options.claim === undefined ? null : pathWord(options.claim),
  });
}

function subjectsOf(blocks: readonly BlockPlace[]): string[] {
  return [...new Set(blocks.flatMap(({ subject }) => subject ?? []))];
}

/** What was found, as a claim. */
async function claim({ path, options }: ReviewCall, file: string, done: readonly Done[], wasInterrupted: boolean): Promise<void> {
  const { writeClaim } = await import('../claims/write_claim.ts');
  const found = done.flatMap(({ loaded, review: { checks, scenarios } }): Claimable[] =>
    checks.length + scenarios.length === 0 ? [] : [{ path: loaded.path, files: loaded.model.files, results: checks, scenarios }],
  );
  const { check = [], statesMax } = options;
  const call = { checks: check, properties: [], set: [], limits: { statesMax }, series: path };
  writeClaim(call, file, found, [path, ...found.flatMap((each) => each.files.map((text) => text.path))], wasInterrupted);
}
