import { explore } from '@mmspec/checker';
import type { ExploreOptions, PropertyVerdict } from '@mmspec/checker';
import type { FairnessItem, Formula, TransitionSystem } from '@mmspec/system';
import { choicesFrom } from '../random/choices.ts';
import type { Choices } from '../random/choices.ts';
import { tapeOf } from '../random/specs.ts';
import { atomHolds, constraintsOf, holdsOnLasso, instanceOf, isEnabled, isFairTo, isViolated } from './naive.ts';
import type { Edge, FairnessConstraint, Graph } from './naive.ts';

/*
 * Random systems of a few states, with formulas and fairness, and the law that the checker says of them what the textbook
 * says: the same verdict, and a lasso that is a behaviour, closes, is fair, and violates the formula.
 */

function randomGraph(choices: Choices): Graph {
  const stateCount = 1 + choices.below(6);
  const actionCount = 1 + choices.below(5);
  const actorCount = 1 + choices.below(3);
  const actorOf = Array.from({ length: actionCount }, () => (choices.chance(35) ? -1 : choices.below(actorCount)));
  const hasParameter = Array.from({ length: actionCount }, () => choices.chance(70));
  const edges = Array.from({ length: stateCount }, (_, from): Edge[] =>
    Array.from({ length: choices.below(4) }, (): Edge => {
      const edge = { from, to: choices.chance(6) ? null : choices.below(stateCount), action: choices.below(actionCount) };
      return actorOf[edge.action] === -1 && hasParameter[edge.action] === true ? { ...edge, value: choices.below(2) } : edge;
    }),
  ).flat();
  const table = (rows: number, columns: number): boolean[][] => Array.from({ length: rows }, () => Array.from({ length: columns }, () => choices.chance(50)));
  return { stateCount, edges, stateAtoms: table(3, stateCount), stepAtoms: table(1, actionCount), actorOf };
}

/** Everybody can come to everybody, and nobody may stop: only loops decide. */
function denseGraph(choices: Choices): Graph {
  const stateCount = 5 + choices.below(4);
  const edges = Array.from({ length: stateCount }, (_, from): Edge[] => [
    { from, to: (from + 1) % stateCount, action: choices.below(2) },
    ...Array.from({ length: choices.below(3) }, (): Edge => ({ from, to: choices.below(stateCount), action: choices.below(2) })),
  ]).flat();
  const table = (rows: number, columns: number): boolean[][] => Array.from({ length: rows }, () => Array.from({ length: columns }, () => choices.chance(40)));
  return { stateCount, edges, stateAtoms: table(4, stateCount), stepAtoms: table(1, 2), actorOf: [0, 0] };
}

/** How random systems are made. */
export interface Shape {
  readonly graph: (choices: Choices) => Graph;
  readonly fairness: (choices: Choices, graph: Graph) => readonly FairnessItem[];
  readonly formula: (choices: Choices, graph: Graph) => Formula;
}

function atomOf(choices: Choices, graph: Graph): Formula {
  return { kind: 'atom', atom: choices.below(graph.stateAtoms.length) };
}

/** `always` over steps, of the atom over steps and another one. */
function alwaysOnSteps(choices: Choices, graph: Graph): Formula {
  return {
    kind: 'always',
    steps: true,
    operand: { kind: choices.pick(['or', 'and'] as const), operands: [{ kind: 'atom', atom: graph.stateAtoms.length }, atomOf(choices, graph)] },
  };
}

function randomFormula(choices: Choices, graph: Graph, depth: number, room: { left: number }): Formula {
  const inner = (): Formula => randomFormula(choices, graph, depth - 1, room);
  if (depth === 0 || choices.chance(15)) return choices.chance(4) ? { kind: 'truth', value: choices.chance(50) } : atomOf(choices, graph);
  const form = choices.below(room.left > 0 ? 8 : 3);
  if (form >= 3) room.left--;
  switch (form) {
    case 0:
      return { kind: 'not', operand: inner() };
    case 1:
      return { kind: 'and', operands: [inner(), inner()] };
    case 2:
      return { kind: 'or', operands: [inner(), inner()] };
    case 3:
      return { kind: 'until', left: inner(), right: inner() };
    case 4:
    case 5:
      return { kind: 'eventually', operand: inner() };
    case 6:
      return alwaysOnSteps(choices, graph);
    default:
      return { kind: 'always', steps: false, operand: inner() };
  }
}

