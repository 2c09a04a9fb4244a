import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { add as addCheck } from '../commands/check.ts';
import { diagramBeside, mainOf, type Main } from './start.ts';

/* `mmspec check`, which starts most often, and alone: each start reads all that is in its snapshot. */

/** What is said besides of some of the specs. */
const more: Readonly<Record<string, readonly string[]>> = { 'arrays.mmspec': ['--set', 'N=1'] };

/** Of the small spec that has a diagram no limit is said, as of most checks. The other races are drawn too. */
export const main: Main = mainOf([addCheck], async (called, path) => {
  await called('check', path, ...(existsSync(diagramBeside(path)) ? [] : ['--states-max', '500', '--races', 'all']), ...(more[basename(path)] ?? []));
});
