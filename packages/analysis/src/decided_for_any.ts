import { now, sizeText } from '@mmspec/checker';
import { decideForAny } from '@mmspec/parametric';
import type { ForAny } from '@mmspec/parametric';
import { settingsOf, type Model } from '@mmspec/semantics';
import type { CheckResult, Planned, PropertyForAny, PropertyResult, Settings } from '@mmspec/system';
import type { RunOptions } from './run_systems.ts';

/*
 * What is known of properties for every number of instances: small numbers are searched, and decide everything about themselves; from
 * some number on views decide what they can.
 */

/** More numbers than these are not searched, however wide the range of the constant is. */
const searchedMax = 4;
/** Nor is a number searched behind one that had more states: the next one has many times as many. */
const statesMax = 5000;

/** The numbers that a constant can have, in order. */
export function numbersOf(model: Model, constant: string): readonly number[] {
  return (settingsOf(model).find(({ name }) => name === constant)?.values ?? []).filter((value) => typeof value === 'number');
}

/** What is asked of every number from the least on. */
export interface AskedForAny {
  readonly constant: string;
  readonly least: number;
  /** Of everything else; what they have for the constant is not looked at. */
  readonly settings: Settings;
  /** A number that is searched too, because the check has it; null: none. */
  readonly own: number | null;
  /** Whether all properties are judged. */
  readonly isAll: boolean;
  /** Why views are not asked; left out where they are. */
  readonly without?: string;
}

/** What small numbers and views say. */
export interface DecidedForAny {
  /** By number: what was searched. */
  readonly results: ReadonlyMap<number, CheckResult>;
  readonly forAny: ForAny;
  readonly properties: readonly PropertyForAny[];
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

/** Searches small numbers, asks views about the others, and puts the two together. `search` runs the check with a number. */
export async function decide(model: Model, asked: AskedForAny, search: (number: number) => Promise<CheckResult>, limits: ViewLimits): Promise<DecidedForAny> {
  const { constant, least, settings, own } = asked;
  const results = new Map<number, CheckResult>();
  const searched = async (number: number): Promise<CheckResult> => {
    const result = results.get(number) ?? (await search(number));
    results.set(number, result);
    return result;
  };
  const declared = numbersOf(model, constant).filter((number) => number >= least);
  for (const number of declared.slice(0, searchedMax)) {
    const { states } = await searched(number);
    if (states > statesMax) break;
  }
  if (own !== null) await searched(own);
  const violated = new Set(
    [...results.values()].flatMap((result) => result.results.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property)),
  );
  const start = now();
  let stopped: string | null = null;
  const limit = limitOf(limits, start);
  const stop = (bytes: number): string | null => (stopped = limit(bytes));
  const judged = asked.isAll ? undefined : namesIn(results.values());
  const forAny: ForAny =
    asked.without === undefined
      ? decideForAny(model, settings, constant, { judged, except: violated, stop })
      : { constant, family: '', from: 0, properties: [], proofs: [] };
  const viewSeconds = (now() - start) / 1000;
  for (let number = least; number < forAny.from; number++) await searched(number);
  // A property that no small number has, such as an assertion that fewer cannot come to, is one that larger ones have.
  const others = asked.isAll ? forAny.properties.map(({ property }) => property) : [];
  const names = [...new Set([...namesIn(results.values()), ...others])];
  const numbers = [...results.keys()].toSorted((one, other) => one - other);
  return { results, forAny, viewSeconds, stopped, properties: names.map((name) => ofProperty(name, numbers, results, forAny, asked)) };
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
export function namesIn(results: Iterable<CheckResult>): readonly string[] {
  return [...new Set([...results].flatMap((result) => result.results.map(({ property }) => property)))];
}

export const isWhole = ({ verdict, results }: CheckResult): boolean => verdict !== 'unfinished' && results.every((result) => result.verdict !== 'unfinished');

function ofProperty(
  property: string,
  numbers: readonly number[],
  results: ReadonlyMap<number, CheckResult>,
  forAny: ForAny,
  { least, without }: AskedForAny,
): PropertyForAny {
  const known = forAny.properties.find((each) => each.property === property);
  const found = numbers.map((number) => ({ number, result: results.get(number)!.results.find((each) => each.property === property) }));
  const first = found.find(({ result }) => result?.verdict === 'violated');
  if (first?.result !== undefined) {
    const { depth, trace, expected } = first.result;
    return { property, answer: 'violated', reason: '', number: first.number, depth, trace, ...(expected === undefined ? {} : { expected }) };
  }
  // Numbers below those that views speak of have to be searched to their end.
  const open = found.filter(
    ({ number, result }) => isOpen(results.get(number)!, result) && (known?.answer !== 'proved' || (number >= least && number < forAny.from)),
  );
  const [unfinished] = open;
  if (unfinished !== undefined) return { property, answer: 'undecided', reason: `the search of ${unfinished.number} did not finish` };
  if (without !== undefined) return { property, answer: 'checked', reason: without };
  // Where every number fits there is nothing to violate.
  if (known === undefined) return { property, answer: 'checked', reason: `the range ends at a number that grows with ${forAny.constant}` };
  if (known.answer === 'proved') return { property, answer: 'proved', reason: '' };
  if (known.answer === 'uncovered') return { property, answer: 'checked', reason: known.reason };
  return { property, answer: 'undecided', reason: known.reason, ...(known.steps.length === 0 ? {} : { way: known.steps }) };
}
