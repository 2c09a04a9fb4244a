import { explore } from '@mmspec/checker';
import type { ExploreOptions, SearchResult } from '@mmspec/checker';
import type { Machine, MachineState, Outcome } from '@mmspec/interpreter';
import type { FairnessItem, TransitionSystem } from '@mmspec/system';
import { DiskInMemory } from '../configurations/disk.ts';
import type { Configuration } from '../configurations/law.ts';
import { choicesFrom } from '../random/choices.ts';
import type { Choices } from '../random/choices.ts';
import { pathSpec } from '../random/generator/path_property.ts';
import { engines } from '../random/pipeline.ts';
import { replay } from '../random/replay.ts';
import { tapeOf } from '../random/specs.ts';
import { isViolated } from './naive.ts';
import type { FairnessConstraint, Edge, Graph } from './naive.ts';

/*
 * The law that a property about paths of a random spec has the verdict that the textbook gives it on the states and steps
 * of the interpreter, whatever a search leaves out and however it is done, and that the lasso of the checker is a run of the interpreter.
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

/** What random specs were, and how they were searched. */
export interface Counts {
  violated: number;
  holds: number;
  /** With fairness of an action of which several instances exist. */
  instances: number;
  /** With fairness that ends at a label. */
  exceptions: number;
  /** Searches, by how they were done. */
  readonly searches: Map<string, number>;
  /** Searches in some orders of steps only. */
  ordered: number;
  /** Those that had too little memory. */
  unfinished: number;
  /** Cancellations while paths were judged, after which the search went on from its checkpoint. */
  cancelled: number;
}

export const noCounts = (): Counts => ({
  violated: 0,
  holds: 0,
  instances: 0,
  exceptions: 0,
  searches: new Map(),
  ordered: 0,
  unfinished: 0,
  cancelled: 0,
});

/** A search that is cancelled again and again, and goes on from what was written then. */
async function cancelled(system: TransitionSystem, options: ExploreOptions, choices: Choices, counts: Counts): Promise<SearchResult> {
  let files: ReadonlyMap<string, Uint8Array> = new Map();
  for (let round = 0; ; round++) {
    const disk = new DiskInMemory(files);
    // A small search looks when it begins, and before it judges paths.
    const patience = round > 4 ? Infinity : choices.below(3);
    let looks = patience;
    const signal = {
      get aborted(): boolean {
        return --looks < 0;
      },
    };
    const result = await explore(system, { ...options, signal, checkpoint: { disk, interval: 0, resume: round > 0 && files.size > 0 } });
    if (result.finished) return result;
    if (patience > 0) counts.cancelled++;
    files = disk.afterFailure(choices.below(5) / 4);
  }
}

type Way = Pick<Configuration, 'name' | 'search'>;

/** Two ways to search, and what is left out, as the number of the spec draws them. */
function drawn(choices: Choices, all: readonly Way[], counts: Counts): readonly (readonly [way: Way, options: ExploreOptions])[] {
  const plain: Way = { name: 'alone', search: (system, options) => explore(system, options) };
  const stopped: Way = { name: 'cancelled', search: (system, options, own) => cancelled(system, options, own, counts) };
  return [0, 1].map(() => {
    const options: ExploreOptions = {
      deadValues: choices.chance(50),
      symmetry: choices.chance(50),
      order: choices.chance(50),
      shortest: choices.chance(15),
      ...(choices.chance(60) ? { packedFrom: 0 } : {}),
      ...choices.pick([{}, { keptProductFirst: 0 }, { keptProductMax: 0 }]),
      ...(choices.chance(15) ? { reductionsTriedFrom: 3 } : {}),
    };
    return [choices.pick([plain, plain, stopped, ...all]), options] as const;
  });
}

/** The law on the random spec with a number, searched in some of these ways; what is wrong, or null. */
export async function wrongPaths(number: number, statesMax: number, counts: Counts, ways: readonly Way[]): Promise<string | null> {
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
  const choices = choicesFrom(tapeOf(700_000 + number));
  for (const [{ name, search }, options] of drawn(choices, ways, counts)) {
    const { results, finished, reduction } = await search(system, { properties: [property], ...options }, choices);
    const [result] = results;
    counts.searches.set(name, (counts.searches.get(name) ?? 0) + 1);
    if (reduction.partialOrder) counts.ordered++;
    const about = `${name} with ${JSON.stringify(options)}`;
    if (!finished && result?.verdict === 'unfinished') {
      counts.unfinished++;
      continue;
    }
    if (result?.verdict !== expected) return `${about}: expected ${expected}, found ${result?.verdict}: spec ${number}\n${text}`;
    const wrong = result.path === null ? null : replay(system, machine, property, result.path);
    if (wrong !== null) return `${about}: ${wrong}: spec ${number}\n${text}`;
  }
  return null;
}
