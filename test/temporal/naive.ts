import type { FairnessItem, Formula } from '@mmspec/system';

/*
 * Temporal verdicts as a textbook has them, independent of the checker: positions are edges of the graph, a position is
 * guessed together with the truth of every temporal part of the formula, guesses must fit from one position to the next
 * and must be made good (Clarke, Grumberg and Peled, "Model Checking", MIT Press 1999, 6.7), and strongly connected
 * components are thinned until they are fair. `always eventually` and `eventually always` are guessed once for a whole
 * behaviour.
 */

/** A small system, written out: its first states are initial. */
export interface Graph {
  readonly stateCount: number;
  /** How many states are initial; left out: state 0 alone. */
  readonly initialCount?: number;
  readonly edges: readonly Edge[];
  /** By state atom and state. */
  readonly stateAtoms: readonly (readonly boolean[])[];
  /** By step atom and action. */
  readonly stepAtoms: readonly (readonly boolean[])[];
  /** By action: the actor; -1 for an action of the environment, which is named `go` and its number. */
  readonly actorOf: readonly number[];
}

export interface Edge {
  readonly from: number;
  /** Null: the step ends in a fault. */
  readonly to: number | null;
  /** -1: stuttering. */
  readonly action: number;
  /** Of an action of the environment with a parameter: its value. */
  readonly value?: number;
}

/** What fairness asks for. */
export interface FairnessConstraint {
  readonly name: string;
  readonly strong: boolean;
  /** Whether taking the edge is what it asks for. */
  readonly counts: (edge: Edge) => boolean;
}

/** State atoms are numbered before step atoms. */
export function atomHolds({ stateAtoms, stepAtoms }: Graph, atom: number, edge: Edge): boolean {
  const state = stateAtoms[atom];
  if (state !== undefined) return state[edge.from] ?? false;
  return edge.action >= 0 && (stepAtoms[atom - stateAtoms.length]?.[edge.action] ?? false);
}

export function isEnabled({ edges }: Graph, { counts }: FairnessConstraint, state: number): boolean {
  return edges.some((edge) => edge.from === state && counts(edge));
}

/** Whether it is fair to a constraint to go round through these states for ever, along these edges. */
export function isFairTo(graph: Graph, constraint: FairnessConstraint, states: readonly number[], edges: readonly Edge[]): boolean {
  const enabled = states.map((state) => isEnabled(graph, constraint, state));
  return edges.some(constraint.counts) || !(constraint.strong ? enabled.some(Boolean) : enabled.every(Boolean));
}

/** The instance of an action of the environment that is taken along an edge: `go2(1)`, `go2`; null for actors. */
export function instanceOf({ actorOf }: Graph, { action, value }: Edge): string | null {
  if (action < 0 || actorOf[action] !== -1) return null;
  return `go${action}${value === undefined ? '' : `(${value})`}`;
}

/** One fairness constraint for each actor that has actions of the item, or for each instance of the item's action; labels are numbered. */
export function constraintsOf(graph: Graph, items: readonly FairnessItem[]): readonly FairnessConstraint[] {
  const { actorOf, edges } = graph;
  return items.flatMap(({ strong, index, environment, names }): FairnessConstraint[] => {
    if (environment !== null) {
      const instances = new Set(edges.filter(({ action }) => `go${action}` === environment).flatMap((edge) => instanceOf(graph, edge) ?? []));
      return [...instances].map((name) => ({ name, strong, counts: (edge) => instanceOf(graph, edge) === name }));
    }
    const actors = [...new Set(actorOf)].filter((actor) => actor >= 0 && (index === null || actor === index));
    const isOf = (action: number, actor: number): boolean =>
      action >= 0 && actorOf[action] === actor && (names.length === 0 || names[0] === `label${action % 2}`);
    return actors
      .filter((actor) => actorOf.some((_, action) => isOf(action, actor)))
      .map((actor) => ({ name: `a[${actor}]`, strong, counts: ({ action }) => isOf(action, actor) }));
  });
}

type Guess = ReadonlyMap<Formula, boolean>;

interface Position {
  readonly edge: Edge;
  readonly guess: Guess;
}

/** True if some fair behaviour violates the formula. */
export function isViolated(graph: Graph, formula: Formula, constraints: readonly FairnessConstraint[]): boolean {
  const steady = [...new Set(steadyParts(formula))];
  return guesses(steady).some((guess) => isViolatedWith(graph, withTruths(formula, guess), constraints, guess));
}

/**
 * True if some fair behaviour violates the formula on which the steady parts are as guessed: `always eventually p` is true
 * where p comes again and again, and false where it no longer does from some time on.
 */
