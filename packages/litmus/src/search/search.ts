import { copyOf, fromInitial, undecided, unknown, type Candidate } from '../axioms/candidate.ts';
import { saturate } from '../axioms/coherence.ts';
import { forbidden, type Axiom, type Orders } from '../axioms/consistent.ts';
import type { Graph } from '../axioms/graph.ts';
import { firstCandidate, resolve } from './resolve.ts';
import { locksOf, type Critical, type Locks } from './locks.ts';
import type { Memory } from './memory.ts';

/*
 * Candidate executions, decided step by step: who has each lock when, what each read reads from, and the order of writes.
 * The axioms are asked after each decision, so what is forbidden already is not decided further.
 */

/** Which axioms are asked: all but that on plain accesses; those of coherence and atomicity; none. */
export type Asked = 'all' | 'coherence' | 'none';

export interface Visitor {
  /** An execution that the axioms that are asked allow; its orders where all are. */
  readonly onExecution: (graph: Graph, candidate: Candidate, orders: Orders | null, locks: Locks) => void;
  /** Whether executions of this candidate may be wanted, as far as it is decided. */
  readonly isWanted?: ((candidate: Candidate) => boolean) | undefined;
  /** Called where locks let no execution come to its end. */
  readonly onStuck?: (why: NonNullable<Locks['dead']>) => void;
  /** Called before each decision; false ends the search. */
  readonly onStep: () => boolean;
}

/** Thrown, and caught in `searchGraph`, when the visitor wants no more. */
class Ended extends Error {}

/** Visits the executions of a graph. False: it was ended. */
export function searchGraph(graph: Graph, memory: Memory, visitor: Visitor, asked: Asked = 'all'): boolean {
  try {
    new Search(graph, memory, visitor, asked).begin();
    return true;
  } catch (error) {
    if (error instanceof Ended) return false;
    throw error;
  }
}

class Search {
  readonly #graph: Graph;
  readonly #memory: Memory;
  readonly #visitor: Visitor;
  readonly #asked: Asked;
  #locks: Locks | null = null;

  constructor(graph: Graph, memory: Memory, visitor: Visitor, asked: Asked) {
    this.#graph = graph;
    this.#asked = asked;
    this.#memory = memory;
    this.#visitor = visitor;
  }

