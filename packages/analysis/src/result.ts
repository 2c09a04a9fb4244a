import { expectsViolation, judge, withMore } from '@mmspec/checker';
import type { FairnessOverride, JudgedProperty, PropertyVerdict, SearchResult } from '@mmspec/checker';
import type { MachineState } from '@mmspec/interpreter';
import { fairnessText, judgedOn } from '@mmspec/system';
import type { CheckResult, Mode, PlannedCheck, Property, PropertyResult, TransitionSystem, WindowBound } from '@mmspec/system';
import { raceSlice } from './drawing/race_slice.ts';
import type { Tracing } from './drawing/tracing.ts';
import type { Question } from './question.ts';
import { sourcePosition } from './source_position.ts';
import { tracedPath } from './trace.ts';
import { standingIn, waitingAt } from './waiting.ts';
import { isWindowSystem } from './windows.ts';

/** A violated property of a check: may it have a race, and is it expected to be violated? */
export interface RaceCandidate {
  readonly property: string;
  readonly expected: boolean;
  /** Steps of its race. */
  readonly depth: number | null;
}

/** Which violated properties of a check get a race, by name. */
export type ChooseRaces = (planned: PlannedCheck, violated: readonly RaceCandidate[]) => readonly string[];

/** What came of a search by windows. */
export interface SearchedWindow {
  readonly window: number;
  readonly bounded: WindowBound | null;
  /** What was asked for and not used. */
  readonly unused: readonly string[];
}

/** Everything that a result is made from. */
export interface Searched {
  /** Null under `sc`. */
  readonly window: SearchedWindow | null;
  readonly system: TransitionSystem;
  readonly question: Question;
  readonly search: SearchResult;
  readonly overrides: readonly FairnessOverride[];
  readonly tracing: () => Tracing;
  readonly choose: ChooseRaces;
}

/** The result of a check from the search of its system. */
export function checkResult({ system, question, search, overrides, window, tracing, choose }: Searched): CheckResult {
  const { planned, expectation, fairness } = question;
  const judged = judgedOf(system, question, search.results, overrides);
  // Of checks that share a search one may be answered where another one is not.
  const isWhole = search.finished || (judged.length > 0 && judged.every(({ found }) => found.verdict !== 'unfinished'));
  const judgement = judge(expectation, judged.map(judgedProperty), isWhole);
  const wanted = new Set(racesAmong(judged, question, choose));
  const results: PropertyResult[] = [];
  for (const { property, found } of judged) {
    const isCounterexample = found.verdict === 'violated' && found.path !== null;
    results.push({
      property: property.name,
      verdict: found.verdict,
      depth: found.verdict === 'violated' ? found.depth : null,
      ...(found.least === undefined ? {} : { least: found.least }),
      ...(found.verdict === 'violated' ? { expected: expectsViolation(expectation, judgedProperty({ property, found })) } : {}),
      trace: null,
      ...(isCounterexample && wanted.has(found) ? raceOf(system, property, found, tracing()) : {}),
      ...(property.temporal === undefined ? {} : { fairness: fairnessText(fairness.get(found.property) ?? property.temporal.fairness) }),
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
    reason: isOpen && !isWhole ? withMore(search.reason, judgement.beside) : judgement.reason,
    results,
    states: search.states,
    transitions: search.transitions,
    depth: search.depth,
    reduction: search.reduction,
    seconds: search.seconds,
    ...modeOf(planned, window),
    ...boundOf(planned, window?.bounded ?? null),
    ...indivisibleIn(system, tracing),
    ...(search.search === 'depth' ? { search: search.search } : {}),
    workers: search.workers,
    memoryBytes: search.memoryBytes,
    trace: results.find((result) => result.property === judgement.property)?.trace ?? null,
  };
}

/** What a result says of its memory model. */
export function modeOf({ memory }: Mode, searched: SearchedWindow | null): Pick<CheckResult, 'memory' | 'window' | 'unused'> {
  return {
    ...(memory === undefined ? {} : { memory }),
    ...(searched === null ? {} : { window: searched.window, ...(searched.unused.length === 0 ? {} : { unused: searched.unused }) }),
  };
}

/** What bounds a result; a window that was full says more than that there is a bound. */
function boundOf({ bound }: Pick<PlannedCheck, 'bound'>, window: WindowBound | null): Pick<CheckResult, 'bounded'> {
  if (window !== null) return { bounded: window };
  return bound === undefined ? {} : { bounded: true };
}

/** Places of the steps over several locations that a window system performs as one. */
function indivisibleIn(system: TransitionSystem, tracing: () => Tracing): Pick<CheckResult, 'indivisible'> {
  if (!isWindowSystem(system) || system.indivisible.length === 0) return {};
  const { model } = tracing();
  return { indivisible: system.indivisible.map((span) => sourcePosition(model, span)) };
}

/** What races are chosen from. */
export interface RaceQuestion {
  readonly system: TransitionSystem;
  readonly question: Question;
  readonly results: readonly PropertyVerdict[];
  readonly overrides: readonly FairnessOverride[];
  readonly choose: ChooseRaces;
}

/** The verdicts of a check that get a race. */
export function chosenRaces({ system, question, results, overrides, choose }: RaceQuestion): readonly PropertyVerdict[] {
  return racesAmong(judgedOf(system, question, results, overrides), question, choose);
}

function racesAmong(judged: readonly Judged[], question: Question, choose: ChooseRaces): readonly PropertyVerdict[] {
  const violated = judged.filter(({ found }) => found.verdict === 'violated' && found.path !== null);
  const wanted = new Set(
    choose(
      question.planned,
      violated.map((each) => ({
        property: each.property.name,
        expected: expectsViolation(question.expectation, judgedProperty(each)),
        depth: each.found.depth,
      })),
    ),
  );
  return violated.filter(({ property }) => wanted.has(property.name)).map(({ found }) => found);
}

interface Judged {
  readonly property: Property;
  readonly found: PropertyVerdict;
}

function judgedProperty({ property: { name, kind, expectViolated }, found: { property, verdict, depth, least } }: Judged): JudgedProperty {
  return { property, name, kind, expectViolated, verdict, depth, ...(least === undefined ? {} : { least }) };
}

/** The properties that a check judges, with what was found about each under its fairness. */
function judgedOf(
  system: TransitionSystem,
  { judged, fairness }: Question,
  results: readonly PropertyVerdict[],
  overrides: readonly FairnessOverride[],
): Judged[] {
  return results.flatMap((found) => {
    const property = system.properties[found.property];
    if (property === undefined || !judged.has(found.property)) return [];
    const wanted = fairness.get(found.property) ?? null;
    const used = found.override === null ? null : (overrides[found.override]?.fairness ?? null);
    return wanted === used || JSON.stringify(wanted) === JSON.stringify(used) ? [{ property, found }] : [];
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
