import { failure } from './failure.ts';

/*
 * The entry of the command line: runs the program, and turns every way to end into an exit code.
 */

process.on('uncaughtException', (error) => process.exit(failure(error)));
process.on('unhandledRejection', (error) => process.exit(failure(error)));

try {
  const { program } = await import('./program.ts');
  process.exitCode = await program(process.argv.slice(2));
} catch (error) {
  process.exitCode = failure(error);
}
