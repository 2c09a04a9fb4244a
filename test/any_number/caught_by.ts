import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { choicesFrom } from '../random/choices.ts';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { tapeOf } from '../random/specs.ts';
import { familySpec } from './family_specs.ts';
import { certificatesOf, refusalOf } from './certificates.ts';
import { compared, comparedAt } from './law.ts';

const folder = process.env.MMSPEC_ANY_CASES ?? fileURLToPath(new URL('cases/', import.meta.url));
/** Small specs, each of which tells of some mistake; the family of each is as large as `N`. */
export const cases: readonly string[] = readdirSync(folder).sort();

/** Behind so many random specs of one family come small specs of two, as many as `N` and `M` say, and random ones of two. */
const ofOne = 100;
const folderOfTwo = process.env.MMSPEC_ANY_CASES_TWO ?? fileURLToPath(new URL('cases_two/', import.meta.url));
export const casesOfTwo: readonly string[] = readdirSync(folderOfTwo).sort();

/** The text of a case, or of a random spec behind them. */
export function textOf(number: number): string {
  const name = cases[number];
  return name === undefined ? randomText(number - cases.length) : readFileSync(`${folder}/${name}`, 'utf8');
}

function randomText(number: number): string {
  const name = casesOfTwo[number - ofOne];
  return name === undefined ? familySpec(choicesFrom(tapeOf(number)), number >= ofOne).text : readFileSync(`${folderOfTwo}/${name}`, 'utf8');
}

/** What is wrongly claimed of the spec with a number; empty: nothing, or it is no spec. */
export async function wrongIn(number: number): Promise<readonly string[]> {
  const { model, diagnostics } = analysed(textOf(number));
  if (errorsOf(model, diagnostics).length > 0) return [];
  if (number < cases.length + ofOne) return (await compared(model, { N: 1 }, 'N', 1, number < cases.length ? 7 : 4)).wrong;
  const numbers = [1, 2, 3].flatMap((one) => [1, 2, 3].map((other) => [one, other]));
  return (await comparedAt(model, { N: 1, M: 1 }, ['N', 'M'], numbers)).wrong;
}

/** Why certificates about the spec with a number are not verified; empty: they are, or there are none. */
export function refusedIn(number: number): readonly string[] {
  const { model, diagnostics } = analysed(textOf(number));
  if (errorsOf(model, diagnostics).length > 0) return [];
  const constants = number < cases.length + ofOne ? ['N'] : ['N', 'M'];
  const certificates = certificatesOf(model, Object.fromEntries(constants.map((constant) => [constant, 1])), constants, { partsMax: 2000 });
  return certificates.flatMap((certificate) => refusalOf(model, certificate) ?? []);
}
