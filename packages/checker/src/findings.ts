import { wantsOneState } from '@mmspec/system';
import type { TransitionSystem } from '@mmspec/system';
import type { Path, PropertyVerdict } from './options.ts';
import type { Predecessors } from './search/predecessors.ts';

/** The first, and so shortest, evidence about a property: a state, a step out of it, or a fault. */
export interface Evidence {
  readonly depth: number;
  /** The state at the end, or before the last step, as it is kept; null: an initial fault. */
  readonly state: Int32Array | null;
  /** The last step, or null where `state` alone is the evidence. */
  readonly step: {
    readonly action: number;
    /** The state after it as it was found, before anything reduced it; null for a fault. */
    readonly after: Int32Array | null;
  } | null;
}

/** The path to the evidence about a property; null where it lies on a disk that cannot be read. */
export type PathOf = (property: number, evidence: Evidence) => Path | null;

/** The verdict on each property, from what was found. */
export function verdicts(
  system: TransitionSystem,
  judged: readonly number[],
  found: readonly (Evidence | null)[],
  finished: boolean,
  pathOf: PathOf,
): PropertyVerdict[] {
  return judged.map((property) => {
    const evidence = found[property] ?? null;
    const wantsOne = wantsOneState(system.properties[property]!.kind);
    if (evidence === null) return { property, verdict: !finished ? 'unfinished' : wantsOne ? 'violated' : 'holds', depth: null, path: null, override: null };
    const verdict = wantsOne ? 'holds' : 'violated';
    return { property, verdict, depth: evidence.depth, path: pathOf(property, evidence), override: null };
  });
}

/** The shortest path to the evidence. */
export function pathTo({ depth, state, step }: Evidence, predecessors: Predecessors): Path {
  const states: Int32Array[] = [];
  const actions: number[] = [];
  let level = step === null ? depth : depth - 1;
  for (let current = state; current !== null; level--) {
    states.push(current);
    const predecessor = predecessors(current, level);
    if (predecessor === null) break;
    actions.push(predecessor.action);
    current = predecessor.parent;
  }
  states.reverse();
  actions.reverse();
  if (step !== null) {
    actions.push(step.action);
    if (step.after !== null) states.push(step.after);
  }
  return { states, actions };
}
