import { isBefore, type Constraint, type Event, type Path, type Tag } from '../threads/event.ts';
import { barrierRelation, fenceRelations, type FenceRelations } from './fences.ts';
import { Kit, type Bits, type Relation } from './relation.ts';
import { sections, type Sections } from './rcu.ts';

/** An event of all threads. Accesses have the numbers from 0 on; fences come behind them. */
export interface Node {
  readonly event: Event;
  readonly thread: number;
  /** Number of the access. */
  readonly number: number;
}

export interface ThreadEvents {
  readonly path: Path;
  /** Number of the access for each event of the path; -1: a fence. */
  readonly numbers: readonly number[];
}

/** What one way through each thread gives, before it is known what reads from what. */
export interface Graph {
  readonly kit: Kit;
  readonly nodes: readonly Node[];
  readonly threads: readonly ThreadEvents[];
  readonly constraints: readonly (Constraint & { readonly thread: number })[];
  readonly po: Relation;
  readonly sameThread: Relation;
  readonly reads: Bits;
  readonly writes: Bits;
  readonly marked: Bits;
  readonly plain: Bits;
  readonly noreturn: Bits;
  readonly addr: Relation;
  readonly data: Relation;
  readonly ctrl: Relation;
  /** Read of each write of a read-modify-write; -1: none. */
  readonly pairOf: Int32Array;
  /** Write of each read of a read-modify-write; -1: none. */
  readonly writeOf: Int32Array;
  readonly fences: FenceRelations;
  /** Pairs between which the compiler keeps the order, for the flag `mixed-accesses`. */
  readonly barrier: Relation;
  readonly sections: Sections;
  readonly hasPlain: boolean;
  readonly hasPairs: boolean;
  readonly hasLocks: boolean;
}

const lockTags: ReadonlySet<Tag> = new Set(['lock-read', 'lock-write', 'unlock', 'lock-fails', 'seen-locked', 'seen-unlocked']);

export function isLockEvent({ tag }: Event): boolean {
  return lockTags.has(tag);
}

/** The events of these ways, and the relations that hold whatever reads from what. */
export function graphOf(paths: readonly Path[]): Graph {
  const nodes: Node[] = [];
  const threads: ThreadEvents[] = [];
  for (const [thread, path] of paths.entries()) {
    const numbers = path.events.map((event) => (event.kind === 'fence' ? -1 : nodes.push({ event, thread, number: nodes.length }) - 1));
    threads.push({ path, numbers });
  }
  const kit = new Kit(nodes.length);
  const where = (isSo: (node: Node) => boolean): Bits => kit.set(nodes.filter(isSo).map(({ number }) => number));
  const po = programOrder(kit, threads);
  const writes = where(({ event }) => event.kind === 'write');
  const plain = where(({ event }) => event.tag === 'plain');
  const pairs = pairsOf(nodes, threads);
  const common = { kit, nodes, threads, po, writes, ...dependencies(kit, nodes, threads), ...pairs };
  return {
    ...common,
    constraints: paths.flatMap(({ constraints }, thread) => constraints.map((constraint) => ({ ...constraint, thread }))),
    sameThread: kit.where((a, b) => nodes[a]!.thread === nodes[b]!.thread),
    reads: where(({ event }) => event.kind === 'read'),
    marked: where(({ event }) => event.tag !== 'plain'),
    plain,
    noreturn: where(({ event }) => event.tag === 'noreturn'),
    fences: fenceRelations(common),
    barrier: barrierRelation(common),
    sections: sections(common),
    hasPlain: plain.some((word) => word !== 0),
    hasPairs: pairs.pairOf.some((read) => read >= 0),
    hasLocks: nodes.some(({ event }) => isLockEvent(event)),
  };
}

function programOrder(kit: Kit, threads: readonly ThreadEvents[]): Relation {
  const po = kit.relation();
  for (const { path, numbers } of threads)
    for (const [later, to] of numbers.entries())
      if (to >= 0)
        for (let earlier = 0; earlier < later; earlier++) if (numbers[earlier]! >= 0 && isBefore(path, earlier, later)) kit.add(po, numbers[earlier]!, to);
  return po;
}

function dependencies(kit: Kit, nodes: readonly Node[], threads: readonly ThreadEvents[]): Pick<Graph, 'addr' | 'data' | 'ctrl'> {
  const found = { addr: kit.relation(), data: kit.relation(), ctrl: kit.relation() };
  for (const { event, thread, number } of nodes)
    for (const kind of ['addr', 'data', 'ctrl'] as const) for (const load of event[kind]) kit.add(found[kind], threads[thread]!.numbers[load]!, number);
  return found;
}

function pairsOf(nodes: readonly Node[], threads: readonly ThreadEvents[]): Pick<Graph, 'pairOf' | 'writeOf'> {
  const pairOf = new Int32Array(nodes.length).fill(-1);
  const writeOf = new Int32Array(nodes.length).fill(-1);
  for (const { event, thread, number } of nodes) {
    if (event.pair === null) continue;
    pairOf[number] = threads[thread]!.numbers[event.pair]!;
    writeOf[pairOf[number]!] = number;
  }
  return { pairOf, writeOf };
}
