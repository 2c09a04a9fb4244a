import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { choicesFrom } from '../random/choices.ts';
import { analysed, errorsOf } from '../random/pipeline.ts';
import { tapeOf } from '../random/specs.ts';
import { familySpec } from './family_specs.ts';
import { compared } from './law.ts';

const folder = process.env.MMSPEC_ANY_CASES ?? fileURLToPath(new URL('cases/', import.meta.url));
/** Small specs, each of which tells of some mistake; the family of each is as large as `N`. */
export const cases: readonly string[] = readdirSync(folder).sort();

/** The text of a case, or of a random spec behind them. */
export function textOf(number: number): string {
  const name = cases[number];
  return name === undefined ? familySpec(choicesFrom(tapeOf(number - cases.length))).text : readFileSync(`${folder}/${name}`, 'utf8');
}

/** What is wrongly claimed of the spec with a number; empty: nothing, or it is no spec. */
export async function wrongIn(number: number): Promise<readonly string[]> {
  const { model, diagnostics } = analysed(textOf(number));
  if (errorsOf(model, diagnostics).length > 0) return [];
  return (await compared(model, { N: 1 }, 'N', 1, number < cases.length ? 7 : 4)).wrong;
}
