import { existsSync } from 'node:fs';
import { add as addCheck } from '../commands/check.ts';
import { diagramBeside, mainOf, type Main } from './start.ts';

/* `mmspec check`, which starts most often, and alone: each start reads all that is in its snapshot. */

/** Of the small spec that has a diagram no limit is said, as of most checks. The other races are drawn too. */
export const main: Main = mainOf([addCheck], async (called, path) => {
  await called('check', path, ...(existsSync(diagramBeside(path)) ? [] : ['--states-max', '500', '--races', 'all']));
});