function isViolatedWith(graph: Graph, formula: Formula, constraints: readonly FairnessConstraint[], steady: Guess): boolean {
  const parts = temporalParts(formula);
  const edges = [
    ...graph.edges.filter(({ to }) => to !== null),
    ...Array.from({ length: graph.stateCount }, (_, state): Edge => ({ from: state, to: state, action: -1 })),
  ];
  const positions = edges.flatMap((edge) => guesses(parts).map((guess): Position => ({ edge, guess })));
  const begin = positions.flatMap(({ edge, guess }, index) => (edge.from < (graph.initialCount ?? 1) && !value(graph, formula, edge, guess) ? [index] : []));
  if (begin.length === 0) return false;
  const leaving = Array.from({ length: graph.stateCount }, (_, state) => [...positions.keys()].filter((index) => positions[index]!.edge.from === state));
  const next = positions.map((position) => (leaving[position.edge.to ?? -1] ?? []).filter((index) => fits(graph, parts, position, positions[index]!)));
  const reached = closure(next, begin);
  const good = (part: Part, { edge, guess }: Position): boolean => {
    const promised = guess.get(part) === true;
    // At positions that only stutter `always` over steps asks for nothing.
    if (part.kind === 'always') return promised || !((part.steps && edge.action < 0) || value(graph, part.operand, edge, guess));
    return !promised || value(graph, part.kind === 'until' ? part.right : part.operand, edge, guess);
  };
  /** Whether a position decides a steady part on the way: p of `always eventually p`, not p of `eventually always p`. */
  const decides = (part: Formula, { edge }: Position): boolean => {
    const { again, operand, steps } = steadyForm(part)!;
    return again ? value(graph, operand, edge, noGuess) : !((steps && edge.action < 0) || value(graph, operand, edge, noGuess));
  };
  const comes = [...steady].filter(([part, isTrue]) => isTrue === steadyForm(part)!.again).map(([part]) => part);
  const ends = [...steady.keys()].filter((part) => !comes.includes(part));
  const isFair = (set: ReadonlySet<number>): boolean =>
    components(next, set).some((component) => {
      const members = [...component].map((index) => positions[index]!);
      if (!parts.every((part) => members.some((position) => good(part, position)))) return false;
      if (!comes.every((part) => members.some((position) => decides(part, position)))) return false;
      const takes = ({ counts }: FairnessConstraint): boolean => members.some(({ edge }) => counts(edge));
      if (
        !constraints
          .filter(({ strong }) => !strong)
          .every((constraint) => takes(constraint) || members.some(({ edge }) => !isEnabled(graph, constraint, edge.from)))
      )
        return false;
      const broken = constraints.find(
        (constraint) => constraint.strong && !takes(constraint) && members.some(({ edge }) => isEnabled(graph, constraint, edge.from)),
      );
      if (broken === undefined) return true;
      return isFair(new Set([...component].filter((index) => !isEnabled(graph, broken, positions[index]!.edge.from))));
    });
  return isFair(new Set([...reached].filter((index) => !ends.some((part) => decides(part, positions[index]!)))));
}

const noGuess: Guess = new Map();

/** What `always eventually p` or `eventually always p` of a p without words for time says of p; null for other formulas. */
function steadyForm(formula: Formula): { readonly again: boolean; readonly operand: Formula; readonly steps: boolean } | null {
  if (formula.kind === 'always' && !formula.steps && formula.operand.kind === 'eventually' && temporalParts(formula.operand.operand).length === 0)
    return { again: true, operand: formula.operand.operand, steps: false };
  if (formula.kind === 'eventually' && formula.operand.kind === 'always' && temporalParts(formula.operand.operand).length === 0)
    return { again: false, operand: formula.operand.operand, steps: formula.operand.steps };
  return null;
}

function steadyParts(formula: Formula): readonly Formula[] {
  if (steadyForm(formula) !== null) return [formula];
  switch (formula.kind) {
    case 'truth':
    case 'atom':
      return [];
    case 'not':
    case 'always':
    case 'eventually':
      return steadyParts(formula.operand);
    case 'and':
    case 'or':
      return formula.operands.flatMap(steadyParts);
    case 'until':
      return [...steadyParts(formula.left), ...steadyParts(formula.right)];
  }
}

function withTruths(formula: Formula, guess: Guess): Formula {
  const known = guess.get(formula);
  if (known !== undefined) return { kind: 'truth', value: known };
  const inner = (part: Formula): Formula => withTruths(part, guess);
  switch (formula.kind) {
    case 'truth':
    case 'atom':
      return formula;
    case 'not':
    case 'always':
    case 'eventually':
      return { ...formula, operand: inner(formula.operand) };
    case 'and':
    case 'or':
      return { ...formula, operands: formula.operands.map(inner) };
    case 'until':
      return { ...formula, left: inner(formula.left), right: inner(formula.right) };
  }
}

type Part = Formula & { readonly kind: 'always' | 'eventually' | 'until' };

