import { explore as exploreSystem } from '@mmspec/checker';
import type { ExploreOptions as AllOptions, SearchResult } from '@mmspec/checker';
import type { TransitionSystem } from '@mmspec/system';
import type { Limits, Searching } from './check.ts';

export interface ExploreOptions extends Limits, Searching {
  /** Indices of the properties to judge; all where it is left out. */
  readonly properties?: readonly number[] | undefined;
  /** Counts how often each action is taken, for `steps` of the result; default false. */
  readonly countSteps?: boolean | undefined;
  readonly signal?: AllOptions['signal'];
  /** Called a few times a second. */
  readonly onProgress?: AllOptions['onProgress'];
}

/** Searches all states of a transition system, compiled or made by hand, and judges its properties. Throws where the system breaks its word. */
export function explore(system: TransitionSystem, options: ExploreOptions = {}): Promise<SearchResult> {
  return exploreSystem(system, options);
}
