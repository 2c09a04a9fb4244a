import { startupSnapshot } from 'node:v8';
import { commandLine, type AddCommand } from '../command_line.ts';
import { withoutErrors } from '../output.ts';
import { run } from '../run.ts';

/*
 * Scripts that a snapshot is made from: a heap in which their commands are loaded and have run.
 * To make one, Node runs the script with the paths of specs; a process that starts from the snapshot begins at its main function.
 * The plain start of these commands loads the same script (`bin/script.js`), and calls what it exports.
 */

/** Runs a command of the script, as a process of its own would. */
export type Called = (...args: readonly string[]) => Promise<unknown>;

/** The path of the diagram that may lie beside a spec which a snapshot has run. */
export const diagramBeside = (path: string): string => path.replace(/\.mmspec$/u, '.txt');

/** What a script exports. */
export type Main = () => Promise<void>;

/**
 * What a script with these commands exports. `warmUp` is called for each spec where a snapshot is made: functions that have run keep their bytecode
 * in it. What they say does not matter there.
 */
export function mainOf(adds: readonly AddCommand[], warmUp: (called: Called, path: string) => Promise<void>): Main {
  const program = (): ReturnType<typeof commandLine> =>
    commandLine((root, ended) => {
      for (const add of adds) add(root, ended);
    });
  if (startupSnapshot.isBuildingSnapshot()) {
    const started = program();
    // All that was said is written: what the process would still take down, heap and threads, the system does at once.
    startupSnapshot.setDeserializeMainFunction(() => void run(started).then(() => process.exit()));
    void warmedUp(process.argv.slice(2), (path) => warmUp((...args) => program()(args), path));
  }
  return () => run(program());
}

async function warmedUp(paths: readonly string[], warmUp: (path: string) => Promise<void>): Promise<void> {
  // Whoever makes a snapshot hears Node's warnings there, and nothing else: one of the specs has mistakes.
  withoutErrors();
  for (const path of paths) await warmUp(path);
}
