import { now } from '@mmspec/checker';
import { decideForSeveral } from '@mmspec/parametric';
import type { ForSeveral } from '@mmspec/parametric';
import { completeSettings } from '@mmspec/semantics';
import type { Model } from '@mmspec/semantics';
import type { CheckResult, PlannedCheck, PropertyForSeveral, SeveralNumbersResult, Settings, ViewsOfSeveral } from '@mmspec/system';
import { withoutFollowing } from './any_number.ts';
import { isAll, isOpen, isWhole, limitOf, namesIn, numbersOf } from './decided_for_any.ts';
import { runCheck } from './run.ts';
import type { RunOptions } from './run_systems.ts';

/*
 * A check for every number of instances of several families at once. Views speak of all numbers from some on of each; where there are
 * fewer of one, that number is fixed, and views speak of the others; where there are fewer of all, a search does.
 */

/** So many of the first numbers of each constant are searched, in all combinations. */
const searchedMax = 3;
/** Nor is anything searched that has at least as many of each as what had more states. */
const statesMax = 5000;

/** Numbers of some of the constants that are fixed, and what views say of every number of the others. */
interface Covered {
  readonly fixed: Settings;
  readonly said: ForSeveral;
}

/**
 * Judges a check of a model without errors for all numbers that these constants can have. Throws a `CompileError` where it does not
 * compile.
 */
export async function runForSeveral(
  model: Model,
  planned: PlannedCheck,
  constants: readonly string[],
  options: RunOptions = {},
): Promise<SeveralNumbersResult> {
  const given = constants.reduce((settings, constant) => withoutFollowing(model, settings, constant), planned.settings);
  const settingsAt = (fixed: Settings): Settings => completeSettings(model, { ...given, ...fixed });
  const results = new Map<string, { readonly at: readonly number[]; readonly result: CheckResult }>();
  const search = async (at: readonly number[]): Promise<CheckResult> => {
    const known = results.get(at.join());
    if (known !== undefined) return known.result;
    const fixed = Object.fromEntries(constants.map((constant, index) => [constant, at[index]!]));
    const result = await runCheck(model, { ...planned, settings: settingsAt(fixed) }, options);
    results.set(at.join(), { at, result });
    return result;
  };
  const declared = constants.map((constant) => numbersOf(model, constant));
  const least = declared.map(([first = 1]) => first);
  const large: (readonly number[])[] = [];
  for (const at of combinations(declared.map((numbers) => numbers.slice(0, searchedMax)))) {
    if (large.some((other) => other.every((number, index) => number <= at[index]!))) continue;
    if ((await search(at)).states > statesMax) large.push(at);
  }
  const own = constants.map((constant) => planned.settings[constant]).filter((number) => typeof number === 'number');
  const ofOwn = own.length === constants.length ? await search(own) : null;
  const found = (): readonly CheckResult[] => [...results.values()].map(({ result }) => result);
  const violated = new Set(found().flatMap((result) => result.results.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property)));
  const judged = isAll(planned) ? undefined : namesIn(found());
  const start = now();
  const limit = limitOf(options, start);
  const covered: Covered[] = [];
  const needed: (readonly number[])[] = [];
  const cover = (left: readonly string[], fixed: Settings): void => {
    if (left.length === 0) {
      needed.push(constants.map((constant) => fixed[constant] as number));
      return;
    }
    const said = decideForSeveral(model, settingsAt(fixed), left, { judged, except: violated, stop: limit });
    covered.push({ fixed, said });
    // Where nothing is proved there is nothing to complete.
    left.forEach((constant, at) => {
      for (let number = least[constants.indexOf(constant)]!; number < said.froms[at]!; number++)
        cover(
          left.filter((other) => other !== constant),
          { ...fixed, [constant]: number },
        );
    });
  };
  cover(constants, {});
  const viewSeconds = (now() - start) / 1000;
  for (const at of needed) await search(at);
  const joint = covered[0]!.said;
  const more = isAll(planned) ? joint.properties.map(({ property }) => property) : [];
  const names = [...new Set([...namesIn(found()), ...more])];
  const properties = names.map((name) => ofProperty(name, constants, [...results.values()], needed, covered));
  const isExpected = properties.every(({ answer, expected }) => answer !== 'violated' || expected === true);
  const { [constants[0]!]: _, ...others } = planned.settings;
  return {
    name: planned.name,
    settings: Object.fromEntries(Object.entries(others).filter(([name]) => !constants.includes(name))),
    constants,
    families: joint.families,
    views: properties.some(({ answer }) => answer === 'proved') ? covered.map(viewsOf) : [],
    searched: [...results.values()].filter(({ result }) => isWhole(result)).map(({ at }) => at),
    properties,
    met: planned.expectation === null ? null : isExpected && ofOwn?.met !== false,
    searchSeconds: found().reduce((sum, { seconds }) => sum + seconds, 0),
    viewSeconds,
  };
}

