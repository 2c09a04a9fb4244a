import type { TransitionSystem } from '@mmspec/system';
import type { Canonical } from '../reductions/symmetry/canonical.ts';
import { packedRepresentative } from '../reductions/symmetry/canonical.ts';
import type { Layout } from '../store/layout.ts';
import { signed } from '../store/growing.ts';
import type { RecordedTargets } from '../store/recorded_targets.ts';
import type { StateStore } from '../store/state_store.ts';
import { judgedOf, loopText, packedText } from './loop_text.ts';
import type { AloneHost, AloneLoop, RecordingHost } from './loop_types.ts';

/*
 * The inner loop of the search for systems that can write their steps over packed words: the steps, the visited set and
 * the queue in one piece of generated code, in which a state is a few local variables and nothing is allocated.
 * It finds the same states in the same order as the loop over `successors`, from any state of the queue on.
 */

/** Which calls the search wants; the others cost nothing. */
export interface PackedWishes {
  /** Properties over states that are still open. */
  readonly onStates: readonly number[];
  readonly stepped: boolean;
}

export interface PackedSearch {
  /** Takes all steps out of the states from `first` to `last - 1`; ends early where `full` said that there is no room. */
  readonly expand: (first: number, last: number) => void;
  /** States are read from `states` from now on, whose first has the number `base`; null: from the store itself. */
  readonly readFrom: (states: Uint32Array | null, base: number) => void;
  /** To be called after the store was changed outside. */
  readonly reattach: () => void;
  /** Steps taken by all calls of `expand` together. */
  readonly transitions: () => number;
  readonly setWishes: (wishes: PackedWishes) => void;
  /** Number of the state being expanded. */
  readonly current: () => number;
  /** The states before are all expanded: what is recorded of them is used. */
  readonly recall: (last: number) => void;
  /** The loop, with what it says of steps that are taken again. */
  readonly loop: AloneLoop;
  /** Atoms and properties over states that the loop judges. */
  readonly atoms: readonly number[];
  readonly properties: readonly number[];
}

/**
 * The inner loop for a system, in which states are reset and renamed as `canonical` says; null where the system has no packed steps.
 * `targets` keeps the states that steps lead to; null: nobody takes them again. `counts`: each step is counted, and not only marked as taken.
 */
export function packedSearch(
  system: TransitionSystem,
  layout: Layout,
  store: StateStore,
  canonical: Canonical | null,
  host: Omit<AloneHost, 'rename'>,
  targets: RecordedTargets | null,
  counts: boolean,
): PackedSearch | null {
  const text = packedText(system, layout);
  if (text === null) return null;
  const judged = text.judged.map(({ property }) => property);
  const full = (): boolean => {
    store.count = loop.count();
    if (!host.full()) return false;
    attach();
    return true;
  };
  const families = canonical?.families ?? [];
  const reductions = { dead: canonical?.dead ?? [], isRenamed: families.length > 0 };
  const rename = reductions.isRenamed ? packedRepresentative(system.slots, families, layout) : (): boolean => true;
  // oxlint-disable-next-line no-implied-eval -- the text of the steps is made by the compiler from a closed set of shapes
  const make = new Function('host', loopText(text, layout, reductions, { by: targets === null ? 'alone' : 'recording', counts })) as (
    host: AloneHost & RecordingHost,
  ) => AloneLoop;
  const loop = make({ ...host, full, rename, moreTargets: () => moreTargets() });
  let firstRecorded = -1;
  const record = (): void => {
    if (targets?.isFull === false) loop.record(targets.targets, targets.offsets, firstRecorded);
  };
  const moreTargets = (): void => {
    targets?.more();
    record();
  };
  if (targets !== null) targets.onFull = () => loop.recordNoMore();
  let readsStore = true;
  const attach = (): void => {
    const { words, table, count, room, format } = store;
    const view = signed(words);
    loop.attach(view, signed(table), format.tag, format.far);
    loop.hold(count, room);
    if (readsStore) loop.read(view, 0);
  };
  attach();
  return {
    expand: (first, last) => {
      if (targets !== null) {
        const isFirst = firstRecorded < 0;
        if (isFirst) firstRecorded = first;
        if (targets.reserve(last - firstRecorded) || isFirst) record();
      }
      loop.run(first, last);
      store.count = loop.count();
    },
    readFrom: (states, base) => {
      readsStore = states === null;
      if (states !== null) loop.read(signed(states), base);
      attach();
    },
    reattach: attach,
    transitions: () => loop.transitions(),
    setWishes: ({ onStates, stepped }) => {
      const { open, byHost } = judgedOf(judged, onStates);
      loop.wish(open, byHost, stepped);
    },
    current: () => loop.current(),
    recall: loop.recall,
    loop,
    atoms: text.steps.atoms,
    properties: text.steps.properties,
  };
}
