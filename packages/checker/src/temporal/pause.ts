import { now, turn } from '../store/host.ts';

/*
 * Judging a whole graph takes its time; on the way timers, signals and messages have their turn, and may end it.
 */

/** Asked now and then within a loop: null to go on, or what to wait for. Rejects with `Interrupted` where it is over. */
export type Pause = () => Promise<void> | null;

/** There is no verdict. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Loops ask each time so many rounds have passed. */
export const roundsPerPause: number = 1 << 13;
/** The same for loops that evaluate formulas or take steps. */
export const formulasPerPause: number = 1 << 5;

/**
 * Does the rounds `0 .. count() - 1`, where `count` may grow on the way, so many of them between two looks at the clock.
 * The loops stand in functions that do not wait.
 */
export async function inSlices(count: () => number, perPause: number, pause: Pause, slice: (from: number, to: number) => void): Promise<void> {
  let from = 0;
  while (from < count()) {
    const wait = pause();
    if (wait !== null) await wait;
    const to = Math.min(from + perPause, count());
    slice(from, to);
    from = to;
  }
}

const sliceMilliseconds = 100;

/** `onPause` hears of each turn of the event loop before it comes. */
export function pausing(isOver: () => boolean, onPause: () => void = () => undefined): Pause {
  let last = now();
  return () => {
    if (now() - last < sliceMilliseconds) return null;
    onPause();
    return turn().then(() => {
      last = now();
      if (isOver()) throw new Interrupted();
    });
  };
}