/** All combinations of numbers, those with the smallest sum first. */
function combinations(axes: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const all = axes.reduce<readonly (readonly number[])[]>((so, axis) => so.flatMap((chosen) => axis.map((number) => [...chosen, number])), [[]]);
  return all.toSorted((one, other) => total(one) - total(other));
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

function viewsOf({ fixed, said: { constants, froms, proofs } }: Covered): ViewsOfSeveral {
  const [proof] = proofs;
  return {
    fixed: Object.fromEntries(Object.entries(fixed).filter((entry): entry is [string, number] => typeof entry[1] === 'number')),
    from: Object.fromEntries(constants.map((constant, at) => [constant, froms[at]!])),
    views: proof?.closure.views.count ?? 0,
    sharedStates: proof?.closure.views.corners.length ?? 0,
    viewSize: proof?.size ?? 0,
  };
}

/** What is known of a property: of a violated one what the search with the smallest numbers has found. */
function ofProperty(
  property: string,
  constants: readonly string[],
  results: readonly { readonly at: readonly number[]; readonly result: CheckResult }[],
  needed: readonly (readonly number[])[],
  covered: readonly Covered[],
): PropertyForSeveral {
  const sorted = results.toSorted((one, other) => total(one.at) - total(other.at));
  const of = ({ results: each }: CheckResult): CheckResult['results'][number] | undefined => each.find((result) => result.property === property);
  const first = sorted.find(({ result }) => of(result)?.verdict === 'violated');
  if (first !== undefined) {
    const { depth, expected } = of(first.result)!;
    return { property, answer: 'violated', reason: '', numbers: first.at, depth, ...(expected === undefined ? {} : { expected }) };
  }
  const said = covered.map(({ fixed, said: { properties } }) => ({
    fixed,
    known: properties.find((each) => each.property === property),
    isEmpty: properties.length === 0,
  }));
  const [joint] = said;
  const isNeeded = (at: readonly number[]): boolean => needed.some((each) => each.every((number, index) => number === at[index]));
  const open = sorted.find(({ at, result }) => isOpen(result, of(result)) && (joint?.known?.answer !== 'proved' || isNeeded(at)));
  const namesOf = (numbers: readonly number[]): string => constants.map((constant, at) => `${constant} = ${numbers[at]!}`).join(' and ');
  if (open !== undefined) return { property, answer: 'undecided', reason: `the search with ${namesOf(open.at)} did not finish` };
  if (joint?.known === undefined) return { property, answer: 'checked', reason: `the range ends at a number that grows with ${constants.join(' or ')}` };
  if (joint.known.answer === 'uncovered') return { property, answer: 'checked', reason: joint.known.reason };
  // With a small number of one family there may be no such property, and then nothing to violate.
  const missing = said.find(({ known, isEmpty }) => isEmpty || (known !== undefined && known.answer !== 'proved'));
  if (missing === undefined) return { property, answer: 'proved', reason: '' };
  const where = Object.entries(missing.fixed).map(([constant, number]) => `${constant} = ${String(number)}`);
  const { reason, steps } = missing.known ?? { reason: 'it does not compile', steps: [] };
  return {
    property,
    answer: 'undecided',
    reason: where.length === 0 ? reason : `with ${where.join(' and ')}: ${reason}`,
    ...(steps.length === 0 ? {} : { way: steps }),
  };
}
