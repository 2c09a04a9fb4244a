import { jsonVersion, type JsonFault, type JsonLitmusTest, type LitmusJson } from '@mmspec/api';
import { loopWarnings, readLitmus, runLitmus, unfitFor, wildAccess, type LitmusMemory, type LitmusResult, type LitmusTest } from '@mmspec/litmus';
import { diagnosticJson, renderDiagnostics, type JsonDiagnostic } from '@mmspec/report';
import { grouped, hasErrors, type Diagnostic, type SourceFile } from '@mmspec/source';
import { Option, type Command } from 'commander';
import { paintsOf } from '../colours.ts';
import { checked, type Ended } from '../command_line.ts';
import { combine, exitCodes, type ExitCode } from '../exit_code.ts';
import { endsAll, reportFault } from '../failure.ts';
import { listedFiles } from '../files/listed_files.ts';
import type { Problem } from '../files/problem.ts';
import { readText } from '../files/read_text.ts';
import { expectation, litmusLine, litmusText, whyStuck } from '../litmus_text.ts';
import { parseCount } from '../options/count.ts';
import { parseDuration } from '../options/duration.ts';
import { printError, printLine } from '../output.ts';
import { statusLine } from '../progress.ts';
import { UsageError } from '../usage_error.ts';
import type { Paint } from '@mmspec/report';

/** Executions of one test, and states of a machine, if nothing else is said; a state takes a few thousand bytes. */
const executionsMax = 10_000_000;
const statesMax = 500_000;

interface Options {
  readonly memory: LitmusMemory;
  readonly window?: number;
  readonly executionsMax?: number;
  readonly timeMax?: number;
  readonly brief?: boolean;
  readonly json?: boolean;
}

/** `mmspec litmus`: its options, and the call that they make. */
export function add(root: Command, ended: Ended): void {
  root
    .command('litmus')
    .description("litmus tests in C: what the kernel's memory model, or a machine, says of them")
    .argument('<path...>', 'litmus tests, and folders of .litmus files; - is standard input')
    .addOption(
      new Option('--memory <model>', "the kernel's axioms, or a machine: sequential, x86, or the kernel's weak order")
        .choices(['lkmm', 'sc', 'tso', 'weak'])
        .default('lkmm'),
    )
    .option('--window <count>', 'accesses that wait in each thread under tso and weak (default: all of the thread)', checked(parseCount))
    .option(
      '--executions-max <count>',
      'stop each test after so many executions (default: 10M), or states of the machine (default: 500k), unfinished',
      checked(parseCount),
    )
    .option('--time-max <time>', 'stop each test after so long, unfinished (30s)', checked(parseDuration))
    .option('--brief', 'one line for each test, as for several tests')
    .option('--json', 'the result as JSON')
    .addHelpText(
      'after',
      '\nA `Result:` comment in a test is its expectation under lkmm.\n\nExit codes: 0 all is as expected, 1 some is not, 2 a test is rejected or the call is wrong, 3 unfinished, 70 a fault of mmspec itself.\n\nExample:\n  mmspec litmus tools/memory-model/litmus-tests/SB+fencembonceonces.litmus',
    )
    .action(async (paths: string[], options: Options, command: Command) => {
      if (options.window === 0) throw new UsageError('a window has room for at least one access; write 1 or more.');
      const { litmus } = await import('./litmus.ts');
      ended(await litmus({ ...options, paths, ...paintsOf(command) }));
    });
}

export interface LitmusCall extends Options {
  readonly paths: readonly string[];
  readonly paint: Paint;
  readonly errorPaint: Paint;
}

/** What was found in all files. */
interface Found {
  readonly tests: JsonLitmusTest[];
  readonly diagnostics: JsonDiagnostic[];
  readonly faults: JsonFault[];
  readonly codes: ExitCode[];
}

