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

/** Does some work, or something else where that is over before its end. */
export async function untilInterrupted(work: () => Promise<void>, otherwise: () => void): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    otherwise();
  }
}

/** Loops ask each time so many rounds have passed. */
export const roundsPerPause: number = 1 << 13;
/** The same for loops that evaluate formulas or take steps. */
export const formulasPerPause: number = 1 << 5;

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
