/*
 * What runs `mmspec check`, loaded when it is called.
 */

export { check } from './check_specs.ts';
export { paintsOf } from './colours.ts';
export { progressLine } from './progress.ts';
export { reporterFor } from './reporters/reporter_for.ts';
export { SpecThreads } from './spec_threads.ts';
