import { run } from './run.ts';

/*
 * The entry of the command line.
 */

await run(async (args) => (await import('./program.ts')).program(args));
