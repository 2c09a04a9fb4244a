import { expectsViolation, judge, withMore } from '@mmspec/checker';
import type { JudgedProperty } from '@mmspec/checker';
import { atNumbers, combinations, completeSettings } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import { isOpenCheck, kindOfFault } from '@mmspec/system';
import type { CheckResult, OpenCheck, Planned, PlannedCheck, Property, PropertyResult, SearchVerdict, Settings, TransitionSystem } from '@mmspec/system';
import { decide, inOrder, isAll, isOpen, isWhole, viewsOf } from './decided_for_any.ts';
import type { DecidedForAny, Fixed, ViewLimits } from './decided_for_any.ts';
import { questionOf } from './question.ts';
import type { RanCheck } from './run_systems.ts';
import { isWindowed } from './windows.ts';

/*
 * A check for every number from one on, as a result like that of any check: what is proved, what some number violates, what was
 * checked for small numbers only, and what is not decided.
 */

/** So many numbers of an open range are foreseen, and of each of several: small ones are searched, and all below those that views speak of. */
const foreseen = { one: 12, several: 6 };

/** The checks with one number each that an open one may come to run, by number; by one of each where several ranges are open. */
export type Candidates = ReadonlyMap<string, PlannedCheck>;

export function candidatesOf(model: Model, check: OpenCheck): Candidates {
  const length = check.open.length === 1 ? foreseen.one : foreseen.several;
  const numbers = check.open.map(({ from }) => Array.from({ length }, (_, index) => from + index));
  return new Map(combinations(numbers).map((at) => [at.join(), atNumbers(model, check, at)]));
}

/** Those of each open check among others. */
export type AllCandidates = ReadonlyMap<Planned, Candidates>;

/** The checks that may be searched for others: of open ones those with one number each. */
export function searchesOf(checks: readonly Planned[], candidates: AllCandidates): readonly PlannedCheck[] {
  return checks.flatMap((check) => (isOpenCheck(check) ? [...candidates.get(check)!.values()] : [check]));
}

type Named = Pick<Property, 'name' | 'kind' | 'expectViolated'>;

/** Runs an open check; `run` searches one of its candidates. */
export async function runOpen(
  model: Model,
  check: OpenCheck,
  candidates: Candidates,
  run: (planned: PlannedCheck) => Promise<RanCheck>,
  limits: ViewLimits,
): Promise<RanCheck> {
  const constants = check.open.map(({ name }) => name);
  const least = check.open.map(({ from }) => from);
  const known = new Map<string, Named>();
  let largest: TransitionSystem | null = null;
  const search = async (at: readonly number[]): Promise<CheckResult> => {
    const { result, system } = await run(candidates.get(at.join())!);
    for (const property of system?.properties ?? []) known.set(property.name, property);
    largest = system ?? largest;
    return result;
  };
  const settingsAt = (at: readonly number[], numbers: Fixed = {}): Settings =>
    completeSettings(model, { ...check.given, ...Object.fromEntries(constants.map((constant, index) => [constant, at[index]!])), ...numbers });
  const settings = settingsAt(least);
  const others = constants.map((_, index) => settingsAt(least.with(index, least[index]! + 1)));
  // What has another value with another number is none of its settings.
  const fixed = Object.fromEntries(Object.entries(settings).filter(([name, value]) => others.every((next) => next[name] === value)));
  const without = withoutViews(check);
  const decided = await decide(
    model,
    {
      constants,
      least,
      settingsWith: (numbers) => settingsAt(least, numbers),
      own: null,
      isAll: isAll(check),
      ...(without === null ? {} : { without }),
    },
    search,
    limits,
  );
  return { result: openResult(check, candidates.get(least.join())!, fixed, decided, known), system: largest };
}

/** Why views are not asked about a check; null where they are. */
function withoutViews(check: OpenCheck): string | null {
  if (isWindowed(check)) return `views are about \`memory sc\`, and not about \`memory ${check.memory}\``;
  return check.bound === undefined ? null : 'what lies within a bound is found by searches alone';
}

