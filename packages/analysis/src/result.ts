import { expectsViolation, isNamed, judge } from '@mmspec/checker';
import type { FairnessOverride, NamedVerdict, PropertyVerdict, SearchResult } from '@mmspec/checker';
import type { MachineState } from '@mmspec/interpreter';
import { fairnessText, judgedOn } from '@mmspec/system';
import type { CheckResult, FairnessItem, PlannedCheck, Property, PropertyResult, TransitionSystem } from '@mmspec/system';
import { raceSlice } from './drawing/race_slice.ts';
import type { Tracing } from './drawing/tracing.ts';
import { tracedPath } from './trace.ts';
import { standingIn, waitingAt } from './waiting.ts';

/** A violated property of a check: may it have a race, and is it expected to be violated? */
export interface RaceCandidate {
  readonly property: string;
  readonly expected: boolean;
}

/** Which violated properties of a check get a race, by name. */
export type ChooseRaces = (planned: PlannedCheck, violated: readonly RaceCandidate[]) => readonly string[];

/** Everything that a result is made from. */
export interface Searched {
  readonly system: TransitionSystem;
  readonly planned: PlannedCheck;
  readonly search: SearchResult;
  readonly overrides: readonly FairnessOverride[];
  readonly tracing: () => Tracing;
  readonly choose: ChooseRaces;
}

/** The result of a check from the search of its system. */
export function checkResult({ system, planned, search, overrides, tracing, choose }: Searched): CheckResult {
  const judged = judgedOf(system, planned, search.results, overrides);
  const named = judged.map(namedVerdict);
  const judgement = judge(planned, named, search.finished);
  const wanted = new Set(chosenRaces({ system, planned, results: search.results, overrides, choose }));
  const results: PropertyResult[] = [];
  for (const { property, found } of judged) {
    const isCounterexample = found.verdict === 'violated' && found.path !== null;
    results.push({
      property: property.name,
      verdict: found.verdict,
      depth: found.verdict === 'violated' ? found.depth : null,
      ...(found.verdict === 'violated' ? { expected: expectsViolation(planned, namedVerdict({ property, found })) } : {}),
      trace: null,
      ...(isCounterexample && wanted.has(found) ? raceOf(system, property, found, tracing()) : {}),
      ...(property.temporal === undefined ? {} : { fairness: fairnessText(overrideOf(planned, property) ?? property.temporal.fairness) }),
      ...(found.untaken === undefined ? {} : { untaken: found.untaken }),
    });
  }
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

/** What races are chosen from. */
export interface RaceQuestion {
  readonly system: TransitionSystem;
  readonly planned: PlannedCheck;
  readonly results: readonly PropertyVerdict[];
  readonly overrides: readonly FairnessOverride[];
  readonly choose: ChooseRaces;
}

/** The verdicts of a check that get a race. */
export function chosenRaces({ system, planned, results, overrides, choose }: RaceQuestion): readonly PropertyVerdict[] {
  const violated = judgedOf(system, planned, results, overrides).filter(({ found }) => found.verdict === 'violated' && found.path !== null);
  const wanted = new Set(
    choose(
      planned,
      violated.map((each) => ({ property: each.property.name, expected: expectsViolation(planned, namedVerdict(each)) })),
    ),
  );
  return violated.filter(({ property }) => wanted.has(property.name)).map(({ found }) => found);
}

interface Judged {
  readonly property: Property;
  readonly found: PropertyVerdict;
}

function namedVerdict({ property, found }: Judged): NamedVerdict {
  return { property: property.name, kind: property.kind, expectViolated: property.expectViolated, verdict: found.verdict, depth: found.depth };
}

/** The properties that a check judges, with what was found about each under its fairness. */
function judgedOf(system: TransitionSystem, planned: PlannedCheck, results: readonly PropertyVerdict[], overrides: readonly FairnessOverride[]): Judged[] {
  return results.flatMap((found) => {
    const property = system.properties[found.property];
    if (property === undefined || !isJudged(planned, property)) return [];
    const wanted = overrideOf(planned, property);
    const used = found.override === null ? null : (overrides[found.override]?.fairness ?? null);
    return JSON.stringify(wanted) === JSON.stringify(used) ? [{ property, found }] : [];
  });
}

function raceOf(
  system: TransitionSystem,
  property: Property,
  { path, choice }: PropertyVerdict,
  tracing: Tracing,
): Pick<PropertyResult, 'trace' | 'waiting' | 'standing'> {
  if (path === null) return { trace: null };
  const traced = tracedPath(system, path, tracing, property.name);
  const { trace, states } = traced;
  const last = states.at(-1);
  return {
    trace: { ...trace, slice: raceSlice(property, traced, tracing.machine), ...(choice === undefined ? {} : { choice }) },
    ...(judgedOn(property.kind) === 'stuck' && last !== undefined ? { waiting: waitingAt(system, trace, last, tracing) } : {}),
    ...(trace.loop === null ? {} : { standing: standingIn(system, trace, loopStates(states, trace.loop), tracing) }),
  };
}

/** The states of a loop, each once. */
function loopStates(states: readonly MachineState[], loop: number): readonly MachineState[] {
  return loop === states.length - 1 ? states.slice(-1) : states.slice(loop, -1);
}

/** The fairness that a check judges a temporal property under in place of the declared one. */
export function overrideOf({ fairness }: PlannedCheck, { name }: Property): readonly FairnessItem[] | null {
  return fairness !== undefined && Object.hasOwn(fairness, name) ? (fairness[name] ?? null) : null;
}

export function isJudged({ of, ignored }: PlannedCheck, { name, kind }: Property): boolean {
  if (ignored.some((written) => isNamed(written, name, kind))) return false;
  return of === null || of.some((written) => isNamed(written, name, kind));
}
