import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { CheckCall } from './commands/check.ts';
import type { TextStyle } from './check_output.ts';
import type { ColourChoice } from './colours.ts';
import { exitCodes, type ExitCode } from './exit_code.ts';
import { interruptible } from './interruption.ts';
import { defaultMemory } from './options/default_memory.ts';
import { parseCount } from './options/count.ts';
import { parseDuration } from './options/duration.ts';
import { parseReductions, reductionLimits } from './options/reductions.ts';
import { parseSetting, type GivenSetting } from './options/setting.ts';
import { parseSize } from './options/size.ts';
import { printErrorText, printText } from './output.ts';
import { UsageError } from './usage_error.ts';
import { version } from './version.ts';

/** Runs the command line with the given arguments, and returns the exit code. Commands are loaded when they are called. */
export async function program(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCodes.met;
  const ended = (result: ExitCode): void => {
    code = result;
  };
  const root = rootCommand();
  addCheck(root, ended);
  addCompile(root, ended);
  addScenario(root, ended);
  addRefs(root, ended);
  addFmt(root, ended);
  addInit(root, ended);
  addLsp(root);
  addExplain(root, ended);
  addDump(root, ended);
  try {
    if (args.length === 0) root.help({ error: true });
    await root.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.met : exitCodes.badInput;
  }
  return code;
}

type Ended = (result: ExitCode) => void;

function rootCommand(): Command {
  const root = new Command('mmspec');
  return root
    .description('Checks designs of Linux memory management for races.')
    .version(version, '-V, --version', 'print the version')
    .addOption(new Option('--color <when>', 'colour the output').choices(['auto', 'always', 'never']).default('auto'))
    .option('--no-color', 'never colour the output')
    .exitOverride()
    .configureOutput({ writeOut: printText, writeErr: printErrorText, outputError: (text, write) => write(text.replace(/^error: /u, 'mmspec: ')) })
    .showHelpAfterError('(mmspec --help lists the commands)')
    .addHelpText('after', '\nExample:\n  mmspec init race && mmspec check race.mmspec');
}

const collect = <T>(parse: (text: string) => T) => (text: string, before: readonly T[] = []): T[] => [...before, checked(parse)(text)];

/** A mistake in an option's value is a mistake of the call. */
function checked<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof UsageError) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}