function temporalParts(formula: Formula): readonly Part[] {
  switch (formula.kind) {
    case 'truth':
    case 'atom':
      return [];
    case 'not':
      return temporalParts(formula.operand);
    case 'and':
    case 'or':
      return formula.operands.flatMap(temporalParts);
    case 'always':
    case 'eventually':
      return [...temporalParts(formula.operand), formula];
    case 'until':
      return [...temporalParts(formula.left), ...temporalParts(formula.right), formula];
  }
}

function guesses(parts: readonly Formula[]): readonly Guess[] {
  return Array.from({ length: 2 ** parts.length }, (_, bits) => new Map(parts.map((part, index) => [part, ((bits >> index) & 1) === 1])));
}

/** The truth of a formula at a position, given that of its temporal parts. */
function value(graph: Graph, formula: Formula, edge: Edge, guess: Guess): boolean {
  const again = (inner: Formula): boolean => value(graph, inner, edge, guess);
  switch (formula.kind) {
    case 'truth':
      return formula.value;
    case 'atom':
      return atomHolds(graph, formula.atom, edge);
    case 'not':
      return !again(formula.operand);
    case 'and':
      return formula.operands.every(again);
    case 'or':
      return formula.operands.some(again);
    case 'always':
    case 'eventually':
    case 'until':
      return guess.get(formula) === true;
  }
}

/** The expansion laws: `p until q` is `q or (p and next (p until q))`. */
function fits(graph: Graph, parts: readonly Formula[], here: Position, there: Position): boolean {
  return parts.every((part) => {
    const now = (formula: Formula): boolean => value(graph, formula, here.edge, here.guess);
    const later = there.guess.get(part) === true;
    const promised = here.guess.get(part) === true;
    if (part.kind === 'always') return promised === (((part.steps && here.edge.action < 0) || now(part.operand)) && later);
    if (part.kind === 'eventually') return promised === (now(part.operand) || later);
    return part.kind !== 'until' || promised === (now(part.right) || (now(part.left) && later));
  });
}

function closure(next: readonly (readonly number[])[], begin: readonly number[]): ReadonlySet<number> {
  const seen = new Set(begin);
  for (const index of seen) for (const target of next[index] ?? []) seen.add(target);
  return seen;
}

/** Strongly connected components with a cycle, found by who reaches whom. */
function components(next: readonly (readonly number[])[], set: ReadonlySet<number>): readonly ReadonlySet<number>[] {
  const inside = next.map((targets, index) => (set.has(index) ? targets.filter((target) => set.has(target)) : []));
  const back: number[][] = next.map(() => []);
  inside.forEach((targets, index) => targets.forEach((target) => back[target]!.push(index)));
  const left = new Set(set);
  const found: ReadonlySet<number>[] = [];
  for (const index of left) {
    const forwards = closure(inside, inside[index] ?? []);
    const backwards = closure(back, back[index] ?? []);
    const component = new Set([...forwards].filter((other) => backwards.has(other)));
    for (const other of component) left.delete(other);
    if (component.has(index)) found.push(component);
  }
  return found;
}

/** The truth of a formula on a behaviour that goes through the edges and then round the loop for ever. */
export function holdsOnLasso(graph: Graph, formula: Formula, edges: readonly Edge[], loop: number): boolean {
  const following = (index: number): number => (index + 1 < edges.length ? index + 1 : loop);
  const known = new Map<Formula, boolean[]>();
  const truth = (part: Formula): readonly boolean[] => {
    const before = known.get(part);
    if (before !== undefined) return before;
    const values = evaluate(part);
    known.set(part, values);
    return values;
  };
  /** Least or greatest solution of an expansion law, by going round until nothing changes. */
  const solve = (start: boolean, law: (index: number, later: boolean) => boolean): boolean[] => {
    const values = edges.map(() => start);
    for (let changed = true; changed;) {
      changed = false;
      for (let index = edges.length - 1; index >= 0; index--) {
        const now = law(index, values[following(index)]!);
        if (now !== values[index]) {
          values[index] = now;
          changed = true;
        }
      }
    }
    return values;
  };
  const evaluate = (part: Formula): boolean[] => {
    switch (part.kind) {
      case 'truth':
        return edges.map(() => part.value);
      case 'atom':
        return edges.map((edge) => atomHolds(graph, part.atom, edge));
      case 'not':
        return truth(part.operand).map((each) => !each);
      case 'and':
        return edges.map((_, index) => part.operands.every((operand) => truth(operand)[index]));
      case 'or':
        return edges.map((_, index) => part.operands.some((operand) => truth(operand)[index]));
      case 'always':
        return solve(true, (index, later) => ((part.steps && edges[index]!.action < 0) || truth(part.operand)[index]!) && later);
      case 'eventually':
        return solve(false, (index, later) => truth(part.operand)[index]! || later);
      case 'until':
        return solve(false, (index, later) => truth(part.right)[index]! || (truth(part.left)[index]! && later));
    }
  };
  return truth(formula)[0] ?? true;
}