function joined(choices: Choices, graph: Graph, count: number, room: { left: number }): Formula {
  if (count === 1) return choices.chance(20) ? { kind: 'not', operand: steady(choices, graph) } : steady(choices, graph);
  const left = 1 + choices.below(count - 1);
  let parts = [joined(choices, graph, left, room), joined(choices, graph, count - left, room)];
  if (choices.chance(30)) parts = [...parts, atomOf(choices, graph)];
  const formula: Formula = { kind: choices.pick(['and', 'or'] as const), operands: choices.chance(50) ? parts : parts.toReversed() };
  if (choices.chance(15)) return { kind: 'not', operand: formula };
  if (room.left === 0 || !choices.chance(35)) return formula;
  room.left--;
  switch (choices.below(4)) {
    case 0:
      return { kind: 'eventually', operand: formula };
    case 1:
      return { kind: 'until', left: formula, right: atomOf(choices, graph) };
    case 2:
      return { kind: 'until', left: atomOf(choices, graph), right: formula };
    default:
      return { kind: 'always', steps: false, operand: formula };
  }
}

function steady(choices: Choices, graph: Graph): Formula {
  const atom = atomOf(choices, graph);
  const operand: Formula = choices.pick([atom, { kind: 'not', operand: atom }, { kind: 'and', operands: [atom, atomOf(choices, graph)] }] as const);
  switch (choices.below(5)) {
    case 0:
      return { kind: 'eventually', operand: alwaysOnSteps(choices, graph) };
    case 1:
    case 2:
      return { kind: 'eventually', operand: { kind: 'always', steps: false, operand } };
    default:
      return { kind: 'always', steps: false, operand: { kind: 'eventually', operand } };
  }
}

/** Two or three clauses of two of `always eventually` and `eventually always` each. */
function clauses(choices: Choices, graph: Graph): Formula {
  const [outer, inner] = choices.pick([
    ['or', 'and'],
    ['and', 'or'],
  ] as const);
  const parts = Array.from({ length: 2 + choices.below(2) }, (): Formula => ({ kind: inner, operands: [steady(choices, graph), steady(choices, graph)] }));
  return { kind: outer, operands: parts };
}

/** Fairness of actors, of labels of theirs, and of actions of the environment. */
function randomFairness(choices: Choices, { actorOf }: Graph): readonly FairnessItem[] {
  const actions = actorOf.flatMap((actor, action) => (actor === -1 ? [action] : []));
  return Array.from({ length: choices.below(4) }, (): FairnessItem => {
    const strong = choices.chance(50);
    if (actions.length > 0 && choices.chance(45)) return { strong, actor: null, index: null, environment: `go${choices.pick(actions)}`, names: [] };
    return {
      strong,
      actor: null,
      index: choices.chance(50) ? null : choices.below(3),
      environment: null,
      names: choices.chance(60) ? [] : [`label${choices.below(2)}`],
    };
  });
}

const everybody: FairnessItem = { strong: false, actor: null, index: null, environment: null, names: [] };

/** Any formula with at most three words for time. */
export const anyFormula: Shape = { graph: randomGraph, fairness: randomFairness, formula: (choices, graph) => randomFormula(choices, graph, 3, { left: 3 }) };

/** Three to six of `always eventually` and `eventually always`, joined by logic, some of it under other words for time. */
export const steadyFormula: Shape = {
  graph: randomGraph,
  fairness: randomFairness,
  formula: (choices, graph) => joined(choices, graph, 3 + choices.below(4), { left: 2 }),
};

/** The same in clauses, on larger systems. */
export const denseClauses: Shape = { graph: denseGraph, fairness: () => [everybody], formula: clauses };

/** The graph as the checker takes systems. */
function systemOf(graph: Graph, formula: Formula, fairness: readonly FairnessItem[]): TransitionSystem {
  const { stateCount, edges, stateAtoms, stepAtoms, actorOf } = graph;
  const edgeOf = (state: Int32Array, action: number): Edge => ({ from: state[0]!, to: 0, action });
  return {
    name: 'random',
    slots: [{ name: 'state', min: 0, max: Math.max(1, stateCount - 1) }],
    actors: [0, 1, 2].map((index) => ({ name: `a[${index}]`, kind: 'a' })),
    actions: actorOf.map((actor, action) => {
      const label = actor === -1 ? `go${action}` : `label${action % 2}`;
      return {
        actor,
        environment: actor === -1 ? label : null,
        label: null,
        operations: [],
        path: [label],
        executed: [[label]],
        span: { file: 0, start: 0, end: 0 },
        reads: [],
        writes: [],
      };
    }),
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
      for (const { from, to, action, value } of edges) {
        if (from !== state[0]) continue;
        if (to === null) fault(action, 0, 0, value);
        else {
          next[0] = to;
          emit(action, 0, value);
        }
      }
      next.set(state);
    },
    holdsInState: () => true,
    holdsOnStep: () => true,
    atomHolds: (atom, before, _, action) => atomHolds(graph, atom, edgeOf(before, action)),
    parametersOf: (_, instance) => [{ name: 'i', value: instance }],
    isQuiescent: () => true,
    describe: (state) => [{ name: 'state', value: state[0]! }],
  };
}

