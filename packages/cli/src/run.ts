import { exitCodes, type ExitCode } from './exit_code.ts';
import { failure } from './failure.ts';
import { codeAfterOutput, freshOutput, printError } from './output.ts';

/**
 * Runs the program with the arguments of this process, and turns every way to end into an exit code.
 * The code is that of a fault until there is a verdict, so that a process that just ends never says that all is well.
 */
export async function run(program: (args: readonly string[]) => Promise<ExitCode>): Promise<void> {
  let isSaid = false;
  const failed = (error: unknown): ExitCode => {
    isSaid = true;
    return codeAfterOutput(failure(error));
  };
  freshOutput();
  process.exitCode = exitCodes.internal;
  process.once('exit', (code) => {
    if (code === exitCodes.internal && !isSaid)
      printError('mmspec: it ended before there was a verdict. This is a fault of mmspec itself; please report it with the command and the spec.');
  });
  process.on('uncaughtException', (error) => process.exit(failed(error)));
  process.on('unhandledRejection', (error) => process.exit(failed(error)));
  try {
    const code = codeAfterOutput(await program(process.argv.slice(2)));
    isSaid = true;
    process.exitCode = code;
  } catch (error) {
    process.exitCode = failed(error);
  }
}
