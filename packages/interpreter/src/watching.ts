import { newLog, noteDone } from './log.ts';
import { noBefore, type Run } from './run.ts';
import type { Scene } from './scene.ts';

/** Something to note loads in. */
export function watching(scene: Scene): Run {
  const log = newLog();
  const run: Run = {
    scene,
    actor: null,
    kind: '',
    choose: () => 0,
    shared: new Map(),
    before: new Map(),
    ...noBefore,
    top: new Map(),
    stack: [],
    held: new Map(),
    counts: new Map(),
    beginning: '',
    cpus: [],
    flags: new Set(),
    executed: [],
    bound: new Map(),
    choosing: false,
    failed: null,
    log,
  };
  noteDone(run, 'guard', null);
  return run;
}
