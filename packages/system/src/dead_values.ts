/*
 * Numbers that an actor does not read any more before it stores them anew.
 */

/** The numbers of an actor that are dead, by where it stands. */
export interface DeadSlots {
  /** The slot of the actor's location. */
  readonly location: number;
  /** By value of that slot less its minimum: slots whose value no step and no judged property depends on. */
  readonly dead: readonly (readonly number[])[];
}
