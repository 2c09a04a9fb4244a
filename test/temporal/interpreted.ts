import { explore } from '@mmspec/checker';
import type { ExploreOptions } from '@mmspec/checker';
import type { Machine, MachineState, Outcome } from '@mmspec/interpreter';
import type { FairnessItem } from '@mmspec/system';
import { choicesFrom } from '../random/choices.ts';
import { pathSpec } from '../random/generator/path_property.ts';
import { engines } from '../random/pipeline.ts';
import { replay } from '../random/replay.ts';
import { tapeOf } from '../random/specs.ts';
import { isViolated } from './naive.ts';
import type { FairnessConstraint, Edge, Graph } from './naive.ts';

/*
 * The law that a property about paths of a random spec has the verdict that the textbook gives it on the states and steps
 * of the interpreter, and that the lasso of the checker is a run of the interpreter.
 */

/** All steps of a machine; null where it has more states. */
function graphOf(machine: Machine, statesMax: number): { readonly graph: Graph; readonly outcomes: readonly Outcome[] } | null {
  const states: MachineState[] = [];
  const numbers = new Map<string, number>();
  for (const { next } of machine.initial()) {
    if (next === null) return null;
    if (!numbers.has(machine.key(next))) numbers.set(machine.key(next), states.push(next) - 1);
  }
  const initialCount = states.length;
  const outcomes: Outcome[] = [];
  const edges: Edge[] = [];
  for (let from = 0; from < states.length; from++) {
    for (const outcome of machine.successors(states[from]!)) {
      let to: number | null = null;
      if (outcome.next !== null) {
        const key = machine.key(outcome.next);
        to = numbers.get(key) ?? states.push(outcome.next) - 1;
        numbers.set(key, to);
        if (states.length > statesMax) return null;
      }
      edges.push({ from, to, action: outcomes.push(outcome) - 1 });
    }
  }
  const stateAtoms = [0, 1, 2].map((atom) => {
    const property = machine.properties.findIndex(({ name }) => name === `part_${atom}`);
    return states.map((state) => machine.holdsInState(property, state));
  });
  return { graph: { stateCount: states.length, initialCount, edges, stateAtoms, stepAtoms: [], actorOf: outcomes.map(() => 0) }, outcomes };
}

/** Who takes a step: an instance of an actor, or of an action with the values of its parameters. */
function takerOf({ actor, environment, parameters }: Outcome): string {
  return actor ?? `${environment}(${parameters.map(({ name, value }) => `${name} = ${String(value)}`).join(', ')})`;
}

/** Whether the labels stand in one of the paths in their order. */
function isUnder(executed: Outcome['executed'], names: readonly string[]): boolean {
  return executed.some((path) => {
    let at = 0;
    for (const part of path) if (part === names[at]) at++;
    return at === names.length;
  });
}

/** What fairness asks for: of each taker whom an item means. */
function constraintsOf(outcomes: readonly Outcome[], items: readonly FairnessItem[]): readonly FairnessConstraint[] {
  return items.flatMap(({ strong, actor, index, environment, names, except = [] }) => {
    const means = (outcome: Outcome): boolean => {
      if (environment !== null) return outcome.environment === environment;
      const isHis =
        actor === null || (index === null ? new RegExp(`^${actor}(?:\\[|$)`, 'u').test(outcome.actor ?? '') : outcome.actor === `${actor}[${index}]`);
      const mayStop = except.some((place) => (place.actor === null || place.actor === actor) && isUnder([outcome.path], place.names));
      return outcome.actor !== null && isHis && isUnder(outcome.executed, names) && !mayStop;
    };
    return [...new Set(outcomes.filter(means).map(takerOf))].map((name): FairnessConstraint => ({
      name,
      strong,
      counts: ({ action }) => action >= 0 && takerOf(outcomes[action]!) === name && means(outcomes[action]!),
    }));
  });
}

/** What random specs were. */
export interface Counts {
  violated: number;
  holds: number;
  /** With fairness of an action of which several instances exist. */
  instances: number;
  /** With fairness that ends at a label. */
  exceptions: number;
}

/** Over values and over packed states, with dead values reset and as they are, with edges kept in search of a lasso and without. */
const ways: Readonly<Record<string, ExploreOptions>> = {
  plain: { deadValues: true },
  packed: { packedFrom: 0, keptProductFirst: 0 },
  'packed and reset': { packedFrom: 0, deadValues: true, keptProductMax: 0 },
};

/** The law on the random spec with a number; what is wrong, or null. */
export async function wrongPaths(number: number, statesMax: number, counts: Counts): Promise<string | null> {
  const { text, formula, fairness } = pathSpec(choicesFrom(tapeOf(number)));
  const { system, machine } = engines(text);
  const found = graphOf(machine, statesMax);
  if (found === null) return null;
  const constraints = constraintsOf(found.outcomes, fairness);
  const expected = isViolated(found.graph, formula, constraints) ? 'violated' : 'holds';
  const property = system.properties.findIndex(({ name }) => name === 'about_paths');
  counts[expected]++;
  if (fairness.some(({ except }) => except !== undefined)) counts.exceptions++;
  if (new Set(constraints.filter(({ name }) => name.endsWith(')')).map(({ name }) => name)).size > 1) counts.instances++;
  for (const [name, options] of Object.entries(ways)) {
    const { results } = await explore(system, { properties: [property], ...options });
    const [result] = results;
    if (result?.verdict !== expected) return `${name}: expected ${expected}, found ${result?.verdict}: spec ${number}\n${text}`;
    const wrong = result.path === null ? null : replay(system, machine, property, result.path);
    if (wrong !== null) return `${name}: ${wrong}: spec ${number}\n${text}`;
  }
  return null;
}
