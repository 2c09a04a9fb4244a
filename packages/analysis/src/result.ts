import { isNamed, judge } from '@mmspec/checker';
import type { FairnessOverride, NamedVerdict, SearchResult } from '@mmspec/checker';
import { fairnessText } from '@mmspec/system';
import type { CheckResult, FairnessItem, PlannedCheck, Property, PropertyResult, TransitionSystem } from '@mmspec/system';
import type { PlaceOf } from './places.ts';
import { traceOf } from './trace.ts';
import { waitingAt } from './waiting.ts';

/** The result of a check from the search of its system. */
export function checkResult(system: TransitionSystem, planned: PlannedCheck, search: SearchResult, overrides: readonly FairnessOverride[], placeOf: PlaceOf): CheckResult {
  const judged = search.results.flatMap((found) => {
    const property = system.properties[found.property];
    if (property === undefined || !isJudged(planned, property)) return [];
    const wanted = overrideOf(planned, property);
    const used = found.override === null ? null : (overrides[found.override]?.fairness ?? null);
    return JSON.stringify(wanted) === JSON.stringify(used) ? [{ property, found }] : [];
  });
  const named = judged.map(({ property, found }): NamedVerdict => ({
    property: property.name, kind: property.kind, expectViolated: property.expectViolated, verdict: found.verdict, depth: found.depth,
  }));
  const judgement = judge(planned, named, search.finished);
  const results = judged.map(({ property, found }): PropertyResult => {
    const isCounterexample = found.verdict === 'violated' && found.path !== null;
    const trace = isCounterexample && found.path !== null ? traceOf(system, found.path, planned.settings, placeOf) : null;
    return {
      property: property.name,
      verdict: found.verdict,
      depth: isCounterexample ? found.depth : null,
      trace,
      ...(property.kind === 'deadlock' && trace !== null ? { waiting: waitingAt(system, trace, planned.settings, placeOf) } : {}),
      ...(property.temporal === undefined ? {} : { fairness: fairnessText(overrideOf(planned, property) ?? property.temporal.fairness) }),
      ...(found.untaken === undefined ? {} : { untaken: found.untaken }),
    };
  });
  const isOpen = judgement.reason === '' || judgement.verdict === 'unfinished';
  return {
    name: planned.name,
    settings: planned.settings,
    matrix: planned.matrix,
    expectation: planned.expectation,
    met: judgement.met,
    verdict: judgement.verdict,
    property: judgement.property,
    reason: isOpen && !search.finished ? search.reason : judgement.reason,
    results,
    states: search.states,
    transitions: search.transitions,
    depth: search.depth,
    reduction: search.reduction,
    seconds: search.seconds,
    ...(search.search === 'depth' ? { search: search.search } : {}),
    workers: search.workers,
    memoryBytes: search.memoryBytes,
    trace: results.find((result) => result.property === judgement.property)?.trace ?? null,
  };
}

/** The fairness that a check judges a temporal property under in place of the declared one. */
export function overrideOf({ fairness }: PlannedCheck, { name }: Property): readonly FairnessItem[] | null {
  return fairness !== undefined && Object.hasOwn(fairness, name) ? (fairness[name] ?? null) : null;
}

export function isJudged({ of, ignored }: PlannedCheck, { name, kind }: Property): boolean {
  if (ignored.some((written) => isNamed(written, name, kind))) return false;
  return of === null || of.some((written) => isNamed(written, name, kind));
}
