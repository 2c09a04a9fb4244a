import type { MachineState, Outcome } from '@mmspec/interpreter';

/** A state, and how it was come by. */
export interface Reached {
  readonly state: MachineState;
  /** The step that led there; null: it is the first one, or a variable was set. */
  readonly step: Outcome | null;
}

/** The actor of a step, or the action of the environment. */
export function moverOf({ actor, environment }: Outcome): string {
  return actor ?? environment ?? '';
}
