import type { Model } from '@mmspec/semantics';
import type { Diagnostic } from '@mmspec/source';
import type { CheckResult } from '@mmspec/system';
import { untestedImplications } from './left_sides.ts';
import type { VacuityOptions } from './left_sides.ts';
import { stepsNeverTaken } from './steps.ts';
import type { StepNotes } from './steps.ts';
import { unbrokenProperties } from './unbroken.ts';

/** What was never put to the test in any check of a spec; nothing where a search did not finish, since then nobody knows. */
export async function vacuity(model: Model, results: readonly CheckResult[], notes: StepNotes, options: VacuityOptions): Promise<readonly Diagnostic[]> {
  if (results.length === 0 || results.some((check) => check.results.some(({ verdict }) => verdict === 'unfinished'))) return [];
  const settings = new Map([...results].sort((a, b) => a.states - b.states).map((result) => [JSON.stringify(result.settings), result.settings]));
  const implications = await untestedImplications(model, [...settings.values()], options);
  return [...(implications ?? []), ...stepsNeverTaken(model, notes), ...unbrokenProperties(model, results)];
}
