import type { CheckResult, ScenarioResult } from '@mmspec/system';

/** Exit codes, as scripts depend on them. */
export const exitCodes = {
  met: 0,
  notMet: 1,
  badInput: 2,
  unfinished: 3,
  internal: 70,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The code of several outcomes together: the first that applies of 70, 2, 1, 3, 0. */
export function combine(codes: readonly ExitCode[]): ExitCode {
  for (const code of [exitCodes.internal, exitCodes.badInput, exitCodes.notMet, exitCodes.unfinished]) {
    if (codes.includes(code)) return code;
  }
  return exitCodes.met;
}

/** The code of one check: an unfinished question is unfinished, a found violation that was expected is met. */
export function codeOf(result: CheckResult): ExitCode {
  if (!result.met) return result.verdict === 'unfinished' ? exitCodes.unfinished : exitCodes.notMet;
  const isOpen = result.expectation === null && (result.verdict === 'unfinished' || result.results.some((found) => found.verdict === 'unfinished'));
  return isOpen ? exitCodes.unfinished : exitCodes.met;
}

/** The code of one scenario. */
export function codeOfScenario({ met, found, expected }: ScenarioResult): ExitCode {
  if (found === 'unfinished') return exitCodes.unfinished;
  return met || expected === null ? exitCodes.met : exitCodes.notMet;
}
