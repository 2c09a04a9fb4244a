import { isBefore, type Event, type Path, type Tag } from '../threads/event.ts';
import type { Node, ThreadEvents } from './graph.ts';
import type { Bits, Kit, Relation } from './relation.ts';

/*
 * What fences, acquires and releases order, by program order alone.
 */

export interface FenceRelations {
  /** Full barriers and grace periods. */
  readonly strong: Relation;
  readonly release: Relation;
  readonly acquire: Relation;
  readonly wmb: Relation;
  readonly rmb: Relation;
  /** Pairs with a `smp_rmb` between them, whatever they are. */
  readonly acrossRmb: Relation;
  /** An unlock lies between, and a later lock of the same thread. */
  readonly unlockLock: Relation;
  /** What lies behind a `smp_mb__after_unlock_lock` that lies behind this read of a lock. */
  readonly afterUnlockLock: Relation;
  readonly hasStrong: boolean;
}

export interface Basis {
  readonly kit: Kit;
  readonly nodes: readonly Node[];
  readonly threads: readonly ThreadEvents[];
  readonly po: Relation;
  readonly writes: Bits;
}

/** Pairs of accesses with a chosen event between them. */
class Between {
  readonly #basis: Basis;

  constructor(basis: Basis) {
    this.#basis = basis;
  }

  /** All accesses before and after each event that is chosen; with `from` and `to` only some, and perhaps the event itself. */
  across(chosen: (event: Event) => boolean, accept: (from: Event, to: Event) => boolean = () => true): Relation {
    const { kit, threads } = this.#basis;
    const found = kit.relation();
    for (const { path, numbers } of threads)
      for (const [middle, event] of path.events.entries()) {
        if (!chosen(event)) continue;
        for (const from of before(path, numbers, middle))
          for (const to of after(path, numbers, middle)) if (accept(path.events[from]!, path.events[to]!)) kit.add(found, numbers[from]!, numbers[to]!);
      }
    return found;
  }
}

function before(path: Path, numbers: readonly number[], middle: number): number[] {
  return numbers.flatMap((number, event) => (number >= 0 && isBefore(path, event, middle) ? [event] : []));
}

function after(path: Path, numbers: readonly number[], middle: number): number[] {
  return numbers.flatMap((number, event) => (number >= 0 && isBefore(path, middle, event) ? [event] : []));
}

const isTag =
  (...tags: readonly Tag[]) =>
  ({ tag }: Event): boolean =>
    tags.includes(tag);

const isReadForRmb = ({ kind, tag }: Event): boolean => kind === 'read' && tag !== 'noreturn';
const isWrite = ({ kind }: Event): boolean => kind === 'write';

export function fenceRelations(basis: Basis): FenceRelations {
  const { kit } = basis;
  const between = new Between(basis);
  const strong = kit.union(between.across(isTag('mb', 'sync-rcu', 'sync-srcu')), ...byPosition(basis));
  return {
    strong,
    release: orderedBy(basis, isTag('release', 'unlock'), 'before'),
    acquire: orderedBy(basis, isTag('acquire', 'lock-read'), 'after'),
    wmb: between.across(isTag('wmb'), (from, to) => isWrite(from) && isWrite(to)),
    rmb: between.across(isTag('rmb'), (from, to) => isReadForRmb(from) && isReadForRmb(to)),
    acrossRmb: between.across(isTag('rmb')),
    unlockLock: unlockThenLock(basis),
    afterUnlockLock: afterUnlockLock(basis),
    hasStrong: strong.some((word) => word !== 0) || basis.threads.some(({ path }) => path.events.some(isTag('after-unlock-lock'))),
  };
}

/** What is before each release, or after each acquire. */
function orderedBy({ kit, nodes, po }: Basis, chosen: (event: Event) => boolean, side: 'before' | 'after'): Relation {
  const set = kit.set(nodes.filter(({ event }) => chosen(event)).map(({ number }) => number));
  return side === 'before' ? kit.keep(po.slice(), null, set) : kit.keep(po.slice(), set, null);
}

/** `smp_mb__before_atomic` and its kin are full barriers where a read-modify-write, a lock or an unlock stands beside them. */
function byPosition({ kit, threads }: Basis): Relation[] {
  const found = kit.relation();
  for (const { path, numbers } of threads)
    for (const [middle, { tag }] of path.events.entries()) {
      const earlier = before(path, numbers, middle);
      const later = after(path, numbers, middle);
      if (tag === 'before-atomic') {
        const partners = later.filter((event) => path.events[event]!.atomic);
        for (const from of earlier) for (const partner of partners) addFrom(kit, found, path, numbers, from, partner);
      }
      const isPartner = partnerOf[tag];
      if (isPartner === undefined) continue;
      for (const partner of earlier.filter((event) => isPartner(path.events[event]!)))
        for (const from of [partner, ...before(path, numbers, partner)]) for (const to of later) kit.add(found, numbers[from]!, numbers[to]!);
    }
  return [found];
}

const partnerOf: Readonly<Partial<Record<Tag, (event: Event) => boolean>>> = {
  'after-atomic': ({ atomic }) => atomic,
  'after-spinlock': isTag('lock-write'),
  'after-srcu-read-unlock': isTag('srcu-unlock'),
};

function addFrom(kit: Kit, found: Relation, path: Path, numbers: readonly number[], from: number, partner: number): void {
  for (const to of [partner, ...after(path, numbers, partner)]) kit.add(found, numbers[from]!, numbers[to]!);
}

function unlockThenLock({ kit, threads }: Basis): Relation {
  const found = kit.relation();
  for (const { path, numbers } of threads)
    for (const [unlock, { tag }] of path.events.entries()) {
      if (tag !== 'unlock') continue;
      for (const lock of after(path, numbers, unlock)) {
        if (path.events[lock]!.tag !== 'lock-read') continue;
        for (const from of before(path, numbers, unlock)) for (const to of after(path, numbers, lock)) kit.add(found, numbers[from]!, numbers[to]!);
      }
    }
  return found;
}

function afterUnlockLock({ kit, threads }: Basis): Relation {
  const found = kit.relation();
  for (const { path, numbers } of threads)
    for (const [fence, { tag }] of path.events.entries()) {
      if (tag !== 'after-unlock-lock') continue;
      for (const lock of before(path, numbers, fence))
        if (path.events[lock]!.tag === 'lock-read') for (const to of after(path, numbers, fence)) kit.add(found, numbers[lock]!, numbers[to]!);
    }
  return found;
}

const compilerBarriers: readonly Tag[] = [
  'barrier',
  'rmb',
  'wmb',
  'mb',
  'sync-rcu',
  'sync-srcu',
  'before-atomic',
  'after-atomic',
  'rcu-lock',
  'rcu-unlock',
  'srcu-lock',
  'srcu-unlock',
  'acquire',
  'lock-read',
  'release',
  'unlock',
];

/** Pairs that the compiler does not let pass each other. */
export function barrierRelation(basis: Basis): Relation {
  const fenced = new Between(basis).across(isTag(...compilerBarriers));
  return basis.kit.union(fenced, orderedBy(basis, isTag('release', 'unlock'), 'before'), orderedBy(basis, isTag('acquire', 'lock-read'), 'after'));
}
