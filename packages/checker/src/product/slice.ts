import type { Dependencies, Process, TransitionSystem } from '@mmspec/system';

/** What a question is about. */
export interface Concern {
  /** By action: 1 where the question asks for it. */
  readonly actions: Uint8Array;
  /** Indices of the slots that it looks at beside. */
  readonly slots: readonly number[];
}

/**
 * By action: 1 where taking it can matter to the question. A process matters that takes a step which is asked for, or that
 * writes what one that matters reads; all of its steps matter then. The others may stand still: leaving out their steps
 * leaves a run (the cone of influence). Everything matters where nobody has looked at the dependencies.
 */
export function sliceOf(system: TransitionSystem, { actions, slots }: Concern): Uint8Array {
  const all = new Uint8Array(system.actions.length).fill(1);
  const dependencies = system.dependencies?.();
  if (dependencies === undefined) return all;
  const ownActions = dependencies.processes.map(actionsOf);
  const read = new Set(slots);
  const chosen = new Set<number>();
  const choose = (process: number): void => {
    chosen.add(process);
    for (const action of ownActions[process]!) for (const slot of system.actions[action]!.reads) read.add(slot);
  };
  ownActions.forEach((own, process) => own.some((action) => actions[action] === 1) && choose(process));
  for (let before = -1; before !== chosen.size;) {
    before = chosen.size;
    ownActions.forEach((own, process) => {
      if (!chosen.has(process) && own.some((action) => system.actions[action]!.writes.some((slot) => read.has(slot)))) choose(process);
    });
  }
  const taken = new Uint8Array(system.actions.length);
  for (const process of chosen) for (const action of ownActions[process]!) taken[action] = 1;
  return taken;
}

function actionsOf({ locations }: Process): number[] {
  return [...new Set(locations.flatMap((location) => location.actions))];
}

/** For a list of steps that one process takes in order: whether the list can still be taken, by how many were taken and the place where the process stands. */
export interface Ahead {
  readonly slot: number | null;
  /** By the number of steps taken: by the value of the slot, 1 where the rest can follow. */
  readonly able: readonly Uint8Array[];
}

/**
 * What control flow alone allows. `wanted`: for each step, by action, 1 where it may be it; several may be taken by one step
 * of the process. Null where the process is not known.
 */
export function aheadOf(dependencies: Dependencies | undefined, actor: number, environment: readonly number[], wanted: readonly Uint8Array[]): Ahead | null {
  const process = dependencies?.processes.find((each) =>
    actor >= 0 ? each.actor === actor : each.actor < 0 && actionsOf(each).some((action) => environment.includes(action)),
  );
  if (process === undefined || actor < 0 || process.slot === null) return null;
  const { locations, slot } = process;
  // Beyond the last place it is done.
  const size = locations.length + 1;
  const able: Uint8Array[] = [];
  able[wanted.length] = new Uint8Array(size).fill(1);
  for (let at = wanted.length - 1; at >= 0; at--) {
    const here = new Uint8Array(size);
    locations.forEach(({ actions, next }, location) => {
      if (!actions.some((action) => wanted[at]![action] === 1)) return;
      // The last step of all may fail; one step may be several of the list.
      if (at === wanted.length - 1 || next.some((other) => able[at + 1]![Math.min(other, size - 1)] === 1) || able[at + 1]![location] === 1) here[location] = 1;
    });
    for (let grows = true; grows;) {
      grows = false;
      locations.forEach(({ next }, location) => {
        if (here[location] === 1 || !next.some((other) => here[other] === 1)) return;
        here[location] = 1;
        grows = true;
      });
    }
    able[at] = here;
  }
  return { slot, able };
}
