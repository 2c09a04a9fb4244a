import type { Action, Process } from '@mmspec/system';

/** Slots that steps read and write. */
interface Access {
  readonly reads: ReadonlySet<number>;
  readonly writes: ReadonlySet<number>;
}

/** By process, then by location; a process that is done has no entry. */
export type ByLocation<T> = readonly (readonly T[])[];

/**
 * Whom the steps of a process where it stands depend on: `dependence[p][l][q][m]` is true where some step of `p` at `l`,
 * whether it can be taken or not, reads or writes what a step of `q` may write, or writes what one may read, from `m` on.
 */
export type Dependence = ByLocation<ByLocation<boolean>>;

export function dependenceOf(processes: readonly Process[], actions: readonly Action[]): Dependence {
  const present = presentOf(processes, actions);
  const future = futureOf(processes, present);
  return present.map((locations, process) =>
    locations.map((here) => future.map((others, other) => others.map((later) => other !== process && dependent(here, later)))),
  );
}

/** What the steps of a process at a location read and write; their guards are read, and so is where it stands. */
function presentOf(processes: readonly Process[], actions: readonly Action[]): ByLocation<Access> {
  return processes.map(({ locations }) => locations.map(({ actions: own }) => together(own.flatMap((action) => actions[action] ?? []))));
}

/** What the steps of a process may read and write from a location on. */
function futureOf(processes: readonly Process[], present: ByLocation<Access>): ByLocation<Access> {
  return processes.map(({ locations }, process) =>
    locations.map((_, from) => {
      const reached = new Set([from]);
      for (const location of reached) locations[location]?.next.forEach((next) => reached.add(next));
      return together([...reached].flatMap((location) => present[process]?.[location] ?? []));
    }),
  );
}

function together(list: readonly { readonly reads: Iterable<number>; readonly writes: Iterable<number> }[]): Access {
  return { reads: new Set(list.flatMap(({ reads }) => [...reads])), writes: new Set(list.flatMap(({ writes }) => [...writes])) };
}

function dependent(here: Access, later: Access): boolean {
  return intersect(here.writes, later.writes) || intersect(here.writes, later.reads) || intersect(here.reads, later.writes);
}

function intersect(one: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  for (const each of one) if (other.has(each)) return true;
  return false;
}
