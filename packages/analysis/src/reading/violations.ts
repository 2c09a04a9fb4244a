import type { Path, ReadStep } from '@mmspec/checker';
import { isBrokenByState, isFlag, judgedOn } from '@mmspec/system';
import type { TransitionSystem } from '@mmspec/system';

/** A step of a run by which a property becomes violated; -1: it is so in the beginning. */
export interface Violation {
  readonly step: number;
  readonly property: string;
}

/** What the steps of a run violate: of each property the first step. */
export function violationsOf(system: TransitionSystem, { states, actions }: Path): Violation[] {
  const found = new Map<string, number>();
  const note = (property: number, step: number): void => {
    const { name } = system.properties[property]!;
    if (!found.has(name)) found.set(name, step);
  };
  const flagged = [...system.properties.keys()].filter((index) => isFlag(system.properties[index]!.kind));
  const judgeState = (state: Int32Array, step: number): void => {
    system.properties.forEach(({ kind }, index) => {
      if (isBrokenByState(kind) && !system.holdsInState(index, state)) note(index, step);
    });
  };
  if (states[0] !== undefined) judgeState(states[0], -1);
  const next = new Int32Array(system.slots.length);
  actions.forEach((action, step) => {
    const before = states[step]!;
    const after = states[step + 1];
    let flags = 0;
    let fault = -1;
    system.successors(
      before,
      next,
      (taken, raised) => {
        if (taken === action && after !== undefined && next.every((value, slot) => value === after[slot])) flags |= raised;
      },
      (taken, property) => {
        if (taken === action && after === undefined) fault = property;
      },
    );
    flagged.forEach((property, bit) => ((flags >>> bit) & 1) === 1 && note(property, step));
    if (fault >= 0) note(fault, step);
    if (after === undefined) return;
    judgeState(after, step);
    system.properties.forEach(({ kind }, index) => {
      if (judgedOn(kind) === 'step' && !system.holdsOnStep(index, before, after, action)) note(index, step);
    });
  });
  return [...found].map(([property, step]) => ({ step, property }));
}

/** Tells whether a step violates the property of an index: by what it does, or by the state that it leads to. */
export function violatorOf(system: TransitionSystem): (step: ReadStep, property: number) => boolean {
  const flagged = [...system.properties.keys()].filter((index) => isFlag(system.properties[index]!.kind));
  return ({ action, before, after, flags, fault }, property) => {
    const { kind } = system.properties[property]!;
    if (judgedOn(kind) === 'flag') return ((flags >>> flagged.indexOf(property)) & 1) === 1;
    if (after === null) return fault === property;
    if (judgedOn(kind) === 'step') return !system.holdsOnStep(property, before, after, action);
    return isBrokenByState(kind) && !system.holdsInState(property, after);
  };
}

/** Nobody can move, and not everybody may wait for ever. */
export function isDeadlock(system: TransitionSystem, state: Int32Array): boolean {
  let moves = false;
  system.successors(
    state,
    new Int32Array(system.slots.length),
    () => (moves = true),
    () => (moves = true),
  );
  return !moves && !system.isQuiescent(state);
}
