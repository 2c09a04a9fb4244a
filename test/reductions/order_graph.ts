import { orderedSystem, usableOrder } from '@mmspec/checker';
import { atomsOfFormula } from '@mmspec/system';
import type { TransitionSystem } from '@mmspec/system';
import { initialOf, successorsOf } from '../random/agreement.ts';

/*
 * What is left out, judged by the definitions on the graph itself: persistent sets, invisible steps, and a state in every
 * cycle from which nothing is left out.
 */

type Outcome = ReturnType<typeof successorsOf>[number];

interface Node {
  readonly state: Int32Array;
  readonly all: readonly Outcome[];
  readonly taken: readonly Outcome[];
}

/** What is wrong with the graph of a search that judges some properties; empty where nothing is. */
export function orderGraphDifferences(system: TransitionSystem, judged: readonly number[]): readonly string[] {
  const { order } = usableOrder(system, { judged, shortest: false });
  if (order === null) return [];
  const nodes = nodesOf(system, orderedSystem(system, order));
  const successors = knownSuccessors(system);
  for (const node of nodes.values()) {
    const text = describe(system, node);
    if (textOf(node.taken, node.all) === null) return [`${text}: a step is taken that there is not`];
    if (node.taken.length === node.all.length) continue;
    if (node.taken.length === 0) return [`${text}: no step is taken although there is one`];
    if (node.taken.some(({ fault }) => fault >= 0)) return [`${text}: steps are left out beside one that ends in a fault`];
    const wrong = notPersistent(system, successors, node) ?? visibleStep(system, judged, node);
    if (wrong !== null) return [`${text}: ${wrong}`];
  }
  const cycle = cycleOfReduced(nodes);
  return cycle === null ? [] : [`a cycle through ${cycle} leaves steps out in every state`];
}

function nodesOf(system: TransitionSystem, reduced: TransitionSystem): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>();
  const queue = initialOf(system).flatMap(({ next }) => (next === null ? [] : [next]));
  for (const state of queue) {
    const key = state.join();
    if (nodes.has(key)) continue;
    const taken = successorsOf(reduced, state);
    nodes.set(key, { state, all: successorsOf(system, state), taken });
    for (const { next } of taken) if (next !== null) queue.push(next);
  }
  return nodes;
}

type SuccessorsOf = (state: Int32Array) => readonly Outcome[];

function knownSuccessors(system: TransitionSystem): SuccessorsOf {
  const known = new Map<string, readonly Outcome[]>();
  return (state) => {
    const key = state.join();
    const found = known.get(key) ?? successorsOf(system, state);
    known.set(key, found);
    return found;
  };
}

const effect = ({ action, flags, fault, next }: Outcome, before: Int32Array): string =>
  `${action} ${flags} ${fault} ${next === null ? '' : [...next].flatMap((value, slot) => (value === before[slot] ? [] : [`${slot}=${value}`])).join(' ')}`;

/** The outcomes as one text, or null where one of them is not among `all`. */
function textOf(taken: readonly Outcome[], all: readonly Outcome[]): string | null {
  const texts = all.map(({ action, flags, fault, next }) => `${action} ${flags} ${fault} ${next?.join()}`);
  const own = taken.map(({ action, flags, fault, next }) => `${action} ${flags} ${fault} ${next?.join()}`);
  return own.every((each) => texts.includes(each)) ? own.join('; ') : null;
}

function describe(system: TransitionSystem, { state, taken, all }: Node): string {
  const name = ({ action }: Outcome): string => {
    const { actor, environment, path } = system.actions[action]!;
    return `${actor < 0 ? environment : system.actors[actor]?.name}.${path.join('.')}`;
  };
  return `in ${system
    .describe(state)
    .map((row) => `${row.name}=${String(row.value)}`)
    .join(' ')}, where of ${all.map(name).join()} only ${taken.map(name).join()} is taken`;
}

