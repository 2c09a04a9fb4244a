import { Option, type Command } from 'commander';
import { checked, collect, type Ended } from '../command_line.ts';
import type { CheckCall } from '../check_specs.ts';
import type { TextStyle } from '../check_output.ts';
import { interruptible } from '../interruption.ts';
import { defaultMemory } from '../options/default_memory.ts';
import { parseCount, parseThreads } from '../options/count.ts';
import { parseWindow } from '../options/window.ts';
import { parseDuration } from '../options/duration.ts';
import { parseReductions, reductionLimits } from '../options/reductions.ts';
import { parseSetting, type GivenSetting } from '../options/setting.ts';
import { parseSize } from '../options/size.ts';
import type { ExitCode } from '../exit_code.ts';
import { printError } from '../output.ts';
import { outputFormats, type OutputFormat } from '../reporters/output_format.ts';
import { UsageError } from '../usage_error.ts';

interface CheckOptions {
  readonly check?: string[];
  readonly property?: string[];
  readonly set?: GivenSetting[];
  readonly any?: string[];
  readonly certificate?: string;
  readonly explain?: boolean;
  readonly memory?: CheckCall['memory'];
  readonly window?: number;
  readonly format: OutputFormat;
  readonly json?: boolean;
  readonly trace: TextStyle['form'];
  readonly number?: boolean;
  readonly races?: CheckCall['races'];
  readonly notes?: boolean;
  readonly html?: string;
  readonly kernel?: string;
  readonly claim?: string;
  readonly reduction: boolean;
  readonly reduce?: ReturnType<typeof parseReductions>;
  readonly without?: ReturnType<typeof parseReductions>;
  readonly search: 'breadth' | 'depth';
  readonly statesMax?: number;
  readonly memoryMax?: number;
  readonly timeMax?: number;
  readonly workers?: number;
  readonly spill?: string;
  readonly checkpoint?: string;
  readonly resume?: string;
  readonly checkpointEvery: number;
  readonly progress: 'auto' | 'json' | 'none';
}