  begin(): void {
    const candidate = firstCandidate(this.#graph);
    if (!resolve(this.#graph, this.#memory, candidate)) return;
    const locks = locksOf(this.#graph, candidate);
    if (locks.dead !== null) {
      this.#visitor.onStuck?.(locks.dead);
      return;
    }
    this.#locks = locks;
    this.#lock(candidate, 0, locks.locks[0]?.map(() => 0) ?? [], fromInitial);
  }

  /** What is decided, with what follows; false: some axiom forbids it. */
  #judged(candidate: Candidate): Orders | null | false {
    if (!this.#visitor.onStep()) throw new Ended();
    if (!resolve(this.#graph, this.#memory, candidate) || this.#visitor.isWanted?.(candidate) === false) return false;
    if (this.#asked === 'none') return this.#isOrder(candidate) ? null : false;
    if (!saturate(this.#graph, candidate)) return false;
    if (this.#asked === 'coherence') return null;
    const orders: Axiom | Orders = forbidden(this.#graph, candidate);
    return typeof orders === 'string' ? false : orders;
  }

  /** The order of writes is one. */
  #isOrder({ co }: Candidate): boolean {
    const { kit } = this.#graph;
    return !kit.isReflexive(kit.close(co));
  }

  /** Decides who has a lock next. `placed` says how many sections of each thread have had it, `last` who unlocked it last. */
  #lock(candidate: Candidate, index: number, placed: readonly number[], last: number): void {
    const { locks, looks } = this.#locks!;
    const threads = locks[index];
    if (threads === undefined) {
      this.#look(candidate, looks.length);
      return;
    }
    if (threads.every((sections, thread) => placed[thread] === sections.length)) {
      this.#lock(candidate, index + 1, locks[index + 1]?.map(() => 0) ?? [], fromInitial);
      return;
    }
    const left = threads.reduce((sum, sections, thread) => sum + sections.length - placed[thread]!, 0);
    for (const [thread, sections] of threads.entries()) {
      const section = sections[placed[thread]!];
      if (section === undefined || (section.unlock === null && left > 1)) continue;
      const next = this.#taken(candidate, threads, placed, section, last);
      if (this.#judged(next) === false) continue;
      this.#lock(
        next,
        index,
        placed.map((count, other) => (other === thread ? count + 1 : count)),
        section.unlock ?? last,
      );
    }
  }

  #taken(candidate: Candidate, threads: readonly (readonly Critical[])[], placed: readonly number[], section: Critical, last: number): Candidate {
    const { kit } = this.#graph;
    const next = copyOf(candidate);
    next.rf[section.read] = last;
    if (last !== fromInitial) kit.add(next.co, last, section.write);
    if (section.unlock !== null) kit.add(next.co, section.write, section.unlock);
    const mine = section.unlock ?? section.write;
    for (const [thread, sections] of threads.entries())
      for (const other of sections.slice(placed[thread]!)) if (other !== section) kit.add(next.co, mine, other.write);
    return next;
  }

  /** Decides what the looks at locks find. */
  #look(candidate: Candidate, left: number): void {
    if (left === 0) {
      const orders = this.#judged(candidate);
      if (orders !== false) this.#read(candidate, orders);
      return;
    }
    const { read, sources } = this.#locks!.looks[left - 1]!;
    for (const source of sources) {
      const next = copyOf(candidate);
      next.rf[read] = source;
      if (this.#judged(next) !== false) this.#look(next, left - 1);
    }
  }

  /** Decides what the next read reads from. */
  #read(candidate: Candidate, orders: Orders | null): void {
    const read = this.#nextRead(candidate);
    if (read === null) {
      this.#order(candidate, orders);
      return;
    }
    for (const source of this.#sources(candidate, read)) {
      const next = copyOf(candidate);
      next.rf[read] = source;
      const judged = this.#judged(next);
      if (judged !== false) this.#read(next, judged);
    }
  }

  /** An undecided read whose location is known; null: there is none. */
  #nextRead({ rf, location }: Candidate): number | null {
    for (const { event, number } of this.#graph.nodes) if (event.kind === 'read' && rf[number] === undecided && location[number] !== unknown) return number;
    return null;
  }

  *#sources({ location }: Candidate, read: number): Generator<number> {
    const { kit, nodes, po } = this.#graph;
    yield fromInitial;
    for (const { event, number } of nodes) {
      if (event.kind !== 'write' || event.tag === 'lock-write' || event.tag === 'unlock') continue;
      if (location[number] !== unknown && location[number] !== location[read]) continue;
      if (this.#asked === 'none' || !kit.has(po, read, number)) yield number;
    }
  }

  /** Decides the order of the next two writes to one location. */
  #order(candidate: Candidate, orders: Orders | null): void {
    const { kit, nodes } = this.#graph;
    const { rf, value, location, sameLocation, co } = candidate;
    // A cycle of values, or a location that nothing decides: no execution.
    if (nodes.some(({ event, number }) => value[number] === null || location[number] === unknown || (event.kind === 'read' && rf[number] === undecided)))
      return;
    for (const { event: first, number: from } of nodes) {
      if (first.kind !== 'write') continue;
      for (const { event: second, number: to } of nodes) {
        if (second.kind !== 'write' || to <= from || !kit.has(sameLocation, from, to) || kit.has(co, from, to) || kit.has(co, to, from)) continue;
        this.#ordered(candidate, from, to);
        this.#ordered(candidate, to, from);
        return;
      }
    }
    this.#visitor.onExecution(this.#graph, candidate, orders, this.#locks!);
  }

  #ordered(candidate: Candidate, from: number, to: number): void {
    const next = copyOf(candidate);
    this.#graph.kit.add(next.co, from, to);
    const judged = this.#judged(next);
    if (judged !== false) this.#order(next, judged);
  }
}
