import { now, sizeText } from '@mmspec/checker';
import { decideForAny } from '@mmspec/parametric';
import type { ForAny } from '@mmspec/parametric';
import { combinations, settingsOf, type Model } from '@mmspec/semantics';
import type { AnyNumberResult, CheckResult, Planned, PropertyForAny, PropertyForSeveral, PropertyResult, Settings, ViewsOfSeveral } from '@mmspec/system';
import type { RunOptions } from './run_systems.ts';

/*
 * What is known of properties for every number of instances, of one family or of several at once: small numbers are searched, and decide
 * everything about themselves. Views speak of all numbers from some on of each family; where there are fewer of one, that number is fixed,
 * and views speak of the others; where there are fewer of all, a search does.
 */

/** So many of the first numbers of each constant are searched, in all combinations, however wide its range is. */
const searchedMax = { one: 4, several: 3 };
/** Nor is anything searched that has at least as many of each as what had more states: the next one has many times as many. */
const statesMax = 5000;

/** The numbers that a constant can have, in order. */
export function numbersOf(model: Model, constant: string): readonly number[] {
  return (settingsOf(model).find(({ name }) => name === constant)?.values ?? []).filter((value) => typeof value === 'number');
}

/** Numbers of constants that are fixed. */
export type Fixed = Readonly<Record<string, number>>;

/** What is asked of every number from the least on. */
export interface AskedForAny {
  /** One for each family. */
  readonly constants: readonly string[];
  /** By constant. */
  readonly least: readonly number[];
  /** Of everything else, where numbers of some of the constants are fixed; what they have for the others is not looked at. */
  readonly settingsWith: (fixed: Fixed) => Settings;
  /** Numbers that are searched too, because the check has them; null: none. */
  readonly own: readonly number[] | null;
  /** Whether all properties are judged. */
  readonly isAll: boolean;
  /** Why views are not asked; left out where they are. */
  readonly without?: string;
}

/** What was searched with numbers, in the order of the constants. */
export interface SearchedWith {
  readonly at: readonly number[];
  readonly result: CheckResult;
}

/** Numbers of some of the constants that are fixed, and what views say of every number of the others. */
export interface Covered {
  readonly fixed: Fixed;
  readonly settings: Settings;
  readonly said: ForAny;
}

/** Of a violated one what the search with the smallest numbers has found. */
type DecidedProperty = PropertyForSeveral & Pick<PropertyForAny, 'trace'>;

/** What small numbers and views say. */
export interface DecidedForAny {
  /** In the order in which they were searched. */
  readonly results: readonly SearchedWith[];
  /** What views say of all constants, and behind it of some where others are fixed. */
  readonly covered: readonly [Covered, ...Covered[]];
  readonly properties: readonly DecidedProperty[];
  readonly viewSeconds: number;
  /** The limit that ended the search for views; null: none. It is then the reason of what is not decided. */
  readonly stopped: string | null;
}

/** The limits of each search are those of the views too. */
export type ViewLimits = Pick<RunOptions, 'timeMax' | 'memoryMax' | 'signal'>;

/** Why views that take so many bytes are left as they are; null: nothing is in the way. `start`: of `now`. */
export function limitOf({ timeMax, memoryMax, signal }: ViewLimits, start: number): (bytes: number) => string | null {
  return (bytes) => {
    if (signal?.aborted === true) return 'it was interrupted';
    if (timeMax !== undefined && (now() - start) / 1000 > timeMax) return `the views were not found to the end within ${timeMax} s`;
    if (memoryMax !== undefined && bytes > memoryMax) return `the views do not fit into ${sizeText(memoryMax)} of memory`;
    return null;
  };
}

/** Searches small numbers, asks views about the others, and puts the two together. `search` runs the check with numbers. */
export async function decide(
  model: Model,
  asked: AskedForAny,
  search: (at: readonly number[]) => Promise<CheckResult>,
  limits: ViewLimits,
): Promise<DecidedForAny> {
  const { constants, least, settingsWith, own } = asked;
  const results = new Map<string, SearchedWith>();
  const searched = async (at: readonly number[]): Promise<CheckResult> => {
    const { result } = results.get(at.join()) ?? { result: await search(at) };
    results.set(at.join(), { at, result });
    return result;
  };
  const found = (): readonly CheckResult[] => [...results.values()].map(({ result }) => result);
  const first = constants.map((constant, index) =>
    numbersOf(model, constant)
      .filter((number) => number >= least[index]!)
      .slice(0, constants.length === 1 ? searchedMax.one : searchedMax.several),
  );
  const large: (readonly number[])[] = [];
  for (const at of combinations(first).toSorted((one, other) => total(one) - total(other))) {
    if (large.some((other) => other.every((number, index) => number <= at[index]!))) continue;
    if ((await searched(at)).states > statesMax) large.push(at);
  }
  if (own !== null) await searched(own);
  const violated = new Set(found().flatMap((result) => result.results.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property)));
  const start = now();
  let stopped: string | null = null;
  const limit = limitOf(limits, start);
  const stop = (bytes: number): string | null => (stopped = limit(bytes));
  const judged = asked.isAll ? undefined : namesIn(found());
  const covers = (left: readonly string[], fixed: Fixed): Covered => {
    const settings = settingsWith(fixed);
    const said =
      asked.without === undefined
        ? decideForAny(model, settings, left, { judged, except: violated, stop })
        : { constants, families: [], froms: constants.map(() => 0), properties: [], proofs: [] };
    return { fixed, settings, said };
  };
  const joint = covers(constants, {});
  const covered: [Covered, ...Covered[]] = [joint];
  const needed: (readonly number[])[] = [];
  const known = new Set<string>();
  /** What is below the numbers that views speak of. */
  const complete = ({ fixed, said: { constants: left, froms } }: Covered): void =>
    left.forEach((constant, index) => {
      const others = left.filter((other) => other !== constant);
      for (let number = least[constants.indexOf(constant)]!; number < froms[index]!; number++) {
        const more: Fixed = { ...fixed, [constant]: number };
        const key = constants.map((each) => more[each] ?? '').join();
        // Which of several numbers was fixed first does not matter.
        if (known.has(key)) continue;
        known.add(key);
        if (others.length === 0) {
          needed.push(constants.map((each) => more[each]!));
          continue;
        }
        const next = covers(others, more);
        covered.push(next);
        complete(next);
      }
    });
  complete(joint);
  const viewSeconds = (now() - start) / 1000;
  for (const at of needed) await searched(at);
  // A property that no small number has, such as an assertion that fewer cannot come to, is one that larger ones have.
  const others = asked.isAll ? joint.said.properties.map(({ property }) => property) : [];
  const names = [...new Set([...namesIn(found()), ...others])];
  const all = [...results.values()];
  const sorted = inOrder(all);
  return { results: all, covered, viewSeconds, stopped, properties: names.map((name) => ofProperty(name, asked, sorted, needed, covered)) };
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** Those with the smallest sum first. */
export function inOrder(results: readonly SearchedWith[]): readonly SearchedWith[] {
  return results.toSorted((one, other) => total(one.at) - total(other.at));
}

