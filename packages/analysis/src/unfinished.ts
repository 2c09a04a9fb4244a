import { judge } from '@mmspec/checker';
import type { NamedVerdict } from '@mmspec/checker';
import type { CheckResult, PlannedCheck } from '@mmspec/system';

/** The result of a check that was not even compiled within the limits: nothing is known. */
export function unfinishedResult(planned: PlannedCheck, reason: string, seconds: number): CheckResult {
  const { expectation, of } = planned;
  const claimed = [...(expectation?.items ?? []).map(({ property }) => property), ...(expectation?.holds ?? []), ...(of ?? [])];
  const names = [...new Set(claimed.length === 0 ? ['deadlock'] : claimed)];
  const open = names.map((property): NamedVerdict => ({
    property,
    kind: property === 'deadlock' ? 'deadlock' : 'state',
    expectViolated: false,
    verdict: 'unfinished',
    depth: null,
  }));
  const { met, verdict, property } = judge(planned, open, false);
  return {
    name: planned.name,
    settings: planned.settings,
    matrix: planned.matrix,
    expectation,
    met,
    verdict,
    property,
    reason,
    results: names.map((name) => ({ property: name, verdict: 'unfinished', depth: null, trace: null })),
    states: 0,
    transitions: 0,
    depth: 0,
    reduction: { symmetry: 1, partialOrder: false },
    seconds,
    workers: 1,
    memoryBytes: 0,
    trace: null,
  };
}
