import type { Evaluator } from './evaluate.ts';
import { axioms, rcuOrder, type Shape } from './lkmm.ts';
import type { Term } from './terms.ts';

/** Why one event is related to the next: a word of the model. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

/** What an axiom forbids: events in a circle. */
export interface Cycle {
  readonly axiom: string;
  /** Each begins where the one before it ends, the first where the last ends. */
  readonly links: readonly Link[];
}

/** The cycle that the first broken axiom forbids; null: no axiom is broken. */
export function brokenAxiom(evaluator: Evaluator): Cycle | null {
  for (const { name, shape, term } of axioms) {
    const links = broken(evaluator, shape, term);
    if (links !== null) return { axiom: name, links: rotated(links) };
  }
  return null;
}

/** A circle begins anywhere: here at the first event of the first thread that is on it. */
function rotated(links: readonly Link[]): readonly Link[] {
  const start = links.reduce((best, { from }, index) => (from < links[best]!.from ? index : best), 0);
  return [...links.slice(start), ...links.slice(0, start)];
}

function broken(evaluator: Evaluator, shape: Shape, term: Term): readonly Link[] | null {
  const items = Array.from({ length: evaluator.size }, (_, item) => item);
  switch (shape) {
    case 'acyclic':
      return shortestCycle(evaluator, term);
    case 'irreflexive': {
      const item = items.find((each) => evaluator.has(term, each, each));
      return item === undefined ? null : explain(evaluator, term, item, item);
    }
    case 'empty':
      for (const from of items) {
        const to = items.find((each) => evaluator.has(term, from, each));
        if (to !== undefined) return circle(evaluator, term, from, to);
      }
      return null;
  }
}

function shortestCycle(evaluator: Evaluator, term: Term): readonly Link[] | null {
  if (!evaluator.isCyclic(term)) return null;
  let shortest: readonly number[] | null = null;
  for (let item = 0; item < evaluator.size; item++) {
    const path = walk(evaluator, term, item, item);
    if (path !== null && (shortest === null || path.length < shortest.length)) shortest = path;
  }
  return linked(evaluator, term, shortest!);
}

/** A shortest way by one or more steps of a relation: the events on it. */
function walk(evaluator: Evaluator, term: Term, from: number, to: number): readonly number[] | null {
  const before = new Map<number, number>();
  let reached = [from];
  while (reached.length > 0) {
    const next: number[] = [];
    for (const item of reached)
      for (let other = 0; other < evaluator.size; other++) {
        if (before.has(other) || !evaluator.has(term, item, other)) continue;
        before.set(other, item);
        if (other === to) return backwards(before, from, to);
        next.push(other);
      }
    reached = next;
  }
  return null;
}

function backwards(before: ReadonlyMap<number, number>, from: number, to: number): readonly number[] {
  const path = [to];
  do path.unshift(before.get(path[0]!)!);
  while (path[0] !== from);
  return path;
}

const linked = (evaluator: Evaluator, term: Term, path: readonly number[]): readonly Link[] =>
  path.slice(1).flatMap((to, index) => explain(evaluator, term, path[index]!, to));

/** A pair that must not be there: there and back. */
function circle(evaluator: Evaluator, term: Term, from: number, to: number): readonly Link[] {
  if (term.kind === 'union')
    return circle(
      evaluator,
      term.parts.find((part) => evaluator.has(part, from, to))!,
      from,
      to,
    );
  if (term.kind === 'meet' && term.right.kind === 'inverse')
    return [...explain(evaluator, term.left, from, to), ...explain(evaluator, term.right.part, to, from)];
  if (term.kind === 'meet') return [...explain(evaluator, term.right, from, to), { from: to, to: from, name: 'the same read-modify-write' }];
  return explain(evaluator, term, from, to);
}

/** Why two events are related. */
function explain(evaluator: Evaluator, term: Term, from: number, to: number): readonly Link[] {
  switch (term.kind) {
    case 'base':
      return term.name === rcuOrder.name ? byStages(evaluator, rcuOrder, from, to) : [{ from, to, name: term.name }];
    case 'named':
      return [{ from, to, name: term.name }];
    case 'set':
      return [];
    case 'least':
      return byStages(evaluator, term, from, to);
    case 'union':
      return explain(
        evaluator,
        term.parts.find((part) => evaluator.has(part, from, to))!,
        from,
        to,
      );
    case 'meet':
    case 'without':
      return explain(evaluator, term.left, from, to);
    case 'inverse':
      return explain(evaluator, term.part, to, from).map(({ name }) => ({ from, to, name }));
    case 'optional':
      return from === to ? [] : explain(evaluator, term.part, from, to);
    case 'star':
      return from === to ? [] : linked(evaluator, term.part, walk(evaluator, term.part, from, to)!);
    case 'sequence':
      return alongSequence(evaluator, term.parts, from, to);
  }
}

/** A pair of a least relation, by what held a stage before it. */
function byStages(evaluator: Evaluator, { name, part }: Extract<Term, { kind: 'least' }>, from: number, to: number): readonly Link[] {
  const stages = evaluator.stagesOf(name, part);
  const first = stages.findIndex((stage) => stage[from * evaluator.size + to] === 1);
  return evaluator.within(name, stages[first - 1]!, () => explain(evaluator, part, from, to));
}

function alongSequence(evaluator: Evaluator, parts: readonly Term[], from: number, to: number): readonly Link[] {
  const { size } = evaluator;
  const matrices = parts.map((part) => evaluator.of(part));
  const reached: ReadonlySet<number>[] = [new Set([from])];
  for (const matrix of matrices) {
    const next = new Set<number>();
    for (const item of reached.at(-1)!) for (let other = 0; other < size; other++) if (matrix[item * size + other] === 1) next.add(other);
    reached.push(next);
  }
  const links: Link[] = [];
  let at = to;
  for (let index = parts.length - 1; index >= 0; index--) {
    const before = [...reached[index]!].filter((item) => matrices[index]![item * size + at] === 1);
    const previous = before.includes(at) ? at : before[0]!;
    links.unshift(...explain(evaluator, parts[index]!, previous, at));
    at = previous;
  }
  return links;
}
