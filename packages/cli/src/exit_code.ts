import { outcomeForAny, outcomeOf, outcomeOfScenario } from '@mmspec/system';
import type { AnyNumberResult, CheckResult, Outcome, ScenarioResult, SeveralNumbersResult } from '@mmspec/system';

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

const codes = { met: exitCodes.met, 'not met': exitCodes.notMet, unfinished: exitCodes.unfinished } as const satisfies Readonly<Record<Outcome, ExitCode>>;

/** The code of one check. */
export function codeOf(result: CheckResult): ExitCode {
  return codes[outcomeOf(result)];
}

/** The code of one check for any number. */
export function codeForAny(result: AnyNumberResult | SeveralNumbersResult): ExitCode {
  return codes[outcomeForAny(result)];
}

/** The code of one scenario. */
export function codeOfScenario(result: ScenarioResult): ExitCode {
  return codes[outcomeOfScenario(result)];
}