interface CheckOptions {
  readonly check?: string[];
  readonly property?: string[];
  readonly set?: GivenSetting[];
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly trace: CheckCall['style']['form'];
  readonly number?: boolean;
  readonly html?: string;
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

function addCheck(root: Command, ended: Ended): void {
  root
    .command('check')
    .description('run the checks of specs, and show the shortest race of each violated one')
    .argument('[path...]', 'specs, folders, or texts with ```mmspec blocks; - is standard input', ['.'])
    .option('--check <name>', 'only this check, or all cells of this matrix', collect(String))
    .option('--property <name>', 'judge only this property', collect(String))
    .option('--set <name=value>', 'override a constant or variant in every check; expectations are then not judged', collect(parseSetting))
    .addOption(new Option('--format <format>', 'form of the result').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(new Option('--trace <form>', 'form of the races').choices(['changelog', 'comment', 'markdown', 'full']).default('changelog'))
    .option('--html <file>', 'write a page with the races to step through; it needs no network')
    .option('--number', 'number the events of races per CPU')
    .option('--no-reduction', 'explore the full state space, whatever else is asked for')
    .option('--reduce <names>', 'search less with the same verdicts: symmetry, order, dead-values, or all', checked(parseReductions))
    .option('--without <names>', 'all reductions but these', checked(parseReductions))
    .addOption(new Option('--search <order>', 'expand first what was found first, or last: that finds some deep races sooner').choices(['breadth', 'depth']).default('breadth'))
    .option('--states-max <count>', 'stop after so many states, unfinished', checked(parseCount))
    .option('--memory-max <size>', 'stop at so much memory for states, unfinished (2G; default: 60 % of what is available)', checked(parseSize))
    .option('--time-max <time>', 'stop each search after so long, unfinished (30s)', checked(parseDuration))
    .option('--workers <count>', 'threads that search together, where there is much to search', checked(parseCount))
    .option('--spill <dir>', 'go on in files of this folder when memory is full')
    .option('--checkpoint <dir>', 'write to this folder, every minute, what --resume needs to go on')
    .addOption(new Option('--resume <dir>', 'go on from the checkpoints in this folder, and write new ones to it').conflicts('checkpoint'))
    .option('--checkpoint-every <time>', 'the time between two checkpoints', checked(parseDuration), 60)
    .addOption(new Option('--progress <form>', 'progress on standard error').choices(['auto', 'json', 'none']).default('auto'))
    .addHelpText('after', '\nExit codes: 0 every expectation is met, 1 some is not, 2 errors in a spec or the call, 3 unfinished.\n\nExample:\n  mmspec check specs/safe_refcount.mmspec --check row2 --trace comment')
    .action(async (paths: string[], options: CheckOptions, command: Command) => {
      const [{ check }, { paintFor }, { progressLine }, { searchThreads }] = await Promise.all([import('./commands/check.ts'), import('./colours.ts'), import('./progress.ts'), import('./search_threads.ts')]);
      const paintOn = (stream: NodeJS.WriteStream): TextStyle['paint'] => paintFor(colour(command), stream);
      const call: Omit<CheckCall, 'signal'> = {
        paths,
        checks: options.check ?? [],
        properties: options.property ?? [],
        set: options.set ?? [],
        format: options.json === true ? 'json' : options.format,
        style: { paint: paintOn(process.stdout), errorPaint: paintOn(process.stderr), form: options.trace, numbered: options.number === true },
        limits: {
          ...reductionLimits(options.reduce, options.without, options.reduction),
          search: options.search,
          statesMax: options.statesMax,
          memoryMax: options.memoryMax ?? defaultMemory(),
          timeMax: options.timeMax,
          workers: options.workers === undefined || options.workers < 2 ? undefined : searchThreads(options.workers),
        },
        spill: options.spill,
        checkpoints: checkpointsOf(options),
        progress: progressLine(options.progress, process.stderr),
        html: options.html,
      };
      ended(await interruptible((signal) => check({ ...call, signal })));
    });
}

function checkpointsOf({ checkpoint, resume, checkpointEvery }: CheckOptions): CheckCall['checkpoints'] {
  const folder = resume ?? checkpoint;
  return folder === undefined ? undefined : { folder, resume: resume !== undefined, interval: checkpointEvery };
}

function addCompile(root: Command, ended: Ended): void {
  root
    .command('compile')
    .description('write the TypeScript transition system, and a checker that runs with Node alone')
    .argument('<file>', 'the spec')
    .requiredOption('-o, --output <dir>', 'the folder to write to')
    .addHelpText('after', '\nExample:\n  mmspec compile specs/safe_refcount.mmspec -o out && node out/safe_refcount.check.js')
    .action(async (file: string, options: { readonly output: string }, command: Command) => {
      const [{ compileTo }, { paintFor }] = await Promise.all([import('./commands/compile.ts'), import('./colours.ts')]);
      ended(await compileTo(file, options.output, paintFor(colour(command), process.stderr)));
    });
}

interface ScenarioOptions {
  readonly check?: string;
  readonly set?: GivenSetting[];
  readonly json?: boolean;
  readonly trace: TextStyle['form'];
  readonly statesMax?: number;
  readonly memoryMax?: number;
  readonly timeMax?: number;
}

function addScenario(root: Command, ended: Ended): void {
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
    .option('--time-max <time>', 'stop each search after so long, unfinished (30s)', checked(parseDuration))
    .addHelpText('after', '\nExample:\n  mmspec scenario specs/safe_refcount.mmspec race.txt --check row2')
    .action(async (path: string, diagram: string | undefined, options: ScenarioOptions, command: Command) => {
      const [{ scenario }, { paintFor }] = await Promise.all([import('./commands/scenario.ts'), import('./colours.ts')]);
      const paintOn = (stream: NodeJS.WriteStream): TextStyle['paint'] => paintFor(colour(command), stream);
      const call = {
        path, diagram: diagram ?? null, check: options.check ?? null, set: options.set ?? [], json: options.json === true,
        style: { paint: paintOn(process.stdout), errorPaint: paintOn(process.stderr), form: options.trace, numbered: false },
        limits: { statesMax: options.statesMax, memoryMax: options.memoryMax ?? defaultMemory(), timeMax: options.timeMax },
      };
      ended(await interruptible((signal) => scenario({ ...call, signal })));
    });
}

function addRefs(root: Command, ended: Ended): void {
  root
    .command('refs')
    .description('the reference ledger: who holds which reference where, and the expected count')
    .argument('<file>', 'the spec')
    .option('--check <name>', 'with the settings of this check')
    .option('--set <name=value>', 'override a constant or variant', collect(parseSetting))
    .option('--json', 'the result as JSON')
    .addHelpText('after', '\nExample:\n  mmspec refs specs/safe_refcount.mmspec --check row2')
    .action(async (path: string, options: { readonly check?: string; readonly set?: GivenSetting[]; readonly json?: boolean }, command: Command) => {
      const [{ refs }, { paintFor }] = await Promise.all([import('./commands/refs.ts'), import('./colours.ts')]);
      ended(refs({ path, check: options.check ?? null, set: options.set ?? [], json: options.json === true, paint: paintFor(colour(command), process.stderr) }));
    });
}

function addFmt(root: Command, ended: Ended): void {
  root
    .command('fmt')
    .description('format specs, and the mmspec blocks of Markdown files, where they are')
    .argument('[path...]', 'specs, folders, or Markdown files; - is standard input, written to standard output', ['.'])
    .option('--check', 'only list the files that would change')
    .addHelpText('after', '\nExit codes: 0 all is formatted, 1 --check found something to do, 2 mistakes in a spec or the call.\n\nExample:\n  mmspec fmt --check specs examples')
    .action(async (paths: string[], options: { readonly check?: boolean }, command: Command) => {
      const [{ fmt }, { paintFor }] = await Promise.all([import('./commands/fmt.ts'), import('./colours.ts')]);
      ended(fmt({ paths, check: options.check === true, paint: paintFor(colour(command), process.stderr) }));
    });
}

function addInit(root: Command, ended: Ended): void {
  root
    .command('init')
    .description('write a new spec with a check that shows one race')
    .argument('[name]', 'name of the module and the file', 'race')
    .addHelpText('after', '\nExample:\n  mmspec init my_patch && mmspec check my_patch.mmspec')
    .action(async (name: string) => ended((await import('./commands/init.ts')).init(name)));
}

function addLsp(root: Command): void {
  root
    .command('lsp')
    .description('the language server, for editors')
    .requiredOption('--stdio', 'speak the protocol on standard input and output')
    .addHelpText('after', '\nEditors start it themselves; in Neovim: vim.lsp.start({ name = "mmspec", cmd = { "mmspec", "lsp", "--stdio" } })\n\nExample:\n  mmspec lsp --stdio')
    .action(async () => {
      const [{ serveProcess }, { fileURLToPath }] = await Promise.all([import('@mmspec/language-server'), import('node:url')]);
      serveProcess(fileURLToPath(new URL('./check_thread.js', import.meta.url)));
      // The server ends the process itself, as the protocol says.
      await new Promise(() => undefined);
    });
}

function addExplain(root: Command, ended: Ended): void {
  root
    .command('explain')
    .description('the long text of a diagnostic, with an example and the cure')
    .argument('<code>', 'such as MM0203')
    .addHelpText('after', '\nExample:\n  mmspec explain MM0203')
    .action(async (code: string) => ended((await import('./commands/explain.ts')).explain(code)));
}

function addDump(root: Command, ended: Ended): void {
  root
    .command('dump')
    .description('print a stage of the pipeline')
    .argument('<file>', 'the spec')
    .addOption(new Option('--stage <stage>', 'which stage').choices(['tokens', 'tree', 'model', 'ir', 'ts']).makeOptionMandatory())
    .option('--set <name=value>', 'override a constant or variant', collect(parseSetting))
    .addHelpText('after', '\nExample:\n  mmspec dump specs/safe_refcount.mmspec --stage ts')
    .action(async (path: string, options: { readonly stage: 'tokens' | 'tree' | 'model' | 'ir' | 'ts'; readonly set?: GivenSetting[] }, command: Command) => {
      const [{ dump }, { paintFor }] = await Promise.all([import('./commands/dump.ts'), import('./colours.ts')]);
      ended(await dump(path, options.stage, options.set ?? [], paintFor(colour(command), process.stderr)));
    });
}

function colour(command: Command): ColourChoice {
  const given = command.optsWithGlobals<{ readonly color: ColourChoice | boolean }>().color;
  if (typeof given === 'boolean') return given ? 'always' : 'never';
  return given;
}