/**
 * Persistence: as long as only others move, whatever they do, those who were chosen can do what they could, and each of
 * these steps commutes with each of the others' (Godefroid, LNCS 1032, 1996, definition 4.1).
 */
function notPersistent(system: TransitionSystem, successors: SuccessorsOf, { state, taken }: Node): string | null {
  const whoMoves = (action: number): string => `${system.actions[action]!.actor} ${system.actions[action]!.environment}`;
  const members = new Set(taken.map(({ action }) => whoMoves(action)));
  const isTheirs = ({ action }: Outcome): boolean => members.has(whoMoves(action));
  const wanted = taken
    .map((outcome) => effect(outcome, state))
    .sort()
    .join('; ');
  const seen = new Set([state.join()]);
  const queue = [state];
  for (const current of queue) {
    const here = successors(current);
    const theirs = here.filter(isTheirs);
    const got = theirs
      .map((outcome) => effect(outcome, current))
      .sort()
      .join('; ');
    if (got !== wanted) return `after steps of others, in [${current.join(' ')}], those who were chosen do [${got}] in place of [${wanted}]`;
    for (const other of here) {
      if (isTheirs(other)) continue;
      for (const outcome of theirs) {
        if (outcome.next === null) continue;
        const later = successors(outcome.next).filter(({ action, flags, fault }) => action === other.action && flags === other.flags && fault === other.fault);
        if (other.next === null) {
          if (later.length === 0) return `a step of another one by ${other.action} no longer ends in a fault after ${outcome.action}`;
          continue;
        }
        const together = new Set(
          successors(other.next)
            .filter(({ action }) => action === outcome.action)
            .map(({ next }) => next?.join()),
        );
        if (!later.some(({ next }) => together.has(next?.join())))
          return `in [${current.join(' ')}] the steps by ${outcome.action} and ${other.action} do not commute`;
      }
      if (other.next === null || seen.has(other.next.join())) continue;
      seen.add(other.next.join());
      queue.push(other.next);
    }
  }
  return null;
}

/** A step that is taken alone changes no judged property over states and no atom of one over paths, and violates none over steps. */
function visibleStep(system: TransitionSystem, judged: readonly number[], { state, taken }: Node): string | null {
  for (const index of judged) {
    const { kind, name, temporal } = system.properties[index]!;
    for (const { action, next } of taken) {
      if (next === null) continue;
      if (['state', 'reachable', 'lost_reference'].includes(kind) && system.holdsInState(index, state) !== system.holdsInState(index, next))
        return `the step by ${action} changes ${name}`;
      for (const atom of temporal === undefined ? [] : atomsOfFormula(temporal.formula))
        if (system.atomHolds?.(atom, state, state, -1) !== system.atomHolds?.(atom, next, next, -1)) return `the step by ${action} changes an atom of ${name}`;
      if (kind === 'step' && !system.holdsOnStep(index, state, next, action)) return `the step by ${action} violates ${name}`;
    }
  }
  return null;
}

/** A state on a cycle of states that all leave steps out. */
function cycleOfReduced(nodes: ReadonlyMap<string, Node>): string | null {
  const isReduced = (key: string): boolean => {
    const node = nodes.get(key);
    return node !== undefined && node.taken.length < node.all.length;
  };
  const closed = new Set<string>();
  for (const start of nodes.keys()) {
    const open = new Set<string>();
    const stack: { readonly key: string; readonly next: string[] }[] = [];
    const enter = (key: string): void => {
      open.add(key);
      stack.push({ key, next: (nodes.get(key)?.taken ?? []).flatMap(({ next }) => (next === null ? [] : [next.join()])).filter(isReduced) });
    };
    if (isReduced(start) && !closed.has(start)) enter(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.next.pop();
      if (next === undefined) {
        open.delete(top.key);
        closed.add(top.key);
        stack.pop();
      } else if (open.has(next)) return next;
      else if (!closed.has(next)) enter(next);
    }
  }
  return null;
}
