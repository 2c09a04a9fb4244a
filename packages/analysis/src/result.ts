import { expectsViolation, isNamed, judge } from '@mmspec/checker';
import type { FairnessOverride, NamedVerdict, Path, PropertyVerdict, SearchResult } from '@mmspec/checker';
import type { MachineState } from '@mmspec/interpreter';
import { fairnessText } from '@mmspec/system';
import type { CheckResult, FairnessItem, PlannedCheck, Property, PropertyResult, Trace, TransitionSystem } from '@mmspec/system';
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

/** How the race of a property is found, from the path that the search has found first. */
export type FindRace = (found: PropertyVerdict, path: Path) => Promise<{ readonly path: Path; readonly choice: Trace['choice'] }>;

/** Everything that a result is made from. */
export interface Searched {
  readonly system: TransitionSystem;
  readonly planned: PlannedCheck;
  readonly search: SearchResult;
  readonly overrides: readonly FairnessOverride[];
  readonly tracing: () => Tracing;
  readonly choose: ChooseRaces;
  readonly findRace: FindRace;
}

/** The result of a check from the search of its system. */
export async function checkResult({ system, planned, search, overrides, tracing, choose, findRace }: Searched): Promise<CheckResult> {
  const judged = judgedOf(system, planned, search, overrides);
  const named = judged.map(({ property, found }): NamedVerdict => ({
    property: property.name, kind: property.kind, expectViolated: property.expectViolated, verdict: found.verdict, depth: found.depth,
  }));
  const judgement = judge(planned, named, search.finished);
  const violated = named.filter(({ verdict }, index) => verdict === 'violated' && judged[index]?.found.path != null);
  const wanted = new Set(choose(planned, violated.map((each) => ({ property: each.property, expected: expectsViolation(planned, each) }))));
  const results: PropertyResult[] = [];
  for (const { property, found } of judged) {
    const isCounterexample = found.verdict === 'violated' && found.path !== null;
    results.push({
      property: property.name,
      verdict: found.verdict,
      depth: isCounterexample ? found.depth : null,
      trace: null,
      ...(isCounterexample && wanted.has(property.name) ? await raceOf(system, property, found, tracing(), findRace) : {}),
      ...(property.temporal === undefined ? {} : { fairness: fairnessText(overrideOf(planned, property) ?? property.temporal.fairness) }),
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

/** The properties that a check judges, with what was found about each under its fairness. */
function judgedOf(system: TransitionSystem, planned: PlannedCheck, search: SearchResult, overrides: readonly FairnessOverride[]): { readonly property: Property; readonly found: PropertyVerdict }[] {
  return search.results.flatMap((found) => {
    const property = system.properties[found.property];
    if (property === undefined || !isJudged(planned, property)) return [];
    const wanted = overrideOf(planned, property);
    const used = found.override === null ? null : (overrides[found.override]?.fairness ?? null);
    return JSON.stringify(wanted) === JSON.stringify(used) ? [{ property, found }] : [];
  });
}

async function raceOf(system: TransitionSystem, property: Property, found: PropertyVerdict, tracing: Tracing, findRace: FindRace): Promise<Pick<PropertyResult, 'trace' | 'waiting' | 'standing'>> {
  if (found.path === null) return { trace: null };
  const { path, choice } = await findRace(found, found.path);
  const { trace, states } = tracedPath(system, path, tracing, property.name);
  const last = states.at(-1);
  return {
    trace: choice === undefined ? trace : { ...trace, choice },
    ...(property.kind === 'deadlock' && last !== undefined ? { waiting: waitingAt(system, trace, last, tracing) } : {}),
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