/** What is wrong with a lasso, or null. */
function wrongLasso(graph: Graph, formula: Formula, fairness: readonly FairnessItem[], { path, depth, untaken = [] }: PropertyVerdict): string | null {
  if (path === null || path.loop === undefined) return 'a violation without a lasso';
  const { states, actions, loop } = path;
  if (depth !== actions.length) return `the depth is ${depth}, the path has ${actions.length} steps`;
  // A path does not say which of several values a parameter had.
  const taken = actions.map((action, index) =>
    graph.edges.filter((edge) => edge.from === states[index]![0] && edge.to === states[index + 1]![0] && edge.action === action),
  );
  if (states[0]![0] !== 0 || taken.some((edges) => edges.length === 0)) return `no behaviour: ${JSON.stringify(taken)}`;
  const last = states.at(-1)![0]!;
  if (loop < actions.length && states[loop]![0] !== last) return 'it does not close';
  const steps: readonly (readonly Edge[])[] = loop === actions.length ? [...taken, [{ from: last, to: last, action: -1 }]] : taken;
  const round = steps.slice(loop);
  const here = round.map(([edge]) => edge!.from);
  for (const constraint of constraintsOf(graph, fairness)) {
    if (!isFairTo(graph, constraint, here, round.flat())) return `it is not ${constraint.strong ? 'strongly' : 'weakly'} fair to ${constraint.name}`;
  }
  const wrong = wrongUntaken(
    graph,
    fairness,
    round,
    untaken.map(({ name, always }) => `${name} ${always}`),
  );
  if (wrong !== null) return wrong;
  return holdsOnLasso(
    graph,
    formula,
    steps.map(([edge]) => edge!),
    loop,
  )
    ? 'it does not violate the formula'
    : null;
}

/** Under fairness of everybody those instances of actions are named that a round could take and does not. */
function wrongUntaken(graph: Graph, fairness: readonly FairnessItem[], round: readonly (readonly Edge[])[], named: readonly string[]): string | null {
  const bare = fairness.filter(({ actor, index, environment, names }) => actor === null && index === null && environment === null && names.length === 0);
  const instances = [...new Set(graph.edges.flatMap((edge) => instanceOf(graph, edge) ?? []))];
  const expected = instances.flatMap((name) => {
    const counts = (edge: Edge): boolean => instanceOf(graph, edge) === name;
    const enabled = round.map(([edge]) => isEnabled(graph, { name, strong: false, counts }, edge!.from));
    const isTold = enabled.every(Boolean) || (enabled.some(Boolean) && bare.some(({ strong }) => strong));
    return bare.length > 0 && isTold && !round.flat().some(counts) ? [`${name} ${enabled.every(Boolean)}`] : [];
  });
  // Where a step may have had several values, the report may name one more.
  const isAmbiguous = round.some((edges) => new Set(edges.map((edge) => instanceOf(graph, edge))).size > 1);
  const missing = expected.filter((each) => !named.includes(each));
  const more = isAmbiguous ? [] : named.filter((each) => !expected.includes(each));
  return missing.length + more.length === 0 ? null : `untaken actions: expected ${expected.join()}, named ${named.join()}`;
}

/** What random systems were. */
export interface Counts {
  violated: number;
  holds: number;
  strong: number;
  stuck: number;
  /** With fairness of actions that have several instances. */
  instances: number;
  untaken: number;
}

export const noCounts = (): Counts => ({ violated: 0, holds: 0, strong: 0, stuck: 0, instances: 0, untaken: 0 });