function openResult(check: OpenCheck, one: PlannedCheck, fixed: Settings, decided: DecidedForAny, known: ReadonlyMap<string, Named>): CheckResult {
  const { open } = check;
  const { covered, viewSeconds } = decided;
  const [{ said }] = covered;
  const isProved = decided.properties.some(({ answer }) => answer === 'proved');
  const results = inOrder(decided.results);
  const searches = results.map(({ result }) => result);
  const last = searches.at(-1)!;
  const found = decided.properties.map((property) => propertyResult(property, check, results, decided.stopped));
  const named = found.map(({ property }): Named => known.get(property) ?? { name: property, kind: kindOfFault(property), expectViolated: false });
  const judgement = judged(check, one, found, named);
  const sum = (of: (result: CheckResult) => number): number => searches.reduce((total, result) => total + of(result), 0);
  const largest = (of: (result: CheckResult) => number): number => Math.max(...searches.map(of));
  return {
    name: check.name,
    settings: { ...fixed, ...Object.fromEntries(open.map(({ name, from }) => [name, { from }])) },
    matrix: check.matrix,
    expectation: check.expectation,
    ...judgement,
    states: sum(({ states }) => states),
    transitions: sum(({ transitions }) => transitions),
    depth: largest(({ depth }) => depth),
    reduction: last.reduction,
    seconds: sum(({ seconds }) => seconds) + viewSeconds,
    open: {
      ranges: open.map((range, at) => ({ ...range, family: said.families[at] ?? '' })),
      views: isProved ? covered.map(viewsOf) : [],
      searched: results.flatMap(({ at, result }) => (isWhole(result) ? [at] : [])),
      seconds: viewSeconds,
    },
    ...(last.memory === undefined ? {} : { memory: last.memory }),
    ...(last.window === undefined ? {} : { window: last.window }),
    ...(last.bounded === undefined ? {} : { bounded: last.bounded }),
    ...(last.indivisible === undefined ? {} : { indivisible: last.indivisible }),
    ...(last.search === undefined ? {} : { search: last.search }),
    workers: largest(({ workers }) => workers),
    memoryBytes: largest(({ memoryBytes }) => memoryBytes),
    trace: judgement.results.find(({ property }) => property === judgement.property)?.trace ?? null,
  };
}

/** What is known of a property; of a violated one what the search of the smallest number has found. */
function propertyResult(
  { property, answer, reason, numbers, way }: DecidedForAny['properties'][number],
  { open }: OpenCheck,
  results: DecidedForAny['results'],
  stopped: DecidedForAny['stopped'],
): PropertyResult {
  const of = (each: CheckResult): PropertyResult | undefined => each.results.find((result) => result.property === property);
  const first = answer === 'violated' ? results.find(({ at }) => at.join() === numbers!.join()) : undefined;
  if (first !== undefined) return { ...of(first.result)!, numbers: Object.fromEntries(open.map(({ name }, index) => [name, first.at[index]!])) };
  const base = { property, depth: null, trace: null };
  const fairness = results.map(({ result }) => of(result)?.fairness).find((each) => each !== undefined);
  const more = { ...(fairness === undefined ? {} : { fairness }), ...(reason === '' ? {} : { why: reason }), ...(way === undefined ? {} : { way }) };
  if (answer === 'proved') return { ...base, verdict: 'holds', anyNumber: 'proved', ...more };
  const isStopped = answer === 'undecided' && reason === stopped;
  if (isStopped || results.some(({ result }) => isOpen(result, of(result)))) return { ...base, verdict: 'unfinished', ...more };
  return { ...base, verdict: 'undecided', anyNumber: answer === 'checked' ? 'checked' : 'undecided', ...more };
}

type Judged = Pick<CheckResult, 'met' | 'verdict' | 'property' | 'reason' | 'results'>;
type Said = Omit<Judged, 'results'>;

