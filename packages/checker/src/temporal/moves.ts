import type { TransitionSystem } from '@mmspec/system';
import { inSlices, formulasPerPause } from './pause.ts';
import type { Pause } from './pause.ts';
import type { Room } from './room.ts';

/*
 * What a step takes, as fairness sees it: an action and, of one of the environment, the values of its parameters.
 */

/** An action with the values of its parameters. */
export interface Move {
  readonly action: number;
  /** Null where the action has no parameters, or not all have a value. */
  readonly instance: number | null;
}

/** Moves that tell the values of parameters apart; the first ones are the actions. */
export interface MoveNumbers {
  readonly list: readonly Move[];
  readonly numberOf: (action: number, instance: number) => number;
}

/** Moves that are actions, whatever their parameters. */
export function plainMoves(system: TransitionSystem): readonly Move[] {
  return system.actions.map((_, action) => ({ action, instance: null }));
}

/** The moves out of the first states of a search. */
export async function movesOf(
  system: TransitionSystem,
  expanded: number,
  unpack: (state: number, buffer: Int32Array) => void,
  room: Room,
  pause: Pause,
): Promise<MoveNumbers> {
  const list = [...plainMoves(system)];
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
  const before = new Int32Array(system.slots.length);
  const next = new Int32Array(system.slots.length);
  const note = (action: number, instance: number | undefined): void => {
    if (instance !== undefined) numberOf(action, instance);
  };
  await inSlices(
    () => expanded,
    formulasPerPause,
    pause,
    (from, to) => {
      for (let state = from; state < to; state++) {
        unpack(state, before);
        system.successors(
          before,
          next,
          (action, _, instance) => note(action, instance),
          (action, _, __, instance) => note(action, instance),
        );
      }
    },
  );
  return { list, numberOf };
}

/** About what an entry of a table and a small object take. */
const bytesPerMove = 128;

/** `set(1)`, `go` */
export function nameOfMove(system: TransitionSystem, { action, instance }: Move): string {
  const name = system.actions[action]?.environment ?? '';
  const rows = instance === null ? [] : (system.parametersOf?.(action, instance) ?? []);
  return rows.length === 0 ? name : `${name}(${rows.map(({ value }) => String(value)).join(', ')})`;
}
