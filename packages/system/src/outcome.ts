import type { CheckResult, PropertyResult, ScenarioResult } from './check.ts';

/** What came of one check or scenario. */
export type Outcome = 'met' | 'not met' | 'unfinished';

/** What came of several. `errors`: of a spec; `nothing`: there was neither a check nor a scenario. */
export type RunOutcome = Outcome | 'errors' | 'nothing';

/** What came of one check: an unfinished question is unfinished, and so is what is not decided; a found violation that was expected is met. */
export function outcomeOf(result: CheckResult): Outcome {
  const isOpen = result.verdict === 'unfinished' || result.verdict === 'undecided';
  if (!result.met) return isOpen ? 'unfinished' : 'not met';
  return result.expectation === null && (isOpen || result.results.some(isUnanswered)) ? 'unfinished' : 'met';
}

/** Whether nobody knows if a property is violated; what views say nothing about is no question that was left. */
export function isUnanswered({ verdict, anyNumber }: Pick<PropertyResult, 'verdict' | 'anyNumber'>): boolean {
  return verdict === 'unfinished' || anyNumber === 'undecided';
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
