import type { TransitionSystem } from '@mmspec/system';
import type { Codec } from '../store/codec.ts';
import type { StateStore } from '../store/state_store.ts';
import type { Canonical } from '../reductions/symmetry/canonical.ts';
import { hashOf } from '../store/table.ts';
import { faulty } from './graph.ts';
import type { GraphRecorder } from './graph.ts';
import { formulasPerPause, inSlices } from './pause.ts';
import type { Pause } from './pause.ts';

/** Notes the edges out of the first `expanded` states of a search that went on from a checkpoint without them. */
export async function recordAgain(
  recorder: GraphRecorder,
  system: TransitionSystem,
  store: StateStore,
  codec: Codec,
  canonical: Canonical | null,
  expanded: number,
  pause: Pause,
): Promise<void> {
  const { wordCount } = codec.layout;
  const before = new Int32Array(system.slots.length);
  const next = new Int32Array(system.slots.length);
  const kept = canonical === null ? next : new Int32Array(system.slots.length);
  const sought = new Uint32Array(wordCount);
  recorder.restart();
  const record = (state: number): void => {
    codec.unpack(store.words, state * wordCount, before);
    recorder.begin();
    system.successors(
      before,
      next,
      (action) => {
        if (canonical !== null) {
          kept.set(next);
          canonical.reduce(kept);
        }
        codec.pack(kept, sought);
        const target = store.find(sought, 0, hashOf(sought, 0, wordCount));
        // A limit may have ended the search before all states were there.
        if (target < 0) recorder.drop();
        else recorder.edge(action, target);
      },
      (action) => recorder.edge(action, faulty),
    );
  };
  await inSlices(
    () => (recorder.isDropped ? 0 : expanded),
    formulasPerPause,
    pause,
    (from, to) => {
      for (let state = from; state < to && !recorder.isDropped; state++) record(state);
    },
  );
}
