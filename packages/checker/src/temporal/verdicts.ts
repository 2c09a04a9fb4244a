import type { FairnessItem, TransitionSystem } from '@mmspec/system';
import type { Codec } from '../codec.ts';
import type { PathOf } from '../findings.ts';
import type { FairnessOverride, Path, PropertyVerdict } from '../options.ts';
import type { StateStore } from '../state_store.ts';
import type { Graph } from './graph.ts';
import type { Lasso } from './lasso.ts';
import type { Unpack } from './letters.ts';
import { judgeTemporal, lostState } from './liveness.ts';
import { Interrupted, pausing } from './pause.ts';

export interface LivenessVerdicts {
  readonly own: readonly PropertyVerdict[];
  /** In the order of the overrides. */
  readonly overridden: readonly PropertyVerdict[];
}

/** The verdicts on properties about the whole graph: `possible` and `temporal`. */
export async function livenessVerdicts(
  system: TransitionSystem,
  properties: readonly number[],
  overrides: readonly FairnessOverride[],
  graph: Graph,
  store: StateStore,
  codec: Codec,
  finished: boolean,
  isOver: () => boolean,
  pathOf: PathOf,
  lassoOf: (path: Path) => Path,
  onPause?: () => void,
): Promise<LivenessVerdicts> {
  const unpack: Unpack = (state, buffer) => codec.unpack(store.words, state * codec.layout.wordCount, buffer);
  const pause = pausing(isOver, onPause);
  const temporal = async (property: number, fairness: readonly FairnessItem[] | null, override: number | null): Promise<PropertyVerdict> => {
    const { verdict, lasso } = await judgeTemporal(system, property, fairness, graph, unpack, finished, pause);
    const path = lasso === null ? null : lassoOf(lassoPath(lasso, graph, unpack, system.slots.length));
    return { property, verdict, depth: path === null ? null : path.actions.length, path, override };
  };
  const possible = async (property: number): Promise<PropertyVerdict> => {
    const state = await lostState(system, property, graph, unpack, pause);
    if (state < 0) return { property, verdict: finished ? 'holds' : 'unfinished', depth: null, path: null, override: null };
    const path = pathOf(property, { depth: 0, state: valuesOf(state, unpack, system.slots.length), step: null });
    return { property, verdict: 'violated', depth: path?.actions.length ?? null, path, override: null };
  };
  const judged = async (property: number, override: number | null, judge: () => Promise<PropertyVerdict>): Promise<PropertyVerdict> => {
    try {
      return isOver() ? open(property, override) : await judge();
    } catch (error) {
      if (error instanceof Interrupted) return open(property, override);
      throw error;
    }
  };
  const own: PropertyVerdict[] = [];
  for (const property of properties) {
    own.push(await judged(property, null, () => (system.properties[property]?.kind === 'possible' ? possible(property) : temporal(property, null, null))));
  }
  const overridden: PropertyVerdict[] = [];
  for (const [index, { property, fairness }] of overrides.entries()) {
    overridden.push(await judged(property, index, () => temporal(property, fairness, index)));
  }
  return { own, overridden };
}

/** What there was no time for. */
function open(property: number, override: number | null): PropertyVerdict {
  return { property, verdict: 'unfinished', depth: null, path: null, override };
}

function lassoPath({ start, edges, loop }: Lasso, graph: Graph, unpack: Unpack, slotCount: number): Path {
  const states = [start, ...edges.map((edge) => graph.targets[edge]!)].map((number) => valuesOf(number, unpack, slotCount));
  return { states, actions: edges.map((edge) => graph.actions[edge]!), loop };
}

function valuesOf(number: number, unpack: Unpack, slotCount: number): Int32Array {
  const state = new Int32Array(slotCount);
  unpack(number, state);
  return state;
}
