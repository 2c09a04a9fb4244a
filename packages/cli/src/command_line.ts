import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { ColourChoice } from './colours.ts';
import { exitCodes, type ExitCode } from './exit_code.ts';
import { printedSoFar, printErrorText, printText } from './output.ts';
import { asksForJson, printProblem } from './problem_json.ts';
import { UsageError } from './usage_error.ts';
import { version } from './version.ts';

/*
 * What all commands have in common.
 */

/** Called by a command with its exit code. */
export type Ended = (result: ExitCode) => void;

/** Adds a command to the command line. */
export type AddCommand = (root: Command, ended: Ended) => void;

/** How the version is asked for. */
export const versionFlags: readonly string[] = ['-V', '--version'];

/** The command line with these commands: a function that runs what its arguments say once, and returns the exit code. */
export function commandLine(add: AddCommand): (args: readonly string[]) => Promise<ExitCode> {
  let code: ExitCode = exitCodes.met;
  const root = rootCommand();
  add(root, (result) => {
    code = result;
  });
  const given = new Set<Option>();
  for (const command of [root, ...root.commands]) refuseTwice(command, given);
  return async (args) => {
    given.clear();
    const before = printedSoFar();
    try {
      if (args.length === 0) root.help({ error: true });
      await root.parseAsync(args, { from: 'user' });
    } catch (error) {
      const isMistake = error instanceof CommanderError && error.exitCode !== 0;
      // Where an answer was printed before something else of the call could not be done, it stays the only value.
      const isFirst = printedSoFar() === before;
      if ((isMistake || error instanceof UsageError) && isFirst && wantsJson(root, args)) printProblem(mistakeOf(error.message).replace(/^mmspec: /u, ''));
      if (!(error instanceof CommanderError)) throw error;
      return isMistake ? exitCodes.badInput : exitCodes.met;
    }
    return code;
  };
}

function rootCommand(): Command {
  const root = new Command('mmspec');
  return root
    .description('Checks designs of Linux memory management for races.')
    .version(version, versionFlags.join(', '), 'print the version')
    .addOption(new Option('--color <when>', 'colour the output').choices(['auto', 'always', 'never']).default('auto'))
    .option('--no-color', 'never colour the output')
    .exitOverride()
    .configureOutput({ writeOut: printText, writeErr: printErrorText, outputError: (text, write) => write(mistakeOf(text)) })
    .showHelpAfterError('(mmspec --help lists the commands)')
    .addHelpText('after', '\nExample:\n  mmspec init race && mmspec check race.mmspec');
}

/** The first argument that is no option of the program itself. */
export function calledCommand(args: readonly string[]): string {
  return args.find((argument, at) => !argument.startsWith('-') && args[at - 1] !== '--color') ?? '';
}

/** Whether a call asks for JSON, of a command that has it. */
function wantsJson(root: Command, args: readonly string[]): boolean {
  const called = root.commands.find((command) => command.name() === calledCommand(args));
  const has = (flag: string): boolean => called?.options.some(({ long }) => long === flag) === true;
  return has('--json') && asksForJson(args, has('--format'));
}

/** A mistake of the call as it is told; a spec in place of a command is most likely to be checked. */
function mistakeOf(text: string): string {
  return text
    .replace(/^error: /u, 'mmspec: ')
    .replace(/unknown command '([^'\n]+\.mmspec)'/u, (mistake, path: string) => `${mistake}\n(Did you mean mmspec check ${path}?)`);
}

/** Parsers of options that may be given several times. */
const repeatable = new WeakSet<object>();

/** A parser for an option that may be given several times. */
export function collect<T>(parse: (text: string) => T): (text: string, before?: readonly T[]) => T[] {
  const parser = (text: string, before: readonly T[] = []): T[] => [...before, checked(parse)(text)];
  repeatable.add(parser);
  return parser;
}

/** Of an option that takes a value only one can be meant: a second one would silently take the place of the first. */
function refuseTwice(command: Command, given: Set<Option>): void {
  for (const option of command.options) {
    if (!(option.required || option.optional) || (option.parseArg !== undefined && repeatable.has(option.parseArg))) continue;
    command.on(`option:${option.name()}`, () => {
      if (given.has(option)) command.error(`error: option '${option.flags}' is given twice; give it once, or run mmspec once for each`);
      given.add(option);
    });
  }
}

/** A mistake in an option's value is a mistake of the call. */
export function checked<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof UsageError) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}

/** Which colours the call asks for. */
export function colour(command: Command): ColourChoice {
  const given = command.optsWithGlobals<{ readonly color: ColourChoice | boolean }>().color;
  if (typeof given === 'boolean') return given ? 'always' : 'never';
  return given;
}
