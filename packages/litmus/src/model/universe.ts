import { fromInitial, type Candidate } from '../axioms/candidate.ts';
import { srcuPairs } from '../axioms/grace.ts';
import type { Graph } from '../axioms/graph.ts';
import { isBefore, type Event, type Tag } from '../threads/event.ts';

/*
 * An execution as sets and relations of all its events: accesses, fences, and the first values of locations.
 */

export interface Item {
  /** Null: the first value of a location. */
  readonly event: Event | null;
  /** -1: none. */
  readonly thread: number;
  /** Number in its thread. */
  readonly place: number;
  /** Number of the access in the graph; -1: a fence or a first value. */
  readonly access: number;
  /** Null: a fence. */
  readonly location: number | null;
}

export interface Universe {
  readonly items: readonly Item[];
  /** By name; a function of two items. */
  readonly relations: Readonly<Record<string, (from: number, to: number) => boolean>>;
  readonly isIn: (name: string, item: number) => boolean;
}

/** The events of an execution. */
export function universeOf(graph: Graph, candidate: Candidate): Universe {
  const items = itemsOf(graph, candidate);
  const itemOf = new Map(items.flatMap(({ access }, item) => (access < 0 ? [] : [[access, item] as const])));
  const { kit, threads, writeOf } = graph;
  const at = (item: number): Item => items[item]!;
  const isWrite = (item: number): boolean => at(item).event === null || at(item).event!.kind === 'write';
  const sameLocation = (from: number, to: number): boolean => at(from).location !== null && at(from).location === at(to).location;
  const depends =
    (kind: 'addr' | 'data' | 'ctrl') =>
    (from: number, to: number): boolean =>
      at(from).thread === at(to).thread && at(from).event !== null && (at(to).event?.[kind].includes(at(from).place) ?? false);
  const sections = graph.sections.periods.filter(({ kind }) => kind === 'section');
  const srcu = srcuPairs(graph, candidate);
  const isPoint = (item: number, { thread, event }: { readonly thread: number; readonly event: number }): boolean =>
    at(item).thread === thread && at(item).place === event;
  return {
    items,
    relations: {
      id: (from, to) => from === to,
      all: () => true,
      po: (from, to) => at(from).thread >= 0 && at(from).thread === at(to).thread && isBefore(threads[at(from).thread]!.path, at(from).place, at(to).place),
      int: (from, to) => at(from).thread >= 0 && at(from).thread === at(to).thread,
      ext: (from, to) => at(from).thread !== at(to).thread,
      loc: sameLocation,
      rf: (from, to) => {
        if (at(to).event?.kind !== 'read') return false;
        const source = candidate.rf[at(to).access]!;
        return source === fromInitial ? at(from).event === null && sameLocation(from, to) : source >= 0 && itemOf.get(source) === from;
      },
      co: (from, to) => {
        if (!isWrite(from) || !isWrite(to) || at(to).event === null || !sameLocation(from, to)) return false;
        return at(from).event === null || kit.has(candidate.co, at(from).access, at(to).access);
      },
      rmw: (from, to) => at(from).access >= 0 && writeOf[at(from).access] === at(to).access && at(to).access >= 0,
      addr: depends('addr'),
      data: depends('data'),
      ctrl: depends('ctrl'),
      'rcu-rscs': (from, to) => sections.some(({ entry, exit }) => isPoint(from, exit) && isPoint(to, entry)),
      'srcu-rscs': (from, to) => srcu.some(({ lock, unlock }) => isPoint(from, lock) && isPoint(to, unlock)),
    },
    isIn: (name, item) => (name.startsWith('~') ? !isMember(at(item), name.slice(1)) : isMember(at(item), name)),
  };
}

function itemsOf(graph: Graph, { location }: Candidate): Item[] {
  const inThreads = graph.threads.flatMap(({ path, numbers }, thread) =>
    path.events.map((event, place): Item => {
      const access = numbers[place]!;
      const address = typeof event.address === 'number' ? event.address : null;
      return { event, thread, place, access, location: access < 0 ? address : location[access]! };
    }),
  );
  const locations = new Set(inThreads.flatMap(({ access, location: address }) => (access < 0 || address === null ? [] : [address])));
  return [...inThreads, ...[...locations].map((address): Item => ({ event: null, thread: -1, place: -1, access: -1, location: address }))];
}

const acquires: readonly Tag[] = ['acquire', 'lock-read'];
const releases: readonly Tag[] = ['release', 'unlock'];

function isMember({ event, access }: Item, name: string): boolean {
  const isAccess = event === null || access >= 0;
  const isRead = event?.kind === 'read';
  switch (name) {
    case 'M':
      return isAccess;
    case 'M and not IW':
      return access >= 0;
    case 'R':
      return isRead;
    case 'W':
      return event === null || event.kind === 'write';
    case 'R4rmb':
      return isRead && event.tag !== 'noreturn';
    case 'Plain':
      return event?.tag === 'plain';
    case 'Marked':
      return event?.tag !== 'plain';
    case 'RMW':
      return event?.atomic === true;
    case 'Acquire':
      return event !== null && acquires.includes(event.tag);
    case 'Release':
      return event !== null && releases.includes(event.tag);
    default:
      return event?.tag === name;
  }
}
