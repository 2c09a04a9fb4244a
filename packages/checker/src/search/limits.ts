import type { TransitionSystem } from '@mmspec/system';
import type { Disk } from '../disk/disk.ts';
import type { ExploreOptions } from '../options.ts';

/** How much a search may keep, and where. */
export interface SearchLimits {
  readonly statesMax: number;
  readonly memoryMax: number;
  /** Where states go when memory is full; null: nowhere. */
  readonly spill: Disk | null;
  /** Why they do not go to a disk that there is, or the empty text. */
  readonly unspilled: string;
}

/** What decides about the limits of a search, beside its options. */
export interface SearchTraits {
  /** Properties over paths or futures are judged: all states have to stay in memory. */
  readonly isOnGraph: boolean;
  readonly isDepthFirst: boolean;
  /** Members change places in states before they are kept. */
  readonly isRenamed: boolean;
}

/** Only the packed code of a breadth-first search reads states from a file. */
export function limitsOf(system: TransitionSystem, options: ExploreOptions, { isOnGraph, isDepthFirst, isRenamed }: SearchTraits): SearchLimits {
  const { spill = null, statesMax = Infinity, memoryMax = Infinity } = options;
  const maySpill = !isOnGraph && !isDepthFirst && !isRenamed && system.packedSteps !== undefined;
  const reason = isOnGraph ? 'a property over paths is judged' : isDepthFirst ? 'the last state found is expanded first' : 'members change places';
  return { statesMax, memoryMax, spill: maySpill ? spill : null, unspilled: spill === null || maySpill ? '' : reason };
}

/** Which limit was reached: that of states, or that of memory. */
export function fullText({ statesMax, memoryMax, unspilled }: SearchLimits, isFullOfStates: boolean): string {
  if (isFullOfStates) return `the limit of ${statesMax} states was reached`;
  const limit = memoryMax === Infinity ? 'there is no memory for more states' : `the limit of ${sizeText(memoryMax)} of memory was reached`;
  return unspilled === '' ? limit : `${limit}; states do not go to files where ${unspilled}`;
}

/** Bytes for people. */
export function sizeText(bytes: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['GB', 2 ** 30],
    ['MB', 2 ** 20],
    ['kB', 2 ** 10],
  ];
  const [unit, size] = units.find(([, least]) => bytes >= least) ?? ['bytes', 1];
  return `${Math.round((bytes / size) * 10) / 10} ${unit}`;
}
