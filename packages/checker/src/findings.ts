import type { PropertyKind, TransitionSystem } from '@mmspec/system';
import { originOf } from './trail.ts';
import { noParent } from './state_store.ts';
import type { StateStore } from './state_store.ts';
import type { Codec } from './codec.ts';
import type { Path, PropertyVerdict } from './options.ts';
import type { Canonical } from './symmetry/canonical.ts';

/** The first, and so shortest, evidence about a property: a state, a step out of it, or a fault. */
export interface Evidence {
  readonly depth: number;
  /** The state at the end, or before the last step; `noParent`: an initial fault. */
  readonly state: number;
  /** The last step, or null where `state` alone is the evidence. */
  readonly step: {
    readonly action: number;
    /** Null for a fault. */
    readonly next: number | null;
    /** The state after it before it was made a representative, where only representatives are kept. */
    readonly after: Int32Array | null;
  } | null;
}

/** The path to the evidence about a property. */
export type PathOf = (property: number, evidence: Evidence) => Path;

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
    const kind = system.properties[property]?.kind;
    if (evidence === null) return { property, verdict: finished ? verdictWithout(kind) : 'unfinished', depth: null, path: null, override: null };
    const verdict = kind === 'reachable' ? 'holds' : 'violated';
    return { property, verdict, depth: evidence.depth, path: pathOf(property, evidence), override: null };
  });
}

function verdictWithout(kind: PropertyKind | undefined): 'holds' | 'violated' {
  return kind === 'reachable' ? 'violated' : 'holds';
}

/** The shortest path to the evidence. */
export function pathTo(evidence: Evidence, system: TransitionSystem, store: StateStore, codec: Codec, canonical: Canonical | null): Path {
  const numbers: number[] = [];
  const actions: number[] = [];
  for (let state = evidence.state; state !== noParent; ) {
    numbers.push(state);
    const origin = originOf(state, system, store, codec, canonical);
    if (origin === null) break;
    actions.push(origin.action);
    state = origin.parent;
  }
  numbers.reverse();
  actions.reverse();
  if (evidence.step !== null) {
    actions.push(evidence.step.action);
    if (evidence.step.next !== null) numbers.push(evidence.step.next);
  }
  const states = numbers.map((number) => {
    const state = new Int32Array(system.slots.length);
    codec.unpack(store.words, number * codec.layout.wordCount, state);
    return state;
  });
  return { states, actions };
}
