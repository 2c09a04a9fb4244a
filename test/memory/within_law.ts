import { exploreWindows, seenKeys, type WindowGraph } from '@mmspec/interpreter';
import type { MemoryMode } from '@mmspec/system';
import { engines } from '../random/pipeline.ts';

/*
 * Law: what can be seen in order can be seen under tso and weak: every state of memory and of actors at their frontiers.
 */

/** How many states are seen in order and not with a window of 2; null: there are too many states. */
export function lostInWindows(text: string, memory: MemoryMode, statesMax: number): number | null {
  const { model, settings } = engines(text);
  const explored = (window: number): WindowGraph => exploreWindows(model, settings, { memory, window }, { statesMax });
  const inOrder = explored(1);
  if (!inOrder.isFinished) return null;
  const wide = explored(2);
  if (!wide.isFinished) return null;
  const seen = new Set(seenKeys(wide));
  return seenKeys(inOrder).filter((key) => !seen.has(key)).length;
}
