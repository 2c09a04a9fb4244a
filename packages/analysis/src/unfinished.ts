import { judge } from '@mmspec/checker';
import type { JudgedProperty } from '@mmspec/checker';
import type { CheckResult, PlannedCheck, PropertyKind } from '@mmspec/system';
import { questionOf } from './question.ts';

/** The result of a check that was not even compiled within the limits: nothing is known. */
export function unfinishedResult(planned: PlannedCheck, reason: string, seconds: number): CheckResult {
  const { expectation, of } = planned;
  const claimed = [...(expectation?.items ?? []).map(({ property }) => property), ...(expectation?.holds ?? []), ...(of ?? [])];
  const names = [...new Set(claimed.length === 0 ? ['deadlock'] : claimed)];
  const properties = names.map((name) => ({ name, kind: name === 'deadlock' ? 'deadlock' : 'state' }) satisfies { name: string; kind: PropertyKind });
  const open = properties.map((each, property): JudgedProperty => ({ ...each, property, expectViolated: false, verdict: 'unfinished', depth: null }));
  const { met, verdict, property } = judge(questionOf(planned, properties).expectation, open, false);
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
    ...(planned.memory === undefined ? {} : { memory: planned.memory }),
    ...(planned.bound === undefined ? {} : { bounded: true as const }),
    workers: 1,
    memoryBytes: 0,
    trace: null,
  };
}
