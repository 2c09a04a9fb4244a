import { judgedOn } from '@mmspec/system';
import type { FairnessItem, TransitionSystem } from '@mmspec/system';
import type { PathOf } from '../findings.ts';
import type { FairnessOverride, Path, PropertyVerdict } from '../options.ts';
import type { Lasso, Walk } from './lasso.ts';
import { judgeTemporal, lostState } from './liveness.ts';
import type { Bench } from './liveness.ts';
import { Interrupted } from './pause.ts';
import { OutOfRoom } from './room.ts';
import type { Steps } from './steps.ts';

export interface LivenessVerdicts {
  readonly own: readonly PropertyVerdict[];
  /** In the order of the overrides. */
  readonly overridden: readonly PropertyVerdict[];
}

export interface LivenessLimits {
  readonly isOver: () => boolean;
  /** Called where a property takes more memory than there may be. */
  readonly isFull: () => void;
}

/** The verdicts on properties about the whole graph: `possible` and `temporal`. */
export async function livenessVerdicts(
  system: TransitionSystem,
  bench: Bench,
  properties: readonly number[],
  overrides: readonly FairnessOverride[],
  { isOver, isFull }: LivenessLimits,
  pathOf: PathOf,
  lassoOf: (path: Path) => Path,
): Promise<LivenessVerdicts> {
  const slotCount = system.slots.length;
  const temporal = async (on: Bench, property: number, fairness: readonly FairnessItem[] | null, override: number | null): Promise<PropertyVerdict> => {
    const { verdict, lasso, least, walk, untaken } = await judgeTemporal(on, property, fairness);
    const path = lasso === null || walk === null ? null : lassoOf(lassoPath(lasso, walk, on.steps, slotCount));
    return {
      property,
      verdict,
      depth: path === null ? null : path.actions.length,
      path,
      ...(path === null || least === path.actions.length ? {} : { least }),
      override,
      ...(untaken.length === 0 ? {} : { untaken }),
    };
  };
  const possible = async (on: Bench, property: number): Promise<PropertyVerdict> => {
    const state = await lostState(on, property);
    if (state < 0) return { property, verdict: on.finished ? 'holds' : 'unfinished', depth: null, path: null, override: null };
    const path = pathOf(property, { depth: 0, state: valuesOf(state, on.steps, slotCount), step: null });
    return { property, verdict: 'violated', depth: path?.actions.length ?? null, path, override: null };
  };
  const judged = async (property: number, override: number | null, judge: (on: Bench) => Promise<PropertyVerdict>): Promise<PropertyVerdict> => {
    try {
      return isOver() ? open(property, override) : await bench.room.within(() => judge(bench));
    } catch (error) {
      if (error instanceof OutOfRoom) isFull();
      else if (!(error instanceof Interrupted)) throw error;
      return open(property, override);
    }
  };
  const own: PropertyVerdict[] = [];
  for (const property of properties) {
    own.push(
      await judged(property, null, (on) =>
        judgedOn(system.properties[property]!.kind) === 'futures' ? possible(on, property) : temporal(on, property, null, null),
      ),
    );
  }
  const overridden: PropertyVerdict[] = [];
  for (const [index, { property, fairness }] of overrides.entries()) {
    overridden.push(await judged(property, index, (on) => temporal(on, property, fairness, index)));
  }
  return { own, overridden };
}

/** What there was no time or memory for. */
function open(property: number, override: number | null): PropertyVerdict {
  return { property, verdict: 'unfinished', depth: null, path: null, override };
}

function lassoPath({ loop }: Lasso, { states, actions }: Walk, steps: Steps, slotCount: number): Path {
  return { states: states.map((number) => valuesOf(number, steps, slotCount)), actions, loop };
}

function valuesOf(number: number, { unpack }: Steps, slotCount: number): Int32Array {
  const state = new Int32Array(slotCount);
  unpack(number, state);
  return state;
}
