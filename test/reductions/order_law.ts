import { explore } from '@mmspec/checker';
import type { SearchResult } from '@mmspec/checker';
import type { Property, TransitionSystem } from '@mmspec/system';
import type { Engines } from '../random/pipeline.ts';
import { replay } from '../random/replay.ts';
import { dependencyDifferences } from './order_data.ts';
import { loopDifferences } from './loops.ts';
import { orderGraphDifferences } from './order_graph.ts';

/*
 * What must be true of a search that takes some orders of steps only.
 */

export interface OrderOptions {
  /** Systems with more states are not judged. */
  readonly statesMax: number;
  /** Graphs with more states are not judged by the definitions of what is left out. */
  readonly graphMax: number;
  /** Properties that are judged one at a time. */
  readonly aloneMax: number;
}

export interface OrderFinding {
  readonly differences: readonly string[];
  readonly states: number;
  /** States of the reduced search. */
  readonly kept: number;
  /** Places of the graph at which steps were left out. */
  readonly reduced: number;
  readonly violated: number;
}

/** Every law on one setting of one spec. */
export async function orderLaws({ system, machine }: Engines, { statesMax, graphMax, aloneMax }: OrderOptions): Promise<OrderFinding> {
  const all = [...system.properties.keys()];
  const isForSomeOrders = ({ kind, temporal }: Property): boolean => kind !== 'possible' && (temporal === undefined || temporal.fairness.length === 0);
  const properties = all.filter((index) => isForSomeOrders(system.properties[index]!));
  const full = await explore(system, { statesMax, properties, reduction: false, order: true });
  const nothing = { differences: [], states: full.states, kept: 0, reduced: 0, violated: 0 };
  if (full.reduction.partialOrder) return { ...nothing, differences: ['partial order is used although no reduction is allowed'] };
  if (!full.finished) return nothing;
  const differences = [...dependencyDifferences(system, graphMax)];
  const together = await explore(system, { properties, order: true });
  differences.push(...searchDifferences(system, full, together));
  differences.push(...traceDifferences(system, machine, together));
  differences.push(...loopDifferences(together, await explore(system, { properties, order: true, packedFrom: 0 })));
  for (const others of [{ symmetry: true }, { deadValues: true }, { symmetry: true, deadValues: true }]) {
    const combined = await explore(system, { properties, order: true, ...others });
    differences.push(...loopDifferences(combined, await explore(system, { properties, order: true, ...others, packedFrom: 0 })));
    differences.push(...verdictDifferences(system, full, combined, `with ${Object.keys(others).join(', ')}`), ...traceDifferences(system, machine, combined));
  }
  const tried = await explore(system, { properties, order: true, packedFrom: 0, reductionsTriedFrom: 5 });
  differences.push(...verdictDifferences(system, full, tried, 'tried'), ...traceDifferences(system, machine, tried));
  if (tried.states !== (tried.reduction.partialOrder ? together : full).states) differences.push(`${tried.states} states are kept where the order is tried`);
  const deep = await explore(system, { properties, order: true, search: 'depth' });
  differences.push(...verdictDifferences(system, full, deep, 'depth-first'), ...traceDifferences(system, machine, deep));
  if (deep.states !== together.states || deep.transitions !== together.transitions)
    differences.push(
      `depth-first ${deep.states} states and ${deep.transitions} transitions are kept, breadth-first ${together.states} and ${together.transitions}`,
    );
  if (full.states <= graphMax) differences.push(...orderGraphDifferences(system, properties));
  const groups = [
    [],
    ...properties
      .filter((index) => isAsked(system.properties[index]!))
      .slice(0, aloneMax)
      .map((index) => [index]),
  ];
  let reduced = 0;
  for (const group of groups) {
    const implicit = properties.filter((index) => !isAsked(system.properties[index]!));
    const alone = await explore(system, { properties: [...implicit, ...group], order: true });
    if (alone.reduction.partialOrder) reduced++;
    const about = group.map((index) => system.properties[index]?.name).join();
    differences.push(...verdictDifferences(system, full, alone, `with ${about} alone`));
    if (full.states <= graphMax)
      differences.push(...orderGraphDifferences(system, [...implicit, ...group]).map((difference) => `with ${about} alone: ${difference}`));
  }
  const asked = await explore(system, { statesMax, order: true });
  if (properties.length < all.length && asked.reduction.partialOrder)
    differences.push('partial order is used where a property is about futures, or paths under fairness');
  differences.push(...verdictDifferences(system, await explore(system, { statesMax, reduction: false }), asked, 'with all properties'));
  const shortest = await explore(system, { properties, order: true, shortest: true });
  if (shortest.reduction.partialOrder || shortest.states !== full.states) differences.push('partial order is used where depths have to be shortest');
  const violated = together.results.filter(({ path }) => path !== null).length;
  return { differences: differences.slice(0, 5), states: full.states, kept: together.states, reduced, violated };
}

/** Properties that are judged by themselves, too. */
function isAsked({ kind }: Property): boolean {
  return ['state', 'step', 'reachable', 'lost_reference', 'temporal'].includes(kind);
}

function searchDifferences(system: TransitionSystem, full: SearchResult, reduced: SearchResult): readonly string[] {
  const differences = [...verdictDifferences(system, full, reduced, 'in some orders')];
  if (reduced.states > full.states) differences.push(`${reduced.states} states are kept of ${full.states}`);
  if (reduced.reduction.partialOrder === (reduced.reduction.orderUnused !== ''))
    differences.push(`the search tells why partial order is not used: ${reduced.reduction.orderUnused}`);
  return differences;
}

/** Every trace is a run of the interpreter, as long as the depth says. */
function traceDifferences(system: TransitionSystem, machine: Engines['machine'], { results }: SearchResult): readonly string[] {
  return results.flatMap(({ property, depth, path }) => {
    if (path === null) return [];
    const name = system.properties[property]?.name ?? '?';
    const wrong = replay(system, machine, property, path);
    return [
      ...(wrong === null ? [] : [`the trace of ${name} does not replay: ${wrong}`]),
      ...(depth === path.actions.length ? [] : [`the trace of ${name} has ${path.actions.length} steps, its depth is ${depth}`]),
    ];
  });
}

/** Verdicts and actions taken do not change; depths may only grow. */
function verdictDifferences(system: TransitionSystem, full: SearchResult, reduced: SearchResult, how: string): readonly string[] {
  if (!full.finished || !reduced.finished) return [];
  const differences: string[] = [];
  for (const result of reduced.results) {
    const other = full.results.find(({ property, override }) => property === result.property && override === result.override);
    const name = system.properties[result.property]?.name ?? '?';
    if (other?.verdict !== result.verdict) differences.push(`${how} ${name} is ${result.verdict}, without reduction ${other?.verdict}`);
    // Of lassos a short one is looked for, and not a shortest one.
    else if (result.path?.loop === undefined && (result.depth ?? 0) < (other.depth ?? 0))
      differences.push(`${how} ${name} is decided after ${result.depth} steps, without reduction after ${other.depth}`);
  }
  if (reduced.taken.join() !== full.taken.join())
    differences.push(`${how} the actions ${reduced.taken.join('')} are taken, without reduction ${full.taken.join('')}`);
  return differences;
}
