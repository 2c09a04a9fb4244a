import type { Graph } from './graph.ts';
import type { Relation } from './relation.ts';

/** What a read reads from: the number of a write, the initial value, or not yet decided. */
export const fromInitial = -1;
export const undecided = -2;
/** Location of an access whose address is not yet known. */
export const unknown = -1;

/** A candidate execution, as far as it is decided. */
export interface Candidate {
  /** By the number of the access: `fromInitial`, `undecided`, or a write; of a write without meaning. */
  readonly rf: Int32Array;
  /** Value of each access; null: not yet known. */
  readonly value: (number | null)[];
  /** Location of each access, by number; `unknown`. */
  readonly location: Int32Array;
  /** Order of writes to the same location, as far as it is decided or follows; transitive. */
  co: Relation;
  /** Pairs of accesses to the same location, as far as these are known. */
  sameLocation: Relation;
  /** Those of them in program order. */
  poLocation: Relation;
}

export function copyOf(candidate: Candidate): Candidate {
  return { ...candidate, rf: candidate.rf.slice(), value: candidate.value.slice(), location: candidate.location.slice(), co: candidate.co.slice() };
}

/** Reads before the writes that come after what they read from. */
export function fromReads({ kit, nodes, writes }: Graph, { rf, co, sameLocation }: Candidate): Relation {
  const fr = kit.relation();
  const { words } = kit;
  for (const { event, number } of nodes) {
    if (event.kind !== 'read' || rf[number] === undecided) continue;
    const at = number * words;
    const source = rf[number]!;
    for (let word = 0; word < words; word++) fr[at + word] = source === fromInitial ? sameLocation[at + word]! & writes[word]! : co[source * words + word]!;
  }
  return fr;
}

export function readsFrom({ kit, nodes }: Graph, { rf }: Candidate): Relation {
  const relation = kit.relation();
  for (const { event, number } of nodes) if (event.kind === 'read' && rf[number]! >= 0) kit.add(relation, rf[number]!, number);
  return relation;
}
