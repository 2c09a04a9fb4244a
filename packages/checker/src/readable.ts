import { isFlag, judgedOn, wantsOneState } from '@mmspec/system';
import type { PropertyKind, TransitionSystem } from '@mmspec/system';
import { edgesTo, fewestSwitches, switchesOf } from './fewest_switches.ts';
import type { EndOfPath, KeptStates } from './fewest_switches.ts';
import { isEqual, realPath } from './reductions/symmetry/real_path.ts';
import type { Ending } from './reductions/symmetry/real_path.ts';
import type { Canonical } from './reductions/symmetry/canonical.ts';
import type { Path, PropertyVerdict } from './options.ts';

/** What readable paths are chosen from. */
export interface KeptPaths {
  /** Null: the search has kept no states that could be looked through once more. */
  readonly kept: KeptStates | null;
  /** All states and steps have been kept, as they are. */
  readonly isExact: boolean;
  readonly canonical: Canonical | null;
}

/** The verdicts, those that are wanted with the path that is read most easily, as far as the search has kept paths to choose from. */
export function readableVerdicts(
  system: TransitionSystem,
  results: readonly PropertyVerdict[],
  wanted: ReadonlySet<PropertyVerdict>,
  scene: KeptPaths,
): PropertyVerdict[] {
  const deepest = Math.max(0, ...[...wanted].map((verdict) => (canChoose(system, verdict) ? (verdict.depth ?? 0) : 0)));
  const graphs = new Map<number, ReturnType<typeof edgesTo>>();
  const graphTo = (kept: KeptStates, depth: number): ReturnType<typeof edgesTo> => {
    for (const to of [deepest, depth]) {
      if (!graphs.has(to)) graphs.set(to, edgesTo(kept, to));
      const graph = graphs.get(to);
      if (graph != null) return graph;
    }
    return null;
  };
  return results.map((verdict): PropertyVerdict => {
    const { path, depth } = verdict;
    if (!wanted.has(verdict) || path === null || depth === null || verdict.choice !== undefined) return verdict;
    const { kept } = scene;
    const end = kept === null || depth < 2 || !canChoose(system, verdict) ? null : endOf(system, verdict, path);
    const graph = kept === null || end === null ? null : graphTo(kept, depth);
    const found = kept === null || graph === null || end === null ? null : fewestSwitches(kept, graph, depth, end);
    const chosen = found === null ? path : real(system, verdict, found.path, found.after, scene.canonical);
    // A single step has no other order.
    return {
      ...verdict,
      path: chosen,
      choice: {
        switches: switchesOf(system, chosen.actions),
        fewest:
          depth < 2 && path.loop === undefined
            ? true
            : scene.isExact && found !== null && verdict.override === null && judgedOn(system.properties[verdict.property]!.kind) !== 'futures',
      },
    };
  });
}

function kindOf({ properties }: TransitionSystem, { property }: PropertyVerdict): PropertyKind | undefined {
  return properties[property]?.kind;
}

/** A lasso is closed by what it went through, so nothing is chosen there. */
function canChoose(system: TransitionSystem, verdict: PropertyVerdict): boolean {
  const kind = kindOf(system, verdict);
  return verdict.path !== null && verdict.path.loop === undefined && kind !== undefined && judgedOn(kind) !== 'paths';
}

function endOf(system: TransitionSystem, { property }: PropertyVerdict, path: Path): EndOfPath | null {
  const { kind } = system.properties[property]!;
  switch (judgedOn(kind)) {
    case 'state':
      return { kind: 'step', isEnd: (_, __, after) => system.holdsInState(property, after) === wantsOneState(kind) };
    case 'step':
      return { kind: 'step', isEnd: (before, action, after) => !system.holdsOnStep(property, before, after, action) };
    case 'flag':
      return { kind: 'flag', bit: [...system.properties.keys()].filter((index) => isFlag(system.properties[index]!.kind)).indexOf(property) };
    case 'fault':
      return { kind: 'fault', property };
    case 'stuck':
      return { kind: 'step', isEnd: (_, __, after) => isStuck(system, after) };
    case 'futures': {
      const last = path.states.at(-1);
      return last === undefined ? null : { kind: 'step', isEnd: (_, __, after) => isEqual(after, last) };
    }
    case 'paths':
      return null;
  }
}

function isStuck(system: TransitionSystem, state: Int32Array): boolean {
  let successors = 0;
  const count = (): void => {
    successors++;
  };
  system.successors(state, new Int32Array(system.slots.length), count, count);
  return successors === 0 && !system.isQuiescent(state);
}

/** A run of the system along the kept states. */
function real(system: TransitionSystem, { property }: PropertyVerdict, path: Path, after: Int32Array | null, canonical: Canonical | null): Path {
  if (canonical === null) return path;
  const kind = system.properties[property]!.kind;
  const ending: Ending =
    after === null ? { kind: 'fault', property } : judgedOn(kind) === 'step' || isFlag(kind) ? { kind: 'step', property, after } : { kind: 'state' };
  if (after === null) return realPath(system, canonical, path, ending);
  const last = after.slice();
  canonical.reduce(last);
  return realPath(system, canonical, { ...path, states: [...path.states.slice(0, -1), last] }, ending);
}
