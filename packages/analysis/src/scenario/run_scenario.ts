import { explore } from '@mmspec/checker';
import type { ExploreOptions, Path, SearchResult } from '@mmspec/checker';
import type { ScenarioResult, Settings, TransitionSystem } from '@mmspec/system';
import type { Tracer } from '../drawing/tracing.ts';
import { tracedPath } from '../trace.ts';
import { scenarioSystem } from './scenario_system.ts';
import type { WantedStep } from './scenario_system.ts';

/** A scenario that is ready to run. */
export interface PlannedScenario {
  readonly name: string;
  readonly settings: Settings;
  readonly expected: ScenarioResult['expected'];
  readonly steps: readonly WantedStep[];
}

/** Searches the shortest run that has the steps of a scenario in their order. */
export async function runScenario(system: TransitionSystem, planned: PlannedScenario, tracer: Tracer, options: ExploreOptions = {}): Promise<ScenarioResult> {
  const { name, settings, expected, steps } = planned;
  const counting = scenarioSystem(system, steps);
  const search = await explore(counting, { ...options, paths: 'last' });
  const reached = search.results.filter(({ verdict }) => verdict === 'holds').length;
  const path = search.results[reached - 1]?.path ?? null;
  const found = reached === steps.length ? 'possible' : search.finished ? 'impossible' : 'unfinished';
  return {
    name, settings, expected, found,
    steps: steps.map(({ text }) => text),
    met: expected === null || found === expected,
    reason: reasonOf(steps, reached, search),
    matched: path === null ? [] : matchedIn(path, system.slots.length),
    states: search.states,
    seconds: search.seconds,
    trace: path === null ? null : tracedPath(counting, path, tracer(settings), null).trace,
  };
}

function reasonOf(steps: readonly WantedStep[], reached: number, search: SearchResult): string {
  const missing = steps[reached];
  if (missing === undefined) return '';
  if (!search.finished) return search.reason;
  if (reached === 0) return `no run takes ${missing.text}`;
  const before = reached === 1 ? (steps[0]?.text ?? '') : `the first ${reached} steps`;
  return `no run takes ${missing.text} ${missing.immediate ? 'directly ' : ''}after ${before}`;
}

/** Indices of the steps at which the count changes. */
function matchedIn({ states }: Path, seen: number): readonly number[] {
  return states.flatMap((state, index) => (index > 0 && state[seen] !== states[index - 1]?.[seen] ? [index - 1] : []));
}
