import { plan } from '@mmspec/semantics';
import { runAll } from '@mmspec/analysis';
import type { RunOptions } from '@mmspec/analysis';
import { hasErrors } from '@mmspec/source';
import type { Diagnostic } from '@mmspec/source';
import { numbersNamed, outcomeOf, outcomeOfScenario, outcomeOfRun } from '@mmspec/system';
import type { CheckResult, RunOutcome, ScenarioResult, Settings } from '@mmspec/system';
import { refuseName, refuseUnknown, refuseWindow } from './settings.ts';
import type { Spec } from './spec.ts';

/** Where a search ends before it has seen everything: its checks are unfinished then. There is no limit but those that are given. */
export type Limits = Pick<RunOptions, 'statesMax' | 'memoryMax' | 'timeMax'>;

/** What a search leaves out and in which order it goes; nothing and breadth-first by default, so that races are shortest. */
export type Searching = Pick<RunOptions, 'symmetry' | 'deadValues' | 'order' | 'search' | 'workers'>;

export interface CheckOptions extends Limits, Searching {
  /** Names of checks, matrices, cells and scenarios; all where it is left out. */
  readonly checks?: readonly string[] | undefined;
  /** Values of constants and variants in place of those of the checks; expectations are then not judged. */
  readonly set?: Settings | undefined;
  /** The memory model of every check and scenario in place of its own; expectations are then not judged. */
  readonly memory?: 'sc' | 'tso' | 'weak' | undefined;
  /** How many accesses of one actor may be under way at a time under `tso` and `weak`, 1 to 16. */
  readonly window?: number | undefined;
  /** Whether violated properties get their race, as the `trace` of a result; default true. */
  readonly races?: boolean | undefined;
  /** Ends the run with what was found; an `AbortSignal` is one. */
  readonly signal?: RunOptions['signal'];
  /** Called as soon as a check has been run. */
  readonly onResult?: ((result: CheckResult) => void) | undefined;
  readonly onScenario?: ((result: ScenarioResult) => void) | undefined;
  /** Called a few times a second. */
  readonly onProgress?: RunOptions['onProgress'];
}

/** What came of the checks and scenarios of a spec. */
export interface CheckRun {
  readonly outcome: RunOutcome;
  /** In the order of the text. */
  readonly checks: readonly CheckResult[];
  readonly scenarios: readonly ScenarioResult[];
  /** What was said when the spec was read, and what the runs had to add. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Runs the checks and scenarios of a spec. One with errors is not run: its outcome is `errors`.
 * Throws a `RangeError` for names and values that the spec does not have.
 */
export async function check(spec: Spec, options: CheckOptions = {}): Promise<CheckRun> {
  const { model, diagnostics } = spec;
  if (hasErrors(diagnostics)) return { outcome: 'errors', checks: [], scenarios: [], diagnostics };
  const planned = plan(model);
  const names = [...planned.checks.flatMap(({ name, matrix }) => (matrix === null ? [name] : [matrix, name])), ...model.scenarios.map(({ name }) => name.text)];
  const isNumber = (name: string): boolean => names.some((each) => numbersNamed(each, name) !== null);
  for (const name of options.checks ?? []) if (!isNumber(name)) refuseName('check', name, names);
  refuseUnknown(model, options.set ?? {});
  if (options.window !== undefined) refuseWindow(options.window);
  const { races = true, onResult, ...rest } = options;
  const run = await runAll(model, {
    ...rest,
    plan: planned,
    ...(races ? {} : { races: () => [] }),
    onResult: (result) => onResult?.(result),
  });
  const said = [...diagnostics, ...run.diagnostics.filter((diagnostic) => !diagnostics.includes(diagnostic))];
  const outcomes = [
    ...run.results.map(outcomeOf),
    ...run.scenarios.map(outcomeOfScenario),
    ...(options.signal?.aborted === true ? ['unfinished' as const] : []),
  ];
  return { outcome: outcomeOfRun(hasErrors(said) ? [...outcomes, 'errors'] : outcomes), checks: run.results, scenarios: run.scenarios, diagnostics: said };
}
