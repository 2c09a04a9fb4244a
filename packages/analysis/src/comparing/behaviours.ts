import type { LabelledGraph } from './labelled_graph.ts';

/*
 * Inclusion of behaviours: sequences of labels, with steps that have no shared label in between. The states that one graph may be in after
 * a sequence are followed as sets (the subset construction), beside each state of the other: the first sequence after which no state is left is the shortest
 * that only the other has.
 */

/** A run that the other graph cannot follow: states and actions, and the sequence. */
export interface Unmatched {
  readonly states: readonly number[];
  readonly actions: readonly number[];
  readonly labels: readonly string[];
}

/** How far behaviours are followed. */
export interface Limits {
  /** Pairs of a state and a set. */
  readonly pairsMax: number;
  /** States in all sets. */
  readonly membersMax: number;
  readonly turn: () => Promise<void>;
}

interface Pair {
  readonly state: number;
  readonly set: number;
  readonly before: number;
  readonly action: number;
  readonly label: string | null;
}

/** The shortest sequence of these labels that `graph` has and `other` has not; null: there is none; 'not decided' beyond the limits. */
export async function unmatched(
  graph: LabelledGraph,
  other: LabelledGraph,
  labels: ReadonlySet<string>,
  limits: Limits,
): Promise<Unmatched | null | 'not decided'> {
  const sets = new StateSets(other, labels);
  const pairs: Pair[] = [];
  const seen = new Set<string>();
  const enter = (pair: Pair): void => {
    const key = `${pair.state} ${pair.set}`;
    if (seen.has(key)) return;
    seen.add(key);
    pairs.push(pair);
  };
  // Those after one label more: none of them is looked at before all that is reached without.
  let later: Pair[] = [];
  const start = sets.initial();
  for (const state of graph.initial) enter({ state, set: start, before: -1, action: -1, label: null });
  for (let index = 0; index < pairs.length; index++) {
    if (pairs.length + later.length > limits.pairsMax || sets.members > limits.membersMax) return 'not decided';
    if (index % 1024 === 1023) await limits.turn();
    const { state, set } = pairs[index]!;
    for (const { action, label, target } of graph.steps[state]!) {
      const shared = label !== null && labels.has(label) ? label : null;
      const after = shared === null ? set : sets.after(set, shared);
      const next = { state: target, set: after, before: index, action, label: shared };
      if (sets.isEmpty(after)) return runTo(pairs, next);
      if (shared === null) enter(next);
      else if (!seen.has(`${target} ${after}`)) later.push(next);
    }
    if (index + 1 === pairs.length) {
      for (const pair of later) enter(pair);
      later = [];
    }
  }
  return null;
}

function runTo(pairs: readonly Pair[], last: Pair): Unmatched {
  const run: Pair[] = [last];
  for (let { before } = last; before >= 0; before = run[0]!.before) run.unshift(pairs[before]!);
  return {
    states: run.map(({ state }) => state),
    actions: run.slice(1).map(({ action }) => action),
    labels: run.flatMap(({ label }) => (label === null ? [] : [label])),
  };
}

/** Sets of states of a graph, each once, closed under steps without a shared label. */
class StateSets {
  members = 0;
  private readonly sets: (readonly number[])[] = [];
  private readonly numbers: Map<string, number> = new Map();
  private readonly known: Map<string, number> = new Map();
  private readonly graph: LabelledGraph;
  private readonly labels: ReadonlySet<string>;

  constructor(graph: LabelledGraph, labels: ReadonlySet<string>) {
    this.graph = graph;
    this.labels = labels;
  }

  initial(): number {
    return this.numberOf(this.graph.initial);
  }

  isEmpty(set: number): boolean {
    return this.sets[set]!.length === 0;
  }

  /** Where a step with the label leads from the states of a set. */
  after(set: number, label: string): number {
    const key = `${set} ${label}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const targets = this.sets[set]!.flatMap((state) => this.graph.steps[state]!.filter((step) => step.label === label).map(({ target }) => target));
    const found = this.numberOf(targets);
    this.known.set(key, found);
    return found;
  }

  private numberOf(states: readonly number[]): number {
    const closed = this.closed(states);
    const key = closed.join(' ');
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.sets.length);
    this.members += closed.length;
    return this.sets.push(closed) - 1;
  }

  private closed(states: readonly number[]): number[] {
    const found = new Set(states);
    for (const state of found) for (const { label, target } of this.graph.steps[state]!) if (label === null || !this.labels.has(label)) found.add(target);
    return [...found].sort((a, b) => a - b);
  }
}
