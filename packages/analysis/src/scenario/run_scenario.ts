import { searchProduct } from '@mmspec/checker';
import type { Automaton, ProductOptions, ProductPath, ProductResult } from '@mmspec/checker';
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
  const whole = await searchFirst(system, planned, steps.length + (end === null ? 0 : 1), options);
  const search = whole.result.accepted === null && whole.result.finished ? await farthest(system, planned, whole, options) : whole;
  const { automaton, states, seconds } = search;
  const path = search.result.accepted ?? (search.result.finished ? null : search.result.farthest);
  const reached = path === null ? 0 : automaton.progress(path.modes.at(-1) ?? 0);
  const found = whole.result.accepted !== null ? 'possible' : search.result.finished ? 'impossible' : 'unfinished';
  const shown = path !== null && reached > 0 ? path : null;
  return {
    name,
    settings,
    expected,
    found,
    steps: [...steps, ...(end === null ? [] : [end])].map(({ text }) => text),
    met: expected === null || found === expected,
    reason: found === 'possible' ? '' : search.result.finished ? reasonOf(planned, reached) : search.result.reason,
    matched: shown === null ? [] : matchedIn(shown, automaton.progress),
    states,
    seconds,
    trace: shown === null ? null : tracedPath(system, shown, tracer(settings), null).trace,
    violations: shown === null ? [] : violationsOf(system, shown),
  };
}

/** A search for the first of what a scenario asks for, with all that was spent up to it. */
interface Searched {
  readonly automaton: Automaton;
  readonly result: ProductResult;
  readonly states: number;
  readonly seconds: number;
}

async function searchFirst(system: TransitionSystem, { steps, end }: PlannedScenario, count: number, options: ProductOptions): Promise<Searched> {
  const [first, last] = [steps.slice(0, count), count > steps.length ? end : null];
  const automaton = scenarioAutomaton(system, first, last);
  const result = await searchProduct({ system, automaton, taken: takenFor(system, first, last), search: 'short' }, options);
  return { automaton, result, states: result.states, seconds: result.seconds };
}

/** Of a scenario that is impossible the shortest run with as many of the first steps as there can be. */
async function farthest(system: TransitionSystem, planned: PlannedScenario, whole: Searched, options: ProductOptions): Promise<Searched> {
  let { states, seconds } = whole;
  let best: Searched = whole;
  // The first so many steps can follow each other; so many cannot.
  let [runs, fails] = [0, planned.steps.length + (planned.end === null ? 0 : 1)];
  while (fails - runs > 1) {
    const middle = (runs + fails) >> 1;
    const found = await searchFirst(system, planned, middle, { ...options, spent: (options.spent ?? 0) + seconds });
    states += found.states;
    seconds += found.seconds;
    if (!found.result.finished) return { ...found, states, seconds };
    if (found.result.accepted === null) fails = middle;
    else [runs, best] = [middle, found];
  }
  return { ...best, states, seconds };
}

function reasonOf({ steps, end }: PlannedScenario, reached: number): string {
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
