export { CompileError, runAll, runCheck } from './run.ts';
export type { Run } from './run.ts';
export { runSystems } from './run_systems.ts';
export type { RunOptions } from './run_systems.ts';
export { selected } from './select.ts';
export type { Selection } from './select.ts';