/** The law on the random system with a number; what is wrong, or null. */
export async function wrongVerdict(number: number, shape: Shape, counts: Counts): Promise<string | null> {
  const choices = choicesFrom(tapeOf(number));
  const graph = shape.graph(choices);
  const fairness = shape.fairness(choices, graph);
  const formula = shape.formula(choices, graph);
  const constraints = constraintsOf(graph, fairness);
  const expected = isViolated(graph, formula, constraints) ? 'violated' : 'holds';
  const system = systemOf(graph, formula, fairness);
  const judged = async (options: ExploreOptions): Promise<PropertyVerdict | undefined> =>
    (await explore(system, options)).results.find(({ property }) => property === 1);
  const result = await judged({});
  const about = `${number}: ${JSON.stringify(formula)} under ${JSON.stringify(fairness)} on ${JSON.stringify(graph.edges)}`;
  if (result?.verdict !== expected) return `expected ${expected}, found ${result?.verdict} ${about}`;
  const later = await judged({ keptProductFirst: 0 });
  if (JSON.stringify(later) !== JSON.stringify(result))
    return `${JSON.stringify(later)} where edges are kept for a lasso, else ${JSON.stringify(result)} ${about}`;
  counts[expected]++;
  if (fairness.some(({ strong }) => strong)) counts.strong++;
  if (constraints.some(({ name }) => name.endsWith('(0)')) && constraints.some(({ name }) => name.endsWith('(1)'))) counts.instances++;
  if (expected === 'holds') return null;
  if (result.path?.loop === result.path?.actions.length) counts.stuck++;
  if (result.untaken !== undefined) counts.untaken++;
  const short = wrongLasso(graph, formula, fairness, result);
  if (short !== null) return `${short} ${about}`;
  // As it is found where the product is too large to be kept.
  const other = await judged({ keptProductMax: 0 });
  const near = other?.verdict !== 'violated' ? `nothing is found in a large product` : wrongLasso(graph, formula, fairness, other);
  if (near !== null) return `in a large product: ${near} ${about}`;
  return other!.depth! < result.depth!
    ? `a shorter lasso is found without looking for one: ${JSON.stringify([other!.path!.actions, other!.path!.loop, result.path!.actions, result.path!.loop])} ${about}`
    : null;
}

/** Paths that are looked at for a shorter lasso, at most. */
const pathsMax = 20_000;

/** Whether a fair lasso of fewer steps violates the formula; null: there are too many to look at. */
function hasShorter(graph: Graph, formula: Formula, constraints: readonly FairnessConstraint[], length: number): boolean | null {
  let paths = 0;
  const isViolating = (edges: readonly Edge[], loop: number): boolean => {
    const round = edges.slice(loop);
    const states = round.map(({ from }) => from);
    return constraints.every((constraint) => isFairTo(graph, constraint, states, round)) && !holdsOnLasso(graph, formula, edges, loop);
  };
  const from = (path: readonly Edge[], state: number): boolean => {
    if (++paths > pathsMax) return false;
    if (isViolating([...path, { from: state, to: state, action: -1 }], path.length)) return true;
    if (path.some((edge, loop) => edge.from === state && isViolating(path, loop))) return true;
    return path.length + 1 < length && graph.edges.some((edge) => edge.from === state && edge.to !== null && from([...path, edge], edge.to));
  };
  const isFound = length > 0 && from([], 0);
  return paths > pathsMax ? null : isFound;
}

/** What searches for lassos were. */
export interface LassoCounts {
  /** Lassos, by whether a check says `within`, */
  within: number;
  usual: number;
  /** and those among them that may be too long. */
  openWithin: number;
  openUsual: number;
}

/** Law: a lasso of which nothing else is said is a shortest one, of the random system with a number; what is wrong, or null. */
export async function wrongLength(number: number, shape: Shape, counts: LassoCounts): Promise<string | null> {
  const choices = choicesFrom(tapeOf(number));
  const graph = shape.graph(choices);
  const fairness = shape.fairness(choices, graph);
  const formula = shape.formula(choices, graph);
  const system = systemOf(graph, formula, fairness);
  for (const [shortest, keptProductMax] of [[true], [false], [true, 0], [false, 0]] as const) {
    const { results } = await explore(system, { shortest, ...(keptProductMax === undefined ? {} : { keptProductMax }) });
    const found = results.find(({ property }) => property === 1)!;
    if (found.verdict !== 'violated') return null;
    if (found.least !== undefined) counts[shortest ? 'openWithin' : 'openUsual']++;
    const isWrong = hasShorter(graph, formula, constraintsOf(graph, fairness), found.least ?? found.depth!);
    if (isWrong === null) continue;
    if (isWrong)
      return `${number}: a lasso of ${found.least ?? found.depth} steps is no shortest one: ${JSON.stringify(formula)} under ${JSON.stringify(fairness)} on ${JSON.stringify(graph.edges)} ${JSON.stringify([shortest, keptProductMax, found.path!.actions, found.path!.loop])}`;
    counts[shortest ? 'within' : 'usual']++;
  }
  return null;
}
