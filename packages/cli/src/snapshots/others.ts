import { existsSync, statSync } from 'node:fs';
import { add as addAudit } from '../commands/audit.ts';
import { add as addDump } from '../commands/dump.ts';
import { add as addFmt } from '../commands/fmt.ts';
import { add as addRefs } from '../commands/refs.ts';
import { add as addScenario } from '../commands/scenario.ts';
import { diagramBeside, mainOf, type Main } from './start.ts';

/* The other commands that start from a snapshot. */

/** Bytes of a spec whose audit takes a moment. Of two parts there is nothing that threads could help with: there are none yet. */
const auditedMost = 4500;

export const main: Main = mainOf([addAudit, addDump, addFmt, addRefs, addScenario], async (called, path) => {
  if (statSync(path).size < auditedMost) await called('audit', path, '--states-max', '5000', '--parts-max', '2', '--pairs-max', '1');
  await called('fmt', '--check', path);
  await called('refs', path);
  const diagram = diagramBeside(path);
  if (!existsSync(diagram)) return;
  await called('scenario', path);
  await called('scenario', path, diagram);
});