/** `mmspec check`: its options, and the call that they make. What runs it is loaded when it is called. */
export function add(root: Command, ended: Ended): void {
  root
    .command('check')
    .description('run the checks of specs, and show the shortest race of each violated one')
    .argument('[path...]', 'specs, folders, or texts with ```mmspec blocks; - is standard input', ['.'])
    .option('--check <name>', 'only this check, or all cells of this matrix', collect(String))
    .option('--property <name>', 'judge only this property', collect(String))
    .option('--set <name=value>', 'override a constant or variant in every check; expectations are then not judged', collect(parseSetting))
    .option('--any <constant>', 'judge each check for every number that this constant can have: what is proved, and what is not', collect(String))
    .option('--explain', 'with --any: tell the views: in each shared state, where the actors can be, and what is so of them')
    .option('--certificate <file>', 'with --any: write the views by which something is proved, for mmspec verify')
    .addOption(new Option('--memory <model>', 'run every check under this memory model; expectations are then not judged').choices(['sc', 'tso', 'weak']))
    .option('--window <count>', 'accesses of one actor that may be under way at a time under tso and weak; default: 2, then 3, then 4', checked(parseWindow))
    .addOption(new Option('--format <format>', 'form of the result').choices(outputFormats).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(new Option('--trace <form>', 'form of the races').choices(['changelog', 'comment', 'markdown', 'full', 'brief']).default('changelog'))
    .addOption(
      new Option(
        '--races <which>',
        'draw one race in all, those that are not expected, or one of each violated property; default: all where one check is asked for, else unexpected; of questions all',
      ).choices(['first', 'unexpected', 'all']),
    )
    .option('--notes', 'say all that there is to say about the specs, not one line a kind')
    .option('--kernel <tree>', 'look anchors up in this tree of sources: races name the lines')
    .option('--html <file>', 'write a page with the races to step through; it needs no network')
    .option('--claim <file>', 'write what was checked and what came of it, for mmspec verify')
    .option('--number', 'number the events of races per CPU')
    .option('--no-reduction', 'explore the full state space, whatever else is asked for')
    .option('--reduce <names>', 'search less with the same verdicts: symmetry, order, dead-values, or all', checked(parseReductions))
    .option('--without <names>', 'all reductions but these', checked(parseReductions))
    .addOption(
      new Option('--search <order>', 'expand first what was found first, or last: that finds some deep races sooner')
        .choices(['breadth', 'depth'])
        .default('breadth'),
    )
    .option('--states-max <count>', 'stop after so many states, unfinished', checked(parseCount))
    .option('--memory-max <size>', 'stop at so much memory for states, unfinished (2G; default: 60 % of what is available)', checked(parseSize))
    .option('--time-max <time>', 'stop each check after so long, compiling and all, unfinished (30s)', checked(parseDuration))
    .option(
      '--workers <count>',
      'threads that search together, where there is much to search; at most two for each core; 1: one for all (default: specs and their checks side by side on all cores)',
      checked(parseThreads),
    )
    .option('--spill <dir>', 'go on in files of this folder when memory is full')
    .option('--checkpoint <dir>', 'write to this folder, every minute, what --resume needs to go on')
    .addOption(new Option('--resume <dir>', 'go on from the checkpoints in this folder, and write new ones to it').conflicts('checkpoint'))
    .option('--checkpoint-every <time>', 'the time between two checkpoints', checked(parseDuration), 60)
    .addOption(new Option('--progress <form>', 'progress on standard error').choices(['auto', 'json', 'none']).default('auto'))
    .addHelpText(
      'after',
      '\nOf more than 20 specs each is one line where all of it is as expected; --races shows every check.\n\nExit codes: 0 every expectation is met, 1 some is not, 2 errors in a spec or the call, 3 unfinished, 70 a fault of mmspec itself.\nWhere standard output cannot be written to its end, other than for a reader that has gone, 2 takes the place of 0.\n\nExample:\n  mmspec check specs/safe_refcount.mmspec --check row2 --trace comment',
    )
    .action(async (paths: string[], options: CheckOptions, command: Command) => {
      refuseTogether(options);
      if (options.certificate !== undefined && options.any === undefined)
        throw new UsageError('--certificate needs --any: a certificate is of what is proved for any number of actors; --claim writes what a search found.');
      if (options.explain === true && options.any === undefined)
        throw new UsageError('--explain needs --any: it tells the views by which something is proved for any number of actors.');
      if (options.any !== undefined) {
        ended(await forAny(options.any, paths, options, command));
        return;
      }
      const { check, paintsOf, progressLine, reporterFor, SpecThreads } = await import('../check_run.ts');
      const threads = options.workers === undefined || options.workers < 2 ? undefined : (await import('../search_threads.ts')).searchThreads(options.workers);
      if (threads !== undefined && threads.count < (options.workers ?? 0))
        printError(`mmspec: --workers ${options.workers}: ${threads.count} threads search, two for each core.`);
      const call: Omit<CheckCall, 'interruption'> = {
        paths,
        checks: options.check ?? [],
        properties: options.property ?? [],
        set: options.set ?? [],
        memory: options.memory,
        window: options.window,
        reporter: reporterFor(options.json === true ? 'json' : options.format, {
          ...paintsOf(command),
          form: options.trace,
          numbered: options.number === true,
        }),
        limits: {
          ...reductionLimits(options.reduce, options.without, options.reduction),
          search: options.search,
          statesMax: options.statesMax,
          memoryMax: options.memoryMax ?? defaultMemory(),
          timeMax: options.timeMax,
          workers: threads,
        },
        spill: options.spill,
        checkpoints: checkpointsOf(options),
        progress: progressLine(options.progress),
        html: options.html,
        claim: options.claim,
        races: options.races,
        notes: options.notes === true,
        kernel: options.kernel,
        specThreads: sharesSpecs(options) ? (specCall, specs) => new SpecThreads(specCall, specs) : undefined,
      };
      ended(await interruptible((interruption) => check({ ...call, interruption })));
    });
}

/** The same checks for every number of a constant, or of several. */
async function forAny(constants: string[], paths: string[], options: CheckOptions, command: Command): Promise<ExitCode> {
  const alone = (['property', 'set', 'memory', 'window', 'html', 'claim', 'kernel', 'workers', 'spill', 'checkpoint', 'resume'] as const).find(
    (name) => options[name] !== undefined,
  );
  if (alone !== undefined) throw new UsageError(`--any and --${alone} do not go together: what is proved is proved of the checks as they stand.`);
  const { checkAny } = await import('../any/check_any.ts');
  const { paintsOf } = await import('../check_run.ts');
  const { paint, errorPaint } = paintsOf(command);
  return interruptible(({ signal }) =>
    checkAny({
      paths,
      constants,
      checks: options.check ?? [],
      json: options.json === true || options.format === 'json',
      paint,
      errorPaint,
      limits: {
        ...reductionLimits(options.reduce, options.without, options.reduction),
        statesMax: options.statesMax,
        memoryMax: options.memoryMax ?? defaultMemory(),
        timeMax: options.timeMax,
      },
      signal,
      certificate: options.certificate,
      explain: options.explain,
    }),
  );
}

/** Options that would silently do nothing beside others. */
function refuseTogether({ workers = 1, search, spill, checkpoint, resume }: CheckOptions): void {
  const alone = [...(workers > 1 ? [`--workers ${workers}`] : []), ...(search === 'depth' ? ['--search depth'] : [])];
  const [first, second] = alone;
  if (first !== undefined && second !== undefined) throw new UsageError(`${first} and ${second} do not go together: several threads search breadth-first.`);
  if (first === undefined) return;
  if (spill !== undefined) throw new UsageError(`--spill and ${first} do not go together: one thread, breadth-first, searches in files.`);
  const folder = checkpoint === undefined ? '--resume' : '--checkpoint';
  if ((checkpoint ?? resume) !== undefined)
    throw new UsageError(`${folder} and ${first} do not go together: checkpoints are of a search by one thread, breadth-first.`);
}

/** Whether specs may be checked side by side: nothing that the call asks for is one for all of them. */
function sharesSpecs({ workers, spill, checkpoint, resume, statesMax, memoryMax }: CheckOptions): boolean {
  return [workers, spill, checkpoint, resume, statesMax, memoryMax].every((each) => each === undefined);
}

function checkpointsOf({ checkpoint, resume, checkpointEvery }: CheckOptions): CheckCall['checkpoints'] {
  const folder = resume ?? checkpoint;
  return folder === undefined ? undefined : { folder, resume: resume !== undefined, interval: checkpointEvery };
}
