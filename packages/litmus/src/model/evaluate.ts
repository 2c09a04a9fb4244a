import type { Term } from './terms.ts';
import type { Universe } from './universe.ts';

/** A relation as a matrix of 0 and 1, by rows. */
export type Matrix = Uint8Array;

const open = new WeakMap<Term, boolean>();

/** Whether a term speaks of a least relation from the inside. */
function isOpen(term: Term): boolean {
  const known = open.get(term);
  if (known !== undefined) return known;
  const found = term.kind === 'base' ? term.name === 'rcu-order' : term.kind !== 'least' && partsOf(term).some(isOpen);
  open.set(term, found);
  return found;
}

/** The terms that a term is made of. */
function partsOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'base':
    case 'set':
      return [];
    case 'sequence':
    case 'union':
      return term.parts;
    case 'meet':
    case 'without':
      return [term.left, term.right];
    case 'inverse':
    case 'optional':
    case 'star':
    case 'named':
    case 'least':
      return [term.part];
  }
}

/** Evaluates terms over the events of one execution: slow, and obviously right. */
export class Evaluator {
  readonly size: number;
  readonly #universe: Universe;
  readonly #known: Map<Term, Matrix> = new Map();
  readonly #least: Map<string, Matrix> = new Map();
  readonly #stages: Map<Term, readonly Matrix[]> = new Map();

  constructor(universe: Universe) {
    this.#universe = universe;
    this.size = universe.items.length;
  }

  of(term: Term): Matrix {
    const known = this.#known.get(term);
    if (known !== undefined) return known;
    const found = this.#evaluate(term);
    if (!isOpen(term)) this.#known.set(term, found);
    return found;
  }

  has(term: Term, from: number, to: number): boolean {
    return this.of(term)[from * this.size + to] === 1;
  }

  /** Whether an event leads to itself, by steps of a relation. */
  isCyclic(term: Term): boolean {
    const steps = this.of(term);
    const reached = this.#then(steps, this.#star(steps));
    return Array.from({ length: this.size }, (_, item) => reached[item * this.size + item]).includes(1);
  }

  #where(isSo: (from: number, to: number) => boolean): Matrix {
    const matrix = new Uint8Array(this.size * this.size);
    for (let from = 0; from < this.size; from++) for (let to = 0; to < this.size; to++) if (isSo(from, to)) matrix[from * this.size + to] = 1;
    return matrix;
  }

  #evaluate(term: Term): Matrix {
    switch (term.kind) {
      case 'base':
        return this.#least.get(term.name) ?? this.#where(this.#universe.relations[term.name]!);
      case 'set':
        return this.#where((from, to) => from === to && this.#universe.isIn(term.name, from));
      case 'sequence':
        return term.parts.map((part) => this.of(part)).reduce((left, right) => this.#then(left, right));
      case 'union': {
        const parts = term.parts.map((part) => this.of(part));
        return parts[0]!.map((_, at) => (parts.some((part) => part[at] === 1) ? 1 : 0));
      }
      case 'meet': {
        const right = this.of(term.right);
        return this.of(term.left).map((bit, at) => bit & right[at]!);
      }
      case 'without': {
        const right = this.of(term.right);
        return this.of(term.left).map((bit, at) => bit & ~right[at]!);
      }
      case 'inverse': {
        const part = this.of(term.part);
        return this.#where((from, to) => part[to * this.size + from] === 1);
      }
      case 'optional': {
        const part = this.of(term.part);
        return this.#where((from, to) => from === to || part[from * this.size + to] === 1);
      }
      case 'star':
        return this.#star(this.of(term.part));
      case 'named':
        return this.of(term.part);
      case 'least':
        return this.stagesOf(term.name, term.part).at(-1)!;
    }
  }

  #then(left: Matrix, right: Matrix): Matrix {
    const { size } = this;
    const matrix = new Uint8Array(size * size);
    for (let from = 0; from < size; from++)
      for (let middle = 0; middle < size; middle++)
        if (left[from * size + middle] === 1) for (let to = 0; to < size; to++) matrix[from * size + to]! |= right[middle * size + to]!;
    return matrix;
  }

  #star(part: Matrix): Matrix {
    const { size } = this;
    const matrix = this.#where((from, to) => from === to || part[from * size + to] === 1);
    for (let middle = 0; middle < size; middle++)
      for (let from = 0; from < size; from++)
        if (matrix[from * size + middle] === 1) for (let to = 0; to < size; to++) matrix[from * size + to]! |= matrix[middle * size + to]!;
    return matrix;
  }

  /** The relation in steps: what holds with none of itself, then with what held before, until nothing is added. */
  stagesOf(name: string, part: Term): readonly Matrix[] {
    const known = this.#stages.get(part);
    if (known !== undefined) return known;
    const stages = [this.#where(() => false)];
    for (;;) {
      const next = this.within(name, stages.at(-1)!, () => this.of(part));
      if (next.every((bit, at) => bit === stages.at(-1)![at])) break;
      stages.push(next);
    }
    this.#stages.set(part, stages);
    return stages;
  }

  /** Does something while a least relation is this, as far as it was followed. */
  within<Result>(name: string, matrix: Matrix, action: () => Result): Result {
    const outer = this.#least.get(name);
    this.#least.set(name, matrix);
    const result = action();
    if (outer === undefined) this.#least.delete(name);
    else this.#least.set(name, outer);
    return result;
  }
}
