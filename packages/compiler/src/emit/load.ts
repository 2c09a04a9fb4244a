import type { TransitionSystem } from '@mmspec/system';

/** Runs the JavaScript form of a module, in strict mode and with nothing in scope but what JavaScript itself has. */
export function load(javascript: string): TransitionSystem {
  // oxlint-disable-next-line no-implied-eval -- the text is made by `emit` from a closed set of shapes
  const create = new Function(javascript) as () => TransitionSystem;
  return create();
}