/** Answers litmus tests, each as it is read. */
export async function litmus(call: LitmusCall): Promise<ExitCode> {
  const found: Found = { tests: [], diagnostics: [], faults: [], codes: [] };
  const listed = listedFiles(call.paths, (note) => problemOf(note, call, found), 'tests');
  const isBrief = call.brief === true || listed.length > 1;
  for (const each of listed) {
    if (each.kind === 'problem') {
      problemOf(each.problem, call, found);
      found.codes.push(exitCodes.badInput);
    } else await guarded(each.file.path, call, found, isBrief);
  }
  const { tests, diagnostics, faults, codes } = found;
  const json: LitmusJson = { version: jsonVersion, memory: call.memory, tests, diagnostics, ...(faults.length === 0 ? {} : { faults }) };
  if (call.json === true) printLine(JSON.stringify(json, null, 2));
  return combine(codes);
}

function problemOf({ file, diagnostic }: Problem, call: LitmusCall, found: Found): void {
  show(file, [diagnostic], call, found);
}

function show(file: SourceFile, diagnostics: readonly Diagnostic[], { errorPaint }: LitmusCall, found: Found): void {
  if (diagnostics.length === 0) return;
  found.diagnostics.push(...diagnostics.map((diagnostic) => diagnosticJson([file], diagnostic)));
  printError(renderDiagnostics([file], diagnostics, errorPaint));
}

/** A fault of ours in one file costs that file. */
async function guarded(path: string, call: LitmusCall, found: Found, isBrief: boolean): Promise<void> {
  try {
    await ofFile(path, call, found, isBrief);
  } catch (error) {
    if (endsAll(error)) throw error;
    found.faults.push({ ...reportFault(path, null, error), check: path });
    found.codes.push(exitCodes.internal);
  }
}

async function ofFile(path: string, call: LitmusCall, found: Found, isBrief: boolean): Promise<void> {
  const read = await readText(path);
  if (read.kind === 'problem') {
    problemOf(read.problem, call, found);
    found.codes.push(exitCodes.badInput);
    return;
  }
  const file: SourceFile = { path, text: read.text };
  const { test, diagnostics } = readLitmus(file);
  const unfit = test === null || call.memory === 'lkmm' ? [] : unfitFor(test);
  show(file, [...diagnostics, ...unfit], call, found);
  if (test === null || hasErrors(unfit)) found.codes.push(exitCodes.badInput);
  else answered(file, test, call, found, isBrief);
}

function answered(file: SourceFile, test: LitmusTest, call: LitmusCall, found: Found, isBrief: boolean): void {
  const status = statusLine();
  const start = Date.now();
  const unit = call.memory === 'lkmm' ? 'executions' : 'states';
  const result = runLitmus(file, test, {
    memory: call.memory,
    window: call.window ?? null,
    max: call.executionsMax ?? (call.memory === 'lkmm' ? executionsMax : statesMax),
    draw: call.json === true || !isBrief,
    isEnough: (count) => {
      const seconds = (Date.now() - start) / 1000;
      status.show(() => `${test.name}: ${grouped(count)} ${unit}, ${seconds.toFixed(0)} s`);
      return call.timeMax !== undefined && seconds >= call.timeMax;
    },
  });
  status.clear();
  if (result.wild !== null) {
    show(file, [wildAccess(result.wild.span, result.wild.address)], call, found);
    found.codes.push(exitCodes.badInput);
    return;
  }
  show(file, loopWarnings(result.loops), call, found);
  found.tests.push(jsonOf(file, test, result));
  found.codes.push(codeOf(result));
  if (call.json === true) return;
  if (!isBrief) printLine(litmusText(test, result, call.paint));
  else printLine(litmusLine(test, result, call.paint));
}

function codeOf({ met, finished }: LitmusResult): ExitCode {
  if (met === false) return exitCodes.notMet;
  return finished || met === true ? exitCodes.met : exitCodes.unfinished;
}

function jsonOf(file: SourceFile, test: LitmusTest, result: LitmusResult): JsonLitmusTest {
  const { name, verdict, finalStates, positive, negative, flags, met, finished, bounded, stuck, witness, forbidden } = result;
  return {
    name,
    path: file.path,
    verdict,
    states: finalStates.length,
    positive,
    negative,
    flags,
    finalStates,
    expected: expectation(test),
    met,
    ...(finished ? {} : { unfinished: true }),
    ...(bounded === null ? {} : { bounded }),
    ...(stuck === null ? {} : { reason: whyStuck[stuck] }),
    ...(witness === null ? {} : { witness }),
    ...(forbidden === null ? {} : { forbidden }),
  };
}
