export { interpret, type Machine, type MachineProperty } from './machine.ts';
export { replay, sameRows, type ReplayFailure } from './replay.ts';
export { search, type DescribedStep, type DescribedTrace, type Found, type Searched, type SearchLimits } from './search.ts';
export type { Outcome } from './step.ts';
export type { MachineState } from './state.ts';
