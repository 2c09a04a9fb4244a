import { judgedOn, kindOfFault, kindOfFlag, wantsOneState } from '@mmspec/system';
import type { Described, PropertyKind } from '@mmspec/system';
import type { Machine } from './machine.ts';
import type { MachineState } from './state.ts';
import type { Outcome } from './step.ts';

export interface SearchLimits {
  /** The search stops before it would store more states. */
  readonly statesMax: number;
}

/** A run from an initial state, in words. */
export interface DescribedTrace {
  readonly initial: readonly Described[];
  readonly steps: readonly DescribedStep[];
}

export interface DescribedStep {
  readonly actor: string | null;
  readonly environment: string | null;
  readonly path: readonly string[];
  /** Null after a fault. */
  readonly state: readonly Described[] | null;
}

/** The shortest path to a violation; of a `reachable` property, to a state that satisfies it. */
export interface Found {
  readonly kind: PropertyKind;
  readonly depth: number;
  readonly trace: DescribedTrace;
}

export interface Searched {
  readonly states: number;
  /** Steps that are no faults, from all states. */
  readonly transitions: number;
  /** The greatest depth: the longest of the shortest paths to states. */
  readonly depth: number;
  readonly finished: boolean;
  /** By the name of the property. A `possible` property is judged only when the search has finished; `temporal` ones never. */
  readonly found: ReadonlyMap<string, Found>;
}

interface Visited {
  readonly state: MachineState;
  readonly depth: number;
  readonly from: { readonly visited: Visited; readonly outcome: Outcome } | null;
  /** States from which one step leads here. */
  readonly before: Visited[];
}

/** Breadth-first search over all states, with every property judged in each of them and on each step. */
export function search(machine: Machine, limits: SearchLimits): Searched {
  const visited = new Map<string, Visited>();
  const queue: Visited[] = [];
  const found = new Map<string, Found>();
  let transitions = 0;
  let finished = true;

  const report = (name: string, kind: PropertyKind, visit: Visited | null, last: Outcome | null): void => {
    if (found.has(name)) return;
    const trace = traceOf(machine, visit, last);
    found.set(name, { kind, depth: trace.steps.length, trace });
  };
  const enter = (outcome: Outcome, from: Visited | null): void => {
    if (outcome.next === null) return;
    const key = machine.key(outcome.next);
    const known = visited.get(key);
    if (known !== undefined) {
      if (from !== null) known.before.push(from);
      return;
    }
    if (visited.size >= limits.statesMax) {
      finished = false;
      return;
    }
    const visit: Visited = {
      state: outcome.next,
      depth: from === null ? 0 : from.depth + 1,
      from: from === null ? null : { visited: from, outcome },
      before: from === null ? [] : [from],
    };
    visited.set(key, visit);
    queue.push(visit);
    for (const [index, property] of machine.properties.entries()) {
      if (judgedOn(property.kind) === 'state' && !found.has(property.name) && machine.holdsInState(index, visit.state) === wantsOneState(property.kind))
        report(property.name, property.kind, visit, null);
    }
  };

  for (const outcome of machine.initial()) {
    if (outcome.fault !== null) report(outcome.fault, kindOfFault(outcome.fault), null, null);
    enter(outcome, null);
  }
  for (const visit of queue) {
    const outcomes = machine.successors(visit.state);
    if (outcomes.length === 0 && !machine.isQuiescent(visit.state)) report('deadlock', 'deadlock', visit, null);
    for (const outcome of outcomes) {
      for (const flag of outcome.flags) report(flag, kindOfFlag(flag), visit, outcome);
      if (outcome.fault !== null) {
        report(outcome.fault, kindOfFault(outcome.fault), visit, outcome);
        continue;
      }
      transitions++;
      for (const [index, property] of machine.properties.entries()) {
        if (judgedOn(property.kind) === 'step' && !found.has(property.name) && !machine.holdsOnStep(index, visit.state, outcome))
          report(property.name, 'step', visit, outcome);
      }
      enter(outcome, visit);
    }
  }
  if (finished) for (const [name, visit] of impossible(machine, queue)) report(name, 'possible', visit, null);
  return { states: visited.size, transitions, depth: queue.at(-1)?.depth ?? 0, finished, found };
}

/** For each `possible` property the first state from which no state satisfies it any more. */
function impossible(machine: Machine, all: readonly Visited[]): [string, Visited][] {
  return [...machine.properties.entries()].flatMap(([index, property]): [string, Visited][] => {
    if (property.kind !== 'possible') return [];
    const able = new Set(all.filter((visit) => machine.holdsInState(index, visit.state)));
    for (const visit of able) for (const before of visit.before) able.add(before);
    const stuck = all.find((visit) => !able.has(visit));
    return stuck === undefined ? [] : [[property.name, stuck]];
  });
}

function traceOf(machine: Machine, visit: Visited | null, last: Outcome | null): DescribedTrace {
  if (visit === null) return { initial: [], steps: [] };
  const steps: DescribedStep[] = last === null ? [] : [stepOf(machine, last)];
  let first = visit;
  while (first.from !== null) {
    steps.unshift(stepOf(machine, first.from.outcome));
    first = first.from.visited;
  }
  return { initial: machine.describe(first.state), steps };
}

function stepOf(machine: Machine, outcome: Outcome): DescribedStep {
  return {
    actor: outcome.actor,
    environment: outcome.environment,
    path: outcome.path,
    state: outcome.next === null ? null : machine.describe(outcome.next),
  };
}
