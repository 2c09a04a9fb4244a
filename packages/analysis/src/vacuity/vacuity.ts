import type { Model } from '@mmspec/semantics';
import type { Diagnostic } from '@mmspec/source';
import type { CheckResult } from '@mmspec/system';
import { untestedImplications } from './left_sides.ts';
import type { SearchedCheck, VacuityOptions } from './left_sides.ts';
import { stepsNeverTaken } from './steps.ts';
import type { StepNotes } from './steps.ts';
import { unbrokenProperties } from './unbroken.ts';

/** What was never put to the test. */
export interface Vacuity {
  readonly diagnostics: readonly Diagnostic[];
  /** False: a limit ended a search, so there may be more. */
  readonly isWhole: boolean;
}

/**
 * What was never put to the test in any check of a spec; nothing where a search did not finish, since then nobody knows.
 * `checks` are those that were run.
 */
export async function vacuity(
  model: Model,
  checks: readonly SearchedCheck[],
  results: readonly CheckResult[],
  notes: StepNotes,
  options: VacuityOptions,
): Promise<Vacuity> {
  if (results.length === 0 || results.some((check) => check.results.some(({ verdict }) => verdict === 'unfinished')))
    return { diagnostics: [], isWhole: false };
  const states = new Map(results.map((result) => [result.name, result.states]));
  const smallFirst = checks.toSorted((a, b) => (states.get(a.name) ?? 0) - (states.get(b.name) ?? 0));
  const implications = await untestedImplications(model, smallFirst, options);
  const diagnostics = [...(implications ?? []), ...stepsNeverTaken(model, notes), ...unbrokenProperties(model, results)];
  return { diagnostics, isWhole: implications !== null };
}
