import { searchProduct } from '@mmspec/checker';
import type { ProductOptions, ProductPath, ProductResult } from '@mmspec/checker';
import type { ScenarioResult, Settings, TransitionSystem } from '@mmspec/system';
import type { Tracer } from '../drawing/tracing.ts';
import { violationsOf } from '../reading/violations.ts';
import { tracedPath } from '../trace.ts';
import { scenarioAutomaton, takenFor } from './scenario_automaton.ts';
import type { WantedEnd, WantedStep } from './scenario_automaton.ts';

/** A scenario that is ready to run. */
export interface PlannedScenario {
  readonly name: string;
  readonly settings: Settings;
  readonly expected: ScenarioResult['expected'];
  readonly steps: readonly WantedStep[];
  readonly end: WantedEnd | null;
}

/** Searches the shortest run that has the steps of a scenario in their order, and ends as it says. */
export async function runScenario(system: TransitionSystem, planned: PlannedScenario, tracer: Tracer, options: ProductOptions = {}): Promise<ScenarioResult> {
  const { name, settings, expected, steps, end } = planned;
  const automaton = scenarioAutomaton(system, steps, end);
  const search = await searchProduct({ system, automaton, taken: takenFor(system, steps, end), search: 'short' }, options);
  const path = search.accepted ?? search.farthest;
  const reached = path === null ? 0 : automaton.progress(path.modes.at(-1) ?? 0);
  const found = search.accepted !== null ? 'possible' : search.finished ? 'impossible' : 'unfinished';
  const shown = path !== null && reached > 0 ? path : null;
  return {
    name, settings, expected, found,
    steps: [...steps, ...(end === null ? [] : [end])].map(({ text }) => text),
    met: expected === null || found === expected,
    reason: reasonOf(planned, reached, search),
    matched: shown === null ? [] : matchedIn(shown, automaton.progress),
    states: search.states,
    seconds: search.seconds,
    trace: shown === null ? null : tracedPath(system, shown, tracer(settings), null).trace,
    violations: shown === null ? [] : violationsOf(system, shown),
  };
}

function reasonOf({ steps, end }: PlannedScenario, reached: number, search: ProductResult): string {
  if (search.accepted !== null) return '';
  if (!search.finished) return search.reason;
  const missing = steps[reached];
  const what = missing === undefined ? `ends with ${end?.text ?? ''}` : missing.waits === null ? `takes ${missing.text}` : `comes to where ${missing.text}`;
  if (reached === 0) return `no run ${what}`;
  const before = reached === 1 ? (steps[0]?.text ?? '') : `the first ${reached} steps`;
  return `no run ${what} ${(missing ?? end)?.immediate === true ? 'directly ' : ''}after ${before}`;
}

/** For each of the wanted steps that was taken the index of the step; -1 for waiting and for an end, which are none. */
function matchedIn({ modes, entered }: ProductPath, progress: (mode: number) => number): readonly number[] {
  return modes.flatMap((mode, index) => {
    const before = index === 0 ? 0 : progress(modes[index - 1]!);
    const byStep = index === 0 ? 0 : Math.min(1, progress(entered[index]!) - before);
    const others = progress(mode) - before - byStep;
    return [...(byStep > 0 ? [index - 1] : []), ...Array.from({ length: Math.max(0, others) }, () => -1)];
  });
}
