import type { TransitionSystem } from '@mmspec/system';
import { faulty } from './graph.ts';
import type { Graph } from './graph.ts';
import type { Unpack } from './valuations.ts';
import { formulasPerPause, inSlices } from './pause.ts';
import type { Pause } from './pause.ts';
import type { Room } from './room.ts';

/*
 * What is taken along an edge, as fairness sees it: an action and, of one of the environment, the values of its
 * parameters. The search keeps only the action; the values come from taking the steps once more.
 */

/** An action with the values of its parameters. */
export interface Move {
  readonly action: number;
  /** Null where the action has no parameters, or not all have a value. */
  readonly instance: number | null;
}

export interface Moves {
  readonly list: readonly Move[];
  /** By edge of the graph: its move. */
  readonly ofEdge: Uint32Array;
}

/** Moves that are actions, whatever their parameters. */
export function plainMoves(system: TransitionSystem, graph: Graph): Moves {
  return { list: system.actions.map((_, action) => ({ action, instance: null })), ofEdge: graph.actions };
}

/** Moves that tell the values of parameters apart. */
export async function movesOf(system: TransitionSystem, graph: Graph, unpack: Unpack, room: Room, pause: Pause): Promise<Moves> {
  const list: Move[] = system.actions.map((_, action) => ({ action, instance: null }));
  const numbers = new Map<number, Map<number, number>>();
  const numberOf = (action: number, instance: number): number => {
    let ofAction = numbers.get(action);
    if (ofAction === undefined) numbers.set(action, (ofAction = new Map<number, number>()));
    const known = ofAction.get(instance);
    if (known !== undefined) return known;
    room.take(bytesPerMove);
    const number = list.push({ action, instance }) - 1;
    ofAction.set(instance, number);
    return number;
  };
  const ofEdge = room.numbers(graph.first[graph.expanded] ?? 0);
  const before = new Int32Array(system.slots.length);
  const next = new Int32Array(system.slots.length);
  const steps: number[] = [];
  const faults: number[] = [];
  const moveOf = (action: number, instance: number | undefined): number => (instance === undefined ? action : numberOf(action, instance));
  const note = (state: number): void => {
    unpack(state, before);
    steps.length = 0;
    faults.length = 0;
    system.successors(
      before,
      next,
      (action, _, instance) => void steps.push(moveOf(action, instance)),
      (action, _, __, instance) => void faults.push(moveOf(action, instance)),
    );
    // Faults may have been noted before or after steps; each kind is in the order in which it was found.
    let [step, fault] = [0, 0];
    for (let edge = graph.first[state]!; edge < graph.first[state + 1]!; edge++) {
      const move = graph.targets[edge] === faulty ? faults[fault++] : steps[step++];
      if (move === undefined || list[move]?.action !== graph.actions[edge]) throw new Error('a state has other steps than the search has found');
      ofEdge[edge] = move;
    }
  };
  await inSlices(
    () => graph.expanded,
    formulasPerPause,
    pause,
    (from, to) => {
      for (let state = from; state < to; state++) note(state);
    },
  );
  return { list, ofEdge };
}

/** About what an entry of a table and a small object take. */
const bytesPerMove = 128;

/** `set(1)`, `go` */
export function nameOfMove(system: TransitionSystem, { action, instance }: Move): string {
  const name = system.actions[action]?.environment ?? '';
  const rows = instance === null ? [] : (system.parametersOf?.(action, instance) ?? []);
  return rows.length === 0 ? name : `${name}(${rows.map(({ value }) => String(value)).join(', ')})`;
}
