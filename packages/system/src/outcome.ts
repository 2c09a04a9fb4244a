import type { CheckResult, ScenarioResult } from './check.ts';

/** What came of one check or scenario. */
export type Outcome = 'met' | 'not met' | 'unfinished';

/** What came of several. `errors`: of a spec; `nothing`: there was neither a check nor a scenario. */
export type RunOutcome = Outcome | 'errors' | 'nothing';

/** What came of one check: an unfinished question is unfinished, a found violation that was expected is met. */
export function outcomeOf(result: CheckResult): Outcome {
  if (!result.met) return result.verdict === 'unfinished' ? 'unfinished' : 'not met';
  const isOpen = result.expectation === null && (result.verdict === 'unfinished' || result.results.some((found) => found.verdict === 'unfinished'));
  return isOpen ? 'unfinished' : 'met';
}

/** What came of one scenario. */
export function outcomeOfScenario({ met, found, expected }: ScenarioResult): Outcome {
  if (found === 'unfinished') return 'unfinished';
  return met || expected === null ? 'met' : 'not met';
}

/** The first that applies. */
export function outcomeOfRun(outcomes: readonly RunOutcome[]): RunOutcome {
  const order: readonly RunOutcome[] = ['errors', 'not met', 'unfinished', 'met'];
  return order.find((outcome) => outcomes.includes(outcome)) ?? 'nothing';
}
