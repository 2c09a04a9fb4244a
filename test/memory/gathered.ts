import type { Edge, WindowGraph, WindowOutcome } from '@mmspec/interpreter';

/*
 * The alive part of a graph, in which nobody has to guess: a state is a set of those of the machine that differ only in what is assumed
 * about conditions that are not known yet. So what an actor can do does not depend on a guess, and neither do fairness, `enabled` and deadlocks.
 */

export interface AliveGraph {
  /** The states of the machine that each state stands for. */
  readonly members: readonly (readonly number[])[];
  readonly edges: readonly (readonly Edge[])[];
  readonly initial: readonly Edge[];
  /**
   * By state: what could be performed next by who has nothing before it, but for what others have guessed. A processor whose guess is wrong
   * begins anew, and holds nobody up: fairness counts these steps as possible.
   */
  readonly offered: readonly (readonly WindowOutcome[])[];
}

export function aliveGraph(graph: WindowGraph): AliveGraph {
  return new Gathering(graph).gather();
}

class Gathering {
  readonly #graph: WindowGraph;
  readonly #numbers = new Map<string, number>();
  readonly #sets: (readonly number[])[] = [];

  constructor(graph: WindowGraph) {
    this.#graph = graph;
  }

  gather(): AliveGraph {
    const { edges } = this.#graph;
    const initial = this.#edgesOf(this.#graph.initial);
    const out: (readonly Edge[])[] = [];
    for (let at = 0; at < this.#sets.length; at++) out.push(this.#edgesOf(this.#sets[at]!.flatMap((member) => edges[member] ?? [])));
    return {
      members: this.#sets,
      edges: out,
      initial,
      offered: this.#sets
        .map((set) => set.flatMap((member) => (edges[member] ?? []).filter((edge) => edge.outcome.isOldest && this.#isDead(edge))))
        .map((dead) => dead.map(({ outcome }) => outcome)),
    };
  }

  /** Outcomes of one entry that look the same are one. */
  #edgesOf(raw: readonly Edge[]): Edge[] {
    const groups = new Map<string, { readonly outcome: WindowOutcome; readonly to: Set<number> }>();
    for (const { outcome, to } of raw) {
      if (this.#isDead({ outcome, to })) continue;
      const key = `${eventOf(outcome)} ${to < 0 ? '' : this.#graph.seenKeys[to]}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { outcome, to: new Set([to]) });
      else group.to.add(to);
    }
    return [...groups.values()].map(({ outcome, to }) => ({ outcome, to: to.has(-1) ? -1 : this.#numberOf([...to]) }));
  }

  #isDead({ to }: Edge): boolean {
    return to >= 0 && this.#graph.isAlive[to] !== true;
  }

  #numberOf(members: readonly number[]): number {
    const set = members.toSorted((a, b) => a - b);
    const key = set.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#sets.length);
    return this.#sets.push(set) - 1;
  }
}

/** What happened, whatever is assumed. */
function eventOf({ actor, environment, parameters, path, spanOf, noteKey, fault, flags }: WindowOutcome): string {
  return JSON.stringify([actor, environment, parameters, path, spanOf, noteKey, fault, flags]);
}
