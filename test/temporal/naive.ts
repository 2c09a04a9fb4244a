import type { FairnessItem, Formula } from '@mmspec/system';

/*
 * Temporal verdicts as a textbook has them, independent of the checker: positions are edges of the graph, a position is
 * guessed together with the truth of every temporal part of the formula, guesses must fit from one position to the next
 * and must be made good (Clarke, Grumberg and Peled, "Model Checking", MIT Press 1999, 6.7), and strongly connected
 * components are thinned until they are fair.
 */

/** A small system, written out. State 0 is initial. */
export interface Graph {
  readonly stateCount: number;
  readonly edges: readonly Edge[];
  /** By state atom and state. */
  readonly stateAtoms: readonly (readonly boolean[])[];
  /** By step atom and action. */
  readonly stepAtoms: readonly (readonly boolean[])[];
  /** By action: the actor. */
  readonly actorOf: readonly number[];
}

export interface Edge {
  readonly from: number;
  /** Null: the step ends in a fault. */
  readonly to: number | null;
  /** -1: stuttering. */
  readonly action: number;
}

/** What fairness asks for. */
export interface Demand {
  readonly strong: boolean;
  readonly actions: ReadonlySet<number>;
}

/** State atoms are numbered before step atoms. */
export function atomHolds({ stateAtoms, stepAtoms }: Graph, atom: number, edge: Edge): boolean {
  const state = stateAtoms[atom];
  if (state !== undefined) return state[edge.from] ?? false;
  return edge.action >= 0 && (stepAtoms[atom - stateAtoms.length]?.[edge.action] ?? false);
}

export function isEnabled({ edges }: Graph, { actions }: Demand, state: number): boolean {
  return edges.some((edge) => edge.from === state && actions.has(edge.action));
}

/** One demand for each actor that has actions of the item; names are the numbers of actions. */
export function demandsOf({ actorOf }: Graph, items: readonly FairnessItem[]): readonly Demand[] {
  return items.flatMap(({ strong, index, names }) =>
    [...new Set(actorOf)].filter((actor) => index === null || actor === index).flatMap((actor): Demand[] => {
      const actions = actorOf.flatMap((other, action) => (other === actor && (names.length === 0 || names[0] === `label${action % 2}`) ? [action] : []));
      return actions.length === 0 ? [] : [{ strong, actions: new Set(actions) }];
    }),
  );
}

type Guess = ReadonlyMap<Formula, boolean>;

interface Position {
  readonly edge: Edge;
  readonly guess: Guess;
}

/** True if some fair behaviour violates the formula. */
export function isViolated(graph: Graph, formula: Formula, demands: readonly Demand[]): boolean {
  const parts = temporalParts(formula);
  const edges = [...graph.edges.filter(({ to }) => to !== null), ...Array.from({ length: graph.stateCount }, (_, state): Edge => ({ from: state, to: state, action: -1 }))];
  const positions = edges.flatMap((edge) => guesses(parts).map((guess): Position => ({ edge, guess })));
  const next = positions.map((position) => positions.flatMap((other, index) => (other.edge.from === position.edge.to && fits(graph, parts, position, other) ? [index] : [])));
  const begin = positions.flatMap(({ edge, guess }, index) => (edge.from === 0 && !value(graph, formula, edge, guess) ? [index] : []));
  const reached = closure(next, begin);
  const good = (part: Part, { edge, guess }: Position): boolean => {
    const promised = guess.get(part) === true;
    // At positions that only stutter `always` over steps asks for nothing.
    if (part.kind === 'always') return promised || !((part.steps && edge.action < 0) || value(graph, part.operand, edge, guess));
    return !promised || value(graph, part.kind === 'until' ? part.right : part.operand, edge, guess);
  };
  const isFair = (set: ReadonlySet<number>): boolean =>
    components(next, set).some((component) => {
      const members = [...component].map((index) => positions[index]!);
      if (!parts.every((part) => members.some((position) => good(part, position)))) return false;
      const takes = ({ actions }: Demand): boolean => members.some(({ edge }) => actions.has(edge.action));
      if (!demands.filter(({ strong }) => !strong).every((demand) => takes(demand) || members.some(({ edge }) => !isEnabled(graph, demand, edge.from)))) return false;
      const broken = demands.find((demand) => demand.strong && !takes(demand) && members.some(({ edge }) => isEnabled(graph, demand, edge.from)));
      if (broken === undefined) return true;
      return isFair(new Set([...component].filter((index) => !isEnabled(graph, broken, positions[index]!.edge.from))));
    });
  return isFair(reached);
}

type Part = Formula & { readonly kind: 'always' | 'eventually' | 'until' };

function temporalParts(formula: Formula): readonly Part[] {
  switch (formula.kind) {
    case 'truth': case 'atom': return [];
    case 'not': return temporalParts(formula.operand);
    case 'and': case 'or': return formula.operands.flatMap(temporalParts);
    case 'always': case 'eventually': return [...temporalParts(formula.operand), formula];
    case 'until': return [...temporalParts(formula.left), ...temporalParts(formula.right), formula];
  }
}

function guesses(parts: readonly Formula[]): readonly Guess[] {
  return Array.from({ length: 2 ** parts.length }, (_, bits) => new Map(parts.map((part, index) => [part, ((bits >> index) & 1) === 1])));
}

/** The truth of a formula at a position, given that of its temporal parts. */
function value(graph: Graph, formula: Formula, edge: Edge, guess: Guess): boolean {
  const again = (inner: Formula): boolean => value(graph, inner, edge, guess);
  switch (formula.kind) {
    case 'truth': return formula.value;
    case 'atom': return atomHolds(graph, formula.atom, edge);
    case 'not': return !again(formula.operand);
    case 'and': return formula.operands.every(again);
    case 'or': return formula.operands.some(again);
    case 'always': case 'eventually': case 'until': return guess.get(formula) === true;
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
    for (let changed = true; changed; ) {
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
      case 'truth': return edges.map(() => part.value);
      case 'atom': return edges.map((edge) => atomHolds(graph, part.atom, edge));
      case 'not': return truth(part.operand).map((each) => !each);
      case 'and': return edges.map((_, index) => part.operands.every((operand) => truth(operand)[index]));
      case 'or': return edges.map((_, index) => part.operands.some((operand) => truth(operand)[index]));
      case 'always': return solve(true, (index, later) => ((part.steps && edges[index]!.action < 0) || truth(part.operand)[index]!) && later);
      case 'eventually': return solve(false, (index, later) => truth(part.operand)[index]! || later);
      case 'until': return solve(false, (index, later) => truth(part.right)[index]! || (truth(part.left)[index]! && later));
    }
  };
  return truth(formula)[0] ?? true;
}
