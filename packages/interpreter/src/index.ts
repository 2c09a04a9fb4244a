export { interpret, type Machine, type MachineProperty, type Mover } from './machine.ts';
export { replay, type ReplayFailure } from './replay.ts';
export { search, type DescribedStep, type DescribedTrace, type Found, type Searched, type SearchLimits } from './search.ts';
export type { Outcome, Wait } from './step.ts';
export type { MachineState } from './state.ts';
export { cellsOf, type Done, type Load, type Store } from './log.ts';
export type { Entry } from './state.ts';
export { plainOf, textOf, type Value } from './value.ts';
export { placeOfActor, referencesHeld } from './property.ts';
