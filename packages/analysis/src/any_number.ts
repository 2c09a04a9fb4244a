import { certificateOf, decideForAny } from '@mmspec/parametric';
import type { ForAny } from '@mmspec/parametric';
import { now } from '@mmspec/checker';
import { settingsOf, type Model } from '@mmspec/semantics';
import type { AnyNumberResult, CheckResult, PlannedCheck, PropertyForAny, PropertyResult, ViewCertificate } from '@mmspec/system';
import { runCheck } from './run.ts';
import type { RunOptions } from './run_systems.ts';

/*
 * A check for every number of instances: small numbers are searched, and decide everything about themselves; from some number on
 * views decide what they can.
 */

/** More numbers than these are not searched, however wide the range of the constant is. */
const searchedMax = 4;
/** Nor is a number searched behind one that had more states: the next one has many times as many. */
const statesMax = 5000;

export interface ForAnyRunOptions extends RunOptions {
  /** Called with the views that prove something, as data. */
  readonly onProofs?: ((proofs: readonly ViewCertificate[]) => void) | undefined;
}

/**
 * Judges a check of a model without errors for every value of a constant that its range begins with, and all above. Throws a
 * `CompileError` where it does not compile.
 */
export async function runForAny(model: Model, planned: PlannedCheck, constant: string, options: ForAnyRunOptions = {}): Promise<AnyNumberResult> {
  const declared = (settingsOf(model).find(({ name }) => name === constant)?.values ?? []).filter((value) => typeof value === 'number');
  const least = declared[0] ?? 1;
  const own = planned.settings[constant];
  const results = new Map<number, CheckResult>();
  const search = async (number: number): Promise<void> => {
    if (results.has(number)) return;
    const result = await runCheck(model, { ...planned, settings: { ...planned.settings, [constant]: number } }, options);
    results.set(number, result);
  };
  for (const number of declared.slice(0, searchedMax)) {
    await search(number);
    if (results.get(number)!.states > statesMax) break;
  }
  if (typeof own === 'number') await search(own);
  const violated = new Set(
    [...results.values()].flatMap((result) => result.results.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property)),
  );
  const start = now();
  const forAny = decideForAny(model, planned.settings, constant, {
    judged: isAll(planned) ? undefined : namesIn(results.values()),
    except: violated,
  });
  const viewSeconds = (now() - start) / 1000;
  options.onProofs?.(forAny.proofs.map((proof) => certificateOf(forAny, proof, nameForAny(planned, constant), planned.settings)));
  for (let number = least; number < forAny.from; number++) await search(number);
  return put(planned, constant, least, results, forAny, viewSeconds, typeof own === 'number' ? own : null);
}

function put(
  planned: PlannedCheck,
  constant: string,
  least: number,
  results: ReadonlyMap<number, CheckResult>,
  forAny: ForAny,
  viewSeconds: number,
  own: number | null,
): AnyNumberResult {
  const numbers = [...results.keys()].toSorted((one, other) => one - other);
  // A property that no small number has, such as an assertion that fewer cannot come to, is one that larger ones have.
  const others = isAll(planned) ? forAny.properties.map(({ property }) => property) : [];
  const names = [...new Set([...namesIn(results.values()), ...others])];
  const properties = names.map((name) => ofProperty(name, numbers, results, forAny, least));
  const { [constant]: _, ...settings } = planned.settings;
  const ofOwn = own === null ? undefined : results.get(own);
  const isExpected = properties.every(({ answer, expected }) => answer !== 'violated' || expected === true);
  const searched = numbers.filter((number) => isWhole(results.get(number)!));
  const [proof] = forAny.proofs;
  return {
    name: nameForAny(planned, constant),
    settings,
    constant,
    family: forAny.family,
    from: forAny.from,
    views: proof?.closure.views.count ?? 0,
    sharedStates: proof?.closure.views.corners.length ?? 0,
    viewSize: proof?.size ?? 0,
    searched,
    properties,
    met: planned.expectation === null ? null : isExpected && ofOwn?.met !== false,
    searchSeconds: numbers.reduce((sum, number) => sum + results.get(number)!.seconds, 0),
    viewSeconds,
  };
}

/** Whether a check judges all properties that there are. */
function isAll({ of, ignored }: PlannedCheck): boolean {
  return of === null && ignored.length === 0;
}

/** Whether a search did not decide a property; one that it does not have is not violated by it. */
function isOpen(check: CheckResult, result: PropertyResult | undefined): boolean {
  return result === undefined ? !isWhole(check) : result.verdict === 'unfinished';
}

/** The properties of all results: small numbers may have fewer. */
function namesIn(results: Iterable<CheckResult>): readonly string[] {
  return [...new Set([...results].flatMap((result) => result.results.map(({ property }) => property)))];
}

/** The name of a check, or of a cell without the axis of the constant. */
export function nameForAny({ name, matrix }: PlannedCheck, constant: string): string {
  if (matrix === null) return name;
  const axes = name
    .slice(matrix.length + 1, -1)
    .split(', ')
    .filter((axis) => !axis.startsWith(`${constant}=`));
  return axes.length === 0 ? matrix : `${matrix}[${axes.join(', ')}]`;
}

const isWhole = ({ verdict, results }: CheckResult): boolean => verdict !== 'unfinished' && results.every((result) => result.verdict !== 'unfinished');

function ofProperty(property: string, numbers: readonly number[], results: ReadonlyMap<number, CheckResult>, forAny: ForAny, least: number): PropertyForAny {
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
  // Where every number fits there is nothing to violate.
  if (known === undefined) return { property, answer: 'checked', reason: `the range ends at a number that grows with ${forAny.constant}` };
  if (known.answer === 'proved') return { property, answer: 'proved', reason: '' };
  if (known.answer === 'uncovered') return { property, answer: 'checked', reason: known.reason };
  return { property, answer: 'undecided', reason: known.reason, ...(known.steps.length === 0 ? {} : { way: known.steps }) };
}
