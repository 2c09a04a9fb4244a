import { explore } from '@mmspec/checker';
import type { PropertyVerdict } from '@mmspec/checker';
import type { FairnessItem, Formula, TransitionSystem } from '@mmspec/system';
import { expect, test } from 'vitest';
import { choicesFrom } from '../random/choices.ts';
import type { Choices } from '../random/choices.ts';
import { tapeOf } from '../random/specs.ts';
import { atomHolds, demandsOf, holdsOnLasso, isEnabled, isViolated } from './naive.ts';
import type { Edge, Graph } from './naive.ts';

/*
 * Law: on random systems, random formulas and random fairness the verdicts are those of the textbook, and every lasso is
 * a behaviour, closes, is fair, and violates the formula.
 */

function randomGraph(choices: Choices): Graph {
  const stateCount = 1 + choices.below(6);
  const actionCount = 1 + choices.below(5);
  const actorCount = 1 + choices.below(3);
  const edges = Array.from({ length: stateCount }, (_, from): Edge[] =>
    Array.from({ length: choices.below(4) }, (): Edge => ({ from, to: choices.chance(6) ? null : choices.below(stateCount), action: choices.below(actionCount) })),
  ).flat();
  const table = (rows: number, columns: number): boolean[][] => Array.from({ length: rows }, () => Array.from({ length: columns }, () => choices.chance(50)));
  return { stateCount, edges, stateAtoms: table(2, stateCount), stepAtoms: table(1, actionCount), actorOf: Array.from({ length: actionCount }, () => choices.below(actorCount)) };
}

function randomFormula(choices: Choices, graph: Graph, depth: number, room: { left: number }): Formula {
  const inner = (): Formula => randomFormula(choices, graph, depth - 1, room);
  const atom = (): Formula => ({ kind: 'atom', atom: choices.below(graph.stateAtoms.length) });
  if (depth === 0 || choices.chance(15)) return choices.chance(4) ? { kind: 'truth', value: choices.chance(50) } : atom();
  const form = choices.below(room.left > 0 ? 8 : 3);
  if (form >= 3) room.left--;
  switch (form) {
    case 0: return { kind: 'not', operand: inner() };
    case 1: return { kind: 'and', operands: [inner(), inner()] };
    case 2: return { kind: 'or', operands: [inner(), inner()] };
    case 3: return { kind: 'until', left: inner(), right: inner() };
    case 4: case 5: return { kind: 'eventually', operand: inner() };
    case 6: return { kind: 'always', steps: true, operand: { kind: choices.pick(['or', 'and'] as const), operands: [{ kind: 'atom', atom: graph.stateAtoms.length }, atom()] } };
    default: return { kind: 'always', steps: false, operand: inner() };
  }
}

function randomFairness(choices: Choices): readonly FairnessItem[] {
  return Array.from({ length: choices.below(4) }, (): FairnessItem => ({
    strong: choices.chance(50), actor: null, index: choices.chance(50) ? null : choices.below(3), environment: null,
    names: choices.chance(60) ? [] : [`label${choices.below(2)}`],
  }));
}

/** The graph as the checker takes systems. */
function systemOf(graph: Graph, formula: Formula, fairness: readonly FairnessItem[]): TransitionSystem {
  const { stateCount, edges, stateAtoms, stepAtoms, actorOf } = graph;
  const edgeOf = (state: Int32Array, action: number): Edge => ({ from: state[0]!, to: 0, action });
  return {
    name: 'random',
    slots: [{ name: 'state', min: 0, max: Math.max(1, stateCount - 1) }],
    actors: [0, 1, 2].map((index) => ({ name: `a[${index}]`, kind: 'a' })),
    actions: actorOf.map((actor, action) => ({ actor, environment: null, label: null, operations: [], path: [`label${action % 2}`], executed: [[`label${action % 2}`]], span: { file: 0, start: 0, end: 0 }, reads: [], writes: [] })),
    properties: [
      { name: 'fault', kind: 'assertion', text: '', span: null, expectViolated: false },
      { name: 't', kind: 'temporal', text: '', span: null, expectViolated: false, temporal: { formula, fairness, goals: [] } },
    ],
    atoms: [...stateAtoms.map(() => ({ over: 'state' as const })), ...stepAtoms.map(() => ({ over: 'step' as const }))],
    initial: (next, emit) => {
      next[0] = 0;
      emit(-1, 0);
    },
    successors: (state, next, emit, fault) => {
      for (const { from, to, action } of edges) {
        if (from !== state[0]) continue;
        if (to === null) fault(action, 0);
        else {
          next[0] = to;
          emit(action, 0);
        }
      }
      next.set(state);
    },
    holdsInState: () => true,
    holdsOnStep: () => true,
    atomHolds: (atom, before, _, action) => atomHolds(graph, atom, edgeOf(before, action)),
    isQuiescent: () => true,
    describe: (state) => [{ name: 'state', value: state[0]! }],
  };
}

