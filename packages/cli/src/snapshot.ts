import { existsSync, statSync } from 'node:fs';
import { startupSnapshot } from 'node:v8';
import { commandLine } from './command_line.ts';
import { add as addAudit } from './commands/audit.ts';
import { add as addCheck } from './commands/check.ts';
import { add as addDump } from './commands/dump.ts';
import { add as addFmt } from './commands/fmt.ts';
import { add as addRefs } from './commands/refs.ts';
import { add as addScenario } from './commands/scenario.ts';
import { run } from './run.ts';

/*
 * The script of the commands that begin from a snapshot: a heap in which they are loaded and have run.
 * To make one, Node runs this file with the paths of specs; a process that starts from the snapshot begins at its main function.
 * The plain start of these commands loads the same script (`bin/script.js`), and calls what it exports.
 */

const program = (): ReturnType<typeof commandLine> =>
  commandLine((root, ended) => {
    for (const add of [addAudit, addCheck, addDump, addFmt, addRefs, addScenario]) add(root, ended);
  });

export function main(): Promise<void> {
  return run(program());
}

if (startupSnapshot.isBuildingSnapshot()) {
  const started = program();
  startupSnapshot.setDeserializeMainFunction(() => void run(started));
  void warmUp(process.argv.slice(2));
}

/** Bytes of a spec whose audit takes a moment. Of two parts there is nothing that threads could help with: there are none yet. */
const auditedMost = 4500;

/** Functions that have run keep their bytecode in the snapshot: those that draw, too. Beside a spec with scenarios lies a diagram. What they say does not matter here. */
async function warmUp(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await program()(['check', path, '--states-max', '500', '--progress', 'none', '--races', 'all']);
    if (statSync(path).size < auditedMost) await program()(['audit', path, '--states-max', '5000', '--parts-max', '2', '--pairs-max', '1']);
    await program()(['fmt', '--check', path]);
    await program()(['refs', path]);
    const diagram = path.replace(/\.mmspec$/u, '.txt');
    if (!existsSync(diagram)) continue;
    await program()(['scenario', path]);
    await program()(['scenario', path, diagram]);
  }
}
