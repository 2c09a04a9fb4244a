import { now } from '@mmspec/checker';
import { completeSettings, plan, settingsOf, withNewStandIns } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { positionAt, textOf } from '@mmspec/source';
import type { Diagnostic, Span } from '@mmspec/source';
import type { CheckResult, Coverage, CoveredImplication, CoveredValue, PlannedCheck, Settings } from '@mmspec/system';
import { tracerOf } from '../drawing/tracing.ts';
import { runSystems } from '../run_systems.ts';
import { limitsOf, type SearchLimits } from '../search_limits.ts';
import { selected } from '../select.ts';
import { systemUnder } from '../system_under.ts';
import { implicationsOf, untestedImplications } from './left_sides.ts';
import { StepCounts } from './step_counts.ts';

/*
 * What the checks of a spec exercise, all together: steps and branches, left sides of implications, values of variants.
 */

export type CoverageOptions = SearchLimits & {
  /** Names of checks, of matrices or of their cells; all where it is left out. */
  readonly checks?: readonly string[] | undefined;
  readonly onCheck?: ((check: string) => void) | undefined;
};

/** Runs the checks of a spec without errors, whole, and counts. Throws a `CompileError` where the compiler finds one under their settings. */
export async function coverage(model: Model, options: CoverageOptions = {}): Promise<Coverage> {
  const start = now();
  const limits = limitsOf(options);
  const checks = withNewStandIns(model, selected(model, plan(model).checks, { checks: options.checks })).map((check) => ({ ...check, expectation: null }));
  const steps = new StepCounts(model);
  const results: CheckResult[] = [];
  await runSystems(
    checks,
    (settings, budget, check) => systemUnder(model, settings, check, budget).system,
    tracerOf(() => model),
    {
      ...limits,
      races: () => [],
      onProgress: ({ name }) => options.onCheck?.(name),
      onResult: (result) => results.push(result),
      countSteps: true,
      onSearch: (system, search) => steps.add(system, search),
    },
  );
  const untested = await untestedImplications(model, checks, limits);
  const found =
    results.every((result) => result.results.every(({ verdict }) => verdict !== 'unfinished')) && results.length === checks.length ? untested : null;
  return { ...exercisedBy(model, checks, results, steps, found), seconds: (now() - start) / 1000 };
}

/**
 * What checks have exercised, of which each was run; `steps` counts what their searches took.
 * `untested` says which left sides hold nowhere; null: not all was searched, so what was not exercised is not known.
 */
export function exercisedBy(
  model: Model,
  checks: readonly PlannedCheck[],
  results: readonly CheckResult[],
  steps: StepCounts,
  untested: readonly Diagnostic[] | null,
): Omit<Coverage, 'seconds'> {
  return {
    checks: results.map(({ name }) => name),
    steps: steps.stepsIn(model),
    branches: steps.branchesIn(model),
    implications: untested === null ? [] : leftSides(model, new Set(untested.map(({ span }) => placeKey(span)))),
    values: valuesIn(
      model,
      checks.map((check) => check.settings),
    ),
    states: results.reduce((sum, { states }) => sum + states, 0),
    complete: untested !== null,
  };
}

/** Equal for equal places of all texts. */
const placeKey = ({ file, start }: Span): string => `${file}:${start}`;

function leftSides(model: Model, untested: ReadonlySet<string>): CoveredImplication[] {
  return implicationsOf(model).map(({ property, left }) => {
    const file = model.files[left.span.file]!;
    return {
      property: property.name,
      line: positionAt(file, left.span.start).line,
      left: textOf(file, left.span).replaceAll(/\s+/gu, ' '),
      held: !untested.has(placeKey(left.span)),
    };
  });
}

/** Every value of every constant and variant, with the number of checks that have it. */
function valuesIn(model: Model, settings: readonly Settings[]): CoveredValue[] {
  const complete = settings.map((each) => completeSettings(model, each));
  return settingsOf(model).flatMap(({ name, values }) =>
    values.map((value) => ({ name, value, checks: complete.filter((each) => each[name] === value).length })),
  );
}
