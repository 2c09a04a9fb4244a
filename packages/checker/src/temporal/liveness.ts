import type { FairnessItem, TransitionSystem, Verdict } from '@mmspec/system';
import { automatonAgainst } from './automaton.ts';
import { demandsOf } from './fairness.ts';
import { fairComponents } from './fair_components.ts';
import type { Graph } from './graph.ts';
import { shortLasso } from './lasso.ts';
import type { Lasso } from './lasso.ts';
import { lettersOf } from './letters.ts';
import type { Unpack } from './letters.ts';
import { conjuncts } from './normal_form.ts';
import { roundsPerPause } from './pause.ts';
import type { Pause } from './pause.ts';
import { firstLost } from './possible.ts';
import { enabledDemands, productOf } from './product.ts';

/** The verdict on a temporal property. */
export interface TemporalVerdict {
  readonly verdict: Verdict;
  readonly lasso: Lasso | null;
}

/** Judges a temporal property on the explored graph, under the given fairness or its own. */
export async function judgeTemporal(system: TransitionSystem, property: number, fairness: readonly FairnessItem[] | null, graph: Graph, unpack: Unpack, finished: boolean, pause: Pause): Promise<TemporalVerdict> {
  const temporal = system.properties[property]?.temporal;
  if (temporal === undefined) throw new Error(`the temporal property ${system.properties[property]?.name ?? property} has no formula`);
  const demands = demandsOf(system, fairness ?? temporal.fairness);
  const enabled = enabledDemands(graph, demands);
  let best: Lasso | null = null;
  let complete = finished;
  for (const part of conjuncts(temporal.formula)) {
    const automaton = automatonAgainst(part);
    const letters = await lettersOf(system, graph, automaton, unpack, pause);
    const product = await productOf(graph, automaton, letters, demands, enabled, pause);
    if (product === null) {
      complete = false;
      continue;
    }
    const components = await fairComponents(product, pause);
    if (components.list.length === 0) continue;
    const lasso = await shortLasso(product, components, pause);
    if (lasso !== null && (best === null || lasso.edges.length < best.edges.length)) best = lasso;
  }
  if (best !== null) return { verdict: 'violated', lasso: best };
  return { verdict: complete ? 'holds' : 'unfinished', lasso: null };
}

/** The nearest state from which what is `possible` cannot be reached any more; -1 where there is none among those explored. */
export async function lostState(system: TransitionSystem, property: number, graph: Graph, unpack: Unpack, pause: Pause): Promise<number> {
  const buffer = new Int32Array(system.slots.length);
  const wanted = new Uint8Array(graph.stateCount);
  for (let state = 0; state < graph.stateCount; state++) {
    const wait = state % roundsPerPause === 0 ? pause() : null;
    if (wait !== null) await wait;
    unpack(state, buffer);
    if (system.holdsInState(property, buffer)) wanted[state] = 1;
  }
  return firstLost(graph, wanted);
}