/** What is wrong with a lasso, or null. */
function wrongLasso(graph: Graph, formula: Formula, fairness: readonly FairnessItem[], { path, depth }: PropertyVerdict): string | null {
  if (path === null || path.loop === undefined) return 'a violation without a lasso';
  const { states, actions, loop } = path;
  if (depth !== actions.length) return `the depth is ${depth}, the path has ${actions.length} steps`;
  const taken = actions.map((action, index): Edge => ({ from: states[index]![0]!, to: states[index + 1]![0]!, action }));
  const unreal = taken.find((edge) => !graph.edges.some((other) => other.from === edge.from && other.to === edge.to && other.action === edge.action));
  if (states[0]![0] !== 0 || unreal !== undefined) return `no behaviour: ${JSON.stringify(unreal)}`;
  const last = states.at(-1)![0]!;
  if (loop < actions.length && states[loop]![0] !== last) return 'it does not close';
  const edges = loop === actions.length ? [...taken, { from: last, to: last, action: -1 }] : taken;
  const round = edges.slice(loop);
  for (const demand of demandsOf(graph, fairness)) {
    const takes = round.some(({ action }) => demand.actions.has(action));
    const enabled = round.map(({ from }) => isEnabled(graph, demand, from));
    if (!takes && (demand.strong ? enabled.some(Boolean) : enabled.every(Boolean))) return `it is not ${demand.strong ? 'strongly' : 'weakly'} fair to ${[...demand.actions].join()}`;
  }
  return holdsOnLasso(graph, formula, edges, loop) ? 'it does not violate the formula' : null;
}

interface Counts {
  violated: number;
  holds: number;
  strong: number;
  stuck: number;
}

async function judge(number: number, counts: Counts): Promise<string | null> {
  const choices = choicesFrom(tapeOf(200_000 + number));
  const graph = randomGraph(choices);
  const formula = randomFormula(choices, graph, 3, { left: 3 });
  const fairness = randomFairness(choices);
  const expected = isViolated(graph, formula, demandsOf(graph, fairness)) ? 'violated' : 'holds';
  const { results } = await explore(systemOf(graph, formula, fairness));
  const result = results.find(({ property }) => property === 1);
  const about = `${number}: ${JSON.stringify(formula)} under ${JSON.stringify(fairness)} on ${JSON.stringify(graph.edges)}`;
  if (result?.verdict !== expected) return `expected ${expected}, found ${result?.verdict} ${about}`;
  counts[expected]++;
  if (fairness.some(({ strong }) => strong)) counts.strong++;
  if (expected === 'holds') return null;
  if (result.path?.loop === result.path?.actions.length) counts.stuck++;
  const wrong = wrongLasso(graph, formula, fairness, result);
  return wrong === null ? null : `${wrong} ${about}`;
}

test('6,000 random systems, formulas and fairness', async () => {
  const counts: Counts = { violated: 0, holds: 0, strong: 0, stuck: 0 };
  const failures: string[] = [];
  for (let number = 0; number < 6_000 && failures.length < 5; number++) {
    const failure = await judge(number, counts);
    if (failure !== null) failures.push(failure);
  }
  expect(failures).toEqual([]);
  expect(Math.min(counts.violated, counts.holds, counts.strong)).toBeGreaterThan(1_200);
  expect(counts.stuck).toBeGreaterThan(100);
  expect(counts.violated - counts.stuck).toBeGreaterThan(300);
});
