import type { FairnessItem, Formula, TransitionSystem, UntakenAction, Verdict } from '@mmspec/system';
import { automatonOf } from './automaton.ts';
import { asksForActions, constraintsOf } from './fairness.ts';
import { fairComponents } from './fair_components.ts';
import type { Graph } from './graph.ts';
import { shortLasso } from './lasso.ts';
import type { Lasso } from './lasso.ts';
import { valuationsOf } from './valuations.ts';
import type { Unpack } from './valuations.ts';
import { movesOf, plainMoves } from './moves.ts';
import { atomsOf, conjuncts, Nodes, violationsOf } from './normal_form.ts';
import { formulasPerPause, inSlices } from './pause.ts';
import type { Pause } from './pause.ts';
import { firstLost } from './possible.ts';
import { productOf } from './product.ts';
import type { FairGraph } from './product.ts';
import { enabledConstraints } from './requirements.ts';
import { OutOfRoom } from './room.ts';
import type { Room } from './room.ts';
import { untakenActions } from './untaken.ts';

/** The verdict on a temporal property. */
export interface TemporalVerdict {
  readonly verdict: Verdict;
  readonly lasso: Lasso | null;
  readonly untaken: readonly UntakenAction[];
}

/** What judging works with. */
export interface Bench {
  readonly system: TransitionSystem;
  readonly graph: Graph;
  /** All states were expanded. */
  readonly finished: boolean;
  readonly unpack: Unpack;
  readonly room: Room;
  readonly pause: Pause;
}

/** Judges a temporal property on the explored graph, under the given fairness or its own. */
export async function judgeTemporal(bench: Bench, property: number, own: readonly FairnessItem[] | null): Promise<TemporalVerdict> {
  const { system, graph, finished, unpack, room, pause } = bench;
  const temporal = system.properties[property]?.temporal;
  if (temporal === undefined) throw new Error(`the temporal property ${system.properties[property]?.name ?? property} has no formula`);
  const fairness = own ?? temporal.fairness;
  const moves = system.parametersOf !== undefined && asksForActions(fairness) ? await movesOf(system, graph, unpack, room, pause) : plainMoves(system, graph);
  const constraints = constraintsOf(system, fairness, moves.list);
  const fair: FairGraph = { graph, moves, constraints, enabled: await enabledConstraints(graph, moves, constraints, room, pause) };
  let best: Lasso | null = null;
  let full: OutOfRoom | null = null;
  for (const part of conjuncts(temporal.formula)) {
    try {
      const lasso = await room.within(() => violationOf(bench, fair, part));
      if (lasso !== null && (best === null || lasso.edges.length < best.edges.length)) best = lasso;
    } catch (error) {
      // Another part may take less.
      if (!(error instanceof OutOfRoom)) throw error;
      full = error;
    }
  }
  if (best !== null) return { verdict: 'violated', lasso: best, untaken: untakenActions(system, fairness, graph, best, unpack) };
  if (full !== null) throw full;
  return { verdict: finished ? 'holds' : 'unfinished', lasso: null, untaken: [] };
}

/** A short lasso that violates a formula; null where there is none. */
async function violationOf({ system, graph, unpack, room, pause }: Bench, fair: FairGraph, formula: Formula): Promise<Lasso | null> {
  const nodes = new Nodes();
  const violations = violationsOf(nodes, formula);
  const atoms = new Set(violations.flatMap(({ settled, rest }) => [...atomsOf(nodes, settled), ...atomsOf(nodes, rest)]));
  const valuations = await valuationsOf(system, graph, atoms, unpack, room, pause);
  let best: Lasso | null = null;
  for (const { settled, rest } of violations) {
    const lasso = await room.within(async () => {
      const automaton = await automatonOf(nodes, rest, room, pause);
      const product = await productOf(fair, { nodes, automaton, settled, valuations }, room, pause);
      const components = await fairComponents(product, room, pause);
      return components.list.length === 0 ? null : shortLasso(product, components, room, pause);
    });
    if (lasso !== null && (best === null || lasso.edges.length < best.edges.length)) best = lasso;
  }
  return best;
}

/** The nearest state from which what is `possible` cannot be reached any more; -1 where there is none among those explored. */
export async function lostState({ system, graph, unpack, room, pause }: Bench, property: number): Promise<number> {
  const buffer = new Int32Array(system.slots.length);
  const wanted = room.flags(graph.stateCount);
  await inSlices(
    () => graph.stateCount,
    formulasPerPause,
    pause,
    (from, to) => {
      for (let state = from; state < to; state++) {
        unpack(state, buffer);
        if (system.holdsInState(property, buffer)) wanted[state] = 1;
      }
    },
  );
  return firstLost(graph, wanted, room, pause);
}