/** Whether a check judges all properties that there are. */
export function isAll({ of, ignored }: Planned): boolean {
  return of === null && ignored.length === 0;
}

/** Whether a search did not decide a property; one that it does not have is not violated by it. */
export function isOpen(check: CheckResult, result: PropertyResult | undefined): boolean {
  return result === undefined ? !isWhole(check) : result.verdict === 'unfinished';
}

/** The properties of all results: small numbers may have fewer. */
function namesIn(results: readonly CheckResult[]): readonly string[] {
  return [...new Set(results.flatMap((result) => result.results.map(({ property }) => property)))];
}

export const isWhole = ({ verdict, results }: CheckResult): boolean => verdict !== 'unfinished' && results.every((result) => result.verdict !== 'unfinished');

/** How many views there are by which something is proved. */
export function viewsIn({ said: { proofs } }: Covered): Pick<AnyNumberResult, 'views' | 'sharedStates' | 'viewSize'> {
  const [proof] = proofs;
  return { views: proof?.closure.views.count ?? 0, sharedStates: proof?.closure.views.corners.length ?? 0, viewSize: proof?.size ?? 0 };
}

/** The same, and which numbers they speak of. */
export function viewsOf(covered: Covered): ViewsOfSeveral {
  const { constants, froms } = covered.said;
  return { fixed: covered.fixed, from: Object.fromEntries(constants.map((constant, at) => [constant, froms[at]!])), ...viewsIn(covered) };
}

/** What is known of a property; `results` in order, `needed`: the numbers below those that views speak of. */
function ofProperty(
  property: string,
  { constants, without }: AskedForAny,
  results: readonly SearchedWith[],
  needed: readonly (readonly number[])[],
  covered: readonly Covered[],
): DecidedProperty {
  const of = ({ results: each }: CheckResult): PropertyResult | undefined => each.find((result) => result.property === property);
  const first = results.find(({ result }) => of(result)?.verdict === 'violated');
  if (first !== undefined) {
    const { depth, trace, expected } = of(first.result)!;
    return { property, answer: 'violated', reason: '', numbers: first.at, depth, trace, ...(expected === undefined ? {} : { expected }) };
  }
  const said = covered.map(({ fixed, said: { properties } }) => ({
    fixed,
    known: properties.find((each) => each.property === property),
    isEmpty: properties.length === 0,
  }));
  const joint = said[0]?.known;
  // Numbers below those that views speak of have to be searched to their end.
  const isNeeded = (at: readonly number[]): boolean => needed.some((each) => each.join() === at.join());
  const open = results.find(({ at, result }) => isOpen(result, of(result)) && (joint?.answer !== 'proved' || isNeeded(at)));
  if (open !== undefined) return { property, answer: 'undecided', reason: `the search ${withText(constants, open.at)} did not finish` };
  if (without !== undefined) return { property, answer: 'checked', reason: without };
  // Where every number fits there is nothing to violate.
  if (joint === undefined) return { property, answer: 'checked', reason: `the range ends at a number that grows with ${constants.join(' or ')}` };
  if (joint.answer === 'uncovered') return { property, answer: 'checked', reason: joint.reason };
  // With a small number of one family there may be no such property, and then nothing to violate.
  const missing = said.find(({ known, isEmpty }) => isEmpty || (known !== undefined && known.answer !== 'proved'));
  if (missing === undefined) return { property, answer: 'proved', reason: '' };
  const where = Object.entries(missing.fixed).map(([constant, number]) => `${constant} = ${number}`);
  const { reason, steps } = missing.known ?? { reason: 'it does not compile', steps: [] };
  return {
    property,
    answer: 'undecided',
    reason: where.length === 0 ? reason : `with ${where.join(' and ')}: ${reason}`,
    ...(steps.length === 0 ? {} : { way: steps }),
  };
}

function withText(constants: readonly string[], at: readonly number[]): string {
  return constants.length === 1 ? `of ${at[0]!}` : `with ${constants.map((constant, index) => `${constant} = ${at[index]!}`).join(' and ')}`;
}
