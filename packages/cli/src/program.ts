import { Option, type Command } from 'commander';
import type { TextStyle } from './check_output.ts';
import { checked, collect, colour, commandLine, type Ended } from './command_line.ts';
import { addCheck } from './commands/check_options.ts';
import { exitCodes, type ExitCode } from './exit_code.ts';
import { printError } from './output.ts';
import { interruptible } from './interruption.ts';
import { defaultMemory } from './options/default_memory.ts';
import { parseCount } from './options/count.ts';
import { parseDuration } from './options/duration.ts';
import { parseLines, type LineRange } from './options/lines.ts';
import { parseSetting, type GivenSetting } from './options/setting.ts';
import { parseSize } from './options/size.ts';

/** Runs the command line with the given arguments, and returns the exit code. Commands are loaded when they are called. */
export async function program(args: readonly string[]): Promise<ExitCode> {
  const run = commandLine((root, ended) => {
    addCheck(root, ended);
    addCompile(root, ended);
    addScenario(root, ended);
    addRefs(root, ended);
    addFmt(root, ended);
    addInit(root, ended);
    addLsp(root);
    addExplain(root, ended);
    addDump(root, ended);
  });
  return run(args);
}

function addCompile(root: Command, ended: Ended): void {
  root
    .command('compile')
    .description('write the TypeScript transition system, and a checker that runs with Node alone')
    .argument('<file>', 'the spec')
    .requiredOption('-o, --output <dir>', 'the folder to write to; files in it that mmspec compile did not write stay')
    .option('--force', 'replace them too')
    .addHelpText('after', '\nExample:\n  mmspec compile specs/safe_refcount.mmspec -o out && node out/safe_refcount.check.js')
    .action(async (file: string, options: { readonly output: string; readonly force?: boolean }, command: Command) => {
      const [{ compileTo }, { paintFor }] = await Promise.all([import('./commands/compile.ts'), import('./colours.ts')]);
      ended(await compileTo(file, options.output, options.force === true, paintFor(colour(command), process.stderr)));
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
    .option('--time-max <time>', 'stop each check after so long, compiling and all, unfinished (30s)', checked(parseDuration))
    .addHelpText('after', '\nExample:\n  mmspec scenario specs/safe_refcount.mmspec race.txt --check row2')
    .action(async (path: string, diagram: string | undefined, options: ScenarioOptions, command: Command) => {
      const [{ scenario }, { paintFor }] = await Promise.all([import('./commands/scenario.ts'), import('./colours.ts')]);
      const paintOn = (stream: NodeJS.WriteStream): TextStyle['paint'] => paintFor(colour(command), stream);
      const call = {
        path,
        diagram: diagram ?? null,
        check: options.check ?? null,
        set: options.set ?? [],
        json: options.json === true,
        style: { paint: paintOn(process.stdout), errorPaint: paintOn(process.stderr), form: options.trace, numbered: false },
        limits: { statesMax: options.statesMax, memoryMax: options.memoryMax ?? defaultMemory(), timeMax: options.timeMax },
      };
      ended(await interruptible((interruption) => scenario({ ...call, interruption })));
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
      ended(
        await refs({
          path,
          check: options.check ?? null,
          set: options.set ?? [],
          json: options.json === true,
          paint: paintFor(colour(command), process.stderr),
        }),
      );
    });
}

function addFmt(root: Command, ended: Ended): void {
  root
    .command('fmt')
    .description('format specs, and the mmspec blocks of Markdown files, where they are')
    .argument('[path...]', 'specs, folders, or Markdown files; - is standard input, written to standard output', ['.'])
    .option('--check', 'only list the files that would change')
    .option('--lines <first-last>', 'only these lines of one spec, and what is laid out together with them', checked(parseLines))
    .addHelpText(
      'after',
      '\nExit codes: 0 all is formatted, 1 --check found something to do, 2 mistakes in a spec or the call.\n\nExample:\n  mmspec fmt --check specs examples',
    )
    .action(async (paths: string[], options: { readonly check?: boolean; readonly lines?: LineRange }, command: Command) => {
      const [{ fmt }, { paintFor }] = await Promise.all([import('./commands/fmt.ts'), import('./colours.ts')]);
      ended(await fmt({ paths, check: options.check === true, lines: options.lines ?? null, paint: paintFor(colour(command), process.stderr) }));
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
    .addHelpText(
      'after',
      '\nEditors start it themselves; in Neovim: vim.lsp.start({ name = "mmspec", cmd = { "mmspec", "lsp", "--stdio" } })\n\nExample:\n  mmspec lsp --stdio',
    )
    .action(async () => {
      const [{ serveProcess }, { fileURLToPath }] = await Promise.all([import('@mmspec/language-server'), import('node:url')]);
      // A client that has gone without a word is told nothing any more, and the protocol's code for that is 1.
      process.stdout.on('error', (error) => {
        if (!('code' in error && error.code === 'EPIPE')) printError(`mmspec: standard output cannot be written: ${error.message}.`);
        process.exit(exitCodes.notMet);
      });
      serveProcess(fileURLToPath(new URL('./check_thread.js', import.meta.url)));
      // The server ends the process itself, as the protocol says.
      await new Promise(() => undefined);
    });
}

function addExplain(root: Command, ended: Ended): void {
  root
    .command('explain')
    .description('the long text of a diagnostic, with an example and the fix')
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
