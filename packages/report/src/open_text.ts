import { oneLine } from '@mmspec/source';
import type { CheckResult, OpenAnswer, PropertyResult, ResultSettings } from '@mmspec/system';
import { counted, listed, unbroken } from './wrap.ts';

/*
 * What a check says of every number, in parts: what is proved, what was only checked for small numbers, and what is not decided.
 */

type Line = readonly [label: string, text: string];

/** Of more properties than these the first ones are named, and the others counted. */
const namedMax = 6;

/** The lines below the verdict of a check for any number; none of another one. */
export function openLines(check: CheckResult): readonly Line[] {
  const { open, results } = check;
  if (open === undefined) return [];
  const of = (answer: PropertyResult['anyNumber']): readonly PropertyResult[] => results.filter(({ anyNumber }) => anyNumber === answer);
  const proved = of('proved');
  const checked = of('checked');
  const unfinished = results.filter(({ verdict }) => verdict === 'unfinished');
  return [
    ...(proved.length === 0 ? [] : [['proved:   ', `${names(proved)}: ${coverText(open)}`] as const]),
    ...(checked.length === 0 ? [] : [['checked:  ', `for ${searchedText(open)} only: ${reasons(checked)}`] as const]),
    ...byReason(of('undecided')).flatMap(([why, those]): Line[] => [
      ['undecided:', ` ${listed(those.map(({ property }) => oneLine(property)))}: ${why}; searched in vain for ${searchedText(open)}`],
      ...those.flatMap(({ property, way = [] }): Line[] => (way.length === 0 ? [] : [['way:      ', wayText(property, way, open)]])),
    ]),
    ...byReason(unfinished).map(([why, those]) => ['unfinished: ', `${names(those)}: ${why}`] as const),
  ];
}

/** The same lines where each stands among others: `proved p: …`. */
export function openTexts(check: CheckResult): string[] {
  return openLines(check).map(([label, text]) => `${label.replace(':', '').trim()} ${text.trim()}`);
}

/** `proved for any number of vcpu`, or what stands in its way, where nothing is violated. */
export function openVerdict({ results, open }: CheckResult): string {
  if (open === undefined) return '';
  const undecided = results.filter(({ anyNumber }) => anyNumber === 'undecided').map(({ property }) => property);
  const isProved = results.some(({ anyNumber }) => anyNumber === 'proved');
  if (undecided.length > 0) return `undecided: ${undecided.join(', ')}${isProved ? `; all else proved ${everyText(open)}` : ''}`;
  return isProved ? `proved ${everyText(open)}` : `checked for ${searchedText(open)} only`;
}

/** `2`; `1..` where it is open. */
export function settingText(value: ResultSettings[string]): string {
  return typeof value === 'object' ? `${value.from}..` : String(value);
}

/** ` with VCPUS = 2`: which numbers a race is of. */
export function numberText({ numbers = {} }: Pick<PropertyResult, 'numbers'>): string {
  const texts = Object.entries(numbers).map(([name, number]) => `${name} = ${number}`);
  return texts.length === 0 ? '' : unbroken(` with ${listed(texts)}`);
}

/** `for any number of vcpu`, `for any VCPUS >= 2`; of several ranges ` and ` stands between. */
function everyText({ ranges }: OpenAnswer): string {
  const isAny = ranges.every(({ from, family }) => family !== '' && from <= 1);
  return isAny ? `for any number of ${listed(ranges.map(({ family }) => family))}` : `for any ${listed(ranges.map(({ name, from }) => `${name} >= ${from}`))}`;
}

/** All numbers, in parts: by search, or by which views. */
export function coverText({
  ranges,
  views,
  searched,
}: Pick<OpenAnswer, 'views' | 'searched'> & { readonly ranges: readonly { readonly name: string }[] }): string {
  const [joint] = views;
  const below = searched.filter((at) => at.every((number, index) => number < (joint?.from[ranges[index]!.name] ?? 0)));
  const [range] = ranges;
  const small =
    below.length === 0
      ? []
      : ranges.length === 1
        ? [`${numbersText(range!.name, below.flat())} by search`]
        : below.map((at) => `${ranges.map(({ name }, index) => `${name} = ${at[index]!}`).join(' and ')} by search`);
  const large = views.map(({ fixed, from, views: count, sharedStates, viewSize }) => {
    const where = ranges.map(({ name }) => (name in fixed ? `${name} = ${fixed[name]!}` : `${name} >= ${from[name]!}`));
    return `${where.join(' and ')} by ${counted(count, 'view')} of ${viewSize === 2 ? 'two instances' : 'one instance'} in ${counted(sharedStates, 'shared state')}`;
  });
  return ranges.length === 1 ? [...small, ...large].join(', ') : [...large, ...small].join('; ');
}

/** `VCPUS = 1 to 4`; numbers are searched one after the other, and some above may be searched too. */
function searchedText({ ranges, searched }: OpenAnswer): string {
  if (searched.length === 0) return 'no number to the end';
  return ranges.length === 1
    ? numbersText(ranges[0]!.name, searched.flat())
    : combinedText(
        ranges.map(({ name }) => name),
        searched,
      );
}

/** `IOS = 0 to 2 and WALKS = 0 to 2`; `IOS, WALKS = (0, 0), (0, 1), (1, 0)` where these are not all combinations. */
export function combinedText(names: readonly string[], searched: readonly (readonly number[])[]): string {
  const axes = names.map((_, axis) => [...new Set(searched.map((at) => at[axis]!))].toSorted((one, other) => one - other));
  const all = axes.reduce((product, numbers) => product * numbers.length, 1);
  if (all === searched.length) return listed(names.map((name, axis) => numbersText(name, axes[axis]!)));
  return `${unbroken(names.join(', '))} = ${searched.map((at) => unbroken(`(${at.join(', ')})`)).join(', ')}`;
}

function numbersText(name: string, numbers: readonly number[]): string {
  const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
  const isRun = numbers.length > 2 && last - first === numbers.length - 1;
  return unbroken(`${name} = ${isRun ? `${first} to ${last}` : listed(numbers.map(String))}`);
}

/** Of a longer way the first and the last steps are told. */
const wayMax = 14;

/** `p: vcpu.get, converter.read; …`: steps of a way through views. */
function wayText(property: string, way: readonly string[], { ranges }: OpenAnswer): string {
  const steps = way.map(oneLine);
  const left = steps.length - wayMax;
  const told = left <= 1 ? steps : [...steps.slice(0, wayMax / 2), `… ${left} more …`, ...steps.slice(-wayMax / 2)];
  return `${oneLine(property)}: ${told.join(', ')}; a larger ${ranges.map(({ name }) => name).join(' or ')} may have it, or none`;
}

/** `deadlock (whether somebody can move depends on everybody); overflow (…)`. */
function reasons(results: readonly PropertyResult[]): string {
  return byReason(results)
    .map(([why, those]) => `${names(those)} (${why})`)
    .join('; ');
}

function names(results: readonly PropertyResult[]): string {
  const all = results.map(({ property }) => oneLine(property));
  return all.length <= namedMax ? listed(all) : `${all.slice(0, namedMax - 1).join(', ')} and ${all.length - namedMax + 1} more`;
}

/** The properties by the reason that there is, in the order in which reasons come first. */
function byReason(results: readonly PropertyResult[]): readonly (readonly [string, readonly PropertyResult[]])[] {
  const groups = new Map<string, PropertyResult[]>();
  for (const result of results) {
    const why = oneLine(result.why ?? '');
    groups.set(why, [...(groups.get(why) ?? []), result]);
  }
  return [...groups];
}