/** Judges what a check expects of every number. What is checked only must not be violated, and nothing else. */
function judged(check: OpenCheck, one: PlannedCheck, found: readonly PropertyResult[], named: readonly Named[]): Judged {
  const { expectation, judged: asked } = questionOf(one, named);
  const undecided = namedUndecided(check, one, named);
  const indices = [...found.keys()].filter((index) => asked.has(index));
  const isUndecided = (index: number): boolean => found[index]!.anyNumber === 'undecided';
  const properties = indices.map((property): JudgedProperty => {
    const verdicts: Readonly<Record<PropertyResult['verdict'], SearchVerdict>> = {
      holds: 'holds',
      violated: 'violated',
      unfinished: 'unfinished',
      undecided: isUndecided(property) && !undecided.has(property) ? 'unfinished' : 'holds',
    };
    const { verdict, depth, least } = found[property]!;
    return { ...named[property]!, property, verdict: verdicts[verdict], depth, ...(least === undefined ? {} : { least }) };
  });
  const others = properties.filter(({ property }) => !undecided.has(property) || found[property]!.verdict !== 'violated');
  const isWhole = properties.every(({ verdict }) => verdict !== 'unfinished');
  const { beside, ...judgement } = judge(expectation, others, isWhole);
  const results = properties.map((each): PropertyResult => {
    const result = found[each.property]!;
    return result.verdict === 'violated' ? { ...result, expected: expectsViolation(expectation, each) } : result;
  });
  const judgedSo = final(check, judgement, results, new Set([...undecided].map((index) => named[index]!.name)));
  const reason = judgedSo.verdict === 'unfinished' ? withMore(judgedSo.reason, beside) : judgedSo.reason;
  return { ...judgedSo, reason, results };
}

/** Indices of the properties that a check expects to be undecided. */
function namedUndecided(check: OpenCheck, one: PlannedCheck, named: readonly Named[]): ReadonlySet<number> {
  const names = check.expectation?.undecided ?? [];
  return questionOf({ ...one, of: names, ignored: [], expectation: null }, named).judged;
}

/** The judgement of a search, with what is not decided, and what was expected so and is. */
function final({ expectation }: OpenCheck, judgement: Said, results: readonly PropertyResult[], expected: ReadonlySet<string>): Said {
  const wrong = results.filter(({ property, verdict }) => expected.has(property) && (verdict === 'holds' || verdict === 'violated'));
  const missing = (expectation?.undecided ?? []).filter(() => expected.size === 0);
  const [first] = wrong;
  if (first !== undefined || missing.length > 0) {
    const reasons = [
      ...(judgement.reason === '' || judgement.verdict === 'unfinished' ? [] : [judgement.reason]),
      ...wrong.map((result) => `${result.property} is expected to be undecided, but ${foundText(result)}`),
      ...missing.map((name) => `${name} is expected to be undecided, but there is no such property under these settings`),
    ];
    return { met: false, verdict: first?.verdict ?? 'holds', property: first?.property ?? missing[0] ?? null, reason: reasons.join('; ') };
  }
  const left = results.filter(({ property, anyNumber }) => anyNumber === 'undecided' && !expected.has(property));
  const isUnfinished = results.some(({ verdict }) => verdict === 'unfinished');
  const numbers = results.find(({ property, verdict }) => verdict === 'violated' && property === judgement.property)?.numbers;
  if (judgement.reason !== '' && judgement.verdict !== 'unfinished')
    return { ...judgement, reason: numbers === undefined ? judgement.reason : `${judgement.reason} (with ${numbersText(numbers)})` };
  if (judgement.verdict === 'violated') return judgement;
  if (isUnfinished) {
    const { property, why } = results.find(({ verdict }) => verdict === 'unfinished')!;
    return { ...judgement, verdict: 'unfinished', property, reason: judgement.met && expectation !== null ? '' : (why ?? 'a search did not finish') };
  }
  if (!judgement.met || (expectation === null && left.length > 0)) {
    const names = left.map(({ property }) => property);
    return {
      met: expectation === null,
      verdict: 'undecided',
      property: names[0] ?? null,
      reason: expectation === null ? '' : `not decided for every number: ${names.join(', ')}`,
    };
  }
  const isProved = results.some(({ anyNumber }) => anyNumber === 'proved');
  if (isProved || expected.size > 0) return { ...judgement, verdict: 'holds' };
  const reason = 'nothing that it judges can be proved for every number; what holds for some numbers is no answer about all';
  return { met: expectation === null, verdict: 'undecided', property: results[0]?.property ?? null, reason };
}

function foundText({ verdict, numbers = {} }: PropertyResult): string {
  if (verdict !== 'violated') return 'is proved for every number';
  return `${numbersText(numbers)} ${Object.keys(numbers).length === 1 ? 'violates' : 'violate'} it`;
}

/** `CPUS = 3`, `IOS = 1 and WALKS = 0`. */
function numbersText(numbers: Fixed): string {
  return Object.entries(numbers)
    .map(([name, number]) => `${name} = ${number}`)
    .join(' and ');
}
