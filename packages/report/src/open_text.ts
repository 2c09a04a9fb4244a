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
    ...(proved.length === 0 ? [] : [['proved:   ', `${names(proved)}: ${provedText(open)}`] as const]),
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

/** ` with VCPUS = 2`: which number a race is of. */
export function numberText({ number }: Pick<PropertyResult, 'number'>, open: Pick<OpenAnswer, 'name'> | undefined): string {
  return number === undefined || open === undefined ? '' : unbroken(` with ${open.name} = ${number}`);
}

/** `for any number of vcpu`, `for any VCPUS >= 2`. */
function everyText({ name, from, family }: OpenAnswer): string {
  return family !== '' && from <= 1 ? `for any number of ${family}` : `for any ${name} >= ${from}`;
}

function provedText({ name, proved, views, sharedStates, viewSize, searched }: OpenAnswer): string {
  const below = searched.filter((number) => number < proved);
  const small = below.length === 0 ? '' : `${numbersText(name, below)} by search, `;
  const size = viewSize === 1 ? 'one instance' : 'two instances';
  return `${small}${name} >= ${proved} by ${counted(views, 'view')} of ${size} in ${counted(sharedStates, 'shared state')}`;
}

/** `VCPUS = 1 to 4`; numbers are searched one after the other, and some above may be searched too. */
function searchedText({ name, searched }: OpenAnswer): string {
  return searched.length === 0 ? 'no number to the end' : numbersText(name, searched);
}

function numbersText(name: string, numbers: readonly number[]): string {
  const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
  const isRun = numbers.length > 2 && last - first === numbers.length - 1;
  return unbroken(`${name} = ${isRun ? `${first} to ${last}` : listed(numbers.map(String))}`);
}

/** Of a longer way the first and the last steps are told. */
const wayMax = 14;

/** `p: vcpu.get, converter.read; …`: steps of a way through views. */
function wayText(property: string, way: readonly string[], { name }: OpenAnswer): string {
  const steps = way.map(oneLine);
  const left = steps.length - wayMax;
  const told = left <= 1 ? steps : [...steps.slice(0, wayMax / 2), `… ${left} more …`, ...steps.slice(-wayMax / 2)];
  return `${oneLine(property)}: ${told.join(', ')}; a larger ${name} may have it, or none`;
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
