import { oneLine } from '@mmspec/source';
import type { AnyNumberResult, PropertyForAny, PropertyForSeveral, SeveralNumbersResult } from '@mmspec/system';
import { plainPaint, type Paint, type Role } from './colour.ts';
import { combinedText, coverText } from './open_text.ts';
import { counted, listed, plainBlanks, wrap } from './wrap.ts';

/*
 * What a check says of every number of instances, as text: what is proved, what is violated, what holds for small numbers only,
 * and what is not decided.
 */

const width = 100;
const margin = ' '.repeat(14);

/** The answer of one check in its parts; each part is left out where nothing is in it. */
export function anyText(result: AnyNumberResult, paint: Paint = plainPaint): string {
  const { name, constant, family, properties } = result;
  const of = (answer: PropertyForAny['answer']): readonly PropertyForAny[] => properties.filter((property) => property.answer === answer);
  const head = `  ${paint('strong', oneLine(name))} for any number of ${family === '' ? constant : `${family} (${constant})`}`;
  return [
    head,
    ...part('proved', 'good', provedText(result, of('proved')), paint),
    ...of('violated').flatMap((property) => part('violated', property.expected === true ? 'dim' : 'bad', violatedText(property, constant), paint)),
    ...grouped(of('checked')).flatMap(([reason, names]) =>
      part('checked', 'warning', `${listed(names)}: ${searchedFor(searchedText(result), ' only')}; ${reason}`, paint),
    ),
    ...grouped(of('undecided')).flatMap(([reason, names]) =>
      part('undecided', 'bad', `${listed(names)}: ${oneLine(reason)}; ${searchedFor(searchedText(result), ' it holds')}`, paint),
    ),
    ...of('undecided').flatMap(({ property, way }) => (way === undefined ? [] : lines(`${margin}${property}: ${way.map(oneLine).join(', ')}`))),
  ].join('\n');
}

/** The same of several families at once. */
export function severalText(result: SeveralNumbersResult, paint: Paint = plainPaint): string {
  const { name, constants, families, properties } = result;
  const of = (answer: PropertyForSeveral['answer']): readonly PropertyForSeveral[] => properties.filter((property) => property.answer === answer);
  const whose = constants.map((constant, at) => (families[at] === undefined ? constant : `${families[at]} (${constant})`));
  const searched = result.searched.length === 0 ? null : plainBlanks(`for ${combinedText(constants, result.searched)}`);
  const proved = listed(of('proved').map(({ property }) => property));
  const ranges = constants.map((constant) => ({ name: constant }));
  return [
    `  ${paint('strong', oneLine(name))} for any number of ${listed(whose)}`,
    ...(proved === '' ? [] : part('proved', 'good', `${proved}: ${coverText({ ...result, ranges })}`, paint)),
    ...of('violated').flatMap((property) => part('violated', property.expected === true ? 'dim' : 'bad', violatedByText(property, constants), paint)),
    ...grouped(of('checked')).flatMap(([reason, names]) => part('checked', 'warning', `${listed(names)}: ${searchedFor(searched, ' only')}; ${reason}`, paint)),
    ...grouped(of('undecided')).flatMap(([reason, names]) =>
      part('undecided', 'bad', `${listed(names)}: ${oneLine(reason)}; ${searchedFor(searched, ' it holds')}`, paint),
    ),
    ...of('undecided').flatMap(({ property, way }) => (way === undefined ? [] : lines(`${margin}${property}: ${way.map(oneLine).join(', ')}`))),
  ].join('\n');
}

function violatedByText({ property, numbers = [], depth, expected }: PropertyForSeveral, constants: readonly string[]): string {
  const steps = depth === null || depth === undefined ? '' : `, in ${counted(depth, 'step')}`;
  const where = constants.map((constant, at) => `${constant} = ${numbers[at] ?? 0}`);
  return `${property}: ${where.join(' and ')} are the smallest of those searched${steps}${expected === true ? ' (expected)' : ''}`;
}

function part(word: string, role: Role, text: string, paint: Paint): string[] {
  if (text === '') return [];
  const [first = '', ...more] = lines(`${margin}${text}`);
  return [`    ${paint(role, word.padEnd(10))}${first.slice(margin.length)}`.trimEnd(), ...more];
}

function lines(text: string): string[] {
  return wrap(text, width, margin);
}

function provedText(result: AnyNumberResult, proved: readonly PropertyForAny[]): string {
  if (proved.length === 0) return '';
  const { from, views, sharedStates, viewSize, searched, constant } = result;
  const below = searched.filter((number) => number < from);
  const small = below.length === 0 ? '' : ` ${constant} = ${listed(below.map(String))} by search,`;
  const by = `${constant} >= ${from} by ${counted(views, 'view')} of ${viewSize === 1 ? 'one instance' : 'two instances'} in ${counted(sharedStates, 'shared state')}`;
  return `${listed(proved.map(({ property }) => property))}:${small} ${by}`;
}

function violatedText({ property, number, depth, expected }: PropertyForAny, constant: string): string {
  const steps = depth === null || depth === undefined ? '' : `, in ${counted(depth, 'step')}`;
  return `${property}: ${constant} = ${number ?? 0} is the smallest of those searched${steps}${expected === true ? ' (expected)' : ''}`;
}

/** The numbers that were searched to the end; null: none. */
function searchedText({ searched, constant }: AnyNumberResult): string | null {
  return searched.length === 0 ? null : `for ${constant} = ${listed(searched.map(String))}`;
}

/** What is so for the numbers that were searched. */
function searchedFor(searched: string | null, what: string): string {
  return searched === null ? 'no number was searched to the end' : `${searched}${what}`;
}

/** The names with each reason, in the order in which reasons come first. */
function grouped(properties: readonly Pick<PropertyForAny, 'property' | 'reason'>[]): readonly (readonly [string, readonly string[]])[] {
  const groups = new Map<string, string[]>();
  for (const { property, reason } of properties) groups.set(reason, [...(groups.get(reason) ?? []), property]);
  return [...groups];
}
